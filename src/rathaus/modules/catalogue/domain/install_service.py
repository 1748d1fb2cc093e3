"""Put in a described service from plain data (a file of the product or of a recipe)."""

import datetime as dt
import hashlib
import json
from collections.abc import Iterator, Mapping
from typing import Any

from django.db import transaction
from django.db.models import Q

from rathaus.foundation import text
from rathaus.foundation.audit import public as audit
from rathaus.foundation.errors import Invalid, NotFound
from rathaus.foundation.permissions.public import SYSTEM, Actor
from rathaus.modules.catalogue.enums import Certainty, Channel, DurationKind, ExecutingLevel, FeeKind, Origin, TextCode
from rathaus.modules.catalogue.index import index_keys
from rathaus.modules.catalogue.models import (
    Deadline,
    Duration,
    LifeEvent,
    RequiredDocument,
    Responsibility,
    Service,
    ServiceChannel,
    ServiceFee,
    Term,
    TextModule,
)
from rathaus.modules.catalogue.naming import is_official, slug_of
from rathaus.modules.geo import public as geo
from rathaus.modules.organisation import public as organisation

Data = Mapping[str, Any]
KEYS = frozenset(
    {
        "key", "name", "official_name", "synonyms", "keywords", "life_events", "short", "text", "requirements", "procedure",
        "hints", "legal_basis", "documents", "fees", "deadline", "promise_days", "unit", "territory", "channels", "level",
        "level_source", "prominence", "trust_level", "written_form", "personal_appearance", "informal", "remedy",
    }
)  # fmt: skip
_TEXTS = {
    "short": TextCode.SHORT,
    "text": TextCode.FULL,
    "requirements": TextCode.REQUIREMENTS,
    "procedure": TextCode.PROCEDURE,
    "hints": TextCode.HINTS,
    "legal_basis": TextCode.LEGAL_BASIS,
    "remedy": TextCode.REMEDY,
}


def install_service(*, data: Data, source: str, demo: bool, now: dt.datetime, actor: Actor = SYSTEM) -> bool:
    """Creates or replaces what is said about one service; gives False where nothing changed. See `KEYS` for what `data` may say.

    What the catalogue of the federation says about the key (type, bundle) stays. A unit that does not exist yet is kept by
    its short name and found later (`resolve_units`). Raises Invalid naming every fault.
    """
    faults = list(faults_of(data))
    if faults:
        raise Invalid(f"Die Leistung {data.get('key', '?')} kann nicht übernommen werden: " + "; ".join(faults))
    digest = hashlib.sha256(json.dumps([data, source, demo], sort_keys=True, default=str).encode()).hexdigest()
    with transaction.atomic():
        service = Service.objects.select_for_update().filter(key=data["key"]).first() or Service(key=data["key"], version=0)
        if service.described and _said(service) == digest:
            return False
        _write_service(service, data, source=source, demo=demo)
        _write_parts(service, data, digest=digest, source=source, now=now)
        index_keys([service.key])
        audit.record(
            act="catalogue.service_installed",
            actor=actor,
            subject=audit.Subject("service", service.key),
            payload={"version": service.version, "source": source, "digest": digest},
            now=now,
        )
    return True


def faults_of(data: Data) -> Iterator[str]:
    """What is wrong with the data, in German; nothing where it can be installed."""
    if unknown := set(data) - KEYS:
        yield f"unbekannte Angaben {', '.join(sorted(unknown))}"
    key = str(data.get("key", ""))
    if not is_official(key) and not key.startswith("local:"):
        yield f"{key!r} ist weder ein Leistungsschlüssel (99 und zwölf Ziffern) noch beginnt es mit local:"
    if not data.get("name"):
        yield "der Name fehlt"
    if data.get("level", "municipal") not in ExecutingLevel.values:
        yield f"level {data['level']!r} gibt es nicht; möglich sind {', '.join(ExecutingLevel.values)}"
    for channel in data.get("channels", ()):
        if channel not in Channel.values:
            yield f"den Weg {channel!r} gibt es nicht; möglich sind {', '.join(Channel.values)}"
    for number, fee in enumerate(data.get("fees", ()), 1):
        yield from (f"Gebühr {number}: {fault}" for fault in _fee_faults(fee))


def _fee_faults(fee: Data) -> Iterator[str]:
    if fee.get("kind") not in FeeKind.values:
        yield f"kind fehlt oder ist falsch; möglich sind {', '.join(FeeKind.values)}"
    if fee.get("kind") in {FeeKind.FIXED, FeeKind.RANGE} and not isinstance(fee.get("cents"), int):
        yield "cents (ganze Zahl) fehlt"
    if fee.get("kind") != FeeKind.NONE and not fee.get("legal_basis"):
        yield "legal_basis fehlt: keine Gebühr ohne Rechtsgrundlage"
    if fee.get("certainty") == Certainty.CHECKED and not (fee.get("source") and fee.get("as_of")):
        yield "eine geprüfte Gebühr braucht source und as_of"


def _said(service: Service) -> str:
    row = service.identifiers.filter(scheme="rathaus:digest").first()
    return row.value if row else ""


def _write_service(service: Service, data: Data, *, source: str, demo: bool) -> None:
    service.name = data["name"]
    service.slug = slug_of(data["name"])
    service.sort_key = text.sort_key(data["name"])
    service.official_name = service.official_name or data.get("official_name", "")
    service.described = True
    service.demo = demo
    service.source = source
    service.executing_level = data.get("level", ExecutingLevel.MUNICIPAL)
    service.level_source = data.get("level_source", "Angabe der Stadt")
    service.trust_level = data.get("trust_level", "")
    service.written_form = data.get("written_form")
    service.personal_appearance = data.get("personal_appearance")
    service.informal = data.get("informal")
    service.prominence = data.get("prominence", 0)
    service.valid_until = None
    service.version += 1
    service.save()


def _write_parts(service: Service, data: Data, *, digest: str, source: str, now: dt.datetime) -> None:
    for related in ("terms", "texts", "fees", "deadlines", "durations", "documents", "channels"):
        getattr(service, related).all().delete()
    service.identifiers.filter(scheme="rathaus:digest").delete()
    service.identifiers.create(agency=service.key, scheme="rathaus:digest", value=digest)
    slugs = list(data.get("life_events", ()))
    service.life_events.set(LifeEvent.objects.filter(slug__in=slugs))
    Term.objects.bulk_create(
        Term(service=service, kind=kind, text=word)
        for kind, words in (("synonym", data.get("synonyms", ())), ("keyword", data.get("keywords", ())))
        for word in words
    )
    TextModule.objects.bulk_create(
        TextModule(service=service, code=code, text=text.clean(data[name], multiline=True), source=source, position=position)
        for position, (name, code) in enumerate(_TEXTS.items())
        if data.get(name)
    )
    RequiredDocument.objects.bulk_create(_documents(service, data))
    ServiceFee.objects.bulk_create(
        ServiceFee(service=service, position=position, **fee) for position, fee in enumerate(data.get("fees", ()))
    )
    if data.get("deadline"):
        Deadline.objects.bulk_create([Deadline(service=service, text=data["deadline"])])
    if data.get("promise_days"):
        Duration.objects.bulk_create([Duration(service=service, kind=DurationKind.PROMISE, amount=data["promise_days"])])
    ServiceChannel.objects.bulk_create(
        ServiceChannel(service=service, channel=channel, position=position)
        for position, channel in enumerate(data.get("channels", ()))
    )
    service.responsibilities.exclude(origin=Origin.OWN).delete()
    if data.get("unit"):
        _responsibility(service, data, source=source, now=now)


def _documents(service: Service, data: Data) -> Iterator[RequiredDocument]:
    """A document is a name, or `{name, text, mandatory}`."""
    for position, entry in enumerate(data.get("documents", ())):
        parts = {"name": entry} if isinstance(entry, str) else dict(entry)
        yield RequiredDocument(service=service, position=position, **parts)


def _responsibility(service: Service, data: Data, *, source: str, now: dt.datetime) -> None:
    try:
        unit = organisation.find_unit(data["unit"], day=now.date())
    except NotFound:
        unit = None
    territory = data.get("territory") or (_territory_of(unit) if unit else "")
    service.responsibilities.create(
        territory=geo.shortest(territory),
        unit_slug=data["unit"],
        unit_id=unit.id if unit else None,
        source=source,
        origin=Origin.SERVICE,
    )


def _territory_of(unit: organisation.UnitInfo) -> str:
    """What a description leaves unsaid: a unit is in charge in the territory of its authority."""
    return geo.shortest(organisation.get_authorities([unit.authority_id])[unit.authority_id].ars)


def resolve_units(*, now: dt.datetime) -> int:
    """Finds the units that did not exist when their services were installed, and the territory where none was said. How many."""
    found = 0
    with transaction.atomic():
        open_rows = Responsibility.objects.exclude(unit_slug="").exclude(origin=Origin.OWN)
        for row in open_rows.select_for_update().filter(Q(unit_id=None) | Q(territory="")):
            try:
                unit = organisation.find_unit(row.unit_slug, day=now.date())
            except NotFound:
                continue
            row.unit_id, row.territory = unit.id, row.territory or _territory_of(unit)
            row.save(update_fields=["unit_id", "territory"])
            found += 1
    return found
