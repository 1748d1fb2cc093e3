"""Radio buttons, boxes, select, and the single box of a consent."""

from collections.abc import Mapping
from html import escape

from rathaus.modules.forms.answers.keys import html_id
from rathaus.modules.forms.compiled.model import Field, Kind
from rathaus.modules.forms.rendering.parts import Sheet, described, error_html, fieldset_html, hint_html, wrapped

MAX_RADIOS = 6


def choice(sheet: Sheet, field: Field, key: str) -> str:
    options = sheet.form.options(field)
    if len(options) > MAX_RADIOS and field.kind is Kind.CHOICE:
        return _select(sheet, field, key, options)
    return _checks(sheet, field, key, options, kind="checkbox" if field.kind is Kind.CHOICES else "radio")


def boolean(sheet: Sheet, field: Field, key: str) -> str:
    return _checks(sheet, field, key, {"true": "Ja", "false": "Nein"}, kind="radio")


def shown_mark(key: str) -> str:
    """Tells the server that the boxes were on the page: an empty choice is an answer too."""
    return f'<input type="hidden" name="{escape(key)}@" value="1">'


def _checks(sheet: Sheet, field: Field, key: str, options: Mapping[str, str], *, kind: str) -> str:
    identifier, error = html_id(key), sheet.errors.get(key, "")
    chosen = set(sheet.typed.get(key, "").split("\n"))
    invalid = f" kern-form-check__{kind}--error" if error else ""
    helps = {option.code: option.help for option in field.options if option.help}
    rows = [shown_mark(key)]
    for at, (code, label) in enumerate(options.items()):
        own = identifier if at == 0 else f"{identifier}-{at}"
        note = f'<div class="kern-hint" id="{own}-help">{escape(helps[code])}</div>' if code in helps else ""
        attributes = (" checked" if code in chosen else "") + (f' aria-describedby="{own}-help"' if note else "")
        rows.append(
            f'<div class="kern-form-check"><input class="kern-form-check__{kind}{invalid}" type="{kind}" id="{own}"'
            f' name="{escape(key)}" value="{escape(code)}"{attributes}>'
            f'<label class="kern-label" for="{own}">{escape(label)}</label></div>{note}'
        )
    return fieldset_html(sheet, field, key, "".join(rows))


def _select(sheet: Sheet, field: Field, key: str, options: Mapping[str, str]) -> str:
    identifier, error = html_id(key), sheet.errors.get(key, "")
    value = sheet.typed.get(key, "")
    hint = hint_html(field, identifier)
    mark = " kern-form-input__select--error" if error else ""
    rows = "".join(
        f'<option value="{escape(code)}"{" selected" if code == value else ""}>{escape(label)}</option>'
        for code, label in options.items()
    )
    return wrapped(
        f'<label class="kern-label" for="{identifier}">{sheet.label(field, key)}</label>{hint}{error_html(identifier, error)}'
        f'<div class="kern-form-input__select-wrapper{mark}"><select class="kern-form-input__select" id="{identifier}"'
        f' name="{escape(key)}"{described(hint, identifier, error)}><option value="">Bitte wählen</option>{rows}</select></div>',
        error,
    )


def consent(sheet: Sheet, field: Field, key: str) -> str:
    identifier, error = html_id(key), sheet.errors.get(key, "")
    hint = hint_html(field, identifier)
    checked = " checked" if sheet.typed.get(key) == "true" else ""
    mark = " kern-form-check__checkbox--error" if error else ""
    return wrapped(
        f'{hint}{error_html(identifier, error)}{shown_mark(key)}<div class="kern-form-check">'
        f'<input class="kern-form-check__checkbox{mark}" type="checkbox" id="{identifier}" name="{escape(key)}" value="true"'
        f"{checked}{described(hint, identifier, error)}>"
        f'<label class="kern-label" for="{identifier}">{sheet.label(field, key)}</label></div>',
        error,
    )
