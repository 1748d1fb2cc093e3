"""What JWE and JWS have in common: base64url without padding, the compact form, the protected header.

RFC 7515, sections 2, 3.1 and 4; RFC 7516, sections 3.1 and 4.
"""

import base64
import binascii
import json
from collections.abc import Mapping
from typing import Any

from rathaus.standards.fitconnect.errors import FitConnectError

LONGEST_HEADER = 8192  # characters
_TO_STANDARD = bytes.maketrans(b"-_", b"+/")
_FOREIGN = b"+/="


def encode(data: bytes) -> bytes:
    return base64.urlsafe_b64encode(data).rstrip(b"=")


def decode(text: bytes) -> bytes:
    """Raises ValueError for anything but canonical base64url without padding."""
    if any(character in text for character in _FOREIGN):
        raise ValueError("not base64url")
    rest = len(text) % 4
    data = binascii.a2b_base64(text.translate(_TO_STANDARD) + b"=" * (-len(text) % 4), strict_mode=True)
    if rest and encode(data[1 - rest :]) != text[-rest:]:
        raise ValueError("bits left over")
    return data


def write_json(value: Mapping[str, Any]) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def read_object(data: bytes, what: str) -> dict[str, Any]:
    """A JSON object in which every name stands once; `what` names it in the refusal."""
    try:
        found = json.loads(data.decode("utf-8"), object_pairs_hook=once, parse_constant=no_number)
    except (ValueError, RecursionError):
        raise FitConnectError(f"{what}: kein gültiges JSON. Die Gegenstelle muss den Inhalt neu erzeugen.") from None
    if not isinstance(found, dict):
        raise FitConnectError(f"{what}: kein JSON-Objekt. Die Gegenstelle muss den Inhalt neu erzeugen.")
    return found


def read_header(segment: bytes, what: str) -> dict[str, Any]:
    """The protected header. One that demands extensions (`crit`) is refused: none is known here."""
    if len(segment) > LONGEST_HEADER:
        raise FitConnectError(f"{what}: der Kopf ist länger als {LONGEST_HEADER} Zeichen.")
    try:
        header = read_object(decode(segment), f"{what}, Kopf")
    except FitConnectError:
        raise
    except ValueError:
        raise FitConnectError(f"{what}: der Kopf ist nicht lesbar (Base64url erwartet).") from None
    if "crit" in header:
        raise FitConnectError(f"{what}: der Kopf verlangt Erweiterungen (crit), die FIT-Connect nicht kennt.")
    return header


def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """A JSON object in which no name stands twice. Raises ValueError."""
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a name stands twice")
    return found


def no_number(name: str) -> Any:
    """NaN and Infinity, which Python reads and JSON does not know."""
    raise ValueError(name)
