"""Names of files as people gave them, made safe for headers, lists and file systems."""

import unicodedata
from pathlib import PurePosixPath

from rathaus.foundation import text

_UNSAFE = '/\\:*?"<>|'
_LONGEST = 150


def clean_filename(name: str) -> str:
    """The last part of a path, NFC, without control and direction characters, at most 150 characters with its ending.

    `../../Mein  Ausweis?.pdf` -> `Mein Ausweis .pdf`; nothing left -> `Datei`.
    """
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    kept = "".join(" " if c in _UNSAFE else c for c in text.clean(last) if unicodedata.category(c) != "Cf")
    kept = " ".join(kept.split()).strip(". ")
    if not kept:
        return "Datei"
    ending = PurePosixPath(kept).suffix[:20]
    return kept[: _LONGEST - len(ending)].removesuffix(ending) + ending if len(kept) > _LONGEST else kept


def extension(name: str) -> str:
    """`Ausweis.PDF` -> `pdf`; the empty text where there is none."""
    return PurePosixPath(name).suffix.lstrip(".").lower()
