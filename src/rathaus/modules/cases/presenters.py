"""Rows of a case as the components of the pages want them."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from rathaus.foundation.permissions.public import SYSTEM
from rathaus.modules.cases.models import HistoryEntry
from rathaus.web.components.lists import Entry, Row

SEEN = {
    "personalausweis": "Personalausweis",
    "reisepass": "Reisepass",
    "aufenthaltstitel": "Aufenthaltstitel",
    "bekannt": "persönlich bekannt",
}


def identity(value: Mapping[str, Any]) -> str:
    """How the identity of a party was shown, and why somebody acts for another; empty where nothing was recorded."""
    if value.get("method") == "sight":
        document = str(value.get("document", ""))
        return f"Identität am Schalter geprüft: {SEEN.get(document, document)}"
    if reason := value.get("represented_by"):
        return f"Grund der Vertretung: {reason}"
    return ""


def timeline(entries: Iterable[HistoryEntry]) -> list[Entry]:
    return [Entry(title=entry.get_kind_display(), at=entry.at, text=entry.text, by=_by(entry.actor_name)) for entry in entries]


def _by(name: str) -> str:
    return "automatisch" if name == SYSTEM.name else name


def summary(blocks: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """`[{"title": ..., "rows": [[label, value], ...]}, ...]` as it was frozen with the application."""
    return [
        {"title": block["title"], "rows": [Row(key=label, value=value) for label, value, *_ in block["rows"]]} for block in blocks
    ]
