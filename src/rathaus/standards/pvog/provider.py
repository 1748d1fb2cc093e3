"""The envelope of the Bereitstelldienst: a piece of XZuFi in JSON, and where the next piece is."""

import re
from dataclasses import dataclass, field
from io import BytesIO
from typing import Final

import msgspec

from rathaus.standards.pvog.opened import PvogError, parse
from rathaus.standards.xzufi import Limits, Reader
from rathaus.standards.xzufi.errors import Findings

MAX_BYTES: Final = 512 * 1024 * 1024
_DECLARATION: Final = re.compile(r"\s*<\?xml[^>]*\?>")


@dataclass(frozen=True, slots=True)
class Page:
    """`objects` is a whole XZuFi message in UTF-8, or empty; while not `complete`, `next_url` leads on from `next_index`."""

    objects: bytes
    complete: bool
    next_index: int | None = None
    next_url: str = ""
    findings: Findings = field(default_factory=Findings, compare=False)

    def reader(self, *, limits: Limits | None = None, skip_errors: bool = False) -> Reader | None:
        """A reader over the objects; None where there are none."""
        if not self.objects.strip():
            return None
        return Reader(BytesIO(self.objects), limits=limits or Limits(), skip_errors=skip_errors)


def read_page(data: bytes) -> Page:
    """Raises PvogError, also for a piece that is not the last and names no next."""
    answer = parse(data, MAX_BYTES)
    objects = _DECLARATION.sub("", answer.text("xzufiObjekte"), count=1)  # text has no encoding any more
    complete = answer.flag("vollstaendig", usual=False)
    page = Page(objects.encode(), complete, answer.number("naechsterIndex"), answer.text("naechsteAnfrageUrl"), answer.findings)
    answer.close()
    if not complete and not page.next_url:
        raise PvogError("Die Lieferung ist nicht vollständig, nennt aber keine nächste Anfrage.", "Rufen Sie sie später neu ab.")
    return page


def write_page(page: Page) -> bytes:
    answer = {
        "xzufiObjekte": page.objects.decode(),
        "vollstaendig": page.complete,
        "naechsterIndex": page.next_index,
        "naechsteAnfrageUrl": page.next_url or None,
    }
    return msgspec.json.encode(answer)
