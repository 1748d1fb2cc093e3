"""What every field has: label, hint, error, and the sheet it is drawn on."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from html import escape
from typing import Any

from rathaus.modules.forms.answers.keys import html_id
from rathaus.modules.forms.compiled.loaded import CompiledForm
from rathaus.modules.forms.compiled.model import Field, Group

SHORT_HELP = 240
MAX_PIECES = 5000
OPTIONAL = '<span class="kern-label__optional"> (freiwillig)</span>'


@dataclass(frozen=True, slots=True)
class Sheet:
    """One drawing: the form, what was typed, what was uploaded, what is wrong, what a rule demands; all by key."""

    form: CompiledForm
    typed: Mapping[str, str]
    files: Mapping[str, list[Any]]
    errors: Mapping[str, str]
    demanded: frozenset[str] = frozenset()

    def kept(self, key: str, make: Callable[[], tuple[str, ...]]) -> tuple[str, ...]:
        """Markup that never changes, formatted once per key and kept with the form version."""
        pieces = self.form.pieces.get(key)
        if pieces is None:
            pieces = make()
            if len(self.form.pieces) < MAX_PIECES:
                self.form.pieces[key] = pieces
        return pieces

    def label(self, element: Field | Group, key: str) -> str:
        """With a mark where nothing need be entered; the mark goes as soon as a rule demands it."""
        text = escape(element.label)
        if element.minimum > 0 or element.required_if is not None:
            return text
        if not element.demanded:
            return text + OPTIONAL
        return f'{text}<span class="kern-label__optional" data-optional="{escape(key)}"{self._gone(key)}> (freiwillig)</span>'

    def _gone(self, key: str) -> str:
        return " hidden" if key in self.demanded else ""


def hint_html(field: Field, identifier: str) -> str:
    """The hint, and a short help text as hint; a long one can be unfolded."""
    hint = field.hint or (field.help if len(field.help) <= SHORT_HELP else "")
    shown = f'<div class="kern-hint" id="{identifier}-hint">{escape(hint)}</div>' if hint else ""
    if not field.help or field.help == hint:
        return shown
    title = f"Hilfe zu „{escape(field.label)}“"
    return f'{shown}<details class="f-help"><summary>{title}</summary><p class="kern-body">{lines(field.help)}</p></details>'


def lines(text: str) -> str:
    return "<br>".join(escape(line) for line in text.splitlines())


def error_html(identifier: str, error: str) -> str:
    if not error:
        return ""
    return (
        f'<p class="kern-error" id="{identifier}-error"><span class="kern-icon kern-icon--danger" aria-hidden="true"></span>'
        f'<span class="kern-body"><span class="kern-sr-only">Fehler: </span>{escape(error)}</span></p>'
    )


def described(hint: str, identifier: str, error: str, *, invalid: bool = True) -> str:
    """The attributes that tie hint and error to an input. `hint` is the markup of `hint_html`."""
    ids = [f"{identifier}-hint"] if f'id="{identifier}-hint"' in hint else []
    if error:
        ids.append(f"{identifier}-error")
    attribute = f' aria-describedby="{" ".join(ids)}"' if ids else ""
    return f'{attribute} aria-invalid="true"' if error and invalid else attribute


def wrapped(body: str, error: str) -> str:
    return f'<div class="kern-form-input{" kern-form-input--error" if error else ""}">{body}</div>'


def fieldset_html(sheet: Sheet, field: Field, key: str, body: str, *, horizontal: bool = False) -> str:
    identifier, error = html_id(key), sheet.errors.get(key, "")
    hint = hint_html(field, identifier)
    row = " kern-fieldset__body--horizontal" if horizontal else ""
    mark = " kern-fieldset--error" if error else ""
    return (
        f'<fieldset class="kern-fieldset{mark}"{described(hint, identifier, error, invalid=False)}>'
        f'<legend class="kern-label">{sheet.label(field, key)}</legend>{hint}'
        f'<div class="kern-fieldset__body{row}">{body}</div>{error_html(identifier, error)}</fieldset>'
    )


def button(name: str, value: str, text: str, variant: str, *, about: str = "") -> str:
    """`about` tells screen readers what the button is about, where the page shows it beside."""
    label = f' aria-label="{escape(text)}: {escape(about)}"' if about else ""
    return (
        f'<button class="kern-btn kern-btn--{variant}" type="submit" name="{name}" value="{escape(value)}"{label}>'
        f'<span class="kern-label">{escape(text)}</span></button>'
    )
