"""Structural checks of a PDF. They find what is missing; they are no validation against PDF/A or PDF/UA (veraPDF is)."""

import io
from typing import Any

_ACTIVE = {"/JavaScript", "/Launch", "/ImportData", "/SubmitForm"}
_PDFA = "http://www.aiim.org/pdfa/ns/id/"
_PDFUA = "http://www.aiim.org/pdfua/ns/id/"


def look(data: bytes) -> dict[str, Any]:
    """The fields of `Findings` as a dict; runs in the child process."""
    import pikepdf  # heavy: the child alone

    with pikepdf.open(io.BytesIO(data)) as pdf:
        root = pdf.Root
        metadata = pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False)
        objects = [item for item in pdf.objects if isinstance(item, (pikepdf.Dictionary, pikepdf.Stream))]
        return {
            "pages": len(pdf.pages),
            "tagged": _flag(root, "/MarkInfo", "/Marked") and "/StructTreeRoot" in root,
            "language": str(root.get("/Lang", "")),
            "title": str(pdf.docinfo.get("/Title", "")),
            "shows_title": _flag(root, "/ViewerPreferences", "/DisplayDocTitle"),
            "pdfa": f"{metadata.get(f'{{{_PDFA}}}part', '')}{metadata.get(f'{{{_PDFA}}}conformance', '')}",
            "pdfua": str(metadata.get(f"{{{_PDFUA}}}part", "")),
            "output_intent": "/OutputIntents" in root,
            "encrypted": pdf.is_encrypted,
            "active": any(_active(item) for item in pdf.objects),
            "unembedded_fonts": sorted({str(item.get("/BaseFont", "?")) for item in objects if _lacks_file(item)}),
            "attachments": [_attachment(item) for item in root.get("/AF", [])],
        }


def _flag(root: Any, where: str, name: str) -> bool:
    return where in root and bool(root[where].get(name, False))


def _active(item: Any) -> bool:
    """Scripts and actions in a dictionary or directly inside it; what it refers to is an object of its own."""
    import pikepdf  # heavy: the child alone

    pending = [item]
    while pending:
        current = pending.pop()
        if isinstance(current, pikepdf.Array):
            values = list(current)
        elif isinstance(current, (pikepdf.Dictionary, pikepdf.Stream)):
            if "/JS" in current or "/XFA" in current or str(current.get("/S", "")) in _ACTIVE:
                return True
            values = [current[key] for key in current.keys()]  # noqa: SIM118  (pikepdf's own dictionary)
        else:
            continue
        pending += [value for value in values if isinstance(value, (pikepdf.Array, pikepdf.Dictionary)) and not value.is_indirect]
    return False


def _lacks_file(item: Any) -> bool:
    """A simple font or a descendant font without its program; the outline files stand in the descriptor."""
    if str(item.get("/Type", "")) != "/Font" or str(item.get("/Subtype", "")) in {"/Type0", "/Type3"}:
        return False
    descriptor = item.get("/FontDescriptor", {})
    return not any(key in descriptor for key in ("/FontFile", "/FontFile2", "/FontFile3"))


def _attachment(item: Any) -> dict[str, Any]:
    stream = item.EF.get("/UF", item.EF.get("/F"))
    return {
        "name": str(item.get("/UF", item.get("/F", ""))),
        "relationship": str(item.get("/AFRelationship", "")).lstrip("/").lower(),
        "media_type": str(stream.get("/Subtype", "")).lstrip("/"),
        "data": bytes(stream.read_bytes()),
    }
