"""Say who is responsible for a service where; or that it ends."""

import datetime as dt
import uuid
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.db import transaction

from rathaus.foundation import text
from rathaus.foundation.audit import public as audit
from rathaus.foundation.errors import Conflict, Invalid, NotFound
from rathaus.foundation.events import public as events
from rathaus.foundation.permissions.public import SYSTEM, Actor, require
from rathaus.modules.catalogue.enums import Certainty, Origin, PlaceOf, Role
from rathaus.modules.catalogue.events import ResponsibilityChanged
from rathaus.modules.catalogue.models import Responsibility, Service
from rathaus.modules.catalogue.responsibility.matching import Candidate, clash, name_key
from rathaus.modules.catalogue.responsibility.rows import COLUMNS
from rathaus.modules.catalogue.rules import EDIT_RESPONSIBILITY
from rathaus.modules.geo import public as geo
from rathaus.modules.organisation import public as organisation

Data = Mapping[str, Any]
KEYS = frozenset(
    {
        "territory", "role", "unit", "authority", "online", "form", "other", "district", "street", "numbers", "area", "letters",
        "place_of", "valid_from", "valid_until", "source", "certainty",
    }
)  # fmt: skip
TARGETS = ("unit", "online", "form", "other")
_INSIDE = ("district", "street", "area")


def record_responsibility(*, service_key: str, data: Data, now: dt.datetime, actor: Actor = SYSTEM) -> uuid.UUID:
    """Adds one row; see `KEYS` for what `data` may say. Exactly one of `TARGETS`; everything else may be left out.

    Raises Invalid naming every fault, NotFound for an unknown service, and Conflict where a row that is just as specific
    points to somebody else on the same day: end that one first. Two writers of one service wait for each other.
    """
    require(actor, EDIT_RESPONSIBILITY, today=now.date())
    with transaction.atomic():
        service = _locked(service_key)
        row = row_of(service, data)
        refuse_clashes([row], existing=list(service.responsibilities.all()), service_key=service_key)
        row.save()
        _announce(service, actor, now, act="catalogue.responsibility_recorded", payload={"row": str(row.pk), **_plain(data)})
    return row.pk


def end_responsibility(
    *, service_key: str, row_id: uuid.UUID, last_day: dt.date, now: dt.datetime, actor: Actor = SYSTEM
) -> None:
    """The own rule of this service holds until that day, that day included. What a text or a source says ends with it.

    Raises NotFound for what is no own rule of the service, Invalid for a day before it began, and Conflict where a later end
    meets another row that is just as specific.
    """
    require(actor, EDIT_RESPONSIBILITY, today=now.date())
    with transaction.atomic():
        service = _locked(service_key)
        row = service.responsibilities.filter(pk=row_id).first()
        if row is None:
            raise NotFound("Diese Zuständigkeit gibt es nicht mehr. Laden Sie die Liste neu.")
        if row.origin != Origin.OWN:
            raise NotFound("Diese Regel gehört zu einem Text oder einer Quelle. Ändern Sie sie dort.")
        if row.valid_from and last_day < row.valid_from:
            raise Invalid(f"Sie beginnt erst am {row.valid_from:%d.%m.%Y}. Wählen Sie einen Tag danach.", {"last_day": "zu früh"})
        later = row.valid_until is not None and last_day > row.valid_until
        row.valid_until = last_day
        if later:
            refuse_clashes([row], existing=list(service.responsibilities.exclude(pk=row_id)), service_key=service.key)
        row.save(update_fields=["valid_until"])
        payload = {"row": str(row_id), "last_day": last_day.isoformat()}
        _announce(service, actor, now, act="catalogue.responsibility_ended", payload=payload)


def replace_responsibilities(
    *, entries: Mapping[str, Sequence[Data]], source: str, now: dt.datetime, actor: Actor = SYSTEM
) -> int:
    """All own rows of one source, by service key: what was there from this source goes, what is given comes, all or nothing.

    Gives the number of services that changed; twice gives none. Raises as `record_responsibility`, naming the service.
    """
    require(actor, EDIT_RESPONSIBILITY, today=now.date())
    changed = 0
    with transaction.atomic():
        before = Responsibility.objects.filter(origin=Origin.OWN, source=source).values_list("service__key", flat=True)
        for key in sorted({*entries, *before}):
            service = _locked(key)
            try:
                rows = [row_of(service, {"source": source, **data}) for data in entries.get(key, ())]
            except Invalid as error:
                raise Invalid(f"{service.name} ({key}): {error}") from error
            existing = list(service.responsibilities.all())
            old = [row for row in existing if row.origin == Origin.OWN and row.source == source]
            if sorted(map(_said, old), key=str) == sorted(map(_said, rows), key=str):
                continue
            refuse_clashes(rows, existing=[row for row in existing if row not in old], service_key=key)
            service.responsibilities.filter(pk__in=[row.pk for row in old]).delete()
            Responsibility.objects.bulk_create(rows)
            _announce(
                service, actor, now, act="catalogue.responsibilities_replaced", payload={"source": source, "rows": len(rows)}
            )
            changed += 1
    return changed


def _said(row: Responsibility) -> tuple[object, ...]:
    return tuple(getattr(row, column) for column in COLUMNS if column not in {"id", "service__key"})


def _plain(data: Data) -> dict[str, Any]:
    return {key: value.isoformat() if isinstance(value, dt.date) else value for key, value in data.items()}


def _locked(key: str) -> Service:
    service = Service.objects.select_for_update().filter(key=key).first()
    if service is None:
        raise NotFound(f"Die Leistung {key} steht nicht im Katalog. Übernehmen Sie zuerst den Katalog oder beschreiben Sie sie.")
    return service


def _announce(service: Service, actor: Actor, now: dt.datetime, *, act: str, payload: dict[str, Any]) -> None:
    service.version += 1
    service.save(update_fields=["version"])
    audit.record(act=act, actor=actor, subject=audit.Subject("service", service.key), payload=payload, now=now)
    events.publish(ResponsibilityChanged(service_key=service.key), aggregate=("service", service.id), now=now)


def refuse_clashes(rows: Sequence[Responsibility], *, existing: Sequence[Responsibility], service_key: str) -> None:
    """Raises Conflict where a new row contradicts another new one or one that is there."""
    known = [candidate_of(row, service_key) for row in existing]
    for row in rows:
        new = candidate_of(row, service_key)
        other = next((old for old in known if clash(new, old)), None)
        if other is not None:
            raise Conflict(
                f"Für {service_key} ist dort schon eine andere Stelle genauso genau bestimmt ({_name(other)}). "
                "Beenden Sie diese Regelung zuerst, oder grenzen Sie beide voneinander ab."
            )
        known.append(new)


def _name(row: Candidate) -> str:
    return row.external_name or row.unit_slug or row.online_slug or row.form_name or "?"


def candidate_of(row: Responsibility, service_key: str) -> Candidate:
    values: list[Any] = [service_key if column == "service__key" else getattr(row, column) for column in COLUMNS]
    return Candidate(*values)


def row_of(service: Service, data: Data) -> Responsibility:
    """An unsaved row. Raises Invalid naming every fault."""
    faults = [*_faults(data)]
    inside, missing = _inside(data) if not faults else ({}, [])
    unit = _unit(data) if not faults else None
    if faults or missing:
        raise Invalid("Berichtigen Sie: " + "; ".join([*faults, *missing]))
    form, other, letters = data.get("form", {}), data.get("other", {}), data.get("letters", {})
    numbers = data.get("numbers", {})
    return Responsibility(
        service=service,
        territory=geo.shortest(data.get("territory", "")),
        role=data.get("role", Role.IN_CHARGE),
        unit_slug=data.get("unit", ""),
        unit_id=unit,
        online_slug=data.get("online", ""),
        form_name=form.get("name"),
        form_url=form.get("url"),
        external_name=other.get("name", ""),
        external_url=other.get("url", ""),
        number_from=geo.number_code(numbers["from"]) if numbers.get("from") else None,
        number_to=geo.last_code(numbers["to"]) if numbers.get("to") else None,
        parity=numbers.get("side"),
        letter_from=name_key(letters["from"]) if letters.get("from") else None,
        letter_to=name_key(letters["to"]) if letters.get("to") else None,
        place_of=data.get("place_of"),
        valid_from=data.get("valid_from"),
        valid_until=data.get("valid_until"),
        source=text.clean(data.get("source", "")),
        certainty=data.get("certainty", Certainty.UNCHECKED),
        origin=Origin.OWN,
        **inside,
    )


def _unit(data: Data) -> uuid.UUID | None:
    if not data.get("unit"):
        return None
    try:
        return organisation.find_unit(data["unit"], authority=data.get("authority")).id
    except NotFound:
        raise Invalid(f"die Stelle {data['unit']!r} gibt es in der Organisation nicht") from None


def _inside(data: Data) -> tuple[dict[str, uuid.UUID], list[str]]:
    """The ids of what narrows the row, and what could not be found."""
    ars, day = data.get("territory", ""), data.get("valid_from") or dt.date.max
    found: dict[str, uuid.UUID] = {}
    missing: list[str] = []
    for name, options in (("district", geo.districts), ("area", geo.areas)):
        if data.get(name):
            entry = next((one for one in options(ars, day) if one.slug == data[name]), None)
            if entry is None:
                missing.append(f"{'den Stadtteil' if name == 'district' else 'die Fläche'} {data[name]!r} gibt es dort nicht")
            else:
                found[f"{name}_id"] = entry.id
    if data.get("street"):
        streets = geo.streets_named([data["street"]], ars=ars)[data["street"]]
        if len(streets) != 1:
            missing.append(f"die Straße {data['street']!r} gibt es dort {'mehrmals' if streets else 'nicht'}")
        else:
            found["street_id"] = streets[0].id
    return found, missing


def _faults(data: Data) -> Iterator[str]:
    if unknown := set(data) - KEYS:
        yield f"unbekannte Angaben {', '.join(sorted(unknown))}"
    if len([name for name in TARGETS if data.get(name)]) != 1:
        yield f"genau eines von {', '.join(TARGETS)} wird gebraucht"
    territory = data.get("territory", "")
    if territory and not geo.is_key(territory):
        yield f"territory {territory!r} ist kein Regionalschlüssel mit 2, 3, 5, 9 oder 12 Ziffern"
    if not territory and any(data.get(name) for name in _INSIDE):
        yield "Stadtteil, Straße und Fläche brauchen den Regionalschlüssel der Gemeinde (territory)"
    for name, values in (("role", Role.values), ("place_of", PlaceOf.values), ("certainty", Certainty.values)):
        if name in data and data[name] not in values:
            yield f"{name} {data[name]!r} gibt es nicht; möglich sind {', '.join(values)}"
    for name in ("form", "other"):
        parts = data.get(name) or {}
        if parts and not (parts.get("name") and str(parts.get("url", "")).startswith(("https://", "http://"))):
            yield f"{name} braucht name und url (mit https://)"
    yield from _range_faults(data)


def _range_faults(data: Data) -> Iterator[str]:
    numbers = data.get("numbers") or {}
    if numbers and not data.get("street"):
        yield "numbers braucht die Straße (street)"
    first, last = numbers.get("from", ""), numbers.get("to", "")
    low, high = geo.number_code(first) if first else 0, geo.last_code(last)
    if low is None or high is None or high < low:
        yield "numbers: from und to sind Hausnummern wie 12 oder 12a, und to liegt nicht vor from"
    if numbers.get("side", "all") not in geo.Parity.values:
        yield f"numbers: side ist {', '.join(geo.Parity.values)}"
    letters = {end: name_key(str(value)) for end, value in (data.get("letters") or {}).items() if value}
    if any(not (value.isascii() and value.isalpha() and len(value) <= 6) for value in letters.values()):
        yield "letters: from und to sind ein bis sechs Buchstaben"
    elif len(letters) == 2 and letters["to"][: len(letters["from"])] < letters["from"][: len(letters["to"])]:
        yield "letters: to liegt vor from"
    begin, end = data.get("valid_from"), data.get("valid_until")
    if any(day is not None and type(day) is not dt.date for day in (begin, end)):
        yield "valid_from und valid_until sind Tage (JJJJ-MM-TT)"
    elif begin and end and end < begin:
        yield "das Ende liegt vor dem Anfang"
