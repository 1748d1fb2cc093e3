"""The modules of a description (`details`): text modules by code, and 95 Bearbeitungsdauer, 97 Frist, 98 Kosten with parts."""

import re
from dataclasses import dataclass, field
from typing import Any, Final

from rathaus.standards.pvog.opened import Opened
from rathaus.standards.xzufi.codelists import TEXT_MODULES, URN_TEXT_MODULE
from rathaus.standards.xzufi.errors import FindingKind
from rathaus.standards.xzufi.model.basics import Code, DynamicParameter, Link, LocalizedText, Texts
from rathaus.standards.xzufi.model.modules import (
    CustomTextModule,
    Deadline,
    DeadlineModule,
    Duration,
    DurationModule,
    Fee,
    FeeModule,
    Span,
    TextModule,
)

_SPAN: Final = re.compile(r"(\d{1,5})\s+(Jahr|Monat|Woche|Tag|Werktag|Arbeitstag|Stunde|Minute)(?:e|en|n)?")
_STATUS: Final = {"STATUS": "library_status", "STATUSKATALOG": "catalogue_status"}
_MOST: Final = 500


@dataclass(frozen=True, slots=True)
class _Head:
    code: str
    title: str
    text: str
    category: str


@dataclass(slots=True)
class Modules:
    """What the details say, ready for the service; `placeholders` are the codes of what only holds a place."""

    language: str
    texts: list[TextModule] = field(default_factory=list)
    custom_texts: list[CustomTextModule] = field(default_factory=list)
    deadlines: list[DeadlineModule] = field(default_factory=list)
    durations: list[DurationModule] = field(default_factory=list)
    fees: list[FeeModule] = field(default_factory=list)
    states: dict[str, Code] = field(default_factory=dict)
    placeholders: list[str] = field(default_factory=list)

    def localized(self, text: str) -> Texts:
        return (LocalizedText(self.language, text),) if text else ()

    def add(self, detail: Opened) -> None:
        """One module. Placeholders never become a text."""
        head = _Head(detail.text("code"), detail.text("title"), detail.text("text"), detail.text("xZufiCategory"))
        detail.text("@type")
        links = tuple(link_of(link, self.language) for link in detail.opened("links"))
        parts = detail.opened("details")[:_MOST]
        filled = detail.flag("filled", usual=True)
        if detail.flag("placeholder"):
            self.placeholders.append(head.code)
            text = f"Platzhalter, nicht übernommen: {head.title} ({head.text[:60]})"
            detail.tell("text", text, FindingKind.NOTE)
        elif filled or head.text or links or parts:
            self._place(detail, head, links, parts)
        detail.close()

    def _place(self, detail: Opened, head: "_Head", links: tuple[Link, ...], parts: list[Opened]) -> None:
        code, category, description = head.code, head.category, self.localized(head.text)
        if code in _STATUS and head.text.strip().isdigit():
            self.states[_STATUS[code]] = Code(head.text.strip())
        elif category == "KOSTEN" or code == "98":
            fees = tuple(Fee(**self._part(part, spans=False)) for part in parts)
            self.fees.append(FeeModule(fees=fees, description=description, links=links))
        elif category == "FRIST" or code == "97":
            deadlines = tuple(Deadline(**self._part(part, spans=True)) for part in parts)
            self.deadlines.append(DeadlineModule(deadlines=deadlines, description=description, links=links))
        elif category == "BEARBEITUNGSDAUER" or code == "95":
            durations = tuple(self._duration(part) for part in parts)
            self.durations.append(DurationModule(durations=durations, description=description, links=links))
        elif category == "TEXT_MODUL" and code in TEXT_MODULES:
            kind = Code(code, URN_TEXT_MODULE, name=head.title)
            self.texts.append(TextModule(kind=kind, content=description, links=links))
            _untold(detail, parts)
        else:
            kind = Code(code or category or "ohne", name=head.title)
            self.custom_texts.append(CustomTextModule(kind=kind, content=description, links=links))
            _untold(detail, parts)

    def _part(self, part: Opened, *, spans: bool) -> dict[str, Any]:
        """A deadline or fee: its words stay words; only a length that stands alone at the end becomes one."""
        code, title, text = part.text("code"), part.text("title"), part.text("text")
        found: dict[str, Any] = {"kind": Code(code, name=title) if code else None, "description": self.localized(text)}
        if spans and (span := span_of(text.rpartition(":")[2])):
            found["term"] = span
        self._end(part)
        return found

    def _duration(self, part: Opened) -> Duration:
        _code, title, text = part.text("code"), part.text("title"), part.text("text")
        span = span_of(text)
        words = [word for word in (title, "" if span else text) if word]
        self._end(part)
        return Duration(term=span, description=self.localized(": ".join(words)))

    def _end(self, part: Opened) -> None:
        part.text("@type")
        if part.flag("placeholder"):
            part.tell("placeholder", "Platzhalter.", FindingKind.NOTE)
        part.flag("filled", usual=True)
        part.close()


def _untold(detail: Opened, parts: list[Opened]) -> None:
    for part in parts:
        part.close()
    if parts:
        detail.tell("details", "Teile eines Textmoduls kennt das Modell nicht.")


def span_of(text: str) -> Span | None:
    """`1 Monat`, `14 Tage`; None for anything more."""
    match = _SPAN.fullmatch(text.strip())
    return Span(int(match[1]), match[2].upper()) if match else None


def link_of(link: Opened, language: str) -> Link:
    uri, title, description = link.text("uri", needed=True), link.text("title"), link.text("description")
    link.close()
    return Link(uri.strip(), title, description, language=language)


def parameters_of(link: Opened) -> tuple[DynamicParameter, ...]:
    """Their shape in JSON was never seen filled; both plausible spellings are read, anything else is told."""
    found = []
    for parameter in link.opened("dynamicParameters"):
        kind = parameter.text("typ") or parameter.text("type")
        name = parameter.text("parameterName") or parameter.text("name")
        if kind and name:
            found.append(DynamicParameter(Code(kind), name))
        elif kind or name:
            parameter.tell("", f"Parameter ohne Art oder Namen: {kind or name}")
        parameter.close()
    return tuple(found)
