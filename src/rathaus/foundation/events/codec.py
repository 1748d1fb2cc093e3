"""An event as JSON and back: an old row is read by a class that has since gained fields with defaults or lost some."""

import dataclasses
from typing import Any

from rathaus.foundation.events.registry import EventClass


def encode(event: EventClass) -> dict[str, Any]:
    """Raises TypeError for a field that is not str, int, bool or None: what is richer belongs in a row."""
    out: dict[str, Any] = {}
    for name in event.__dataclass_fields__:
        if name == "TYPE":
            continue
        value = getattr(event, name)
        if value is not None and type(value) not in {str, int, bool}:
            raise TypeError(f"{type(event).__qualname__}.{name}: {type(value).__name__} is not str, int, bool or None")
        out[name] = value
    return out


def decode(cls: type[EventClass], data: dict[str, Any]) -> EventClass:
    """Fields the class no longer has are dropped. Raises TypeError where a field without default is missing."""
    names = {field.name for field in dataclasses.fields(cls)}
    return cls(**{name: value for name, value in data.items() if name in names})
