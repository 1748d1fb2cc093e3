"""The last page of typing in a letter: what it does not say, why that stays open, and whether it is signed.

Answers are checked as online. What the check misses may stay open with a reason; what is typed and cannot be read may not.
"""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from rathaus.modules.applications import queries
from rathaus.modules.cases import public as cases
from rathaus.modules.forms import public as forms

SIGNED = "local:unterschrift"
REASON, ASK = "local:grund", "local:nachfordern"
ENCLOSED = "enclosed"
REASONS = {
    "not_said": "Steht nicht im Brief",
    "unreadable": "Ist im Brief nicht lesbar",
    "contradictory": "Steht so im Brief und passt nicht",
    ENCLOSED: "Liegt dem Brief bei und ist im Scan enthalten",
}


@dataclass(frozen=True, slots=True)
class Gap:
    """One thing the check misses. `id` names it on the page and as a point to check; `typed` where an answer stands there."""

    id: str
    key: str
    label: str
    text: str
    file: bool
    typed: bool


@dataclass(frozen=True, slots=True)
class LeftOpen:
    """A gap with what the clerk said about it."""

    gap: Gap
    reason: str
    ask: bool

    def as_json(self) -> dict[str, Any]:
        return {"key": self.gap.key, "label": self.gap.label, "reason": self.reason, "asked": self.ask}


def gaps(opened: queries.OpenDraft) -> list[Gap]:
    """What may stay open, in the order of the pages."""
    return [gap for gap in _all(opened) if not gap.typed or gap.key in _values(opened)]


def unreadable(opened: queries.OpenDraft) -> dict[str, str]:
    """What is typed and cannot be read: to be corrected, or emptied and left open. Messages by key."""
    known = _values(opened)
    return {gap.key: gap.text for gap in _all(opened) if gap.typed and gap.key not in known}


def _values(opened: queries.OpenDraft) -> Mapping[str, Any]:
    return {**opened.party_checked.values, **opened.checked.values}


def _all(opened: queries.OpenDraft) -> Iterator[Gap]:
    for form, checked, typed in (
        (opened.party_form, opened.party_checked, opened.draft.party),
        (opened.form, opened.checked, opened.draft.answers),
    ):
        spots = {spot.key: spot.element for spot in checked.spots}
        for key, text in checked.errors.items():
            element = spots.get(key)
            stands = key in checked.values or any(name == key or name.startswith(f"{key}.") for name in typed)
            number = f"x{hashlib.sha256(key.encode()).hexdigest()[:10]}"  # a name begins with a letter
            file = isinstance(element, forms.Field) and element.kind is forms.Kind.FILE
            is_field = isinstance(element, forms.Field)
            yield Gap(number, key, forms.label_of(form, key), text, file=file, typed=stands and is_field)


def closing_form(opened: queries.OpenDraft) -> forms.CompiledForm:
    """The questions of the last page: one group for each gap, then the signature."""
    elements = [_group(gap) for gap in gaps(opened)]
    elements.append({"type": "field", "id": SIGNED, "kind": "boolean", "label": "Ist der Antrag unterschrieben?"})
    page = {"id": "pruefen", "title": "Prüfen und abschließen", "elements": elements, "next": [{}]}
    source = {"kind": "code", "sha256": ""}
    return forms.form_of(
        {"key": "rathaus-transcript", "version": "1.0.0", "title": page["title"], "source": source, "pages": [page]}
    )


def _group(gap: Gap) -> dict[str, Any]:
    reasons = dict(REASONS)
    if not gap.file:
        reasons.pop(ENCLOSED)
    if not gap.typed:
        reasons.pop("contradictory")
    options = [{"code": code, "label": label} for code, label in reasons.items()]
    return {
        "type": "group",
        "id": f"local:{gap.id}",
        "label": gap.label,
        "hint": gap.text if gap.typed else "",
        "children": [
            {"type": "field", "id": REASON, "kind": "choice", "label": "Warum bleibt das offen?", "options": options},
            {
                "type": "field",
                "id": ASK,
                "kind": "consent",
                "label": "Bei der Absenderin oder dem Absender nachfordern",
                "minimum": 0,
            },
        ],
    }


def left_open(opened: queries.OpenDraft, values: Mapping[str, Any]) -> list[LeftOpen]:
    """The gaps with their reasons, from the checked values of the closing form."""
    return [
        LeftOpen(gap, str(values[f"local:{gap.id}.{REASON}"]), values.get(f"local:{gap.id}.{ASK}") is True)
        for gap in gaps(opened)
    ]


def points(found: list[LeftOpen], *, signed: bool) -> list[cases.ExtraCheck]:
    """What a clerk has to look at because the letter leaves it open."""
    result = [
        cases.ExtraCheck(
            key=f"brief.offen.{entry.gap.id}",
            label=f"Offen im Brief: {entry.gap.label}",
            help_text=f"{REASONS[entry.reason]}.{' Ist nachzufordern.' if entry.ask else ''}",
        )
        for entry in found
        if entry.reason != ENCLOSED
    ]
    if not signed:
        text = "Der Brief ist nicht unterschrieben. Prüfen Sie, ob der Antrag ohne Unterschrift gilt, oder fordern Sie sie nach."
        result.append(cases.ExtraCheck(key="brief.unterschrift", label="Unterschrift fehlt", help_text=text))
    return result


def request_text(found: list[LeftOpen]) -> str:
    """The request to the sender; empty where nothing is asked for."""
    wanted = [f"- {entry.gap.label}" for entry in found if entry.ask]
    return "\n".join(["Zu Ihrem Brief fehlen uns noch diese Angaben oder Unterlagen:", *wanted]) if wanted else ""


def as_block(found: list[LeftOpen]) -> list[dict[str, Any]]:
    """A block of the summary that says what the letter leaves open; empty where it says everything."""
    rows = [[entry.gap.label, REASONS[entry.reason], entry.gap.key] for entry in found]
    return [{"title": "Im Brief offen", "rows": rows}] if rows else []
