"""The answers, from the same reads as the pages; each with a number of queries that does not grow with the page."""

import datetime as dt
from dataclasses import asdict
from typing import Any, cast

from django.conf import settings
from django.db.models import Q
from django.urls import reverse

from rathaus.foundation import clock
from rathaus.modules.catalogue import passages, queries
from rathaus.modules.catalogue.api import types
from rathaus.modules.catalogue.api.parameters import Asked
from rathaus.modules.catalogue.enums import AccessChannel, Certainty
from rathaus.modules.catalogue.models import LifeEvent, Service, ServiceFee, TextModule
from rathaus.modules.catalogue.online.entries import OnlineEntry
from rathaus.modules.catalogue.page import ServicePage, service_page
from rathaus.modules.catalogue.types import LifeEventInfo, ServiceInfo
from rathaus.modules.organisation import public as organisation

NOT_ONLINE = {"online_slug": "", "online_elsewhere": ""}


def services(asked: Asked) -> tuple[list[types.ServiceSummary], str]:
    """Also where the next page begins, empty at the end. Five queries."""
    rows = Service.objects.filter(queries.VALID, queries.NOT_BARE_OBJECT).order_by("key")
    if asked.after:
        rows = rows.filter(key__gt=asked.after)
    if asked.described is not None:
        rows = rows.filter(described=asked.described)
    if asked.online is not None:
        rows = rows.exclude(**NOT_ONLINE) if asked.online else rows.filter(**NOT_ONLINE)
    if asked.life_event:
        event = LifeEvent.objects.filter(slug=asked.life_event).values("pk")[:1]
        through = Service.life_events.through.objects.filter(lifeevent__in=event).values("service")
        rows = rows.filter(Q(pk__in=through) | Q(ozg_service__life_event__in=event))
    found = queries.infos(rows[: asked.limit + 1])
    shown = found[: asked.limit]
    return [summary(info) for info in shown], shown[-1].key if len(found) > asked.limit else ""


def summary(info: ServiceInfo) -> types.ServiceSummary:
    return types.ServiceSummary(
        key=info.key,
        name=info.name,
        machine_translated=info.machine_translated,
        official_name=info.official_name,
        url=settings.RATHAUS_BASE_URL + info.url,
        described=info.described,
        demo=info.demo,
        executing_level=cast("types.Level", info.level),
        online=info.online,
        online_url=f"{settings.RATHAUS_BASE_URL}/antrag/{info.online_slug}/" if info.online_slug else None,
        promise_days=info.promise_days,
    )


def service(key: str, *, now: dt.datetime) -> types.Service | None:
    """None where there is none. At most sixteen queries."""
    row = Service.objects.filter(queries.VALID, key=key).first()
    if row is None:
        return None
    page = service_page(row, now=now)
    own = row.source if row.described else ""
    day = clock.today(now)
    texts = TextModule.objects.filter(service=row, access_channel=AccessChannel.ALL) if page.has_text else ()
    return types.Service(
        summary=summary(page.service),
        source=row.source,
        level_source=row.level_source,
        responsible=_body(page),
        texts=[said for text in texts if passages.holds(text, day) and (said := _text(text, own))],
        fees=[_fee(fee, row) for fee in page.fee_rows],
        documents=[types.Document(name=one.name, text=one.text, mandatory=one.mandatory) for one in page.documents],
        forms=[types.Form(**asdict(one)) for one in page.forms],
        deadline=page.deadline,
        durations=list(page.usual),
        channels=cast("Any", list(page.channels)),
        life_events=[event.slug for event in page.life_events],
        online_services=[_online(one) for one in page.online],
    )


def _online(one: OnlineEntry) -> types.OnlineService:
    return types.OnlineService(
        name=one.name,
        provider=one.provider,
        url=one.url,
        trust_level=one.trust_level,
        languages=list(one.languages),
        payment=list(one.payment),
        demo=one.demo,
        unreachable_since=clock.local(one.down_since) if one.down_since else None,
    )


def _body(page: ServicePage) -> types.Body:
    unit_url = settings.RATHAUS_BASE_URL + reverse("unit", kwargs={"slug": page.unit.slug}) if page.unit else ""
    return types.Body(
        ours=page.ours,
        name=page.elsewhere or (page.unit.name if page.unit else ""),
        unit=page.unit.slug if page.unit else None,
        url=page.external_url or unit_url,
        depends=cast("Any", sorted(need.value for need in page.responsible.needs)),
    )


def _text(row: TextModule, own: str) -> types.Text | None:
    html, links = passages.shown(row), passages.links_of(row)
    if not html and not links:
        return None
    return types.Text(
        code=row.code,
        label=str(row.get_code_display()),
        language=row.language,
        html=html + "",  # a plain str: the encoder knows no other
        links=[types.Link(title=link.title, url=link.url) for link in links],
        own=bool(own) and row.source == own,
        source=row.source,
        approved_by=row.approved_by,
        approved_on=row.approved_on,
        machine_translated=row.machine_translated,
    )


def _fee(fee: ServiceFee, service: Service) -> types.Fee:
    return types.Fee(
        kind=cast("Any", fee.kind),
        label=fee.label,
        cents=fee.cents,
        cents_to=fee.cents_to,
        currency=fee.currency,
        text=fee.text,
        legal_basis=fee.legal_basis,
        source=fee.source or ("" if service.described else service.source),
        as_of=fee.as_of,
        checked=service.described and fee.certainty == Certainty.CHECKED,
    )


def life_events(asked: Asked) -> tuple[list[types.LifeEvent], str]:
    """Three queries, or none within a minute."""
    every = sorted((event for event in queries.life_events_lately() if event.slug > asked.after), key=lambda event: event.slug)
    return [_life_event(event) for event in every[: asked.limit]], _next([event.slug for event in every], asked.limit)


def _life_event(event: LifeEventInfo) -> types.LifeEvent:
    return types.LifeEvent(
        slug=event.slug,
        name=event.name,
        subject=event.subject,
        url=settings.RATHAUS_BASE_URL + reverse("life-event", args=[event.slug]),
        services=event.services,
        described=event.described,
        online=event.online,
    )


def units(asked: Asked, *, now: dt.datetime) -> tuple[list[types.Unit], str]:
    """Two queries."""
    every = sorted((unit for unit in organisation.units(clock.today(now)) if _place_of(unit) > asked.after), key=_place_of)
    shown = every[: asked.limit]
    authorities = organisation.get_authorities()
    found = [_unit(unit, organisation.details_of(unit), authorities[unit.authority_id].name) for unit in shown]
    return found, _next([_place_of(unit) for unit in every], asked.limit)


def _unit(unit: organisation.UnitInfo, details: organisation.Details, authority: str) -> types.Unit:
    return types.Unit(
        slug=unit.slug,
        name=unit.name,
        authority=authority,
        url=settings.RATHAUS_BASE_URL + reverse("unit", kwargs={"slug": unit.slug}),
        phone=unit.phone,
        email=unit.email,
        address=list(unit.address_lines),
        hours=[
            types.Hours(days=list(span.days), opens=f"{span.opens:%H:%M}", closes=f"{span.closes:%H:%M}")
            for span in details.hours
        ],
        by_appointment=details.by_appointment,
        step_free=details.accessibility.step_free,
    )


def _place_of(unit: organisation.UnitInfo) -> str:
    """Two authorities may have a unit of one name."""
    return f"{unit.slug} {unit.id}"


def _next(slugs: list[str], limit: int) -> str:
    return slugs[limit - 1] if len(slugs) > limit else ""
