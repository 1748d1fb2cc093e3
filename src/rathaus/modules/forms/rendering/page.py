"""One page of a form: groups, repeated groups with buttons that need no script, notes, and the error summary."""

import datetime as dt
from collections.abc import Mapping
from html import escape
from typing import Any

import msgspec
from django.utils.safestring import SafeString, mark_safe

from rathaus.modules.forms.answers.checking import Checked
from rathaus.modules.forms.answers.keys import MAX_OCCURRENCES, html_id, template
from rathaus.modules.forms.answers.unfolding import Spot
from rathaus.modules.forms.compiled.loaded import CompiledForm
from rathaus.modules.forms.compiled.model import Element, Field, Group, Kind, LegalBasis, Note, Page, repeated
from rathaus.modules.forms.rendering.fields import field_html
from rathaus.modules.forms.rendering.live import live_html
from rathaus.modules.forms.rendering.parts import Sheet, button, error_html
from rathaus.web.components.fields import error_summary


def page_html(sheet: Sheet, page: Page, checked: Checked, today: dt.date) -> SafeString:
    """The fields of the page; the form element, its token and the way on belong to the caller.

    What a condition hides is drawn too, out of sight, so that a small script can show it while somebody answers.
    """
    children: dict[str, list[Spot]] = {}
    for spot in (*checked.spots, *checked.hidden):
        if spot.page is page:
            children.setdefault(spot.parent.key if spot.parent else "", []).append(spot)
    drawn = _Drawing(sheet, page, children, checked.closed).below("", page.elements)
    return mark_safe(drawn + _bases(page) + live_html(sheet.form, page, checked, today))


class _Drawing:
    def __init__(self, sheet: Sheet, page: Page, children: Mapping[str, list[Spot]], closed: frozenset[str]) -> None:
        self.sheet, self.page, self.children, self.closed = sheet, page, children, closed

    def below(self, parent: str, elements: tuple[Any, ...]) -> str:
        spots = self.children.get(parent, [])
        by_id: dict[str, list[Spot]] = {}
        for spot in spots:
            by_id.setdefault(spot.element.id, []).append(spot)
        return "".join(self.shown(parent, element, by_id.get(element.id, [])) for element in elements)

    def shown(self, parent: str, element: Element, spots: list[Spot]) -> str:
        """Within a frame of its own where a condition may hide it."""
        if not isinstance(element, Note) and repeated(element):
            drawn = self.repeated(parent, element, sorted(spots, key=lambda spot: spot.at))
        else:
            drawn = "".join(map(self.one, spots))
        key = f"{parent}.{element.id}" if parent else element.id
        if not drawn or template(key) not in self.sheet.form.conditional:
            return drawn
        return f'<div class="f-when" data-when="{escape(key)}"{" hidden" if key in self.closed else ""}>{drawn}</div>'

    def one(self, spot: Spot) -> str:
        element = spot.element
        if isinstance(element, Note):
            return note_html(element)
        if isinstance(element, Group):
            return self.group(spot, element)
        return field_html(self.sheet, element, spot.key)

    def group(self, spot: Spot, group: Group) -> str:
        inner = self.below(spot.key, group.children)
        identifier = html_id(spot.key)
        error = error_html(identifier, self.sheet.errors.get(spot.key, ""))
        if group.label == self.page.title and spot.parent is None:
            lead = f'<p class="kern-body">{escape(group.hint or group.help)}</p>' if group.hint or group.help else ""
            return f'<div id="{identifier}" tabindex="-1" class="f-fields">{lead}{error}{inner}</div>'
        return self.box(identifier, self.sheet.label(group, spot.key), group.hint or group.help, error, inner)

    def box(self, identifier: str, legend: str, hint: str, error: str, inner: str) -> str:
        described = f' aria-describedby="{identifier}-hint"' if hint else ""
        shown = f'<div class="kern-hint" id="{identifier}-hint">{escape(hint)}</div>' if hint else ""
        return (
            f'<fieldset class="kern-fieldset f-group" id="{identifier}" tabindex="-1"{described}>'
            f'<legend class="kern-label kern-label--large">{legend}</legend>{shown}{error}'
            f'<div class="kern-fieldset__body f-fields">{inner}</div></fieldset>'
        )

    def repeated(self, parent: str, element: Field | Group, spots: list[Spot]) -> str:
        """The occurrences, each with its own button to take it out, and one button to add another."""
        base = f"{parent}.{element.id}" if parent else element.id
        name = (element.item_label if isinstance(element, Group) else "") or element.label
        items = "".join(self._item(spot, element, f"{name} {spot.at + 1}", len(spots)) for spot in spots)
        most = element.maximum or MAX_OCCURRENCES
        add = ""
        if len(spots) < most:
            text = f"Weiteren Eintrag hinzufügen: {name}" if spots else f"Eintrag hinzufügen: {name}"
            add = button("_add", base, text, "secondary")
        hint = element.hint or element.help
        return self.box(html_id(base), escape(element.label), hint, "", items + add)

    def _item(self, spot: Spot, element: Field | Group, name: str, count: int) -> str:
        least = max(element.minimum, 1) if element.demanded else element.minimum
        remove = button("_remove", spot.key, f"Entfernen: {name}", "tertiary") if count > least else ""
        if isinstance(element, Field):
            numbered = _numbered(element, name)
            drawn = field_html(self.sheet, numbered, spot.key)
            return f'<div class="f-item">{drawn}{remove}</div>'
        inner = self.below(spot.key, element.children)
        error = error_html(html_id(spot.key), self.sheet.errors.get(spot.key, ""))
        return self.box(html_id(spot.key), escape(name), "", error, inner + remove)


def _numbered(field: Field, name: str) -> Field:
    return msgspec.structs.replace(field, label=name, hint="", help="")


def note_html(note: Note) -> str:
    body = "".join(f'<p class="kern-body">{escape(part)}</p>' for part in note.text.split("\n\n") if part.strip())
    if not note.level:
        title = f'<p class="kern-title">{escape(note.title)}</p>' if note.title and note.title != note.text else ""
        return f'<div class="f-note">{title}{body}</div>'
    return (
        f'<div class="kern-alert kern-alert--{note.level}"><div class="kern-alert__header">'
        f'<span class="kern-icon kern-icon--{note.level}" aria-hidden="true"></span>'
        f'<p class="kern-title">{escape(note.title or "Hinweis")}</p></div><div class="kern-alert__body">{body}</div></div>'
    )


def _bases(page: Page) -> str:
    found: dict[LegalBasis, None] = {}

    def gather(elements: tuple[Any, ...]) -> None:
        for element in elements:
            if isinstance(element, Note):
                continue
            found.update(dict.fromkeys(element.legal_basis))
            if isinstance(element, Group):
                gather(element.children)

    gather(page.elements)
    if not found:
        return ""
    rows = "".join(f"<li>{basis_html(basis)}</li>" for basis in found)
    return f'<details class="f-help"><summary>Rechtsgrundlagen dieser Seite</summary><ul class="kern-body">{rows}</ul></details>'


def basis_html(basis: LegalBasis) -> str:
    text = escape(basis.text or basis.link)
    return (
        f'<a class="kern-link" href="{escape(basis.link)}">{text}</a>' if basis.link.startswith(("https://", "http://")) else text
    )


def error_summary_html(form: CompiledForm, errors: Mapping[str, str]) -> SafeString:
    """The list of what is to be done, each entry a link to its field; empty where all is well."""
    if not errors:
        return SafeString()
    count = len(errors)
    title = "Eine Angabe fehlt noch oder stimmt nicht" if count == 1 else f"{count} Angaben fehlen noch oder stimmen nicht"
    return error_summary([(html_id(key), _summary_text(form, key, text)) for key, text in errors.items()], title)


def _summary_text(form: CompiledForm, key: str, text: str) -> str:
    field = form.fields.get(template(key))
    label = field.label.rstrip("?:. ") if field and field.kind is not Kind.CONSENT else ""
    return text if not label or label in text else f"{label}: {text}"
