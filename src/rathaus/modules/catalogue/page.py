"""Everything the page of one service says, in at most twelve queries."""

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from django.utils.html import linebreaks
from django.utils.safestring import SafeString, mark_safe
from msgspec.structs import asdict

from rathaus.foundation import clock, html, money, rows
from rathaus.foundation.errors import NotFound
from rathaus.foundation.statistics import public as statistics
from rathaus.modules.catalogue import queries
from rathaus.modules.catalogue.descriptions import Description
from rathaus.modules.catalogue.domain.project import Said, row_of
from rathaus.modules.catalogue.enums import (
    AccessChannel,
    Certainty,
    Channel,
    DurationKind,
    ExecutingLevel,
    FeeKind,
    Markup,
    Role,
    TextCode,
)
from rathaus.modules.catalogue.languages import GERMAN, LANGUAGES, Language
from rathaus.modules.catalogue.models import (
    Deadline,
    Duration,
    LifeEvent,
    OzgService,
    RequiredDocument,
    Service,
    ServiceChannel,
    ServiceFee,
    TextModule,
)
from rathaus.modules.catalogue.responsibility.matching import Facts
from rathaus.modules.catalogue.responsibility.shown import Body, Shown, shown
from rathaus.modules.catalogue.types import FeeLine, ServiceInfo
from rathaus.modules.organisation import public as organisation

Ordered = TypeVar("Ordered", TextModule, ServiceChannel, ServiceFee, RequiredDocument, Deadline)
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
    markup: Markup = Markup.PLAIN
    links: tuple[tuple[str, str], ...] = ()  # title, address

    @property
    def body(self) -> SafeString:
        """As HTML: what others marked up passes the allow-list."""
        return html.clean(self.text) if self.markup == Markup.HTML else mark_safe(linebreaks(self.text, autoescape=True))

    @property
    def words(self) -> str:
        return html.plain(self.text) if self.markup == Markup.HTML else self.text

    @property
    def right_to_left(self) -> bool:
        return self.language in LANGUAGES and LANGUAGES[self.language].right_to_left


NOTHING = Passage("", "", GERMAN)


@dataclass(frozen=True, slots=True)
class ServicePage:
    service: ServiceInfo
    short: Passage
    texts: tuple[Passage, ...]
    legal_basis: str
    legal_machine: bool  # the legal basis is machine translated
    language: str
    languages: tuple[tuple[Language, str], ...]  # with the address of the page in it
    fees: tuple[FeeLine, ...]
    documents: tuple[RequiredDocument, ...]
    deadline: str
    ways: tuple[str, ...]  # other than online, in words
    by_phone: bool
    by_counter: bool
    by_paper: bool
    unit: organisation.UnitInfo | None
    responsible: Shown
    external_name: str
    external_url: str
    life_events: tuple[LifeEvent, ...]
    bundle: str
    source: str
    level_source: str
    measured: Measured
    related: tuple[ServiceInfo, ...] = ()  # of a service without our text: what else there is of its object

    @property
    def legal_links(self) -> list[tuple[str, str]]:
        """The legal bases of the source file, which writes `name [address], name [address]`; addresses of the web alone."""
        found = [(match["text"].strip(" ,"), match["url"]) for match in _LEGAL_LINK.finditer(self.legal_basis)]
        rest = _LEGAL_LINK.sub("", self.legal_basis).strip(" ,")
        return [*found, (rest, "")] if rest else found

    @property
    def somebody_speaks(self) -> bool:
        """Whether there is a text, be it of others."""
        return bool(self.short.text or self.texts)

    @property
    def not_ours_text(self) -> str:
        return f"Er kommt von: {self.source}. Ob unsere Stadt diese Leistung ausführt, haben wir noch nicht geprüft."

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
    ozg: OzgService | None
    responsible: Shown


def service_page(service: Service, *, now: dt.datetime, language: str = GERMAN) -> ServicePage:
    """What is missing in a language is shown in German."""
    promise = min(rows.read(Duration, service_id=service.pk, kind=DurationKind.PROMISE), key=lambda row: row.pk, default=None)
    parts = _Parts(
        texts=_in_order(rows.read(TextModule, service_id=service.pk, access_channel=AccessChannel.ALL)),
        fees=_in_order(rows.read(ServiceFee, service_id=service.pk)),
        documents=_in_order(rows.read(RequiredDocument, service_id=service.pk)),
        deadlines=[row.text for row in _in_order(rows.read(Deadline, service_id=service.pk))],
        promise=promise.amount if promise else None,
        channels=[row.channel for row in _in_order(rows.read(ServiceChannel, service_id=service.pk))],
        life_events=list(service.life_events.all()),
        ozg=_ozg_of(service),
        responsible=_responsible(service.key, now),
    )
    return _page(service, parts, now=now, language=language)


def preview_page(said: Description, *, source: str, now: dt.datetime, language: str = GERMAN) -> ServicePage:
    """The page as it will be when this description, composed from all sources, is published. Writes nothing."""
    known = Service.objects.filter(key=said.key).first()
    service = row_of(Said(said, source=source, own=True), known)
    service.online_slug = known.online_slug if known else ""
    service.legal_basis = known.legal_basis if known else ""
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
        ozg=_ozg_of(known) if known else None,
        responsible=_with_unit(_responsible(said.key, now), said.unit, source, clock.today(now)),
    )
    return _page(service, parts, now=now, language=language)


def _ozg_of(service: Service) -> OzgService | None:
    if not service.ozg_service_id:
        return None
    return OzgService.objects.select_related("life_event").get(pk=service.ozg_service_id)


def _responsible(key: str, now: dt.datetime) -> Shown:
    return shown(key, facts=Facts(queries.home_ars()), day=clock.today(now))


def _with_unit(known: Shown, slug: str, source: str, day: dt.date) -> Shown:
    """With the unit that a text names in charge, unless it depends on an address."""
    if not slug or known.needs:
        return known
    try:
        unit = organisation.find_unit(slug, day=day)
    except NotFound:
        return known
    body = Body(
        row_id=unit.id,
        role=Role.IN_CHARGE,
        name=unit.name,
        unit=unit,
        external=False,
        url="",
        condition="",
        source=source,
        checked=False,
    )
    return replace(known, in_charge=body, contradiction=False)


def _page(service: Service, parts: _Parts, *, now: dt.datetime, language: str) -> ServicePage:
    there = {text.language for text in parts.texts}
    language = language if language in there else GERMAN
    texts = {text.code: text for text in parts.texts if text.language == GERMAN}
    texts |= {text.code: text for text in parts.texts if text.language == language}
    basis = texts.get(TextCode.LEGAL_BASIS)
    body = parts.responsible.in_charge
    unit = body.unit if body else None
    info = queries.info(service, unit.id if unit else None, parts.promise)
    return ServicePage(
        service=info,
        short=_passage(texts[TextCode.SHORT], "") if TextCode.SHORT in texts else NOTHING,
        texts=tuple(_passage(texts[code], heading) for code, heading in LONG_TEXTS.items() if code in texts),
        legal_basis=basis.words if basis else service.legal_basis,
        legal_machine=bool(basis and basis.machine_translated),
        language=language,
        languages=tuple(
            (one, info.url if tag == GERMAN else f"{info.url}?sprache={tag}")
            for tag, one in LANGUAGES.items()
            if tag == GERMAN or tag in there
        ),
        fees=tuple(_fee(fee) for fee in parts.fees if _valid(fee, clock.today(now))),
        documents=tuple(parts.documents),
        deadline=next(filter(None, parts.deadlines), ""),
        ways=tuple(MEANING[Channel(channel)] for channel in parts.channels if channel in MEANING),
        by_phone=Channel.PHONE in parts.channels,
        by_counter=Channel.COUNTER in parts.channels,
        by_paper=Channel.PAPER in parts.channels,
        unit=unit,
        responsible=parts.responsible,
        external_name=body.name if body and body.external else "",
        external_url=body.url if body else "",
        life_events=tuple(parts.life_events or ([parts.ozg.life_event] if parts.ozg else [])),
        bundle=parts.ozg.name if parts.ozg else "",
        source=service.source,
        level_source=service.level_source,
        measured=_measured(service.key, now),
        related=() if service.described else tuple(queries.related(service.key)),
    )


def _passage(text: TextModule, heading: str) -> Passage:
    links = tuple((link.get("title") or link["uri"], link["uri"]) for link in text.links)
    markup = Markup(text.markup)
    return Passage(heading, text.text, text.language, machine=text.machine_translated, markup=markup, links=links)


def _in_order(found: list[Ordered]) -> list[Ordered]:
    return sorted(found, key=lambda row: (row.position, row.pk))


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
