"""Canonical JSON: one value, one sequence of bytes (RFC 8785 for the values allowed here).

Allowed are objects with text keys, arrays, text, whole numbers, true, false and null. Decimal fractions are refused, because
their text differs between languages; money is integer cents and a moment is ISO text, so nobody misses them.
"""

import json
from collections.abc import Mapping
from typing import Any

JsonValue = Any
_SAFE_INTEGER = 2**53 - 1  # what every JSON reader keeps exactly (RFC 7493, 2.2)
_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def canonical(value: JsonValue) -> bytes:
    """The UTF-8 bytes to hash. Raises TypeError for other values, ValueError for large numbers and lone surrogates."""
    return _ENCODER.encode(_ordered(value)).encode()


def _ordered(value: JsonValue) -> JsonValue:
    if value is None or isinstance(value, (str, bool)):
        return value
    if isinstance(value, int):
        if abs(value) > _SAFE_INTEGER:
            raise ValueError(f"{value} is larger than JSON readers keep exactly")
        return value
    if isinstance(value, Mapping):
        if not all(isinstance(key, str) for key in value):
            raise TypeError("the keys of an object must be text")
        return {key: _ordered(value[key]) for key in sorted(value, key=lambda key: key.encode("utf-16-be"))}
    if isinstance(value, (list, tuple)):
        return [_ordered(entry) for entry in value]
    raise TypeError(f"{type(value).__name__} has no canonical JSON form")
