"""The form of a description in KERN components; everything works by buttons that send the form, without script."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.safestring import SafeString, mark_safe

from rathaus.modules.catalogue.descriptions import Description
from rathaus.modules.catalogue.editing import typed as entries
from rathaus.modules.catalogue.editing.comparing import Change, Mark, line_of
from rathaus.modules.catalogue.editing.shape import (
    FLAGS,
    NAMES,
    PLAIN_FIELDS,
    ROWS,
    ROWS_OF,
    TEXT_HINTS,
    YES_NO,
    Choices,
    Field,
    Kind,
    Rows,
    said,
)
from rathaus.modules.catalogue.editing.typed import TEXT_PARTS, Typed
from rathaus.modules.catalogue.enums import TextCode
from rathaus.modules.catalogue.languages import GERMAN, name_of
from rathaus.web.components import blocks, fields, text
from rathaus.web.components.markup import esc

ACTION = "aktion"
NOT_SAID = "keine Angabe"
_WIDTH = {Kind.DAY: 12, Kind.CENTS: 12, Kind.NUMBER: 8, Kind.MONTH_DAY: 12}
_TALL = {Kind.LINES: 3, Kind.LIST: 3, Kind.LINKS: 3}


@dataclass(frozen=True, slots=True)
class Inherited:
    """What another source says about a part of the form."""

    source: str
    description: Description


@dataclass(frozen=True, slots=True)
class Form:
    """All that the form shows. `inherited` by slot; `choices` of fields whose entries are data; `focus` an input by name."""

    typed: Typed
    language: str = GERMAN
    errors: Mapping[str, str] = field(default_factory=dict)
    inherited: Mapping[str, Inherited] = field(default_factory=dict)
    choices: Mapping[str, Choices] = field(default_factory=dict)
    focus: str = ""
    marked: frozenset[str] = frozenset()  # slots of texts that were machine translated when the form was opened


def draw(form: Form) -> SafeString:
    """The fields, without the `form` element and its own buttons."""
    parts = []
    if form.language == GERMAN:
        parts += [_heading("Name"), *(_with_source(form, one) for one in NAMES)]
    parts += [_heading("Texte" if form.language == GERMAN else f"Texte: {name_of(form.language)}")]
    parts += [_text(form, code) for code in _codes(form)]
    if form.language == GERMAN:
        parts += [part for rows in ROWS for part in (_heading(rows.title), _rows(form, rows))]
        parts += [_heading("Zuordnung und Merkmale"), *(_with_source(form, one) for one in FLAGS if not one.more)]
        parts += [_more(form, [one for one in FLAGS if one.more], "", "Weitere Merkmale (FIM, XZuFi)")]
    return mark_safe("\n".join(parts))


def _codes(form: Form) -> list[TextCode]:
    slots = {name.rsplit("-", 1)[0] for name in form.typed if name.startswith("text-")} | {
        slot for slot in form.inherited if slot.startswith("text-")
    }
    usual = entries.codes_in(form.language)
    return [*usual, *(code for code in TextCode if f"text-{code.value}" in slots and code not in usual)]


def _heading(title: str) -> str:
    return f'<h2 class="kern-heading-medium">{esc(title)}</h2>'


def control(form: Form, one: Field, name: str, *, label: str = "", hint: str = "") -> SafeString:
    """One input with label, hint and error."""
    value, error = form.typed.get(name, ""), form.errors.get(name, "")
    shared: dict[str, Any] = {"name": name, "error": error, "optional": not one.needed, "hint": hint or one.hint}
    focus: dict[str, Any] = {"autofocus": True} if name == form.focus else {}
    label = label or one.label
    if one.kind is Kind.SEVERAL:
        chosen, known = value.splitlines(), form.choices.get(one.name, ())
        choices = (*known, *_unlisted(chosen, known))
        return fields.checkboxes(
            name=name, legend=label, choices=choices, values=chosen, hint=one.hint, error=error, optional=True
        )
    if one.kind in {Kind.CHOICE, Kind.ASK}:
        choices = YES_NO if one.kind is Kind.ASK else (one.choices or form.choices.get(one.name, ()))
        choices = (*choices, *_unlisted([value] if value else [], choices))
        return fields.select(label=label, choices=choices, value=value, empty=NOT_SAID, **shared, **focus)
    if one.kind in _TALL:
        return fields.textarea(label=label, value=value, rows=_TALL[one.kind], **shared, **focus)
    return fields.text_input(label=label, value=value, width=_WIDTH.get(one.kind, 0), **shared, **focus)


def _unlisted(values: Iterable[str], known: Choices) -> Choices:
    """What a description says and no list knows any more is shown and kept."""
    return tuple((value, f"{value} (nicht in der Liste)") for value in values if value not in dict(known))


def _more(form: Form, some: Iterable[Field], prefix: str, title: str) -> str:
    some = list(some)
    if not some:
        return ""
    inner = "".join(control(form, one, f"{prefix}{one.name}") for one in some)
    is_open = any(f"{prefix}{one.name}" in form.errors for one in some)
    return blocks.disclosure(inner, title, is_open=is_open)


def _with_source(form: Form, one: Field) -> str:
    return control(form, one, one.name) + _inherited(form, one.name, one.label)


def _inherited(form: Form, slot: str, label: str) -> str:
    """What shows through where the city says nothing, with its source and the way to make it one's own."""
    found = form.inherited.get(slot)
    if found is None:
        return ""
    words = "".join(f"<p>{esc(line)}</p>" for line in _lines(found.description, slot, form) if line)
    take = text.button(
        "Übernehmen, um zu ändern oder zu ergänzen", "secondary", name=ACTION, value=f"nehmen:erbe:{slot}",
        aria_label=f"{label}: übernehmen, um zu ändern oder zu ergänzen",
    )  # fmt: skip
    return blocks.disclosure(f"{words}{take}", f"{label}: das sagt {found.source}")


def _lines(description: Description, slot: str, form: Form) -> list[str]:
    if slot in ROWS_OF:
        return [line_of(ROWS_OF[slot], part) for part in getattr(description, slot)]
    if slot in PLAIN_FIELDS:
        return [said(PLAIN_FIELDS[slot], getattr(description, slot), form.choices.get(slot, ()))]
    told = entries.fill_slot(description, slot, form.language)
    mark = "Maschinell übersetzt, noch von niemandem geprüft" if told.get(f"{slot}-machine") else ""
    return [mark, *told.get(f"{slot}-text", "").splitlines(), *told.get(f"{slot}-links", "").splitlines()]


def _text(form: Form, code: TextCode) -> str:
    slot = f"text-{code.value}"
    label = str(code.label)
    named = {**form.typed}
    hint = TEXT_HINTS.get(code, "") if form.language == GERMAN else ""
    words = control(form, TEXT_PARTS["text"], f"{slot}-text", label=label, hint=hint)
    others = [name for name in TEXT_PARTS if name != "text"]
    inner = "".join(
        control(form, TEXT_PARTS[name], f"{slot}-{name}", label=f"{label}: {TEXT_PARTS[name].label}") for name in others
    )
    used = any(named.get(f"{slot}-{name}") for name in others) or any(f"{slot}-{name}" in form.errors for name in others)
    more = blocks.disclosure(inner, f"{label}: Verweise, Gültigkeit, Quelle", is_open=used)
    return f"{_machine(form, slot, label)}{words}{more}{_inherited(form, slot, label)}"


def _machine(form: Form, slot: str, label: str) -> str:
    """A translation by machine is marked as such until a person has checked it and says so here."""
    if form.language == GERMAN and not form.typed.get(f"{slot}-machine"):
        return ""
    if form.typed.get(f"{slot}-machine") and slot in form.marked:
        return (
            text.alert(f"{label}: maschinell übersetzt", "Noch von niemandem geprüft. So steht es auch auf der Seite.", "warning")
            + f'<input type="hidden" name="{slot}-machine" value="ja">'
            + fields.checkbox(
                name=f"{slot}-checked",
                value="ja",
                optional=True,
                checked=bool(form.typed.get(f"{slot}-checked")),
                label=f"Ich habe „{label}“ geprüft. Kennzeichnung entfernen.",
            )
        )
    return fields.checkbox(
        name=f"{slot}-machine", value="ja", optional=True, checked=bool(form.typed.get(f"{slot}-machine")),
        label=f"„{label}“ ist maschinell übersetzt und noch nicht geprüft",
    )  # fmt: skip


def _rows(form: Form, rows: Rows) -> str:
    number = entries.count(form.typed, rows.name)
    drawn = "".join(_row(form, rows, at) for at in range(number))
    add = text.button(f"{rows.one} hinzufügen", "secondary", name=ACTION, value=f"dazu:{rows.name}", icon="add")
    return f"{drawn}<p>{add}</p>{_inherited(form, rows.name, rows.title)}"


def _row(form: Form, rows: Rows, at: int) -> str:
    prefix, name = f"{rows.name}-{at}-", f"{rows.one} {at + 1}"
    inner = "".join(control(form, one, f"{prefix}{one.name}") for one in rows.fields if not one.more)
    inner += _more(form, [one for one in rows.fields if one.more], prefix, f"{name}: mehr")
    buttons = text.button(
        "Entfernen", "tertiary", name=ACTION, value=f"weg:{rows.name}:{at}", aria_label=f"{name} entfernen", icon="delete"
    )
    if at:
        buttons += text.button(
            "Nach oben", "tertiary", name=ACTION, value=f"hoch:{rows.name}:{at}", aria_label=f"{name} nach oben", icon="arrow-up"
        )
    return blocks.fieldset(f'{inner}<p class="r-actions">{buttons}</p>', name, name=f"{rows.name}-{at}")


_TAGS = {Mark.GONE: ("del", "gelöscht: "), Mark.NEW: ("ins", "eingefügt: ")}


def marked(change: Change) -> SafeString:
    """The words of both texts, those gone and those new marked for eyes and ears."""
    parts = []
    for piece in change.pieces:
        words = esc(piece.text).replace("\n", "<br>")
        if piece.mark is Mark.SAME:
            parts.append(words)
            continue
        tag, spoken = _TAGS[piece.mark]
        parts.append(f'<{tag}><span class="kern-sr-only">{spoken}</span>{words}<span class="kern-sr-only"> (Ende)</span></{tag}>')
    return mark_safe("".join(parts))


def errors(form: Form) -> list[tuple[str, str]]:
    """For the summary: target and message, in the order of the page."""
    order = {name: at for at, name in enumerate((*PLAIN_FIELDS, *form.typed))}
    return [(f"id_{name}", message) for name, message in sorted(form.errors.items(), key=lambda pair: order.get(pair[0], 0))]
