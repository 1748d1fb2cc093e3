"""A file field: what is there, a button to remove each, the input; several at once where the form allows several."""

from html import escape

from rathaus.foundation.storage import public as storage
from rathaus.modules.forms.answers.keys import html_id
from rathaus.modules.forms.compiled.model import Field
from rathaus.modules.forms.rendering.parts import Sheet, button, described, error_html, wrapped

_MEGABYTE = 1024 * 1024


def file(sheet: Sheet, field: Field, key: str) -> str:
    identifier, error = html_id(key), sheet.errors.get(key, "")
    files = sheet.files.get(key, [])
    most = min(field.max_bytes or storage.MAX_FILE, storage.MAX_FILE)
    limits = f"Erlaubt sind {storage.ACCEPTED_TEXT}, je Datei höchstens {size(most)}."
    text = f"{field.hint or field.help} {limits}".strip()
    hint = f'<div class="kern-hint" id="{identifier}-hint">{escape(text)}</div>'
    rows = "".join(
        f'<li><span class="r-uploads__name">{escape(entry["filename"])} ({size(entry["size"])})</span>'
        f"{button('_delete', entry['id'], 'Entfernen', 'tertiary', about=entry['filename'])}</li>"
        for entry in files
    )
    listed = (
        f'<ul class="r-uploads" data-sent="{escape(key)}" aria-label="Beigefügt: {escape(field.label)}">{rows}</ul>'
        if rows
        else ""
    )
    if field.maximum is not None and len(files) >= field.maximum:
        head = f'<span class="kern-label" id="{identifier}" tabindex="-1">{sheet.label(field, key)}</span>'
        return f'<div class="f-item">{wrapped(head + error_html(identifier, error), error)}{listed}</div>'
    multiple = "" if field.maximum == 1 else " multiple"
    control = wrapped(
        f'<label class="kern-label" for="{identifier}">{sheet.label(field, key)}</label>{hint}{error_html(identifier, error)}'
        f'<input class="kern-form-input__input" type="file" id="{identifier}" name="{escape(key)}" accept="{storage.ACCEPT}"'
        f"{multiple}{described(hint, identifier, error)}>",
        error,
    )
    upload = button("_upload", key, "Hochladen", "secondary", about=field.label)
    return f'<div class="f-item">{control}{upload}{listed}</div>'


def size(octets: int) -> str:
    """`1,5 MB` or `12 KB`."""
    if octets >= _MEGABYTE:
        return f"{octets / _MEGABYTE:.1f} MB".replace(".", ",").replace(",0 ", " ")
    return f"{max(octets // 1024, 1)} KB"
