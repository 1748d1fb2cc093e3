"""What the child process does: Typst renders, pikepdf looks into PDFs. No Django here."""

import datetime as dt
import functools
import json
from pathlib import Path
from typing import Any

from rathaus.foundation.documents.coverage import characters, drawable

HERE = Path(__file__).parent
LIBRARY = HERE / "library"
FONTS = HERE / "fonts"
STANDARDS = ["a-3a", "ua-1"]


def handle(request: dict[str, Any]) -> dict[str, Any]:
    """`{do: "render" | "inspect", ...}`; see `_render` and `inspection.look`."""
    if request["do"] == "inspect":
        from rathaus.foundation.documents.inspection import look  # pikepdf: only where asked for

        return look(request["pdf"])
    return _render(request)


def _render(request: dict[str, Any]) -> dict[str, Any]:
    """`{source, data, attachments, lang, timestamp}` -> `{pdf}`, or `{fault}` with Typst's own words on the template."""
    import typst  # heavy: the child alone

    shown = drawable(json.loads(request["data"]), _known())
    inputs = {
        "data": json.dumps(shown, ensure_ascii=False),
        "attachments": json.dumps(request["attachments"], ensure_ascii=False),
        "lang": request["lang"],
    }
    stamp = dt.datetime.fromtimestamp(request["timestamp"], dt.UTC) if request["timestamp"] is not None else None
    try:
        pdf = _compiler().compile(
            input=request["source"].encode(), format="pdf", sys_inputs=inputs, pdf_standards=STANDARDS, timestamp=stamp
        )
    except typst.TypstError as error:
        return {"fault": f"{error.message} {' '.join(error.hints)}".strip()}
    return {"pdf": pdf}


@functools.cache
def _compiler() -> Any:
    """One compiler a process: fonts are read once. Its root holds our library and nothing else."""
    import typst  # heavy: the child alone

    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FONTS)])
    return typst.Compiler(root=str(LIBRARY), font_paths=fonts, ignore_system_fonts=True)


@functools.cache
def _known() -> set[int]:
    return set().union(*(characters(font) for font in FONTS.glob("*.ttf")))
