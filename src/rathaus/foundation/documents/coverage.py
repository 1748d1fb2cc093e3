"""Which characters the vendored fonts can draw: read from their `cmap` tables (OpenType, formats 4 and 12).

PDF/A forbids characters without a glyph, and people type any character: what no font has is drawn as U+FFFD, and the data
attached to the PDF keeps the original.
"""

import struct
from collections.abc import Iterator
from pathlib import Path
from typing import Any

REPLACEMENT = "\ufffd"


def characters(font: Path) -> set[int]:
    """The code points a TrueType file maps to a glyph."""
    data = font.read_bytes()
    found: set[int] = set()
    for offset in _subtables(data):
        (form,) = struct.unpack_from(">H", data, offset)
        if form == 4:
            found.update(_format4(data, offset))
        elif form == 12:
            found.update(_format12(data, offset))
    return found


def _subtables(data: bytes) -> Iterator[int]:
    (tables,) = struct.unpack_from(">H", data, 4)
    for index in range(tables):
        tag, _, start, _ = struct.unpack_from(">4sIII", data, 12 + 16 * index)
        if tag == b"cmap":
            (count,) = struct.unpack_from(">H", data, start + 2)
            for entry in range(count):
                yield start + struct.unpack_from(">I", data, start + 4 + 8 * entry + 4)[0]


def _format4(data: bytes, offset: int) -> Iterator[int]:
    (doubled,) = struct.unpack_from(">H", data, offset + 6)
    count = doubled // 2
    ends = struct.unpack_from(f">{count}H", data, offset + 14)
    starts = struct.unpack_from(f">{count}H", data, offset + 16 + doubled)
    for start, end in zip(starts, ends, strict=True):
        if start != 0xFFFF:
            yield from range(start, end + 1)


def _format12(data: bytes, offset: int) -> Iterator[int]:
    (count,) = struct.unpack_from(">I", data, offset + 12)
    for index in range(count):
        start, end, _ = struct.unpack_from(">III", data, offset + 16 + 12 * index)
        yield from range(start, end + 1)


def drawable(value: Any, known: set[int]) -> Any:
    """JSON data in which every text holds known characters only; controls other than line ends and tabs become blanks."""
    if isinstance(value, str):
        return "".join(_character(c, known) for c in value)
    if isinstance(value, list):
        return [drawable(item, known) for item in value]
    if isinstance(value, dict):
        return {key: drawable(item, known) for key, item in value.items()}
    return value


def _character(character: str, known: set[int]) -> str:
    if ord(character) in known or character in "\n\t":
        return character
    return " " if ord(character) < 0x20 else REPLACEMENT
