"""Bytes to model and back."""

import json
import re
from decimal import Decimal

import msgspec

from rathaus.standards.fitconnect import jose
from rathaus.standards.fitconnect.errors import FitConnectError
from rathaus.standards.fitconnect.metadata.model import Metadata

MOST_BYTES = 10 * 1024 * 1024
_PLACE = re.compile(r"(?: - at `(.+)`)?$")
_ENCODER = msgspec.json.Encoder(decimal_format="number")


def write(metadata: Metadata) -> bytes:
    """JSON in UTF-8. What is written is read again first: a value nobody may send leaves this house in no record."""
    data = _ENCODER.encode(metadata)
    read(data)
    return data


def read(data: bytes) -> Metadata:
    """Raises FitConnectError, which names the place."""
    if len(data) > MOST_BYTES:
        raise FitConnectError(f"Metadaten: mehr als {MOST_BYTES} Bytes.")
    try:
        raw = json.loads(data.decode("utf-8"), parse_float=Decimal, parse_constant=jose.no_number, object_pairs_hook=jose.once)
        return msgspec.convert(raw, Metadata, builtin_types=[Decimal])
    except msgspec.ValidationError as error:
        found = _PLACE.search(str(error))
        place = found[1] if found and found[1] else "$"
        reason = str(error.__cause__) if error.__cause__ else "der Wert entspricht nicht dem Schema 2.1.0."
        raise FitConnectError(f"Metadaten, {place}: {reason}") from None
    except (ValueError, RecursionError):
        raise FitConnectError("Metadaten: kein gültiges JSON.") from None
