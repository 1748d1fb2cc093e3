"""Everything the page of one service says, in at most eleven queries."""

import datetime as dt
import re
from dataclasses import dataclass
from typing import TypeVar

from rathaus.foundation import clock, money, rows
from rathaus.foundation.statistics import public as statistics
from rathaus.modules.catalogue import queries
from rathaus.modules.catalogue.enums import (
    AccessChannel,
    Certainty,
    Channel,
    DurationKind,
    ExecutingLevel,
    FeeKind,
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
from rathaus.modules.catalogue.responsibility.shown import Shown, shown
from rathaus.modules.catalogue.types import FeeLine, ServiceInfo
from rathaus.modules.organisation import public as organisation

Ordered = TypeVar("Ordered", TextModule, ServiceChannel, ServiceFee, RequiredDocument, Deadline)
LONG_TEXTS = {
    TextCode.FULL: "Worum es geht",
    TextCode.REQUIREMENTS: "Voraussetzungen",
    TextCode.PROCEDURE: "So läuft es ab",
    TextCode.HINTS: "Hinweise",
    TextCode.REMEDY: "Wenn Sie nicht einverstanden sind",
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
class ServicePage:
    service: ServiceInfo
    short: str
    texts: tuple[tuple[str, str], ...]  # heading, text
    other_languages: tuple[tuple[Language, str], ...]
    legal_basis: str
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
    def elsewhere_title(self) -> str:
        return f"Nicht wir, sondern {self.external_name or LEVEL_NAMES[ExecutingLevel(self.service.level)]}"

    @property
    def elsewhere_text(self) -> str:
        return f"Das entnehmen wir nur dieser Angabe: {self.level_source}. Wir haben es nicht geprüft."


def service_page(service: Service, *, now: dt.datetime) -> ServicePage:
    said = _in_order(rows.read(TextModule, service_id=service.pk, access_channel=AccessChannel.ALL))
    texts = {row.code: row.text for row in said if row.language == GERMAN}
    others = {row.language: row.text for row in said if row.language in LANGUAGES and row.code == TextCode.FULL}
    responsible = shown(service.key, facts=Facts(queries.home_ars()), day=clock.today(now))
    body = responsible.in_charge
    unit = body.unit if body else None
    promise = min(rows.read(Duration, service_id=service.pk, kind=DurationKind.PROMISE), key=lambda row: row.pk, default=None)
    channels = [row.channel for row in _in_order(rows.read(ServiceChannel, service_id=service.pk))]
    ozg = OzgService.objects.select_related("life_event").get(pk=service.ozg_service_id) if service.ozg_service_id else None
    events = list(service.life_events.all()) or ([ozg.life_event] if ozg else [])
    fees = _in_order(rows.read(ServiceFee, service_id=service.pk))
    deadlines = _in_order(rows.read(Deadline, service_id=service.pk))
    return ServicePage(
        service=queries.info(service, unit.id if unit else None, promise.amount if promise else None),
        short=texts.get(TextCode.SHORT, ""),
        texts=tuple((heading, texts[code]) for code, heading in LONG_TEXTS.items() if code in texts),
        other_languages=tuple((language, others[tag]) for tag, language in LANGUAGES.items() if tag in others),
        legal_basis=texts.get(TextCode.LEGAL_BASIS, service.legal_basis),
        fees=tuple(_fee(fee) for fee in fees if _valid(fee, clock.today(now))),
        documents=tuple(_in_order(rows.read(RequiredDocument, service_id=service.pk))),
        deadline=next((row.text for row in deadlines if row.text), ""),
        ways=tuple(MEANING[Channel(channel)] for channel in channels if channel in MEANING),
        by_phone=Channel.PHONE in channels,
        by_counter=Channel.COUNTER in channels,
        by_paper=Channel.PAPER in channels,
        unit=unit,
        responsible=responsible,
        external_name=body.name if body and body.external else "",
        external_url=body.url if body else "",
        life_events=tuple(events),
        bundle=ozg.name if ozg else "",
        source=service.source,
        level_source=service.level_source,
        measured=_measured(service.key, now),
        related=() if service.described else tuple(queries.related(service.key)),
    )


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
