"""The printable twin: the same form as a PDF, blank to fill in by hand or filled to sign, with a code and its QR code."""

import io
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from rathaus.foundation.documents import public as documents
from rathaus.modules.forms.compiled.loaded import CompiledForm
from rathaus.modules.forms.compiled.model import Element, Field, Group, Kind, Note, Page
from rathaus.modules.forms.rendering.summary import Line, Section

TEMPLATE = "modules/forms/paper/twin.typ"
_MANY = 12
"""A longer list of choices is written by hand, not ticked."""


@dataclass(frozen=True, slots=True)
class Letterhead:
    """Who asks, the code of the sheet, what stands above and below. `authority` holds name, unit and lines."""

    authority: Mapping[str, Any]
    code: str = ""
    intro: tuple[str, ...] = ()
    declaration: tuple[str, ...] = ()


def twin_pdf(form: CompiledForm, head: Letterhead, *, first: CompiledForm | None = None) -> bytes:
    """The blank twin; `first` is a form whose pages come before, such as the one about the persons."""
    whole = [*([first] if first else []), form]
    return _render(
        form,
        head,
        [{"title": page.title, "fields": _fields(one, page, page.elements, "")} for one in whole for page in one.pages],
    )


def signed_summary_pdf(form: CompiledForm, head: Letterhead, sections: tuple[Section, ...]) -> bytes:
    """The answers as they are, with a line to sign: for the counter."""
    filled = [{"title": section.title, "fields": [_filled(line) for line in section.lines]} for section in sections]
    return _render(form, head, filled)


def _filled(line: Line) -> dict[str, Any]:
    return {"label": line.full_label, "value": line.text}


def _render(form: CompiledForm, head: Letterhead, sections: list[dict[str, Any]]) -> bytes:
    data = {
        "title": form.title,
        "code": head.code,
        "qr": qr_svg(head.code) if head.code else "",
        "authority": dict(head.authority),
        "intro": [*head.intro, *[f"Rechtsgrundlage: {basis.text}" for basis in form.form.legal_basis if basis.text]],
        "sections": [section for section in sections if section["fields"]],
        "declaration": list(head.declaration),
    }
    return documents.render(template=TEMPLATE, data=data)


def qr_svg(text: str) -> str:
    """A QR code (ISO/IEC 18004, error correction M) as SVG, with its quiet zone."""
    import segno  # only whoever prints needs it

    out = io.BytesIO()
    segno.make(text, error="m", micro=False).save(out, kind="svg", border=4, xmldecl=False)
    return out.getvalue().decode()


def _fields(form: CompiledForm, page: Page, elements: tuple[Element, ...], heading: str) -> list[dict[str, Any]]:
    fields: list[dict[str, Any]] = []
    for element in elements:
        if isinstance(element, Group):
            name = element.label + _times(element)
            fields += _fields(form, page, element.children, heading if element.label == page.title else f"{heading}{name}: ")
        elif isinstance(element, Field) and element.kind is not Kind.LOCKED:
            fields.append(_field(form, element, heading))
        elif isinstance(element, Note) and element.level:
            fields.append({"label": element.title or "Hinweis", "hint": element.text, "kind": "choice", "options": []})
    return fields


def _field(form: CompiledForm, field: Field, heading: str) -> dict[str, Any]:
    kind, options = "text", []
    if field.kind in {Kind.BOOLEAN, Kind.CONSENT}:
        kind, options = "choice", ["Ja"] if field.kind is Kind.CONSENT else ["Ja", "Nein"]
    elif field.kind in {Kind.CHOICE, Kind.CHOICES} and len(form.options(field)) <= _MANY:
        kind, options = "choice", list(form.options(field).values())
    elif field.kind is Kind.FILE:
        kind, options = "choice", ["liegt bei"]
    elif field.kind is Kind.TEXTAREA:
        kind = "long"
    return {
        "label": f"{heading}{field.label}{_times(field)}",
        "hint": field.hint,
        "required": field.minimum > 0,
        "kind": kind,
        "options": [{"label": option, "chosen": False} for option in options],
    }


def _times(element: Field | Group) -> str:
    if element.maximum == 1:
        return ""
    return " (mehrfach möglich)" if element.maximum is None else f" (bis zu {element.maximum}-mal)"
