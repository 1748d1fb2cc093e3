"""Bring in an organisation from a TOML file: authorities, units, posts with roles, persons and who fills what."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from rathaus.foundation.audit import public as audit
from rathaus.foundation.errors import Invalid
from rathaus.foundation.permissions.public import SYSTEM, Actor, Role, Secrecy
from rathaus.modules.organisation.details import Details, as_plain, read
from rathaus.modules.organisation.enums import Land, Reach
from rathaus.modules.organisation.hours_text import read_deviations, read_hours
from rathaus.modules.organisation.models import Authority, Holding, Person, Post, PostRole, Unit

Data = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Installed:
    """How many rows of each kind the file names."""

    authorities: int
    units: int
    posts: int
    persons: int


def install_organisation(data: Data, *, now: dt.datetime, actor: Actor = SYSTEM) -> Installed:
    """Creates what is missing and updates what is there, by short names; removes nothing. Twice gives the same.

    Everything is checked before anything is written: raises Invalid naming every fault by its place in the file.
    """
    faults = list(_faults(data))
    if faults:
        raise Invalid("Die Organisationsdatei kann nicht übernommen werden. Berichtigen Sie: " + "; ".join(faults))
    start = data.get("valid_from", dt.date(now.year, 1, 1))
    with transaction.atomic():
        persons = {entry["slug"]: _person(entry) for entry in data.get("person", ())}
        counts = {"units": 0, "posts": 0}
        for position, entry in enumerate(data.get("authority", ())):
            authority = _authority(entry, position)
            _units(authority, entry.get("unit", ()), persons, start, counts)
        done = Installed(len(data.get("authority", ())), counts["units"], counts["posts"], len(persons))
        audit.record(
            act="organisation.installed",
            actor=actor,
            subject=audit.Subject("organisation", "-"),
            payload={"authorities": done.authorities, "units": done.units, "posts": done.posts, "persons": done.persons},
            now=now,
        )
    return done


def _person(entry: Data) -> Person:
    fields = {key: entry.get(key, default) for key, default in (("name", ""), ("email", ""), ("phone", ""), ("demo", False))}
    return Person.objects.update_or_create(slug=entry["slug"], defaults=fields)[0]


def _authority(entry: Data, position: int) -> Authority:
    fields = {
        "name": entry["name"],
        "land": entry["land"],
        "ars": entry["ars"],
        "address_lines": list(entry.get("address", ())),
        "phone": entry.get("phone", ""),
        "email": entry.get("email", ""),
        "website": entry.get("website", ""),
        "court": entry.get("court", ""),
        "court_address": entry.get("court_address", ""),
        "regimes": list(entry.get("regimes", ())),
        "position": entry.get("position", position),
        "demo": entry.get("demo", False),
    }
    return Authority.objects.update_or_create(slug=entry["slug"], defaults=fields)[0]


def _units(
    authority: Authority, entries: Iterable[Data], persons: Mapping[str, Person], start: dt.date, counts: dict[str, int]
) -> None:
    made: dict[str, Unit] = {}
    for position, entry in enumerate(entries):
        fields = {
            "name": entry["name"],
            "parent": made.get(entry.get("parent", "")),
            "phone": entry.get("phone", ""),
            "email": entry.get("email", ""),
            "address_lines": list(entry.get("address", ())),
            "opening_hours": list(entry.get("opening_hours", ())),
            "details": as_plain(_details(entry)),
            "valid_until": entry.get("valid_until"),
            "position": position,
        }
        key = {"authority": authority, "slug": entry["slug"], "valid_from": entry.get("valid_from", start)}
        unit, _ = Unit.objects.update_or_create(**key, defaults=fields, create_defaults={**key, **fields})
        made[entry["slug"]] = unit
        counts["units"] += 1
        for post in entry.get("post", ()):
            _post(unit, post, persons, start)
            counts["posts"] += 1


def _details(entry: Data) -> Details:
    """`hours` and `deviations` are lines as an editor types them; the rest stands under `details`."""
    said = dict(entry.get("details", {}))
    hours, deviations = read_hours(entry.get("hours", "")), read_deviations(entry.get("deviations", ""))
    return read(as_plain(read(said)) | as_plain(Details(hours=hours, exceptions=deviations)))


def _post(unit: Unit, entry: Data, persons: Mapping[str, Person], start: dt.date) -> None:
    begins = entry.get("valid_from", start)
    fields = {"title": entry["title"], "valid_from": begins, "valid_until": entry.get("valid_until")}
    post, _ = Post.objects.update_or_create(unit=unit, slug=entry["slug"], defaults=fields)
    for role in entry.get("roles", ()):
        PostRole.objects.update_or_create(
            post=post,
            role=role["role"],
            reach=role.get("reach", Reach.UNIT),
            service_key=role.get("service", ""),
            defaults={"secrecy": sorted(role.get("secrecy", ()))},
        )
    for slug in entry.get("persons", ()):
        if not Holding.objects.filter(post=post, person=persons[slug]).exists():
            Holding.objects.create(post=post, person=persons[slug], valid_from=begins)


def _faults(data: Data) -> Iterable[str]:
    persons = {entry.get("slug") for entry in data.get("person", ())}
    for entry in data.get("person", ()):
        if not entry.get("slug") or not entry.get("name"):
            yield "jede Person braucht slug und name"
    for authority in data.get("authority", ()):
        place = f"Behörde {authority.get('slug', '?')}"
        ars = str(authority.get("ars", ""))
        if not (ars.isascii() and ars.isdigit() and len(ars) == 12):
            yield f"{place}: ars hat nicht zwölf Ziffern"
        if authority.get("land") not in Land.values:
            yield f"{place}: land ist nicht {' oder '.join(Land.values)}"
        if not authority.get("slug") or not authority.get("name"):
            yield f"{place}: slug und name fehlen"
        known: set[str] = set()
        for unit in authority.get("unit", ()):
            yield from _unit_faults(unit, f"{place}, Einheit {unit.get('slug', '?')}", known, persons)
            known.add(unit.get("slug", ""))


def _unit_faults(unit: Data, place: str, known: set[str], persons: set[Any]) -> Iterable[str]:
    if not unit.get("slug") or not unit.get("name"):
        yield f"{place}: slug und name fehlen"
    if unit.get("slug") in known:
        yield f"{place}: kommt zweimal vor"
    if unit.get("parent") and unit["parent"] not in known:
        yield f"{place}: die übergeordnete Einheit {unit['parent']} steht nicht darüber"
    for post in unit.get("post", ()):
        yield from _post_faults(post, f"{place}, Stelle {post.get('slug', '?')}", persons)


def _post_faults(post: Data, spot: str, persons: set[Any]) -> Iterable[str]:
    if not post.get("slug") or not post.get("title"):
        yield f"{spot}: slug und title fehlen"
    for role in post.get("roles", ()):
        if role.get("role") not in set(Role):
            yield f"{spot}: die Rolle {role.get('role')} gibt es nicht"
        if role.get("reach", Reach.UNIT) not in Reach.values:
            yield f"{spot}: die Reichweite {role.get('reach')} gibt es nicht"
        if unknown := set(role.get("secrecy", ())) - set(Secrecy):
            yield f"{spot}: die Geheimhaltung {', '.join(sorted(unknown))} gibt es nicht"
    for slug in post.get("persons", ()):
        if slug not in persons:
            yield f"{spot}: die Person {slug} steht nicht in der Datei"
