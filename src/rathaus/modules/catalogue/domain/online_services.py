"""Enter online services of others by hand: a file names them all, what it means by its parameters, and where they hold."""

import datetime as dt
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from django.db import transaction

from rathaus.foundation import clock, text
from rathaus.foundation.audit import public as audit
from rathaus.foundation.errors import Conflict, Invalid, NotFound
from rathaus.foundation.permissions.public import SYSTEM, Actor, require
from rathaus.modules.catalogue.domain.refresh_online import refresh_online
from rathaus.modules.catalogue.enums import Certainty, TrustLevel
from rathaus.modules.catalogue.models import Handover, OnlineParameter, OnlineService, StatusSender
from rathaus.modules.catalogue.naming import slug_of
from rathaus.modules.catalogue.online import handover
from rathaus.modules.catalogue.online.reach import Reach, Served, otherwise_named, write_reach
from rathaus.modules.catalogue.rules import EDIT_RESPONSIBILITY
from rathaus.modules.geo import public as geo

Data = Mapping[str, Any]
KEYS = frozenset(
    {
        "slug", "name", "provider", "url", "services", "territories", "parameters", "trust_level", "payment", "languages",
        "valid_from", "valid_until", "certainty", "sender", "demo",
    }
)  # fmt: skip
LONGEST = {"name": 300, "provider": 200, "origin": 300}  # characters, as the columns take them
_COLUMNS = (
    "name", "provider", "url", "parameters", "trust_level", "payment", "languages", "valid_from", "valid_until", "demo",
    "sender_id",
)  # fmt: skip


def replace_online_services(*, entries: Sequence[Data], origin: str, now: dt.datetime, actor: Actor = SYSTEM) -> set[str]:
    """All online services of one origin: what it named before and names no more goes. Twice is once.

    Gives the service keys that our catalogue does not have. Raises Invalid naming every fault, and Conflict for a slug that
    another origin has.
    """
    require(actor, EDIT_RESPONSIBILITY, today=now.date())
    senders = {sender.slug: sender for sender in StatusSender.objects.all()}
    faults = [f"{entry.get('slug', '?')}: {fault}" for entry in entries for fault in _faults(entry, senders)]
    slugs = [entry.get("slug") for entry in entries]
    faults += [f"{slug}: steht zweimal in der Datei" for slug in sorted({str(slug) for slug in slugs if slugs.count(slug) > 1})]
    if not origin.strip():
        faults.append("die Datei nennt ihre Herkunft nicht (source)")
    elif len(origin) > LONGEST["origin"]:
        faults.append(f"die Herkunft (source) ist länger als {LONGEST['origin']} Zeichen")
    if faults:
        raise Invalid("Berichtigen Sie: " + "; ".join(faults))
    with transaction.atomic():
        known = {row.slug: row for row in OnlineService.objects.select_for_update().filter(slug__in=slugs)}
        taken = sorted(slug for slug, row in known.items() if row.origin != origin or row.source_id)
        if taken:
            raise Conflict(f"Diese Kürzel gibt es schon aus anderer Quelle: {', '.join(taken)}. Wählen Sie andere.")
        rows = [_row(entry, origin, senders, known.get(entry["slug"])) for entry in entries]
        gone = OnlineService.objects.filter(origin=origin, source=None).exclude(slug__in=slugs)
        dropped, ending = end_services(gone, now=now)
        OnlineService.objects.bulk_create([row for row in rows if row.slug not in known])
        OnlineService.objects.bulk_update([row for row in rows if row.slug in known], _COLUMNS)
        touched, unknown = write_reach({entry["slug"]: _served(entry, origin) for entry in entries}, gone=dropped)
        refresh_online(touched | otherwise_named({*(entry["slug"] for entry in entries), *dropped}), now=now)
        if touched or ending or any(_changed(row, known.get(row.slug)) for row in rows):
            payload = {"origin": origin, "services": sorted(str(slug) for slug in slugs), "gone": ending}
            _note("catalogue.online_services_replaced", actor, payload, now)
    return unknown


def end_services(rows: Any, *, now: dt.datetime) -> tuple[list[str], list[str]]:
    """Within the caller's transaction: they go, or end where somebody still follows an application there.

    Gives their slugs, and those of them that have not ended before.
    """
    yesterday = clock.today(now) - dt.timedelta(days=1)
    found = dict(rows.select_for_update().order_by("pk").values_list("slug", "valid_until"))  # nobody begins to follow meanwhile
    followed = set(Handover.objects.filter(online_service__slug__in=found).values_list("online_service__slug", flat=True))
    ended = {slug for slug in followed if (until := found[slug]) and until <= yesterday}
    OnlineService.objects.filter(slug__in=followed - ended).update(valid_until=yesterday)
    OnlineService.objects.filter(slug__in=found.keys() - followed).delete()
    return list(found), [slug for slug in found if slug not in ended]


def map_parameters(*, rules: Sequence[Data], now: dt.datetime, actor: Actor = SYSTEM) -> int:
    """What each kind or name of a parameter means here; what is not named is no longer mapped. Raises Invalid."""
    require(actor, EDIT_RESPONSIBILITY, today=now.date())
    faults = [fault for rule in rules for fault in _rule_faults(rule)]
    pairs = [(rule.get("kind", ""), rule.get("name", "")) for rule in rules]
    faults += [f"{kind or name}: steht zweimal da" for kind, name in sorted({pair for pair in pairs if pairs.count(pair) > 1})]
    if faults:
        raise Invalid("Berichtigen Sie: " + "; ".join(faults))
    with transaction.atomic():
        new = [
            OnlineParameter(kind=kind, name=name, value=rule["value"]) for (kind, name), rule in zip(pairs, rules, strict=True)
        ]
        before = set(OnlineParameter.objects.values_list("kind", "name", "value"))
        if before != {(row.kind, row.name, row.value) for row in new}:
            OnlineParameter.objects.all().delete()
            OnlineParameter.objects.bulk_create(new)
            _note("catalogue.online_parameters", actor, {"rules": [dict(rule) for rule in rules]}, now)
    return len(new)


def report_status(*, slug: str, sender: str, now: dt.datetime, actor: Actor = SYSTEM) -> None:
    """From now on this sender reports how applications at that online service stand; an empty one: nobody does."""
    require(actor, EDIT_RESPONSIBILITY, today=now.date())
    with transaction.atomic():
        row = OnlineService.objects.select_for_update().filter(slug=slug).first()
        if row is None:
            raise NotFound(f"Den Onlinedienst {slug!r} gibt es nicht. „catalogue online list“ zeigt alle.")
        row.sender = _sender(sender) if sender else None
        row.save(update_fields=["sender"])
        _note("catalogue.online_status_sender", actor, {"service": slug, "sender": sender}, now)


def _sender(slug: str) -> StatusSender:
    found = StatusSender.objects.filter(slug=slug).first()
    if found is None:
        raise NotFound(f"Den Absender {slug!r} gibt es nicht. Tragen Sie ihn zuerst mit seinem Schlüssel ein.")
    return found


def _note(act: str, actor: Actor, payload: dict[str, Any], now: dt.datetime) -> None:
    audit.record(act=act, actor=actor, subject=audit.Subject("catalogue", "online"), payload=payload, now=now)


def _row(entry: Data, origin: str, senders: Mapping[str, StatusSender], known: OnlineService | None) -> OnlineService:
    row = OnlineService(
        slug=entry["slug"],
        name=text.clean(entry["name"]),
        provider=text.clean(entry["provider"]),
        url=entry["url"],
        parameters=[asdict(handover.Parameter(**said)) for said in entry.get("parameters", ())],
        trust_level=entry.get("trust_level", ""),
        payment=[text.clean(one) for one in entry.get("payment", ())],
        languages=list(entry.get("languages", ())),
        valid_from=entry.get("valid_from"),
        valid_until=entry.get("valid_until"),
        origin=origin,
        sender=senders.get(entry.get("sender", "")),
        demo=bool(entry.get("demo", False)),
    )
    if known is not None:
        row.pk = known.pk
    return row


def _changed(row: OnlineService, known: OnlineService | None) -> bool:
    return known is None or any(getattr(row, column) != getattr(known, column) for column in _COLUMNS)


def _served(entry: Data, origin: str) -> Served:
    territories = [geo.shortest(territory) for territory in entry.get("territories", ("",))]
    return Served(
        reach=frozenset(Reach(key, territory) for key in entry["services"] for territory in territories),
        source=origin,
        certainty=Certainty(entry.get("certainty", Certainty.UNCHECKED)),
        valid_from=entry.get("valid_from"),
        valid_until=entry.get("valid_until"),
    )


def _faults(entry: Data, senders: Collection[str]) -> Iterator[str]:
    if unknown := set(entry) - KEYS:
        yield f"unbekannte Angaben {', '.join(sorted(unknown))}"
    for name in ("slug", "name", "provider", "url"):
        if not isinstance(entry.get(name), str) or not entry[name].strip():
            yield f"{name} fehlt"
        elif len(entry[name]) > (longest := LONGEST.get(name, handover.LONGEST)):
            yield f"{name} ist länger als {longest} Zeichen"
    slug = entry.get("slug", "")
    if isinstance(slug, str) and slug and slug != slug_of(slug):
        yield "slug besteht aus kleinen Buchstaben, Ziffern und Bindestrichen"
    if isinstance(entry.get("url"), str) and (fault := handover.faults(entry["url"])):
        yield fault
    yield from _place_faults(entry)
    for name, values in (("trust_level", TrustLevel.values), ("certainty", Certainty.values)):
        if name in entry and entry[name] not in values:
            yield f"{name} {entry[name]!r} gibt es nicht; möglich sind {', '.join(values)}"
    yield from (f"{name} ist eine Liste von Texten" for name in ("payment", "languages") if not _texts(entry.get(name, ())))
    if entry.get("sender") and entry["sender"] not in senders:
        yield f"den Absender {entry['sender']!r} gibt es nicht; tragen Sie ihn zuerst mit „catalogue online sender“ ein"
    yield from _day_faults(entry)
    yield from filter(None, map(_parameter_fault, entry.get("parameters", ())))


def _parameter_fault(said: Data) -> str:
    try:
        return handover.parameter_faults(handover.Parameter(**said))
    except TypeError:
        return "parameters sind Abschnitte mit name, kind, value und required"


def _place_faults(entry: Data) -> Iterator[str]:
    if not _texts(entry.get("services")) or not entry["services"]:
        yield "services nennt keinen Leistungsschlüssel"
    for territory in entry.get("territories", ()) if _texts(entry.get("territories", ())) else ("?",):
        if territory and not geo.is_key(territory):
            yield f"territories: {territory!r} ist kein Regionalschlüssel mit 2, 3, 5, 9 oder 12 Ziffern"


def _texts(value: object) -> bool:
    return isinstance(value, list | tuple) and all(isinstance(one, str) for one in value)


def _day_faults(entry: Data) -> Iterator[str]:
    begin, end = entry.get("valid_from"), entry.get("valid_until")
    if any(day is not None and type(day) is not dt.date for day in (begin, end)):
        yield "valid_from und valid_until sind Tage (JJJJ-MM-TT)"
    elif begin and end and end < begin:
        yield "das Ende liegt vor dem Anfang"


def _rule_faults(rule: Data) -> Iterator[str]:
    if unknown := set(rule) - {"kind", "name", "value"}:
        yield f"unbekannte Angaben {', '.join(sorted(unknown))}"
    kind, name, value = (rule.get(part, "") for part in ("kind", "name", "value"))
    if not (kind or name):
        yield "eine Zuordnung nennt einen Typ (kind) oder einen Namen (name)"
    if kind and kind not in handover.KINDS:
        yield f"den Typ {kind!r} gibt es nicht (001 bis 009, 100)"
    if value not in handover.VALUES:
        yield f"den Wert {value!r} gibt es nicht; möglich sind {', '.join(handover.VALUES)}"
