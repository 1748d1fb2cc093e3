"""The printable twin: the same form as a PDF to fill in by hand, with a code that names offer and version."""

from typing import Any

import segno

from rathaus.foundation.documents import public as documents
from rathaus.modules.forms.compiled.loaded import CompiledForm
from rathaus.modules.forms.compiled.model import Element, Field, Group, Kind, Note

TEMPLATE = "rathaus/modules/forms/paper/twin.typ"


def twin_data(form: CompiledForm, *, code: str, authority: str, send_to: tuple[str, ...], notice: str) -> dict[str, Any]:
    """What the template needs, as plain JSON."""
    return {
        "title": form.title,
        "intro": form.form.intro,
        "version": form.form.version,
        "code": code,
        "qr": qr_rows(code),
        "authority": authority,
        "send_to": list(send_to),
        "notice": notice,
        "legal_basis": [basis.text for basis in form.form.legal_basis],
        "pages": [{"title": page.title, "rows": _rows(form, page.elements, 0)} for page in form.pages],
    }


def qr_rows(text: str) -> list[str]:
    """The QR code (ISO/IEC 18004, level M) as rows of 0 and 1, drawn as rectangles by the template."""
    code = segno.make(text, error="m", micro=False)
    return ["".join("1" if cell else "0" for cell in row) for row in code.matrix]


def _rows(form: CompiledForm, elements: tuple[Element, ...], depth: int) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = []
    for element in elements:
        if isinstance(element, Note):
            rows.append({"kind": "note", "label": element.text, "depth": depth})
        elif isinstance(element, Group):
            rows.append({"kind": "group", "label": element.label, "hint": _times(element), "depth": depth})
            rows += _rows(form, element.children, depth + 1)
        elif element.kind is not Kind.LOCKED:
            rows.append(_row(form, element, depth))
    return rows


def _row(form: CompiledForm, field: Field, depth: int) -> dict[str, Any]:
    boxes = {Kind.BOOLEAN: ["Ja", "Nein"], Kind.CONSENT: ["Ja"]}.get(field.kind)
    if field.kind in {Kind.CHOICE, Kind.CHOICES}:
        boxes = list(form.options(field).values())[:40]
    kind = "boxes" if boxes else "file" if field.kind is Kind.FILE else "area" if field.kind is Kind.TEXTAREA else "line"
    hint = " ".join(part for part in (_times(field), field.hint) if part)
    return {
        "kind": kind,
        "label": field.label,
        "hint": hint,
        "boxes": boxes or [],
        "optional": field.minimum == 0,
        "depth": depth,
    }


def _times(element: Field | Group) -> str:
    if element.maximum == 1:
        return ""
    return "mehrfach möglich" if element.maximum is None else f"bis zu {element.maximum}-mal"


def twin_pdf(form: CompiledForm, *, code: str, authority: str, send_to: tuple[str, ...], notice: str) -> bytes:
    """The PDF; the layout is ours, the content the form's."""
    return documents.render(
        template=TEMPLATE, data=twin_data(form, code=code, authority=authority, send_to=send_to, notice=notice)
    )
