"""Rows of a case as the components of the pages want them."""

import datetime as dt
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


GROUNDS = {"vollmacht": "Vollmacht", "sorgerecht": "Sorgerecht", "betreuung": "rechtliche Betreuung"}


def identity(value: Mapping[str, Any]) -> str:
    """How the identity of a party was shown, and why somebody acts for another; empty where nothing was recorded."""
    if value.get("method") == "sight":
        document = str(value.get("document", ""))
        return f"Identität am Schalter geprüft: {SEEN.get(document, document)}"
    if mandate := value.get("mandate"):
        since, until = (dt.date.fromisoformat(mandate[end]) if mandate[end] else None for end in ("valid_from", "valid_until"))
        what = "für diese Leistung" if mandate["service_key"] else "für alle Leistungen"
        return f"Vollmacht im Servicekonto {what}, ab {since:%d.%m.%Y}" + (f" bis {until:%d.%m.%Y}" if until else "")
    if reason := value.get("represented_by"):
        return f"Grund der Vertretung: {GROUNDS.get(reason, reason)}"
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
