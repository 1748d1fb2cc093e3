"""The modules a service is described with. Every module may be bound to a channel, a position and a period."""

from rathaus.standards.xzufi.model.basics import (
    Amount,
    Code,
    Day,
    DynamicParameter,
    Identifier,
    Link,
    LocalizedText,
    Part,
    Period,
    Texts,
)


class Module(Part, frozen=True):
    """What all modules share. `channel` (Zugangskanal 000, 100, 200) since 2.3.1."""

    channel: Code | None = None
    position: int | None = None
    id: Identifier | None = None
    secondary_ids: tuple[Identifier, ...] = ()
    validity: tuple[Period, ...] = ()


class TextModule(Module, frozen=True, kw_only=True):
    """`modulText`: `kind` 02 to 25 (code list leistungstextmodulleika); `title` replaces the usual heading."""

    kind: Code
    title: Texts = ()
    content: Texts = ()
    links: tuple[Link, ...] = ()


class CustomTextModule(Module, frozen=True, kw_only=True):
    """`modulTextIndividuell`: a text of a kind that the editorial office defined itself."""

    kind: Code
    content: Texts = ()
    links: tuple[Link, ...] = ()


class Span(Part, frozen=True, tag=True):
    """`FristDauer`: a length, or from-to when `length_to` is given. Units: JAHR MONAT WOCHE TAG WERKTAG ARBEITSTAG STUNDE ..."""

    length: int
    unit: str
    length_to: int | None = None
    unit_to: str = ""


class KeyDate(Part, frozen=True, tag=True):
    """`FristStichtag`: a day (`2026-05-31`), a day of every year (`--05-31`) or words, as written."""

    begins: str = ""
    ends: str = ""


class Deadline(Part, frozen=True):
    """`FristMitTyp`: `kind` 001, 002, 003, 005, 006 or 009 (Widerspruchsfrist)."""

    kind: Code | None = None
    term: Span | KeyDate | None = None
    description: Texts = ()
    position: int | None = None
    validity: tuple[Period, ...] = ()


class DeadlineModule(Module, frozen=True, kw_only=True):
    deadlines: tuple[Deadline, ...] = ()
    description: Texts = ()
    links: tuple[Link, ...] = ()


class Duration(Part, frozen=True):
    """`FristOhneTyp`: how long the authority takes."""

    term: Span | KeyDate | None = None
    description: Texts = ()
    position: int | None = None
    validity: tuple[Period, ...] = ()


class DurationModule(Module, frozen=True, kw_only=True):
    durations: tuple[Duration, ...] = ()
    description: Texts = ()
    links: tuple[Link, ...] = ()


class FixedFee(Part, frozen=True, tag=True):
    """`KostenFix`."""

    amount: Amount


class FreeFee(Part, frozen=True, tag=True):
    """`KostenFrei`: free of charge, and why."""

    description: Texts = ()


class VariableFee(Part, frozen=True, tag=True):
    """`KostenVariabel`: from-to, each end may be open, and on what it depends."""

    minimum: Amount | None = None
    maximum: Amount | None = None
    description: Texts = ()


class Fee(Part, frozen=True):
    """`Kosten`: `kind` 001 to 018; `prepayment` None where nothing is said."""

    kind: Code | None = None
    amount: FixedFee | FreeFee | VariableFee | None = None
    description: Texts = ()
    prepayment: bool | None = None
    links: tuple[Link, ...] = ()
    position: int | None = None
    validity: tuple[Period, ...] = ()


class FeeModule(Module, frozen=True, kw_only=True):
    """Most fees stand in `description` as words only. Never take money for payment from a text."""

    fees: tuple[Fee, ...] = ()
    description: Texts = ()
    links: tuple[Link, ...] = ()


class Document(Part, frozen=True):
    """`Dokument`: `kind` 001 to 028, 999, or `unlisted_kind` in words."""

    kind: Code | None = None
    unlisted_kind: str = ""
    name: Texts = ()
    description: Texts = ()
    forms: tuple[Identifier, ...] = ()
    signature: Code | None = None


class IncomingDocument(Part, frozen=True):
    """What the applicant hands in. `obligation` 01, 02; `trigger`: this paper opens the procedure. Both since 2.3.1."""

    document: Document
    obligation: Code | None = None
    reasons: tuple[Code, ...] = ()
    trigger: bool | None = None


class DocumentModule(Module, frozen=True, kw_only=True):
    """`description` is the one text of 2.2.0; 2.3.1 tells incoming from outgoing."""

    incoming: tuple[IncomingDocument, ...] = ()
    outgoing: tuple[Document, ...] = ()
    description: Texts = ()
    description_incoming: Texts = ()
    description_outgoing: Texts = ()
    links: tuple[Link, ...] = ()


class Term(Part, frozen=True):
    """`BegriffImKontext`: another word under which the service is looked for."""

    term: LocalizedText
    kind: Code | None = None


class TermModule(Module, frozen=True, kw_only=True):
    terms: tuple[Term, ...] = ()


class ApprovalModule(Module, frozen=True, kw_only=True):
    """`modulFachlicheFreigabe`: who stands for the content, and since when. Show it with every text of others."""

    approved_on: Day | None = None
    approved_by: Texts = ()


class HintModule(Module, frozen=True, kw_only=True):
    """`modulAuskunftshinweis`: for those who give information (115, counter), not for the public."""

    content: Texts = ()
    links: tuple[Link, ...] = ()


class SourcePortalModule(Module, frozen=True, kw_only=True):
    """`modulUrsprungsportal`: the page of origin; `parameters` since 2.3.1."""

    uri: str
    language: str = ""
    title: str = ""
    parameters: tuple[DynamicParameter, ...] = ()
