"""Form fields in KERN markup. Flat strings instead of a template per widget: form pages are the hot path.

Every field has the id `id_<name>`, its hint `id_<name>_hint`, its error `id_<name>_error`; both are announced through
`aria-describedby`. Groups (radios, check boxes, dates) carry them on the fieldset. Fields that may stay empty say so.
"""

from collections.abc import Iterable, Sequence
from itertools import count

from django.utils.safestring import SafeString, mark_safe

from rathaus.web.components.markup import attributes, esc

OPTIONAL = '<span class="kern-label__optional"> (freiwillig)</span>'
_ERROR_ICON = '<span class="kern-icon kern-icon--danger" aria-hidden="true"></span>'


def hint_of(field_id: str, hint: str) -> str:
    return f'<div class="kern-hint" id="{field_id}_hint">{esc(hint)}</div>' if hint else ""


def error_of(field_id: str, error: str) -> str:
    if not error:
        return ""
    text = f'<span class="kern-body"><span class="kern-sr-only">Fehler: </span>{esc(error)}</span>'
    return f'<div class="kern-error" id="{field_id}_error">{_ERROR_ICON}{text}</div>'


def described_by(field_id: str, *, hint: str = "", error: str = "") -> str | None:
    """The value of `aria-describedby`: error first, because it is news."""
    return " ".join([f"{field_id}_error"] * bool(error) + [f"{field_id}_hint"] * bool(hint)) or None


def frame(field_id: str, label: str, control: str, *, hint: str = "", error: str = "", optional: bool = False) -> SafeString:
    """A single control with its label."""
    return mark_safe(
        f'<div class="kern-form-input{" kern-form-input--error" if error else ""}">'
        f'<label class="kern-label" for="{field_id}">{esc(label)}{OPTIONAL if optional else ""}</label>'
        f"{hint_of(field_id, hint)}{control}{error_of(field_id, error)}</div>"
    )


def group(
    field_id: str, legend: str, body: str, *, hint: str = "", error: str = "", optional: bool = False, inline: bool = False
) -> SafeString:
    """Several controls that answer one question."""
    described = attributes({"aria-describedby": described_by(field_id, hint=hint, error=error)})
    return mark_safe(
        f'<fieldset class="kern-fieldset{" kern-fieldset--error" if error else ""}" id="{field_id}"{described}>'
        f'<legend class="kern-label">{esc(legend)}{OPTIONAL if optional else ""}</legend>{hint_of(field_id, hint)}'
        f'<div class="kern-fieldset__body{" kern-fieldset__body--horizontal" if inline else ""}">{body}</div>'
        f"{error_of(field_id, error)}</fieldset>"
    )


def text_input(
    *, name: str, label: str, value: object = "", hint: str = "", error: str = "", optional: bool = False, kind: str = "text",
    width: int = 0, **attrs: object,
) -> SafeString:  # fmt: skip
    """One line; `width` in characters says how long the answer usually is.

    Further attributes by keyword: `autocomplete="given-name"`, `inputmode="numeric"`, `maxlength=8`.
    """
    field_id = f"id_{name}"
    html = attributes(
        {
            "class": f"kern-form-input__input{' kern-form-input__input--error' if error else ''}{_width(width)}",
            "type": kind,
            "name": name,
            "id": field_id,
            "value": None if value is None or value == "" else value,
            "required": not optional,
            "aria-invalid": "true" if error else None,
            "aria-describedby": described_by(field_id, hint=hint, error=error),
        }
        | {key.replace("_", "-"): entry for key, entry in attrs.items()}
    )
    return frame(field_id, label, f"<input{html}>", hint=hint, error=error, optional=optional)


def _width(characters: int) -> str:
    for limit in (2, 4, 8, 12, 20, 32):
        if 0 < characters <= limit:
            return f" r-width-{limit}"
    return ""


def file_input(
    *, name: str, label: str, hint: str = "", error: str = "", optional: bool = False, accept: str = "", multiple: bool = False
) -> SafeString:
    return text_input(
        name=name, label=label, hint=hint, error=error, optional=optional, kind="file", accept=accept or None, multiple=multiple
    )


def textarea(
    *, name: str, label: str, value: str = "", hint: str = "", error: str = "", optional: bool = False, rows: int = 5,
    max_length: int | None = None, **attrs: object,
) -> SafeString:  # fmt: skip
    """Several lines. `max_length` is said in words and counted down by the script; the browser does not cut."""
    field_id = f"id_{name}"
    described = described_by(field_id, hint=hint, error=error)
    counter = ""
    if max_length:
        described = f"{described or ''} {field_id}_count".strip()
        limit = f"{max_length:,}".replace(",", ".")
        counter = (
            f'<div class="kern-hint r-count" id="{field_id}_count" data-count-for="{field_id}" data-max="{max_length}">'
            f"Höchstens {limit} Zeichen</div>"
        )
    html = attributes(
        {
            "class": f"kern-form-input__input{' kern-form-input__input--error' if error else ''}",
            "name": name,
            "id": field_id,
            "rows": rows,
            "required": not optional,
            "aria-invalid": "true" if error else None,
            "aria-describedby": described,
        }
        | {key.replace("_", "-"): entry for key, entry in attrs.items()}
    )
    control = f"<textarea{html}>\n{esc(value)}</textarea>{counter}"
    return frame(field_id, label, control, hint=hint, error=error, optional=optional)


def select(
    *, name: str, label: str, choices: Iterable[tuple[object, str]], value: object = "", hint: str = "", error: str = "",
    optional: bool = False, empty: str = "Bitte wählen", **attrs: object,
) -> SafeString:  # fmt: skip
    """One of many. `empty` is the text of the entry without a value; "" leaves that entry out."""
    field_id = f"id_{name}"
    chosen = "" if value is None else str(value)
    options = [f'<option value="">{esc(empty)}</option>'] if empty else []
    for key, text in choices:
        mark = " selected" if str(key) == chosen else ""
        options.append(f'<option value="{esc(str(key))}"{mark}>{esc(text)}</option>')
    html = attributes(
        {
            "class": f"kern-form-input__select{' kern-form-input__select--error' if error else ''}",
            "name": name,
            "id": field_id,
            "required": not optional,
            "aria-invalid": "true" if error else None,
            "aria-describedby": described_by(field_id, hint=hint, error=error),
        }
        | {key.replace("_", "-"): entry for key, entry in attrs.items()}
    )
    control = f'<div class="kern-form-input__select-wrapper"><select{html}>{"".join(options)}</select></div>'
    return frame(field_id, label, control, hint=hint, error=error, optional=optional)


def check(
    kind: str, *, name: str, value: object, label: str, field_id: str, checked: bool, error: str = "", **attrs: object
) -> str:
    """One radio or check box with its label behind it."""
    html = attributes(
        {
            "class": f"kern-form-check__{kind}{f' kern-form-check__{kind}--error' if error else ''}",
            "type": kind,
            "name": name,
            "id": field_id,
            "value": value,
            "checked": checked,
            "aria-invalid": "true" if error and kind == "checkbox" else None,
        }
        | attrs
    )
    return f'<div class="kern-form-check"><input{html}><label class="kern-label" for="{field_id}">{esc(label)}</label></div>'


def radios(
    *, name: str, legend: str, choices: Iterable[tuple[object, str]], value: object = "", hint: str = "", error: str = "",
    optional: bool = False, inline: bool = False,
) -> SafeString:  # fmt: skip
    """One of few. The first has the id `id_<name>_0`, where the error summary leads."""
    chosen = "" if value is None else str(value)
    body = "".join(
        check(
            "radio", name=name, value=key, label=text, field_id=f"id_{name}_{at}", checked=str(key) == chosen, error=error,
            required=not optional,
        )
        for at, (key, text) in zip(count(), choices, strict=False)
    )  # fmt: skip
    return group(f"id_{name}", legend, body, hint=hint, error=error, optional=optional, inline=inline)


def checkboxes(
    *, name: str, legend: str, choices: Iterable[tuple[object, str]], values: Sequence[object] = (), hint: str = "",
    error: str = "", optional: bool = False,
) -> SafeString:  # fmt: skip
    """Any of several."""
    chosen = {str(entry) for entry in values}
    body = "".join(
        check(
            "checkbox", name=name, value=key, label=text, field_id=f"id_{name}_{at}", checked=str(key) in chosen, error=error
        )
        for at, (key, text) in zip(count(), choices, strict=False)
    )  # fmt: skip
    return group(f"id_{name}", legend, body, hint=hint, error=error, optional=optional)


def checkbox(
    *, name: str, label: str, checked: bool = False, value: object = "on", hint: str = "", error: str = "", optional: bool = False
) -> SafeString:
    """A single yes: consent, declaration."""
    field_id = f"id_{name}"
    described = {"aria-describedby": described_by(field_id, hint=hint, error=error), "required": not optional}
    inner = check("checkbox", name=name, value=value, label=label, field_id=field_id, checked=checked, error=error, **described)
    mark = " r-check--error" if error else ""
    return mark_safe(f'<div class="r-check{mark}">{inner}{hint_of(field_id, hint)}{error_of(field_id, error)}</div>')


DATE_PARTS = (("day", "Tag", 2), ("month", "Monat", 2), ("year", "Jahr", 4))


def date_input(
    *, name: str, legend: str, value: Sequence[object] = ("", "", ""), hint: str = "", error: str = "", optional: bool = False,
    birthday: bool = False,
) -> SafeString:  # fmt: skip
    """A date a person knows, as three fields `<name>_day`, `_month`, `_year`: no calendar to click through."""
    field_id = f"id_{name}"
    parts = []
    for (part, label, size), entry in zip(DATE_PARTS, value, strict=True):
        html = attributes(
            {
                "class": f"kern-form-input__input kern-form-input__input--width-{size}"
                f"{' kern-form-input__input--error' if error else ''}",
                "type": "text",
                "inputmode": "numeric",
                "name": f"{name}_{part}",
                "id": f"{field_id}_{part}",
                "maxlength": size,
                "value": entry or None,
                "autocomplete": f"bday-{part}" if birthday else "off",
                "required": not optional,
                "aria-invalid": "true" if error else None,
            }
        )
        parts.append(
            f'<div class="kern-form-input"><label class="kern-label" for="{field_id}_{part}">{label}</label><input{html}></div>'
        )
    return group(field_id, legend, "".join(parts), hint=hint, error=error, optional=optional, inline=True)


def error_summary(errors: Iterable[tuple[str | None, str]], title: str = "Bitte prüfen Sie Ihre Angaben") -> SafeString:
    """What is wrong, each with a link to its field (`None`: no single field). It takes the focus, with and without script."""
    entries = "".join(
        f'<li><a class="kern-link" href="#{esc(target)}">{esc(text)}</a></li>' if target else f"<li>{esc(text)}</li>"
        for target, text in errors
    )
    if not entries:
        return SafeString()
    return mark_safe(
        '<div class="kern-alert kern-alert--danger r-error-summary" id="fehler" tabindex="-1" autofocus data-focus>'
        '<div class="kern-alert__header"><span class="kern-icon kern-icon--danger" aria-hidden="true"></span>'
        f'<h2 class="kern-title" id="fehler_titel">{esc(title)}</h2></div>'
        f'<div class="kern-alert__body"><ul class="kern-list">{entries}</ul></div></div>'
    )
