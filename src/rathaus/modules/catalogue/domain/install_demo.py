"""The services of the demonstration city: our own texts, real keys, everything marked as demonstration data."""

import datetime as dt
import tomllib
from pathlib import Path
from typing import Any

from django.db import transaction

from rathaus.foundation.permissions.public import SYSTEM, Actor
from rathaus.modules.catalogue.domain.install_service import install_service, resolve_units
from rathaus.modules.catalogue.models import LifeEvent
from rathaus.modules.catalogue.naming import slug_of

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
            LifeEvent.objects.get_or_create(
                slug=slug_of(event["name"]), defaults={"name": event["name"], "subject": event["subject"], "position": position}
            )
        changed = sum(install_service(data=data, source=SOURCE, demo=True, now=now, actor=actor) for data in demo_services())
        resolve_units(now=now)
    return changed
