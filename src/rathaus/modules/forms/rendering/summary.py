"""Answers as people read them: for the check before sending, the clerk, the receipt and the printable twin."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from rathaus.foundation import money
from rathaus.modules.forms.answers.checking import Checked
from rathaus.modules.forms.answers.unfolding import Spot
from rathaus.modules.forms.compiled.loaded import CompiledForm
from rathaus.modules.forms.compiled.model import Field, Group, Kind, Note
from rathaus.modules.forms.official.decisions import Verdict


@dataclass(frozen=True, slots=True)
class Line:
    """`key` is the answer's key; `text` the value in German; `heading` the groups around it, outermost first."""

    key: str
    label: str
    text: str
    heading: str = ""

    @property
    def full_label(self) -> str:
        return f"{self.heading}: {self.label}" if self.heading else self.label


@dataclass(frozen=True, slots=True)
class Section:
    page_id: str
    title: str
    lines: tuple[Line, ...]


def summary(form: CompiledForm, checked: Checked, *, with_empty: bool = False) -> tuple[Section, ...]:
    """Sections by page, in the order of the form; only what was answered, unless `with_empty`."""
    sections = []
    for page_id in checked.pages:
        page = form.page(page_id)
        if page is None:
            continue
        lines = tuple(
            Line(spot.key, spot.element.label_output or spot.element.label, text, _heading(spot))
            for spot in checked.spots
            if spot.page.id == page_id and isinstance(spot.element, Field)
            for text in (display(form, spot.element, checked.values.get(spot.key)),)
            if text or with_empty
        )
        if lines:
            sections.append(Section(page_id, page.title, lines))
    return tuple(sections)


def as_json(sections: tuple[Section, ...]) -> list[dict[str, Any]]:
    """What a case keeps: `[{"title", "rows": [[label, text, key], ...]}]`, readable without the form."""
    return [
        {"title": section.title, "rows": [[line.full_label, line.text, line.key] for line in section.lines]}
        for section in sections
    ]


def _heading(spot: Spot) -> str:
    parts = []
    parent = spot.parent
    while parent is not None:
        group = parent.element
        if isinstance(group, Group) and not (parent.parent is None and group.label == spot.page.title):
            number = f" {parent.at + 1}" if parent.key.endswith("]") else ""
            parts.append(f"{group.item_label or group.label_output or group.label}{number}")
        parent = parent.parent
    return ", ".join(reversed(parts))


def display(form: CompiledForm, field: Field, value: Any) -> str:
    """One value in German; the empty text where there is none."""
    if value is None or value == []:
        return ""
    if field.kind is Kind.CHOICE:
        return form.options(field).get(value, str(value))
    if field.kind is Kind.CHOICES:
        known = form.options(field)
        return ", ".join(known.get(code, code) for code in value)
    return _TEXTS.get(field.kind, str)(value)


_TEXTS: dict[Kind, Callable[[Any], str]] = {
    Kind.DATE: lambda value: f"{dt.date.fromisoformat(value):%d.%m.%Y}",
    Kind.BOOLEAN: lambda value: "Ja" if value else "Nein",
    Kind.CONSENT: lambda value: "Ja" if value else "Nein",
    Kind.MONEY: money.format_cents,
    Kind.NUMBER: lambda value: str(value).replace(".", ","),
    Kind.TIME: lambda value: f"{value} Uhr",
    Kind.IBAN: lambda value: " ".join(value[at : at + 4] for at in range(0, len(value), 4)),
    Kind.FILE: lambda value: ", ".join(entry["filename"] for entry in value),
}


def manual_points(form: CompiledForm) -> list[dict[str, str]]:
    """What a clerk looks at, as plain data; what is decided otherwise is not among it."""
    labels = {
        path: getattr(place.element, "label", "") for path, place in form.places.items() if not isinstance(place.element, Note)
    }
    return [
        {"id": check.id, "name": check.name, "text": check.text, "where": labels.get(check.path, "")}
        for check in form.form.manual_checks
        if check.decision in {"", Verdict.CLERK}
    ]
