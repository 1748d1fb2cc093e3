"""JWE: official example, another implementation, round trip, hostile input."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from joserfc import jwe as theirs
from joserfc.jwk import RSAKey

from rathaus.standards.fitconnect import jose, jwe
from rathaus.standards.fitconnect.errors import FitConnectError
from tests.standards.fitconnect import keys

ALGORITHMS = ["RSA-OAEP-256", "A256GCM"]
PLAIN = "Ärzte, Straße, Łódź".encode()


def token(plaintext=PLAIN, **header):
    """Made by hand where the codec would refuse to."""
    shown = {"alg": "RSA-OAEP-256", "enc": "A256GCM", "kid": keys.encryption().kid, "cty": "application/json", **header}
    head = jose.encode(json.dumps({name: value for name, value in shown.items() if value is not None}).encode())
    ciphertext, tag = jwe.seal(plaintext, b"k" * 32, b"n" * 12, head)
    wrapped = keys.encryption().public.rsa.encrypt(b"k" * 32, jwe._OAEP)
    return b".".join((head, *map(jose.encode, (wrapped, b"n" * 12, ciphertext, tag))))


def ring():
    return {keys.encryption().kid: keys.encryption()}


def their_key():
    return RSAKey.import_key(keys.encryption().rsa)


def test_a256gcm_of_rfc_7516_appendix_a_1():
    content_key = bytes([
        177, 161, 244, 128, 84, 143, 225, 115, 63, 180, 3, 255, 107, 154, 212, 246,
        138, 7, 110, 91, 112, 46, 34, 105, 47, 130, 203, 46, 122, 234, 64, 252,
    ])  # fmt: skip
    nonce = bytes([227, 197, 117, 252, 2, 219, 233, 68, 180, 225, 77, 219])
    header = b"eyJhbGciOiJSU0EtT0FFUCIsImVuYyI6IkEyNTZHQ00ifQ"
    plaintext = b"The true sign of intelligence is not knowledge but imagination."
    ciphertext, tag = jwe.seal(plaintext, content_key, nonce, header)
    assert jose.encode(nonce) == b"48V1_ALb6US04U3b"
    assert jose.encode(ciphertext) == b"5eym8TW_c8SuK0ltJ3rpYIzOeDQz7TALvtu6UG9oMo4vpzs9tX_EFShS8iB7j6jiSdiwkIr3ajwQzaBtQD_A"
    assert jose.encode(tag) == b"XFBoMYUZodetZdvTiFvSkQ"


def test_the_example_itself_is_refused_for_its_older_algorithm():
    with pytest.raises(FitConnectError, match="verlangt RSA-OAEP-256 und A256GCM"):
        jwe.read_header(b"eyJhbGciOiJSU0EtT0FFUCIsImVuYyI6IkEyNTZHQ00ifQ.a.b.c.d")


@settings(max_examples=25)
@given(st.binary(max_size=2000), st.sampled_from(["application/json", "application/xml", "image/svg+xml"]))
def test_what_is_encrypted_opens_to_the_same(plaintext, content_type):
    made = jwe.encrypt(plaintext, keys.encryption().public, content_type=content_type)
    assert jwe.decrypt(made, ring()) == jwe.Opened(jwe.Header("destination-enc", content_type), plaintext)


def test_another_implementation_opens_ours():
    made = jwe.encrypt(PLAIN, keys.encryption().public, content_type="application/pdf")
    opened = theirs.decrypt_compact(made, their_key(), algorithms=ALGORITHMS)
    assert opened.plaintext == PLAIN
    assert opened.protected == {"alg": "RSA-OAEP-256", "enc": "A256GCM", "kid": "destination-enc", "cty": "application/pdf"}


def test_ours_opens_that_of_another_implementation():
    header = {"cty": "application/json", "kid": "destination-enc", "enc": "A256GCM", "alg": "RSA-OAEP-256", "typ": "JOSE"}
    made = theirs.encrypt_compact(header, PLAIN, their_key(), algorithms=ALGORITHMS)
    assert jwe.decrypt(made.encode(), ring()).plaintext == PLAIN


def test_key_and_nonce_are_fresh_each_time():
    first, second = (jwe.encrypt(PLAIN, keys.encryption().public, content_type="text/plain").split(b".") for _ in range(2))
    assert first[0] == second[0]
    assert not set(first[1:]) & set(second[1:])


def test_the_tag_is_the_fifth_segment():
    made = token()
    assert jwe.authentication_tag(made).encode() == made.split(b".")[4]


@pytest.mark.parametrize(
    ("header", "said"),
    [
        ({"alg": "RSA-OAEP"}, "RSA-OAEP-256"),
        ({"alg": "none"}, "RSA-OAEP-256"),
        ({"alg": "dir"}, "RSA-OAEP-256"),
        ({"enc": "A128GCM"}, "A256GCM"),
        ({"zip": "DEF"}, "zip"),
        ({"zip": ""}, "zip"),
        ({"kid": None}, "kid"),
        ({"kid": ["x"]}, "kid"),
        ({"cty": None}, "cty"),
        ({"cty": "json"}, "cty"),
        ({"crit": ["exp"]}, "crit"),
        ({"kid": "unbekannter-schluessel"}, "unbekannter-schluessel fehlt"),
    ],
)
def test_a_header_off_the_rules_is_refused(header, said):
    with pytest.raises(FitConnectError, match=said):
        jwe.decrypt(token(**header), ring())


@settings(max_examples=60)
@given(st.data())
def test_one_changed_character_anywhere_opens_nothing(data):
    made = token()
    place = data.draw(st.integers(0, len(made) - 1))
    other = data.draw(st.sampled_from(b"Az0-_.="))
    changed = made[:place] + bytes([other]) + made[place + 1 :]
    if changed != made:
        with pytest.raises(FitConnectError):
            jwe.decrypt(changed, ring())


@pytest.mark.parametrize("place", [1, 2, 3, 4])
@pytest.mark.parametrize("put", [b"", b"AAAA", b"%"])
def test_a_segment_put_in_the_place_of_another_opens_nothing(place, put):
    parts = token().split(b".")
    parts[place] = put
    with pytest.raises(FitConnectError, match="lässt sich nicht entschlüsseln"):
        jwe.decrypt(b".".join(parts), ring())


def test_a_content_key_of_another_length_opens_nothing():
    parts = token().split(b".")
    parts[1] = jose.encode(keys.encryption().public.rsa.encrypt(b"k" * 16, jwe._OAEP))
    with pytest.raises(FitConnectError, match="lässt sich nicht entschlüsseln"):
        jwe.decrypt(b".".join(parts), ring())


@pytest.mark.parametrize("made", [b"", b"....", b"a.b.c", b"\xff.a.b.c.d", b"e30.a.b.c.d", b"a.b.c.d.e.f"])
def test_what_is_no_token_is_refused(made):
    with pytest.raises(FitConnectError):
        jwe.decrypt(made, ring())


def test_the_key_must_be_one_for_encryption():
    with pytest.raises(FitConnectError, match="nicht zum Verschlüsseln"):
        jwe.encrypt(PLAIN, keys.signature().public, content_type="text/plain")


@pytest.mark.parametrize("content_type", ["", "pdf", "a/b/c", "text/plain; charset=utf-8", "text/plain\n"])
def test_the_media_type_must_be_one(content_type):
    with pytest.raises(FitConnectError, match="kein Medientyp"):
        jwe.encrypt(PLAIN, keys.encryption().public, content_type=content_type)
