"""Two descriptions side by side: part by part, and within a part word by word."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from rathaus.foundation import html
from rathaus.modules.catalogue.descriptions import Description, Text
from rathaus.modules.catalogue.editing import shape
from rathaus.modules.catalogue.editing.shape import PLAIN_FIELDS, ROWS, Rows
from rathaus.modules.catalogue.enums import AccessChannel, Markup, TextCode
from rathaus.modules.catalogue.languages import name_of

_TOKEN = re.compile(r"\n|[^\S\n]+|[^\s\w]|\w+")
LONGEST = 20_000  # words of a part beyond which the whole part counts as changed: comparing grows with the square


class Mark(StrEnum):
    SAME = "same"
    GONE = "gone"
    NEW = "new"


@dataclass(frozen=True, slots=True)
class Piece:
    mark: Mark
    text: str


@dataclass(frozen=True, slots=True)
class Change:
    """A part that differs. The pieces without NEW give `before`, those without GONE give `after`."""

    slot: str
    label: str
    before: str
    after: str

    @property
    def pieces(self) -> list[Piece]:
        return words(self.before, self.after)


def changes(before: Description, after: Description, *, names: Mapping[str, str] | None = None) -> list[Change]:
    """What differs, in the order of the form. `names` gives readable words for slugs of units and life events."""
    old, new = dict(_parts(before, names or {})), dict(_parts(after, names or {}))
    labels = dict((*old, *new))
    order = sorted(labels, key=_place)
    values = ((slot, old.get((slot, labels[slot]), ""), new.get((slot, labels[slot]), "")) for slot in order)
    return [Change(slot, labels[slot], first, second) for slot, first, second in values if first != second]


def _parts(said: Description, names: Mapping[str, str]) -> Iterator[tuple[tuple[str, str], str]]:
    for field in PLAIN_FIELDS.values():
        value = getattr(said, field.name)
        given = tuple((slug, f"{name} ({slug})") for slug, name in names.items())
        text = (
            "\n".join(names.get(slug, slug) for slug in value) if field.name == "life_events" else shape.said(field, value, given)
        )
        yield (field.name, field.label), text
    for rows in ROWS:
        yield (rows.name, rows.title), "\n".join(line_of(rows, part) for part in getattr(said, rows.name))
    for module in said.texts:
        channel = "" if module.access_channel == AccessChannel.ALL else f", {module.access_channel.label}"
        label = f"{module.code.label} ({name_of(module.language)}{channel})"
        yield (f"text-{module.code.value}-{module.language}-{module.access_channel}", label), _text(module)


def line_of(rows: Rows, part: object) -> str:
    """A row as one line: `Art: fester Betrag; Betrag in Euro: 30,70 €`."""
    told = ((field.label, shape.said(field, getattr(part, field.name))) for field in rows.fields)
    return "; ".join(f"{label}: {' '.join(text.split())}" for label, text in told if text)


def _text(text: Text) -> str:
    lines = [html.lines(text.text) if text.markup == Markup.HTML else text.text]
    lines += [f"Verweis: {link.uri} {link.title} {link.description}".strip() for link in text.links]
    if text.machine_translated:
        lines.append("[maschinell übersetzt, ungeprüft]")
    if text.source:
        lines.append(f"[Quelle: {text.source}]")
    if text.approved_by or text.approved_on:
        lines.append(f"[fachlich freigegeben: {text.approved_by} {text.approved_on or ''}]")
    if text.valid_from or text.valid_until:
        lines.append(f"[gültig: {text.valid_from or ''} bis {text.valid_until or ''}]")
    return "\n".join(filter(None, lines))


_ORDER = [*PLAIN_FIELDS, *(rows.name for rows in ROWS), *(f"text-{code.value}" for code in TextCode)]


def _place(slot: str) -> tuple[int, str]:
    beginning = "-".join(slot.split("-")[:2]) if slot.startswith("text-") else slot
    return _ORDER.index(beginning), slot


def words(before: str, after: str) -> list[Piece]:
    """The pieces of both texts, those gone before those new at each place."""
    old, new = _TOKEN.findall(before), _TOKEN.findall(after)
    if len(old) + len(new) > LONGEST:
        return [Piece(mark, text) for mark, text in ((Mark.GONE, before), (Mark.NEW, after)) if text]
    pieces: list[Piece] = []
    gone: list[str] = []
    fresh: list[str] = []

    def settle() -> None:
        pieces.extend(Piece(mark, "".join(run)) for mark, run in ((Mark.GONE, gone), (Mark.NEW, fresh)) if run)
        gone.clear()
        fresh.clear()

    steps = SequenceMatcher(a=old, b=new, autojunk=False).get_opcodes()
    for at, (kind, a, b, c, d) in enumerate(steps):
        same = "".join(old[a:b])
        if kind != "equal" or (gone and fresh and at + 1 < len(steps) and same.isspace() and "\n" not in same):
            gone += old[a:b]  # a blank between two changed words belongs to the change: people read phrases
            fresh += new[c:d]
            continue
        settle()
        pieces.append(Piece(Mark.SAME, same))
    settle()
    return pieces
