"""Keys come in by the official shape or not at all."""

import base64
import contextlib
import datetime as dt

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.x509.oid import NameOID
from hypothesis import given
from hypothesis import strategies as st
from joserfc.jwk import RSAKey

from rathaus.standards.fitconnect import jose, jwk
from rathaus.standards.fitconnect.errors import FitConnectError
from rathaus.standards.fitconnect.jwk import Purpose
from tests.standards.fitconnect import keys

FROM, UNTIL = dt.datetime(2026, 1, 1, tzinfo=dt.UTC), dt.datetime(2028, 1, 1, tzinfo=dt.UTC)


def public(**changes):
    return {**jwk.write_public(keys.encryption().public), **changes}


def certificate(subject, signer):
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Musterstadt")])
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(subject.rsa.public_key())
        .serial_number(1)
        .not_valid_before(FROM)
        .not_valid_after(UNTIL)
        .sign(signer.rsa, hashes.SHA512())
    )
    return base64.b64encode(made.public_bytes(serialization.Encoding.DER)).decode()


def test_public_and_private_survive_being_written_and_read():
    for key in (keys.encryption(), keys.signature()):
        assert jwk.read_public(jwk.write_public(key.public), key.purpose) == key.public
        again = jwk.read_private(jwk.write_private(key), key.purpose)
        assert (again.kid, again.rsa.private_numbers()) == (key.kid, key.rsa.private_numbers())


def test_another_library_reads_what_is_written():
    theirs = RSAKey.import_key(jwk.write_private(keys.signature()))
    assert theirs.private_key.private_numbers() == keys.signature().rsa.private_numbers()


def test_what_another_library_writes_is_read():
    theirs = RSAKey.import_key(keys.encryption().rsa).as_dict(private=True)
    theirs |= {"kid": "fremde-kennung", "alg": "RSA-OAEP-256"}
    assert jwk.read_private(theirs, Purpose.ENCRYPTION).rsa.private_numbers() == keys.encryption().rsa.private_numbers()


def test_primes_may_be_missing():
    written = jwk.write_private(keys.encryption())
    short = {name: written[name] for name in ("kty", "alg", "kid", "n", "e", "d")}
    assert jwk.read_private(short, Purpose.ENCRYPTION).rsa.private_numbers().d == keys.encryption().rsa.private_numbers().d


@pytest.mark.parametrize(
    "stated", [{"use": "enc"}, {"use": "sig"}, {"key_ops": ["wrapKey"]}, {"key_ops": ["verify"]}, {"ext": True}]
)
def test_what_a_key_says_of_its_use_is_passed_over(stated):
    assert jwk.read_public(public(**stated), Purpose.ENCRYPTION).rsa == keys.encryption().public.rsa


def test_key_objects_are_kept():
    first, second = (jwk.read_public(public(), Purpose.ENCRYPTION) for _ in range(2))
    assert first.rsa is second.rsa


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"kid": None}, "Kennung"),
        ({"kid": "kurz"}, "8 bis 64 Zeichen"),
        ({"kty": "EC"}, "RSA-Schlüssel"),
        ({"e": "Aw"}, "Exponenten AQAB"),
        ({"n": 17}, "RSA-Schlüssel"),
        ({"n": "%%"}, "nicht lesbar"),
        ({"n": "A" * 5000}, "mehr als 16384 Bit"),
        ({"n": jose.encode(b"\xc1" * 256).decode()}, "mindestens 4096 Bit"),
        ({"n": jose.encode(b"\xc0" * 512).decode()}, "mindestens 4096 Bit"),  # even
        ({"alg": "PS512"}, "gebraucht wird einer für RSA-OAEP-256"),
        ({"alg": None}, "gebraucht wird einer für RSA-OAEP-256"),
        ({"x5c": ["%%"]}, "nicht lesbar"),
        ({"x5c": [7]}, "nicht lesbar"),
        ({"x5c": {"a": "b"}}, "nicht lesbar"),
    ],
)
def test_a_key_off_the_shape_is_refused(change, said):
    with pytest.raises(FitConnectError, match=said):
        jwk.read_public(public(**change), Purpose.ENCRYPTION)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"d": None}, "kein privater Schlüssel"),
        ({"d": "AQAB", "p": None}, "passen nicht zusammen"),
        ({"p": "AQAB"}, "passen nicht zusammen"),
        ({"p": "%%"}, "passen nicht zusammen"),
    ],
)
def test_a_private_key_that_is_none_is_refused(change, said):
    with pytest.raises(FitConnectError, match=said):
        jwk.read_private({**jwk.write_private(keys.encryption()), **change}, Purpose.ENCRYPTION)


def test_the_certificate_gives_the_time_in_which_a_key_holds():
    key = jwk.read_public(public(x5c=[certificate(keys.encryption(), keys.signature())]), Purpose.ENCRYPTION)
    day = dt.timedelta(days=1)
    assert (key.valid_from, key.valid_until) == (FROM, UNTIL)
    assert [key.is_valid(at) for at in (FROM - day, FROM, UNTIL, UNTIL + day)] == [False, True, True, False]
    assert keys.encryption().public.is_valid(UNTIL + day)


def test_a_certificate_of_another_key_is_refused():
    with pytest.raises(FitConnectError, match="anderen Schlüssel"):
        jwk.read_public(public(x5c=[certificate(keys.signature(), keys.signature())]), Purpose.ENCRYPTION)


@given(st.dictionaries(st.sampled_from(["kid", "kty", "e", "n", "alg", "x5c"]), st.none() | st.text() | st.lists(st.integers())))
def test_nothing_but_a_refusal_comes_out_of_a_broken_key(changes):
    with contextlib.suppress(FitConnectError):
        jwk.read_public(public(**changes), Purpose.ENCRYPTION)
