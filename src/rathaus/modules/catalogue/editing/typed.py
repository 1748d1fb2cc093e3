"""Between a description and what people type: flat text by the name of the input. Nothing that was typed is ever dropped.

Names: `name`; `fees-0-cents`; `text-05-text`, `-links`, `-valid_until`, `-machine`, `-checked` for the texts of one language.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import msgspec

from rathaus.foundation import text as texts
from rathaus.foundation.html import lines
from rathaus.modules.catalogue.descriptions import Description, Text
from rathaus.modules.catalogue.editing import shape
from rathaus.modules.catalogue.editing.shape import PLAIN_FIELDS, ROWS, ROWS_OF, TEXT_CODES, Field, Kind, Rows
from rathaus.modules.catalogue.enums import AccessChannel, FeeKind, Markup, TextCode
from rathaus.modules.catalogue.languages import GERMAN

Typed = dict[str, str]
MOST_ROWS = 100
LONGEST_TEXT = 50_000
TEXT_PARTS = {
    "text": Field("text", "Text", Kind.LINES, limit=LONGEST_TEXT),
    "links": Field("links", "Verweise", Kind.LINKS, "einer je Zeile: Adresse, dann Titel", empty=()),
    "valid_until": Field("valid_until", "gültig bis", Kind.DAY, "zum Beispiel 24.12.2026", empty=None),
    "source": Field("source", "Quelle", limit=200),
}


@dataclass(slots=True)
class Reading:
    """What was understood. `errors` by the name of the input; `checked` the translations a person has looked at."""

    description: Description
    errors: dict[str, str] = field(default_factory=dict)
    checked: tuple[tuple[str, str], ...] = ()


def codes_in(language: str, *said: Description) -> tuple[TextCode, ...]:
    """The modules the form offers: the usual ones, and any other that somebody has in this language."""
    there = {text.code for one in said for text in one.texts if text.language == language}
    return (*TEXT_CODES, *(code for code in TextCode if code in there and code not in TEXT_CODES))


def slots(language: str, *said: Description) -> tuple[str, ...]:
    """The parts that are compared and taken over as one."""
    own = tuple(f"text-{code.value}" for code in codes_in(language, *said))
    return (*PLAIN_FIELDS, *ROWS_OF, *own) if language == GERMAN else own


def fill(description: Description, language: str) -> Typed:
    """The form as it stands for a description."""
    typed: Typed = {}
    for slot in slots(language, description):
        typed |= fill_slot(description, slot, language)
    return typed


def fill_slot(description: Description, slot: str, language: str) -> Typed:
    """The inputs of one part."""
    if slot in PLAIN_FIELDS:
        return {slot: shape.write(PLAIN_FIELDS[slot], getattr(description, slot))}
    if slot in ROWS_OF:
        return {
            f"{slot}-{at}-{one.name}": shape.write(one, getattr(part, one.name))
            for at, part in enumerate(getattr(description, slot))
            for one in ROWS_OF[slot].fields
        }
    text = _text_of(description, slot.removeprefix("text-"), language)
    if text is None:
        return {}
    words = lines(text.text).replace("\n", "\n\n") if text.markup == Markup.HTML else text.text
    typed = {f"{slot}-{name}": shape.write(one, getattr(text, name)) for name, one in TEXT_PARTS.items()}
    return typed | {f"{slot}-text": words, f"{slot}-machine": "ja" if text.machine_translated else ""}


def _text_of(description: Description, code: str, language: str) -> Text | None:
    return next((text for text in description.texts if _here(text, language) and text.code == code), None)


def _here(text: Text, language: str) -> bool:
    """Texts for a single access channel and in other languages are not in this form; they stay as they are."""
    return text.language == language and text.access_channel == AccessChannel.ALL


def post(values: Mapping[str, str], several: Mapping[str, Iterable[str]], language: str, *said: Description) -> Typed:
    """What came in a POST, under the known names only."""
    known = {"text-" + code.value for code in codes_in(language, *said)}
    typed = {}
    for name, value in values.items():
        first, _, rest = name.partition("-")
        row, _, last = rest.partition("-")
        is_field = name in PLAIN_FIELDS and PLAIN_FIELDS[name].kind is not Kind.SEVERAL
        is_row = first in ROWS_OF and row.isascii() and row.isdigit() and int(row) < MOST_ROWS and last
        if is_field or is_row or (first == "text" and f"text-{row}" in known):
            typed[name] = value
    for name, one in PLAIN_FIELDS.items():
        if one.kind is Kind.SEVERAL and language == GERMAN:
            typed[name] = "\n".join(several.get(name, ()))
    return typed


def count(typed: Typed, name: str) -> int:
    """How many rows of a part are in the form."""
    numbers = [int(parts[1]) for key in typed if (parts := key.split("-", 2))[0] == name and len(parts) == 3]
    return max(numbers) + 1 if numbers else 0


def add_row(typed: Typed, name: str) -> Typed:
    """One more, empty row at the end."""
    at = count(typed, name)
    if at >= MOST_ROWS:
        return typed
    return typed | {f"{name}-{at}-{one.name}": shape.write(one, one.empty) for one in ROWS_OF[name].fields}


def remove_row(typed: Typed, name: str, at: int) -> Typed:
    return _rearranged(typed, name, [row for row in range(count(typed, name)) if row != at])


def raise_row(typed: Typed, name: str, at: int) -> Typed:
    """Swaps the row with the one above it."""
    order = list(range(count(typed, name)))
    if 0 < at < len(order):
        order[at - 1], order[at] = order[at], order[at - 1]
    return _rearranged(typed, name, order)


def _rearranged(typed: Typed, name: str, order: list[int]) -> Typed:
    kept = {key: value for key, value in typed.items() if not _is_row(key, name)}
    for new, old in enumerate(order):
        for key, value in typed.items():
            if key.startswith(f"{name}-{old}-"):
                kept[f"{name}-{new}-{key.split('-', 2)[2]}"] = value
    return kept


def _is_row(key: str, name: str) -> bool:
    return key.split("-", 1)[0] == name


def take(typed: Typed, slot: str, source: Description, language: str) -> Typed:
    """The inputs of one part as another description has them: what is inherited, or what somebody else has saved."""
    kept = {key: value for key, value in typed.items() if key != slot and not key.startswith(f"{slot}-")}
    return kept | fill_slot(source, slot, language)


def read(typed: Typed, *, base: Description, language: str) -> Reading:
    """The description that was typed, on top of what the form does not show (`base`); what did not come at all stays.

    Errors name the input and the remedy.
    """
    result = Reading(base)
    changes: dict[str, Any] = {}
    if language == GERMAN:
        for name, one in PLAIN_FIELDS.items():
            changes[name] = _value(one, typed[name], name, result) if name in typed else getattr(base, name)
        if not changes["name"]:
            result.errors.setdefault("name", "Geben Sie den Namen der Leistung ein.")
        for rows in ROWS:
            changes[rows.name] = tuple(_rows(rows, typed, result))
    changes["texts"] = _texts(typed, base, language, result)
    result.description = msgspec.structs.replace(base, **changes)
    return result


def _value(one: Field, typed: str, name: str, result: Reading) -> Any:
    try:
        return shape.read(one, typed)
    except ValueError as error:
        result.errors[name] = f"{one.label}: {error}"
        return one.empty


def _rows(rows: Rows, typed: Typed, result: Reading) -> Iterator[Any]:
    choices = {one.name for one in rows.fields if one.kind is Kind.CHOICE or one.name in {"currency", "language"}}
    channels = set()
    for at in range(count(typed, rows.name)):
        row = {one.name: typed.get(f"{rows.name}-{at}-{one.name}", "") for one in rows.fields}
        told = {name: value for name, value in row.items() if texts.clean(value, multiline=True)}
        if not told.keys() - choices and not (rows.name == "ways" and "channel" in told) and told.get("kind") != FeeKind.NONE:
            continue  # nothing was typed in this row
        values = {}
        for one in rows.fields:
            place = f"{rows.name}-{at}-{one.name}"
            values[one.name] = _value(one, row[one.name], place, result)
            if one.needed and not texts.clean(row[one.name]):
                result.errors.setdefault(
                    place, f"{rows.one} {at + 1}: Füllen Sie „{one.label}“ aus, oder entfernen Sie die Zeile."
                )
        for name, message in _contradictions(rows, values):
            result.errors.setdefault(f"{rows.name}-{at}-{name}", f"{rows.one} {at + 1}: {message}")
        if rows.name == "ways":
            if values["channel"] in channels:
                result.errors.setdefault(
                    f"ways-{at}-channel", f"Weg {at + 1}: Diesen Weg gibt es schon. Entfernen Sie eine Zeile."
                )
            channels.add(values["channel"])
        if all(values[one.name] for one in rows.fields if one.needed):
            yield rows.part(**values)


def _contradictions(rows: Rows, values: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    low, high = ("cents", "cents_to") if rows.name == "fees" else ("amount", "amount_to")
    if rows.name == "fees":
        if values["kind"] in {FeeKind.FIXED, FeeKind.RANGE} and values["cents"] is None:
            yield "cents", "Tragen Sie den Betrag ein, oder wählen Sie „in Worten“."
        if values["certainty"] == "checked" and not (values["source"] and values["as_of"]):
            yield "certainty", "Eine geprüfte Gebühr braucht Quelle und Stand."
    first, last = values.get(low), values.get(high)
    if last is not None and (first is None or last < first):
        yield high, "Der zweite Wert muss größer sein als der erste."
    begins, ends = values.get("valid_from"), values.get("valid_until")
    if begins and ends and ends < begins:
        yield "valid_until", "Das Ende liegt vor dem Anfang."


def _texts(typed: Typed, base: Description, language: str, result: Reading) -> tuple[Text, ...]:
    mine = {}
    checked = []
    for code in TextCode:
        slot, before = f"text-{code.value}", _text_of(base, code.value, language)
        if f"{slot}-text" not in typed:
            if before is not None:
                mine[code] = before
            continue
        values = {
            name: _value(one, typed.get(f"{slot}-{name}", ""), f"{slot}-{name}", result) for name, one in TEXT_PARTS.items()
        }
        machine = bool(typed.get(f"{slot}-machine"))
        if typed.get(f"{slot}-checked"):
            machine = False
            checked.append((code.value, language))
        if not values["text"] and not values["links"]:
            continue
        words = before or Text(code=code, text="", language=language)
        known = {(link.uri, link.title): link for link in words.links}  # a link's description is not typed, and stays
        values["links"] = tuple(known.get((link.uri, link.title), link) for link in values["links"])
        mine[code] = msgspec.structs.replace(words, machine_translated=machine, markup=Markup.PLAIN, **values)
    result.checked = tuple(checked)
    kept = [mine.pop(text.code, None) if _here(text, language) else text for text in base.texts]
    return (*(text for text in kept if text is not None), *mine.values())
