"""Keys of FIT-Connect: RSA of at least 4096 bits as JSON Web Keys (RFC 7517).

`use` and `key_ops` are not looked at: a published encryption key says `wrapKey`, which libraries take as a ban on encrypting;
what a key is for is said by `alg`. A certificate in `x5c` must hold the same key and gives the period of validity; its chain up
to the Verwaltungs-PKI is not checked here.
"""

import base64
import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.rsa import (
    RSAPrivateKey,
    RSAPrivateNumbers,
    RSAPublicKey,
    RSAPublicNumbers,
    generate_private_key,
    rsa_crt_dmp1,
    rsa_crt_dmq1,
    rsa_crt_iqmp,
    rsa_recover_prime_factors,
)

from rathaus.standards.fitconnect import jose
from rathaus.standards.fitconnect.errors import FitConnectError

FEWEST_BITS, MOST_BITS = 4096, 16384
EXPONENT = "AQAB"


class Purpose(StrEnum):
    """The value of `alg`."""

    ENCRYPTION = "RSA-OAEP-256"
    SIGNATURE = "PS512"


@dataclass(frozen=True, slots=True)
class PublicKey:
    """`valid_from`, `valid_until`: those of the certificate, None where the JWK holds none."""

    kid: str
    purpose: Purpose
    rsa: RSAPublicKey
    valid_from: dt.datetime | None = None
    valid_until: dt.datetime | None = None

    def is_valid(self, at: dt.datetime) -> bool:
        return not ((self.valid_from and at < self.valid_from) or (self.valid_until and at > self.valid_until))


@dataclass(frozen=True, slots=True)
class PrivateKey:
    kid: str
    purpose: Purpose
    rsa: RSAPrivateKey

    @property
    def public(self) -> PublicKey:
        return PublicKey(self.kid, self.purpose, self.rsa.public_key())


def read_public(jwk: Mapping[str, Any], purpose: Purpose) -> PublicKey:
    """Private members are passed over. The costly part is kept per modulus. Raises FitConnectError."""
    kid = _common(jwk, purpose)
    rsa = _public(str(jwk.get("n")), kid)
    valid_from, valid_until = _validity(jwk, rsa, kid)
    return PublicKey(kid, purpose, rsa, valid_from, valid_until)


def read_private(jwk: Mapping[str, Any], purpose: Purpose) -> PrivateKey:
    """Raises FitConnectError. Missing primes are computed; the parts are checked against one another."""
    kid = _common(jwk, purpose)
    parts = [jwk.get(name) for name in ("n", "d", "p", "q")]
    if not all(isinstance(part, str) for part in parts[:2]):
        raise FitConnectError(f"Schlüssel {kid}: kein privater Schlüssel (n oder d fehlt). Laden Sie die private JWK-Datei.")
    return PrivateKey(kid, purpose, _private(kid, *(part if isinstance(part, str) else "" for part in parts)))


def write_public(key: PublicKey) -> dict[str, Any]:
    numbers = key.rsa.public_numbers()
    uses = "wrapKey" if key.purpose is Purpose.ENCRYPTION else "verify"
    return {"kty": "RSA", "key_ops": [uses], "alg": str(key.purpose), "kid": key.kid, "n": _text(numbers.n), "e": EXPONENT}


def write_private(key: PrivateKey) -> dict[str, Any]:
    numbers = key.rsa.private_numbers()
    parts = {
        "d": numbers.d, "p": numbers.p, "q": numbers.q, "dp": numbers.dmp1, "dq": numbers.dmq1, "qi": numbers.iqmp,
    }  # fmt: skip
    uses = "unwrapKey" if key.purpose is Purpose.ENCRYPTION else "sign"
    return {**write_public(key.public), "key_ops": [uses], **{name: _text(value) for name, value in parts.items()}}


def generate(kid: str, purpose: Purpose) -> PrivateKey:
    """A new key pair; takes about a second."""
    return PrivateKey(kid, purpose, generate_private_key(65537, FEWEST_BITS))


def _common(jwk: Mapping[str, Any], purpose: Purpose) -> str:
    kid = jwk.get("kid")
    if not isinstance(kid, str) or not 8 <= len(kid) <= 64:
        raise FitConnectError("Ein Schlüssel braucht eine Kennung (kid) von 8 bis 64 Zeichen.")
    if jwk.get("kty") != "RSA" or jwk.get("e") != EXPONENT or not isinstance(jwk.get("n"), str):
        raise FitConnectError(f"Schlüssel {kid}: FIT-Connect verwendet RSA-Schlüssel mit dem Exponenten {EXPONENT}.")
    if jwk.get("alg") != purpose:
        raise FitConnectError(f"Schlüssel {kid}: gebraucht wird einer für {purpose}, dieser ist für {jwk.get('alg')}.")
    return kid


@lru_cache(maxsize=64)
def _public(modulus: str, kid: str) -> RSAPublicKey:
    return RSAPublicNumbers(65537, _modulus(modulus, kid)).public_key()


@lru_cache(maxsize=16)
def _private(kid: str, modulus: str, exponent: str, first: str, second: str) -> RSAPrivateKey:
    n = _modulus(modulus, kid)
    try:
        d = _number(exponent)
        p, q = (_number(first), _number(second)) if first and second else rsa_recover_prime_factors(n, 65537, d)
        numbers = RSAPrivateNumbers(
            p, q, d, rsa_crt_dmp1(d, p), rsa_crt_dmq1(d, q), rsa_crt_iqmp(p, q), RSAPublicNumbers(65537, n)
        )
        return numbers.private_key()
    except (ValueError, ZeroDivisionError):
        raise FitConnectError(f"Schlüssel {kid}: die Teile passen nicht zusammen. Laden Sie die private JWK-Datei neu.") from None


def _modulus(text: str, kid: str) -> int:
    if len(text) > MOST_BITS // 6 + 1:
        raise FitConnectError(f"Schlüssel {kid}: mehr als {MOST_BITS} Bit.")
    try:
        number = _number(text)
    except ValueError:
        raise FitConnectError(f"Schlüssel {kid}: der Modulus (n) ist nicht lesbar.") from None
    if number.bit_length() < FEWEST_BITS or number % 2 == 0:
        raise FitConnectError(f"Schlüssel {kid}: FIT-Connect verlangt RSA-Schlüssel von mindestens {FEWEST_BITS} Bit.")
    return number


def _validity(jwk: Mapping[str, Any], rsa: RSAPublicKey, kid: str) -> tuple[dt.datetime | None, dt.datetime | None]:
    chain = jwk.get("x5c")
    if not chain:
        return None, None
    try:
        certificate = x509.load_der_x509_certificate(base64.b64decode(chain[0], validate=True))
        same = certificate.public_key() == rsa
    except (ValueError, TypeError, KeyError):
        raise FitConnectError(f"Schlüssel {kid}: das Zertifikat (x5c) ist nicht lesbar.") from None
    if not same:
        raise FitConnectError(f"Schlüssel {kid}: das Zertifikat (x5c) gehört zu einem anderen Schlüssel.")
    return certificate.not_valid_before_utc, certificate.not_valid_after_utc


def _number(text: str) -> int:
    return int.from_bytes(jose.decode(text.encode("ascii", "replace")), "big")


def _text(number: int) -> str:
    return jose.encode(number.to_bytes((number.bit_length() + 7) // 8, "big")).decode("ascii")
