"""JSON Web Encryption as FIT-Connect v2 uses it: compact form, RSA-OAEP-256, A256GCM, `kid` and `cty` in the header, no `zip`.

RFC 7516 (sections 3.1, 5 and 11.5), RFC 7518 (sections 4.3 and 5.3). Metadata, data and every attachment are one JWE each.
"""

import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from rathaus.standards.fitconnect import jose
from rathaus.standards.fitconnect.errors import FitConnectError
from rathaus.standards.fitconnect.jwk import PrivateKey, PublicKey, Purpose

ENCRYPTION = "A256GCM"
_KEY_BYTES, _NONCE_BYTES, _TAG_BYTES = 32, 12, 16
_WHAT = "Verschlüsselter Inhalt"
_MEDIA_TYPE = re.compile(r"[-\w.]+/[-\w.+]+", re.ASCII)
_OAEP = padding.OAEP(mgf=padding.MGF1(hashes.SHA256()), algorithm=hashes.SHA256(), label=None)

RandomBytes = Callable[[int], bytes]


@dataclass(frozen=True, slots=True)
class Header:
    """`content_type`: the media type of the plaintext."""

    kid: str
    content_type: str


@dataclass(frozen=True, slots=True)
class Opened:
    header: Header
    plaintext: bytes


def encrypt(plaintext: bytes, key: PublicKey, *, content_type: str, random: RandomBytes = os.urandom) -> bytes:
    """The token in ASCII. Raises FitConnectError for a key that is not for encryption and for a `content_type` that is none."""
    if key.purpose is not Purpose.ENCRYPTION:
        raise FitConnectError(f"Der Schlüssel {key.kid} ist nicht zum Verschlüsseln da.")
    if not _MEDIA_TYPE.fullmatch(content_type):
        raise FitConnectError(f"„{content_type}“ ist kein Medientyp. Erwartet wird zum Beispiel application/pdf.")
    header = jose.encode(
        jose.write_json({"alg": str(key.purpose), "enc": ENCRYPTION, "kid": key.kid, "cty": content_type}),
    )
    content_key, nonce = random(_KEY_BYTES), random(_NONCE_BYTES)
    ciphertext, tag = seal(plaintext, content_key, nonce, header)
    parts = (key.rsa.encrypt(content_key, _OAEP), nonce, ciphertext, tag)
    return b".".join((header, *map(jose.encode, parts)))


def decrypt(token: bytes, keys: Mapping[str, PrivateKey]) -> Opened:
    """`keys` by kid: older messages may need an older key. Raises FitConnectError; why a ciphertext fails is not told apart."""
    header = read_header(token)
    key = keys.get(header.kid)
    if key is None or key.purpose is not Purpose.ENCRYPTION:
        raise FitConnectError(f"Der Schlüssel {header.kid} fehlt. Hinterlegen Sie den privaten Schlüssel des Zustellpunkts.")
    segments = token.split(b".")
    try:
        wrapped, nonce, ciphertext, tag = map(jose.decode, segments[1:])
        content_key = _unwrap(wrapped, key)
        if len(nonce) != _NONCE_BYTES or len(tag) != _TAG_BYTES:
            raise InvalidTag  # noqa: TRY301  (one way out for every fault of the ciphertext)
        plaintext = AESGCM(content_key).decrypt(nonce, ciphertext + tag, segments[0])
    except (ValueError, InvalidTag):
        raise FitConnectError(
            "Der Inhalt lässt sich nicht entschlüsseln: er wurde verändert oder für einen anderen Schlüssel erzeugt. "
            "Er muss neu gesendet werden."
        ) from None
    return Opened(header, plaintext)


def read_header(token: bytes) -> Header:
    """What stands open; the rules that the delivery service checks too. Raises FitConnectError."""
    if token.count(b".") != 4:
        raise FitConnectError(f"{_WHAT}: fünf durch Punkte getrennte Teile erwartet (JWE Compact).")
    header = jose.read_header(token[: token.index(b".")], _WHAT)
    if header.get("alg") != Purpose.ENCRYPTION or header.get("enc") != ENCRYPTION:
        raise FitConnectError(f"{_WHAT}: FIT-Connect verlangt {Purpose.ENCRYPTION} und {ENCRYPTION}.")
    if "zip" in header:
        raise FitConnectError(f"{_WHAT}: Komprimierung (zip) ist verboten.")
    kid, content_type = header.get("kid"), header.get("cty")
    if not isinstance(kid, str) or not kid:
        raise FitConnectError(f"{_WHAT}: die Kennung des Schlüssels (kid) fehlt.")
    if not isinstance(content_type, str) or not _MEDIA_TYPE.fullmatch(content_type):
        raise FitConnectError(f"{_WHAT}: der Medientyp (cty) fehlt oder ist keiner.")
    return Header(kid, content_type)


def authentication_tag(token: bytes) -> str:
    """The fifth segment, as events quote it."""
    return token[token.rindex(b".") + 1 :].decode("ascii")


def seal(plaintext: bytes, content_key: bytes, nonce: bytes, header: bytes) -> tuple[bytes, bytes]:
    """Ciphertext and tag of A256GCM; the encoded header is the additional authenticated data."""
    sealed = AESGCM(content_key).encrypt(nonce, plaintext, header)
    return sealed[:-_TAG_BYTES], sealed[-_TAG_BYTES:]


def _unwrap(wrapped: bytes, key: PrivateKey) -> bytes:
    """A key that cannot be unwrapped is replaced, so that its fault shows as late as any other (RFC 7516, section 11.5)."""
    substitute = os.urandom(_KEY_BYTES)
    try:
        content_key = key.rsa.decrypt(wrapped, _OAEP)
    except ValueError:
        return substitute
    return content_key if len(content_key) == _KEY_BYTES else substitute
