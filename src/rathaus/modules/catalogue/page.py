"""Everything the page of one service says, in at most eleven queries beside the one for the service itself.

Three more where somebody else offers it online.

A preview shows the same from a description that is not published: the rows are made, not read.
"""

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from django.db.models import Q
from msgspec.structs import asdict

from rathaus.foundation import clock, money, rows, text
from rathaus.foundation.errors import NotFound
from rathaus.foundation.statistics import public as statistics
from rathaus.modules.catalogue import queries, spans
from rathaus.modules.catalogue.descriptions import Description
from rathaus.modules.catalogue.domain.project import Said, row_of
from rathaus.modules.catalogue.enums import (
    ELSEWHERE,
    AccessChannel,
    Certainty,
    Channel,
    DurationKind,
    ExecutingLevel,
    FeeKind,
    Role,
)
from rathaus.modules.catalogue.exchange.foreign import Foreign
from rathaus.modules.catalogue.form_lines import FormLine, form_lines
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
from rathaus.modules.catalogue.online.entries import OnlineEntry, entries, named
from rathaus.modules.catalogue.online.facts import facts_of
from rathaus.modules.catalogue.passages import Passages, holds, passages
from rathaus.modules.catalogue.responsibility.matching import Facts
from rathaus.modules.catalogue.responsibility.resolve import Answer, Resolution
from rathaus.modules.catalogue.responsibility.rows import resolve_services
from rathaus.modules.catalogue.responsibility.shown import Body, Shown, of_resolution
from rathaus.modules.catalogue.types import FeeLine, ServiceInfo
from rathaus.modules.organisation import public as organisation

Ordered = TypeVar("Ordered", TextModule, ServiceChannel, ServiceFee, RequiredDocument, Deadline)
_LEGAL_LINK = re.compile(r"(?P<text>[^\[\]]+) \[(?P<url>https?://[^\]\s]+)\]")
LEVEL_NAMES = {ExecutingLevel.FEDERAL: "eine Behörde des Bundes", ExecutingLevel.LAND: "eine Behörde des Landes"}
MEANING = {Channel.COUNTER: "am Schalter", Channel.PAPER: "mit einem Papierformular", Channel.PHONE: "am Telefon"}
_PROMISED_IN = "ARBEITSTAG"


@dataclass(frozen=True, slots=True)
class Measured:
    """How long it took lately: the median in working days of the last cases, or too few of them."""

    days: float | None
    count: int | None


@dataclass(frozen=True, slots=True)
class ServicePage:
    """`texts` are of whatever source; `has_text` tells whether there is anything beside the name in the catalogue.

    `ours` is True only where the city is in charge; `home` is the authority of this house, `unit` one of its units or one of
    an authority beside it (`elsewhere`).
    """

    service: ServiceInfo
    has_text: bool
    texts: Passages
    legal_basis: str
    fees: tuple[FeeLine, ...]
    fee_rows: tuple[ServiceFee, ...]
    documents: tuple[RequiredDocument, ...]
    forms: tuple[FormLine, ...]
    deadline: str
    usual: tuple[str, ...]  # usual and statutory durations, in words
    ways: tuple[str, ...]  # other than online, in words
    channels: tuple[str, ...]
    home: organisation.AuthorityInfo | None
    unit: organisation.UnitInfo | None
    details: organisation.Details | None
    state: organisation.OpenState | None
    responsible: Shown
    ours: bool
    elsewhere: str
    external_name: str
    external_url: str
    life_events: tuple[LifeEvent, ...]
    bundle: str
    source: str
    level_source: str
    measured: Measured
    languages: tuple[tuple[Language, str], ...]  # with the address of the page in it
    online: tuple[OnlineEntry, ...] = ()  # online services of others, where there is none of our own
    related: tuple[ServiceInfo, ...] = ()  # of a service without a text: what else there is of its object

    @property
    def legal_links(self) -> list[tuple[str, str]]:
        """The legal bases of the source file, which writes `name [address], name [address]`; addresses of the web alone."""
        found = [(match["text"].strip(" ,"), match["url"]) for match in _LEGAL_LINK.finditer(self.legal_basis)]
        rest = _LEGAL_LINK.sub("", self.legal_basis).strip(" ,")
        return [*found, (rest, "")] if rest else found

    @property
    def elsewhere_title(self) -> str:
        return f"Zuständig: {self.elsewhere}" if self.perhaps_ours else f"Nicht wir, sondern {self.elsewhere}"

    @property
    def perhaps_ours(self) -> bool:
        """A source names a body that carries our name: which of our units that is, nobody has said yet."""
        return bool(self.foreign and self.home and text.match_key(self.home.name) in text.match_key(self.elsewhere))

    @property
    def foreign(self) -> Foreign | None:
        return self.responsible.in_charge.foreign if self.responsible.in_charge else None

    @property
    def elsewhere_text(self) -> str:
        body = self.responsible.in_charge
        if body is None:
            return f"Das entnehmen wir nur dieser Angabe: {self.level_source or 'ohne Quelle'}. Wir haben es nicht geprüft."
        source = f" Quelle: {body.source}." if body.source else ""
        return ("Das haben wir geprüft." if body.checked else "Das haben wir noch nicht geprüft.") + source


@dataclass(frozen=True, slots=True)
class _Parts:
    """The rows of one service, read or made for a preview; all empty, and nothing asked, where no source describes it."""

    texts: Sequence[TextModule] = ()
    fees: Sequence[ServiceFee] = ()
    documents: Sequence[RequiredDocument] = ()
    deadlines: Sequence[Deadline] = ()
    durations: Sequence[Duration] = ()
    channels: Sequence[str] = ()
    life_events: Sequence[str] | None = None  # slugs that replace what is kept
    unit: str = ""  # slug of the unit that a text not yet published names


def service_page(service: Service, *, now: dt.datetime, language: str = GERMAN) -> ServicePage:
    """What is missing in a language is shown in German."""
    return _page(service, _parts(service), now=now, language=language)


def preview_page(said: Description, *, source: str, now: dt.datetime, language: str = GERMAN) -> ServicePage:
    """The page as it will be when this description, composed from all sources, is published. Writes nothing."""
    known = Service.objects.filter(key=said.key).first()
    service = row_of(Said(said, source=source, own=True), known)
    if known:
        service.online_slug, service.legal_basis = known.online_slug, known.legal_basis
        service.ozg_service_id = known.ozg_service_id
    parts = _Parts(
        texts=[
            TextModule(**asdict(text) | {"links": [asdict(link) for link in text.links], "source": text.source or source})
            for text in said.texts
            if text.access_channel == AccessChannel.ALL
        ],
        fees=[ServiceFee(**asdict(fee)) for fee in said.fees],
        documents=[RequiredDocument(**asdict(document)) for document in said.documents],
        deadlines=[Deadline(**asdict(deadline)) for deadline in said.deadlines],
        durations=[Duration(**asdict(duration)) for duration in said.durations],
        channels=[way.channel for way in said.ways],
        life_events=said.life_events,
        unit=said.unit,
    )
    return _page(service, parts, now=now, language=language)


def _page(service: Service, parts: _Parts, *, now: dt.datetime, language: str) -> ServicePage:
    day = clock.today(now)
    authorities = organisation.get_authorities()
    home = next(iter(authorities.values()), None)
    resolution = resolve_services([service.key], facts=Facts(home.ars if home else ""), day=day)[service.key]
    responsible = _with_unit(of_resolution(resolution, conditions=False), parts.unit, service.source, day)
    body = responsible.in_charge
    unit = body.unit if body else None
    details = organisation.details_of(unit) if unit else None
    land = authorities[unit.authority_id].land if unit else ""
    durations = [row for row in parts.durations if holds(row, day)]
    deadlines = [row for row in parts.deadlines if holds(row, day)]
    fees = [row for row in parts.fees if holds(row, day)]
    promise = next((row.amount for row in durations if _promised(service, row)), None)
    texts = passages(parts.texts, own=service.source if service.described else "", day=day, language=language)
    info = queries.info(service, unit.id if unit else None, promise)
    has_text = service.described or service.has_text
    events, bundle = _belongs_to(service, parts.life_events)
    elsewhere = _elsewhere(service, responsible, authorities)
    return ServicePage(
        service=info,
        has_text=has_text,
        texts=texts,
        legal_basis=service.legal_basis,
        fees=tuple(_fee(fee, service) for fee in fees),
        fee_rows=tuple(fees),
        documents=tuple(parts.documents),
        forms=form_lines(service, resolution, day=day),
        deadline=next(filter(None, map(spans.deadline, deadlines)), ""),
        usual=tuple(filter(None, (_duration(row) for row in durations if not _promised(service, row)))),
        ways=tuple(MEANING[Channel(channel)] for channel in parts.channels if channel in MEANING),
        channels=tuple(parts.channels),
        home=home,
        unit=unit,
        details=details,
        state=organisation.open_state(details, land=land, now=now) if details else None,
        responsible=responsible,
        ours=not elsewhere and (unit is not None or (service.described and _all_ours(resolution.in_charge))),
        elsewhere=elsewhere,
        external_name=body.name if body and body.external else "",
        external_url=body.url if body else "",
        life_events=tuple(events),
        bundle=bundle,
        source=service.source,
        level_source=service.level_source,
        measured=_measured(service.key, now),
        languages=tuple((LANGUAGES[tag], info.url if tag == GERMAN else f"{info.url}?sprache={tag}") for tag in texts.languages),
        online=_online(service, resolution, home, unit, day=day, language=language),
        related=() if has_text else tuple(queries.related(service.key)),
    )


def _online(
    service: Service,
    resolution: Resolution,
    home: organisation.AuthorityInfo | None,
    unit: organisation.UnitInfo | None,
    *,
    day: dt.date,
    language: str,
) -> tuple[OnlineEntry, ...]:
    """Our own comes first; three queries where there is none and somebody else has one."""
    if service.online_slug or not (slugs := named(resolution)):
        return ()
    found = entries(slugs, facts=facts_of(service.key, home=home, unit=unit, language=language), day=day)
    return tuple(found[slug] for slug in slugs if slug in found)


def _parts(service: Service) -> _Parts:
    """Six queries, or none."""
    if not (service.described or service.has_text):
        return _Parts()
    return _Parts(
        texts=_in_order(rows.read(TextModule, service_id=service.pk, access_channel=AccessChannel.ALL)),
        fees=_in_order(rows.read(ServiceFee, service_id=service.pk)),
        documents=_in_order(rows.read(RequiredDocument, service_id=service.pk)),
        deadlines=_in_order(rows.read(Deadline, service_id=service.pk)),
        durations=sorted(rows.read(Duration, service_id=service.pk), key=lambda row: row.pk),
        channels=[row.channel for row in _in_order(rows.read(ServiceChannel, service_id=service.pk))],
    )


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
    return replace(known, in_charge=body, contradiction=False, several=(), for_some=())


def _belongs_to(service: Service, slugs: Sequence[str] | None) -> tuple[list[LifeEvent], str]:
    """Its life situations, or that of its bundle in the catalogue; the bundle's name where nothing else is said.

    One query where it has its own, three at most.
    """
    own = Q(services=service.pk) if slugs is None else Q(slug__in=slugs)
    events = list(LifeEvent.objects.filter(own))
    bundle = service.ozg_service_id
    if bundle and not events:
        events = list(LifeEvent.objects.filter(ozg_services=bundle))
    if not bundle or service.described or service.has_text:
        return events, ""
    return events, OzgService.objects.values_list("name", flat=True).get(pk=bundle)


def _elsewhere(service: Service, found: Shown, authorities: Any) -> str:
    """Who does it instead of the city, in words; empty where the city does, or nobody knows."""
    body = found.in_charge
    if body is not None and body.external:
        return body.name
    if body is not None and body.unit is not None:
        return "" if body.unit.authority_id == next(iter(authorities)) else str(authorities[body.unit.authority_id].name)
    level = ExecutingLevel(service.executing_level)
    return LEVEL_NAMES[level] if level in ELSEWHERE and not found.needs else ""


def _all_ours(answer: Answer) -> bool:
    """Nobody outside may be in charge, whatever the address."""
    rest = [*answer.open, *([answer.otherwise] if answer.otherwise else [])]
    return not answer.conflict and not any(row.external_name for row in (*rest, *answer.for_some))


def _promised(service: Service, row: Duration) -> bool:
    """Only the city promises for itself; what others say is the usual time."""
    return service.described and row.kind == DurationKind.PROMISE and row.unit == _PROMISED_IN and row.amount is not None


def _duration(row: Duration) -> str:
    said = "; ".join(filter(None, (spans.words(row.amount, row.amount_to, row.unit), row.text)))
    word = "Gesetzlich höchstens" if row.kind == DurationKind.STATUTORY else "Üblich"
    return f"{word}: {said}" if said else ""


def _in_order(found: list[Ordered]) -> list[Ordered]:
    return sorted(found, key=lambda row: (row.position, row.pk))


def _fee(fee: ServiceFee, service: Service) -> FeeLine:
    """What others say about money is not checked by the city, whatever they say of it."""
    if fee.kind == FeeKind.NONE:
        amount = "kostenfrei"
    elif fee.kind == FeeKind.TEXT or fee.cents is None:
        amount = ""
    elif fee.kind == FeeKind.RANGE and fee.cents_to is not None:
        amount = f"{_money(fee.cents, fee.currency)} bis {_money(fee.cents_to, fee.currency)}"
    else:
        amount = _money(fee.cents, fee.currency)
    return FeeLine(
        label=fee.label,
        amount=amount,
        text=fee.text,
        legal_basis=fee.legal_basis,
        source=fee.source or ("" if service.described else service.source),
        as_of=fee.as_of,
        checked=service.described and fee.certainty == Certainty.CHECKED,
    )


def _money(cents: int, currency: str) -> str:
    if currency in {"", "EUR"}:
        return money.format_cents(cents)
    return f"{cents // 100},{cents % 100:02} {currency}"


def _measured(key: str, now: dt.datetime) -> Measured:
    row = statistics.row(statistics.PROCESSING_DAYS, key, now=now)
    if row is None or row.count is None or row.count < statistics.SMALLEST_GROUP:
        return Measured(None, None)
    return Measured(row.value, row.count)
