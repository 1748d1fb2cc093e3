"""From a template and data to a PDF, and from a PDF to what we find in it; the work is done in a child process."""

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rathaus.foundation.childprocess import Child

SECONDS = 20.0
LAYOUTS = frozenset({"notice", "letter", "receipt", "form"})
_SOURCE = Path(__file__).resolve().parents[2]
RENDERER = Child("rathaus.foundation.documents.worker:handle", memory=2 << 30)


class TemplateFault(Exception):
    """The template does not compile with this data. For its author and the operator's log; never shown to citizens."""


@dataclass(frozen=True, slots=True)
class Attachment:
    """A text file inside the PDF (JSON, XML, CSV). `relationship`: data, source, alternative or supplement (PDF 2.0, 14.13)."""

    name: str
    text: str
    media_type: str
    description: str
    relationship: str = "data"


@dataclass(frozen=True, slots=True)
class FoundAttachment:
    name: str
    relationship: str
    media_type: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Findings:
    """What structural checks found. `problems` is empty where nothing we look for is missing: a plausibility, no validation."""

    pages: int
    tagged: bool
    language: str
    title: str
    shows_title: bool
    pdfa: str  # part and conformance as the file claims them: "3A"
    pdfua: str
    output_intent: bool
    encrypted: bool
    active: bool
    unembedded_fonts: tuple[str, ...]
    attachments: tuple[FoundAttachment, ...]

    @property
    def problems(self) -> tuple[str, ...]:
        checks = {
            "Das PDF hat keine Struktur für Vorleseprogramme.": self.tagged,
            "Das PDF nennt seine Sprache nicht.": bool(self.language),
            "Das PDF hat keinen Titel, oder er wird nicht angezeigt.": bool(self.title) and self.shows_title,
            "Das PDF gibt sich nicht als PDF/A aus.": bool(self.pdfa) and self.output_intent,
            "Das PDF gibt sich nicht als PDF/UA aus.": bool(self.pdfua),
            "Das PDF ist verschlüsselt.": not self.encrypted,
            "Das PDF enthält ausführbare Teile.": not self.active,
            "Im PDF fehlen Schriften.": not self.unembedded_fonts,
        }
        return tuple(text for text, passed in checks.items() if not passed)


def render(
    *,
    template: str | Path,
    data: Mapping[str, Any],
    attachments: Sequence[Attachment] = (),
    lang: str = "de",
    now: dt.datetime | None = None,
) -> bytes:
    """Renders a PDF/A-3a and PDF/UA-1 file.

    `template` is a layout of the library by name (`notice`, `letter`, `receipt`, `form`), a path inside the package
    (`modules/cases/typst/x.typ`), a `Path`, or Typst source. The data reaches it as JSON
    (`#import "/lib/base.typ": data`), never as source; `data["title"]` names the document. With `now` the same input
    gives the same bytes; without it the file carries the moment of making.
    Raises TemplateFault; ChildFailed and ChildTimedOut where the process died or took longer than 20 seconds.
    """
    request = {
        "do": "render",
        "source": source_of(template),
        "data": json.dumps(dict(data)),
        "attachments": [_as_json(attachment) for attachment in attachments],
        "lang": lang,
        "timestamp": int(now.timestamp()) if now else None,
    }
    answer = RENDERER.call(request, timeout=SECONDS)
    if "fault" in answer:
        raise TemplateFault(answer["fault"])
    pdf: bytes = answer["pdf"]
    return pdf


def inspect(pdf: bytes) -> Findings:
    """Structural checks of a PDF. Raises ChildFailed for bytes that are no PDF."""
    found = RENDERER.call({"do": "inspect", "pdf": pdf}, timeout=SECONDS)
    attachments = tuple(FoundAttachment(**attachment) for attachment in found.pop("attachments"))
    return Findings(**{**found, "unembedded_fonts": tuple(found["unembedded_fonts"]), "attachments": attachments})


def source_of(template: str | Path) -> str:
    """The Typst source. Raises FileNotFoundError for a path that leads nowhere, ValueError for one that leaves the package."""
    if isinstance(template, Path):
        return template.read_text(encoding="utf-8")
    if template in LAYOUTS:
        return (Path(__file__).parent / "library" / f"{template}.typ").read_text(encoding="utf-8")
    if "\n" in template or not template.endswith(".typ"):
        return template
    path = (_SOURCE / template).resolve()
    if not path.is_relative_to(_SOURCE):
        raise ValueError(f"{template} is outside the package")
    return path.read_text(encoding="utf-8")


def _as_json(attachment: Attachment) -> dict[str, str]:
    return {
        "name": attachment.name,
        "text": attachment.text,
        "media_type": attachment.media_type,
        "description": attachment.description,
        "relationship": attachment.relationship,
    }
