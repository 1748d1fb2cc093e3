"""JSON Web Signature as FIT-Connect uses it: compact form, PS512 alone (RFC 7515, section 3.1; RFC 7518, section 3.5)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding

from rathaus.standards.fitconnect import jose
from rathaus.standards.fitconnect.errors import FitConnectError
from rathaus.standards.fitconnect.jwk import PrivateKey, PublicKey, Purpose

MOST_BYTES = 1024 * 1024
_PSS = padding.PSS(mgf=padding.MGF1(hashes.SHA512()), salt_length=padding.PSS.DIGEST_LENGTH)


@dataclass(frozen=True, slots=True)
class Unverified:
    """What a token says of itself; nothing of it may be believed before `verify`."""

    kid: str
    payload: dict[str, Any]
    signed: bytes
    signature: bytes


def sign(payload: Mapping[str, Any], key: PrivateKey, *, typ: str) -> bytes:
    if key.purpose is not Purpose.SIGNATURE:
        raise FitConnectError(f"Der Schlüssel {key.kid} ist nicht zum Signieren da.")
    header = jose.write_json({"alg": str(Purpose.SIGNATURE), "kid": key.kid, "typ": typ})
    signed = b".".join((jose.encode(header), jose.encode(jose.write_json(payload))))
    return b".".join((signed, jose.encode(key.rsa.sign(signed, _PSS, hashes.SHA512()))))


def open_token(token: bytes, *, typ: str, what: str) -> Unverified:
    """Raises FitConnectError for another algorithm (`none` among them), another `typ`, and what is no token; `what` names it."""
    if len(token) > MOST_BYTES or token.count(b".") != 2:
        raise FitConnectError(f"{what}: drei durch Punkte getrennte Teile erwartet, höchstens {MOST_BYTES} Bytes (JWS Compact).")
    head, body, signature = token.split(b".")
    header = jose.read_header(head, what)
    if header.get("alg") != Purpose.SIGNATURE:
        raise FitConnectError(f"{what}: FIT-Connect verlangt die Signatur {Purpose.SIGNATURE}.")
    if header.get("typ") != typ:
        raise FitConnectError(f"{what}: als Art (typ) wird {typ} erwartet.")
    kid = header.get("kid")
    if not isinstance(kid, str) or not kid:
        raise FitConnectError(f"{what}: die Kennung des Schlüssels (kid) fehlt.")
    try:
        return Unverified(kid, jose.read_object(jose.decode(body), what), head + b"." + body, jose.decode(signature))
    except FitConnectError:
        raise
    except ValueError:
        raise FitConnectError(f"{what}: nicht lesbar (Base64url erwartet).") from None


def verify(token: Unverified, key: PublicKey, *, what: str) -> None:
    """Raises FitConnectError."""
    if key.purpose is not Purpose.SIGNATURE or key.kid != token.kid:
        raise FitConnectError(f"{what}: der Schlüssel {key.kid} ist nicht der, mit dem signiert wurde ({token.kid}).")
    try:
        key.rsa.verify(token.signature, token.signed, _PSS, hashes.SHA512())
    except InvalidSignature:
        raise FitConnectError(
            f"{what}: die Signatur stimmt nicht. Der Inhalt wurde verändert oder stammt von jemand anderem."
        ) from None
