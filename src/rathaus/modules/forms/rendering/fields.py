"""One field as KERN markup."""

from collections.abc import Callable
from html import escape

from rathaus.modules.forms.answers.keys import html_id
from rathaus.modules.forms.answers.reading import DATE_PARTS
from rathaus.modules.forms.compiled.model import Field, Kind, PrefillMode
from rathaus.modules.forms.rendering import choices, uploads
from rathaus.modules.forms.rendering.parts import Sheet, described, error_html, fieldset_html, hint_html, wrapped

_INPUT = {
    Kind.EMAIL: 'type="email" spellcheck="false"',
    Kind.PHONE: 'type="tel"',
    Kind.INTEGER: 'type="text" inputmode="numeric"',
    Kind.NUMBER: 'type="text" inputmode="decimal"',
    Kind.MONEY: 'type="text" inputmode="decimal"',
    Kind.IBAN: 'type="text" spellcheck="false" autocapitalize="characters"',
    Kind.PLATE: 'type="text" spellcheck="false" autocapitalize="characters"',
}
_LENGTHS = {Kind.INTEGER: 8, Kind.NUMBER: 12, Kind.MONEY: 12, Kind.TIME: 8, Kind.PLATE: 12, Kind.PHONE: 20, Kind.IBAN: 32}
_DATE_NAMES = (("Tag", 2), ("Monat", 2), ("Jahr", 4))
_DATE_TOKENS = {"bday": ("bday-day", "bday-month", "bday-year")}


def field_html(sheet: Sheet, field: Field, key: str) -> str:
    """The markup with the typed value exactly as typed."""
    if field.prefill is not None and field.prefill.mode is PrefillMode.MANDATORY:
        return _proven(sheet, field, key)
    return _DRAW.get(field.kind, _text)(sheet, field, key)


def _proven(sheet: Sheet, field: Field, key: str) -> str:
    """From a proven source alone: shown, never typed. Where the source has nothing, the error says where to go."""
    identifier, error = html_id(key), sheet.errors.get(key, "")
    names = [key] if field.kind is not Kind.DATE else [f"{key}.{part}" for part in DATE_PARTS]
    value = ".".join(sheet.typed[name] for name in names if sheet.typed.get(name)) or "nicht nachgewiesen"
    return (
        f'<div id="{identifier}" tabindex="-1"><dl class="kern-description-list"><div class="kern-description-list-item">'
        f'<dt class="kern-description-list-item__key">{sheet.label(field, key)}</dt>'
        f'<dd class="kern-description-list-item__value">{escape(value)}</dd></div></dl>{error_html(identifier, error)}</div>'
    )


def _text(sheet: Sheet, field: Field, key: str) -> str:
    def make() -> tuple[str, ...]:
        identifier = html_id(key)
        hint = hint_html(field, identifier)
        auto = f' autocomplete="{escape(field.autocomplete)}"' if field.autocomplete else ""
        kind = _INPUT.get(field.kind, 'type="text"')
        head = f'<label class="kern-label" for="{identifier}">{sheet.label(field, key)}</label>{hint}'
        start = f'<input class="kern-form-input__input{_width(field)}" id="{identifier}" name="{escape(key)}" {kind}{auto}'
        plain = f'<div class="kern-form-input">{head}{start}{described(hint, identifier, "")} value="'
        return plain, identifier, hint, head, start

    plain, identifier, hint, head, start = sheet.kept(f"{key}!" if key in sheet.demanded else key, make)
    value, error = escape(sheet.typed.get(key, "")), sheet.errors.get(key, "")
    if not error:
        return f'{plain}{value}"></div>'
    return wrapped(f'{head}{error_html(identifier, error)}{start}{described(hint, identifier, error)} value="{value}">', error)


def _width(field: Field) -> str:
    """Short fields look short: the width says how much is expected."""
    longest = _LENGTHS.get(field.kind) or field.max_length or 0
    return next((f" r-width-{limit}" for limit in (4, 8, 12, 20, 32) if 0 < longest <= limit), "")


def _textarea(sheet: Sheet, field: Field, key: str) -> str:
    identifier, error = html_id(key), sheet.errors.get(key, "")
    hint = hint_html(field, identifier)
    return wrapped(
        f'<label class="kern-label" for="{identifier}">{sheet.label(field, key)}</label>{hint}{error_html(identifier, error)}'
        f'<textarea class="kern-form-input__input" id="{identifier}" name="{escape(key)}" rows="5"'
        f"{described(hint, identifier, error)}>\n{escape(sheet.typed.get(key, ''))}</textarea>",
        error,
    )


def _date(sheet: Sheet, field: Field, key: str) -> str:
    identifier, error = html_id(key), sheet.errors.get(key, "")
    tokens = _DATE_TOKENS.get(field.autocomplete, ("", "", ""))
    invalid = ' aria-invalid="true"' if error else ""
    mark = " kern-form-input__input--error" if error else ""
    inputs = []
    for part, (name, width), token in zip(DATE_PARTS, _DATE_NAMES, tokens, strict=True):
        own = identifier if part == "day" else f"{identifier}-{part}"
        auto = f' autocomplete="{token}"' if token else ""
        value = escape(sheet.typed.get(f"{key}.{part}", ""))
        inputs.append(
            f'<div class="kern-form-input"><label class="kern-label" for="{own}">{name}</label>'
            f'<input class="kern-form-input__input kern-form-input__input--width-{width}{mark}" id="{own}"'
            f' name="{escape(key)}.{part}" type="text" inputmode="numeric"{auto}{invalid} value="{value}"></div>'
        )
    return fieldset_html(sheet, field, key, "".join(inputs), horizontal=True)


def _locked(sheet: Sheet, field: Field, key: str) -> str:
    del sheet, key
    if not field.content:
        return ""
    return (
        '<dl class="kern-description-list"><div class="kern-description-list-item">'
        f'<dt class="kern-description-list-item__key">{escape(field.label)}</dt>'
        f'<dd class="kern-description-list-item__value">{escape(field.content)}</dd></div></dl>'
    )


_DRAW: dict[Kind, Callable[[Sheet, Field, str], str]] = {
    Kind.TEXTAREA: _textarea,
    Kind.DATE: _date,
    Kind.CHOICE: choices.choice,
    Kind.CHOICES: choices.choice,
    Kind.BOOLEAN: choices.boolean,
    Kind.CONSENT: choices.consent,
    Kind.LOCKED: _locked,
    Kind.FILE: uploads.file,
}
