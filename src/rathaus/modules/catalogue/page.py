"""Everything the page of one service says, in at most ten queries."""

import datetime as dt
import re
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from msgspec.structs import asdict

from rathaus.foundation import clock, money
from rathaus.foundation.errors import NotFound
from rathaus.foundation.statistics import public as statistics
from rathaus.modules.catalogue import queries
from rathaus.modules.catalogue.descriptions import Description
from rathaus.modules.catalogue.domain.project import Said, row_of
from rathaus.modules.catalogue.editing.shape import LANGUAGES, RIGHT_TO_LEFT
from rathaus.modules.catalogue.enums import (
    AccessChannel,
    Certainty,
    Channel,
    DurationKind,
    ExecutingLevel,
    FeeKind,
    Role,
    TextCode,
)
from rathaus.modules.catalogue.models import LifeEvent, RequiredDocument, Responsibility, Service, ServiceFee, TextModule
from rathaus.modules.catalogue.types import FeeLine, ServiceInfo
from rathaus.modules.organisation import public as organisation

GERMAN = "de"
LONG_TEXTS = {
    TextCode.FULL: "Worum es geht",
    TextCode.REQUIREMENTS: "Voraussetzungen",
    TextCode.PROCEDURE: "So läuft es ab",
    TextCode.HINTS: "Hinweise",
    TextCode.REMEDY: "Wenn Sie nicht einverstanden sind",
    TextCode.FURTHER: "Mehr dazu",
}
_LEGAL_LINK = re.compile(r"(?P<text>[^\[\]]+) \[(?P<url>https?://[^\]\s]+)\]")
LEVEL_NAMES = {ExecutingLevel.FEDERAL: "eine Behörde des Bundes", ExecutingLevel.LAND: "eine Behörde des Landes"}
MEANING = {Channel.COUNTER: "am Schalter", Channel.PAPER: "mit einem Papierformular", Channel.PHONE: "am Telefon"}


@dataclass(frozen=True, slots=True)
class Measured:
    """How long it took lately: the median in working days of the last cases, or too few of them."""

    days: float | None
    count: int | None


@dataclass(frozen=True, slots=True)
class Passage:
    """A text as it is shown. `machine` says that a machine has translated it and nobody has checked it: never left out."""

    heading: str
    text: str
    language: str
    machine: bool = False
    links: tuple[tuple[str, str], ...] = ()  # title, address

    @property
    def right_to_left(self) -> bool:
        return self.language in RIGHT_TO_LEFT


NOTHING = Passage("", "", "de")


@dataclass(frozen=True, slots=True)
class ServicePage:
    service: ServiceInfo
    short: Passage
    texts: tuple[Passage, ...]
    legal_basis: str
    legal_machine: bool  # the legal basis is machine translated
    language: str
    languages: tuple[tuple[str, str, str], ...]  # code, name, address
    fees: tuple[FeeLine, ...]
    documents: tuple[RequiredDocument, ...]
    deadline: str
    ways: tuple[str, ...]  # other than online, in words
    by_phone: bool
    by_counter: bool
    by_paper: bool
    unit: organisation.UnitInfo | None
    external_name: str
    external_url: str
    life_events: tuple[LifeEvent, ...]
    bundle: str
    source: str
    level_source: str
    measured: Measured

    @property
    def legal_links(self) -> list[tuple[str, str]]:
        """The legal bases of the source file, which writes `name [address], name [address]`; addresses of the web alone."""
        found = [(match["text"].strip(" ,"), match["url"]) for match in _LEGAL_LINK.finditer(self.legal_basis)]
        rest = _LEGAL_LINK.sub("", self.legal_basis).strip(" ,")
        return [*found, (rest, "")] if rest else found

    @property
    def elsewhere_title(self) -> str:
        return f"Nicht wir, sondern {self.external_name or LEVEL_NAMES[ExecutingLevel(self.service.level)]}"

    @property
    def elsewhere_text(self) -> str:
        return f"Das entnehmen wir nur dieser Angabe: {self.level_source}. Wir haben es nicht geprüft."


@dataclass(frozen=True, slots=True)
class _Parts:
    """Rows of the tables, kept or made for a preview."""

    texts: Sequence[TextModule]
    fees: Sequence[ServiceFee]
    documents: Sequence[RequiredDocument]
    deadlines: Sequence[str]
    promise: int | None
    channels: Sequence[str]
    life_events: Sequence[LifeEvent]
    unit_id: uuid.UUID | None
    other: Responsibility | None


def service_page(key: str, *, now: dt.datetime, language: str = GERMAN) -> ServicePage | None:
    """None for a key that is not in the catalogue (any more). What is missing in a language is shown in German."""
    rows = Service.objects.filter(queries.VALID, key=key).select_related("ozg_service__life_event")
    service = next(iter(rows), None)
    if service is None:
        return None
    charge = [row for row in service.responsibilities.all() if row.role == Role.IN_CHARGE]
    charge.sort(key=lambda row: -len(row.territory))
    promises = service.durations.filter(kind=DurationKind.PROMISE).values_list("amount", flat=True)
    parts = _Parts(
        texts=list(service.texts.filter(access_channel=AccessChannel.ALL)),
        fees=list(service.fees.all()),
        documents=list(service.documents.all()),
        deadlines=list(service.deadlines.values_list("text", flat=True)),
        promise=next(iter(promises), None),
        channels=list(service.channels.values_list("channel", flat=True)),
        life_events=list(service.life_events.all()),
        unit_id=next((row.unit_id for row in charge if row.unit_id), None),
        other=next((row for row in charge if row.external_name), None),
    )
    return _page(service, parts, now=now, language=language)


def preview_page(said: Description, *, source: str, now: dt.datetime, language: str = GERMAN) -> ServicePage:
    """The page as it will be when this description, composed from all sources, is published. Writes nothing."""
    known = Service.objects.filter(key=said.key).select_related("ozg_service__life_event").first()
    service = row_of(Said(said, source=source), known)
    service.ozg_service = known.ozg_service if known else None
    service.online_slug = known.online_slug if known else ""
    service.legal_basis = known.legal_basis if known else ""
    unit_id = _unit_named(said.unit, clock.today(now)) if said.unit else queries.unit_in_charge(said.key)
    parts = _Parts(
        texts=[
            TextModule(**asdict(text) | {"links": [asdict(link) for link in text.links]})
            for text in said.texts
            if text.access_channel == AccessChannel.ALL
        ],
        fees=[ServiceFee(**asdict(fee)) for fee in said.fees],
        documents=[RequiredDocument(**asdict(document)) for document in said.documents],
        deadlines=[deadline.text for deadline in said.deadlines],
        promise=next((entry.amount for entry in said.durations if entry.kind == DurationKind.PROMISE), None),
        channels=[way.channel for way in said.ways],
        life_events=list(LifeEvent.objects.filter(slug__in=said.life_events)),
        unit_id=unit_id,
        other=None,
    )
    return _page(service, parts, now=now, language=language)


def _unit_named(slug: str, day: dt.date) -> uuid.UUID | None:
    try:
        return organisation.find_unit(slug, day=day).id
    except NotFound:
        return None


def _page(service: Service, parts: _Parts, *, now: dt.datetime, language: str) -> ServicePage:
    url = queries.info(service, None, None).url
    there = {text.language for text in parts.texts} - {GERMAN}
    names = [(code, name) for code, name in LANGUAGES.items() if code in there]
    names += [(code, code) for code in sorted(there - LANGUAGES.keys())]
    language = language if language in there else GERMAN
    texts = {text.code: text for text in parts.texts if text.language == GERMAN}
    texts |= {text.code: text for text in parts.texts if text.language == language}
    ozg = service.ozg_service
    basis = texts.get(TextCode.LEGAL_BASIS)
    return ServicePage(
        service=queries.info(service, parts.unit_id, parts.promise),
        short=_passage(texts[TextCode.SHORT], "") if TextCode.SHORT in texts else NOTHING,
        texts=tuple(_passage(texts[code], heading) for code, heading in LONG_TEXTS.items() if code in texts),
        legal_basis=basis.text if basis else service.legal_basis,
        legal_machine=bool(basis and basis.machine_translated),
        language=language,
        languages=((GERMAN, LANGUAGES[GERMAN], url), *((code, name, f"{url}?sprache={code}") for code, name in names)),
        fees=tuple(_fee(fee) for fee in parts.fees if _valid(fee, clock.today(now))),
        documents=tuple(parts.documents),
        deadline=next(filter(None, parts.deadlines), ""),
        ways=tuple(MEANING[Channel(channel)] for channel in parts.channels if channel in MEANING),
        by_phone=Channel.PHONE in parts.channels,
        by_counter=Channel.COUNTER in parts.channels,
        by_paper=Channel.PAPER in parts.channels,
        unit=organisation.get_units([parts.unit_id]).get(parts.unit_id) if parts.unit_id else None,
        external_name=parts.other.external_name if parts.other else "",
        external_url=parts.other.external_url if parts.other else "",
        life_events=tuple(parts.life_events or ([ozg.life_event] if ozg else [])),
        bundle=ozg.name if ozg else "",
        source=service.source,
        level_source=service.level_source,
        measured=_measured(service.key, now),
    )


def _passage(text: TextModule, heading: str) -> Passage:
    links = tuple((link.get("title") or link["uri"], link["uri"]) for link in text.links)
    return Passage(heading, text.text, text.language, machine=text.machine_translated, links=links)


def _valid(fee: ServiceFee, day: dt.date) -> bool:
    return (fee.valid_from is None or fee.valid_from <= day) and (fee.valid_until is None or day <= fee.valid_until)


def _fee(fee: ServiceFee) -> FeeLine:
    if fee.kind == FeeKind.NONE:
        amount = "kostenfrei"
    elif fee.kind == FeeKind.TEXT or fee.cents is None:
        amount = ""
    elif fee.kind == FeeKind.RANGE and fee.cents_to is not None:
        amount = f"{money.format_cents(fee.cents)} bis {money.format_cents(fee.cents_to)}"
    else:
        amount = money.format_cents(fee.cents)
    return FeeLine(
        label=fee.label,
        amount=amount,
        text=fee.text,
        legal_basis=fee.legal_basis,
        source=fee.source,
        as_of=fee.as_of,
        checked=fee.certainty == Certainty.CHECKED,
    )


def _measured(key: str, now: dt.datetime) -> Measured:
    row = statistics.row(statistics.PROCESSING_DAYS, key, now=now)
    if row is None or row.count is None or row.count < statistics.SMALLEST_GROUP:
        return Measured(None, None)
    return Measured(row.value, row.count)
