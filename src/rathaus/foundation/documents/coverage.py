"""Which characters the vendored fonts can draw: read from their `cmap` tables (OpenType, formats 4 and 12).

PDF/A forbids characters without a glyph, and people type any character: what no font has is drawn as U+FFFD, and the data
attached to the PDF keeps the original.
"""

import struct
import unicodedata
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
    """Segments of 16-bit code points; one that leads to glyph 0 is missing (OpenType, `cmap`, format 4)."""
    (doubled,) = struct.unpack_from(">H", data, offset + 6)
    count = doubled // 2
    tables = [struct.unpack_from(f">{count}H", data, offset + start) for start in (14, *(16 + doubled * n for n in (1, 2, 3)))]
    for index, (end, start, delta, distance) in enumerate(zip(*tables, strict=True)):
        for point in range(start, min(end, 0xFFFE) + 1):
            glyph = point
            if distance:
                at = offset + 16 + doubled * 3 + 2 * index + distance + 2 * (point - start)
                (glyph,) = struct.unpack_from(">H", data, at)
            if glyph if distance else (glyph + delta) & 0xFFFF:
                yield point


def _format12(data: bytes, offset: int) -> Iterator[int]:
    (count,) = struct.unpack_from(">I", data, offset + 12)
    for index in range(count):
        start, end, first = struct.unpack_from(">III", data, offset + 16 + 12 * index)
        yield from (point for point in range(start, end + 1) if first + point - start)


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
    if character in "\n\t":
        return character
    if unicodedata.category(character) == "Cc":
        return " "
    return character if ord(character) in known else REPLACEMENT
