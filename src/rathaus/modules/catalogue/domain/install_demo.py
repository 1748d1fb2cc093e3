"""The services of the demonstration city: our own texts, real keys, everything marked as demonstration data."""

import datetime as dt
import tomllib
from pathlib import Path
from typing import Any

from django.db import transaction

from rathaus.foundation.permissions.public import SYSTEM, Actor
from rathaus.modules.catalogue.domain.install_service import install_service, resolve_units
from rathaus.modules.catalogue.domain.online_services import replace_online_services
from rathaus.modules.catalogue.domain.record_responsibility import replace_responsibilities
from rathaus.modules.catalogue.models import LifeEvent
from rathaus.modules.catalogue.naming import plain_name, slug_of
from rathaus.modules.geo import public as geo
from rathaus.modules.organisation import public as organisation

DEMO = Path(__file__).parent.parent / "demo"
SOURCE = "Demonstrationsdaten"


def demo_services() -> list[dict[str, Any]]:
    """The services of all files, in the order of the files."""
    services: list[dict[str, Any]] = []
    for path in sorted(DEMO.glob("services_*.toml")):
        services += tomllib.loads(path.read_text(encoding="utf-8"))["service"]
    return services


def install_demo(*, now: dt.datetime, actor: Actor = SYSTEM) -> int:
    """Installs life situations and described services. Twice gives the same. Gives the number of services that changed."""
    events = tomllib.loads((DEMO / "life_events.toml").read_text(encoding="utf-8"))["life_event"]
    with transaction.atomic():
        for position, event in enumerate(events):
            said = {"name": plain_name(event["name"]), "subject": plain_name(event["subject"]), "position": position}
            LifeEvent.objects.get_or_create(slug=slug_of(event["name"]), defaults=said)
        changed = sum(install_service(data=data, source=SOURCE, demo=True, now=now, actor=actor) for data in demo_services())
        resolve_units(now=now)
        geo.install_demo(now=now)
        _responsibilities(now, actor)
        online = tomllib.loads((DEMO / "online.toml").read_text(encoding="utf-8"))
        replace_online_services(entries=online["online"], origin=online["source"], now=now, actor=actor)
    return changed


def _responsibilities(now: dt.datetime, actor: Actor) -> None:
    """Who is in charge where inside the demonstration city, and in its second authority.

    Left out while the organisation lacks a unit.
    """
    data = tomllib.loads((DEMO / "responsibilities.toml").read_text(encoding="utf-8"))
    units = organisation.units(now.date())
    known = {unit.slug for unit in units}
    entries: dict[str, list[dict[str, Any]]] = {}
    for rule in data["rule"]:
        said = {name: value for name, value in rule.items() if name != "services"}
        if said.get("unit", next(iter(known), "")) in known:
            for key in rule["services"]:
                entries.setdefault(key, []).append(said)
    authorities = {authority.slug: authority for authority in organisation.get_authorities().values()}
    for elsewhere in data["elsewhere"]:
        authority = authorities.get(elsewhere["authority"])
        if authority is None:
            continue
        own = {unit.slug for unit in units if unit.authority_id == authority.id}
        for service in demo_services():
            ours = service["unit"] in own
            target = {"unit": service["unit"], "authority": authority.slug} if ours else {"other": elsewhere["otherwise"]}
            entries.setdefault(service["key"], []).append({"territory": authority.ars, **target})
    replace_responsibilities(entries=entries, source=data["source"], now=now, actor=actor)
