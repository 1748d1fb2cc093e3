"""A city with an office for one service, a front desk, the offices of a kind, and a form to write to them."""

import copy
import datetime as dt
import uuid
from typing import Any

from rathaus.foundation.permissions.public import GUEST, SYSTEM, Actor, ActorKind
from rathaus.modules.cases.public import Channel
from rathaus.modules.catalogue import public as catalogue
from rathaus.modules.organisation import public as organisation
from rathaus.modules.records import public as records
from rathaus.modules.servicecentre import public as servicecentre
from tests.conftest import NOON
from tests.modules.catalogue import factories as texts

KEY = "99108001020000"
PAGE = f"/leistungen/bewohnerparkausweis-{KEY}/"


def _unit(slug: str, name: str, clerk: str, **more: Any) -> dict[str, Any]:
    posts = [{"slug": "sb", "title": "Sachbearbeitung", "roles": [{"role": "clerk"}], "persons": [clerk]}] if clerk else []
    return {"slug": slug, "name": name, "post": [*posts, *more.pop("post", [])], **more}


DESK = {"slug": "schalter", "title": "Schalter", "roles": [{"role": "counter", "reach": "authority"}], "persons": ["berta"]}
ORGANISATION = {
    "authority": [
        {
            "slug": "musterstadt",
            "name": "Musterstadt",
            "land": "ST",
            "ars": "150020000000",
            "address": ["Markt 1", "06100 Musterstadt"],
            "phone": "0345 000-1",
            "demo": True,
            "unit": [
                _unit("verkehr", "Straßenverkehr", "clara"),
                _unit("verkehr-nord", "Straßenverkehr Nord", "", parent="verkehr"),
                _unit("buergerservice", "Bürgerservice", "frida", post=[DESK]),
                _unit("gewerbe", "Gewerbe", "gerd"),
            ],
        }
    ],
    "person": [{"slug": n, "name": n.title(), "email": f"{n}@example.org"} for n in ("clara", "berta", "frida", "gerd")],
}

SETUP: dict[str, Any] = {
    "version": "1",
    "valid_from": dt.date(2026, 1, 1),
    "contact_unit": "buergerservice",
    "plan_code": "1.20",
    "retention_years": 3,
    "privacy_version": "2026-11",
    "privacy_notice": "Wir antworten Ihnen.",
    "demo": True,
    "kind": [
        {"key": "frage", "label": "Frage", "title": "Frage an die Stadt", "promise_working_days": 5},
        {
            "key": "auskunft",
            "label": "Auskunft aus Akten",
            "title": "Informationszugang",
            "promise_working_days": 15,
            "law": "information",
            "note": "Innerhalb eines Monats.",
            "checks": [{"key": "ganz", "label": "Vollständig erteilt"}],
        },
        {
            "key": "unternehmen",
            "label": "Unternehmen",
            "title": "Einheitliche Stelle",
            "promise_working_days": 5,
            "unit": "gewerbe",
        },
    ],
}


def setup(**changes: Any) -> dict[str, Any]:
    return {**copy.deepcopy(SETUP), **changes}


def city() -> None:
    organisation.install_organisation(ORGANISATION, now=NOON)
    records.install_file_plan({"entry": [{"code": "1.20", "title": "Anfragen", "retention_years": 3}]}, now=NOON)


def installed() -> None:
    """The city and its form."""
    city()
    servicecentre.install_setup(data=setup(), actor=SYSTEM, now=NOON)


def service(unit: str = "verkehr") -> None:
    """The service whose page is PAGE, with the unit in charge."""
    texts.install(NOON, key=KEY, name="Bewohnerparkausweis", unit=unit)
    catalogue.resolve_units(now=NOON)


def staff(slug: str) -> Actor:
    person = organisation.find_person(slug)
    grants = organisation.grants_of(person.id, NOON.date())
    return Actor(kind=ActorKind.STAFF, name=person.name, id=uuid.uuid4(), person_id=person.id, grants=grants)


def unit_id(slug: str) -> uuid.UUID:
    return organisation.find_unit(slug).id


def message(**changes: Any) -> servicecentre.Message:
    values: dict[str, Any] = {
        "kind": "frage",
        "nature": servicecentre.Nature.QUESTION,
        "subject": "Öffnungszeiten",
        "text": "Wann haben Sie auf?",
        "name": "Anna Müller",
        "email": "anna@example.com",
    }
    return servicecentre.Message(**{**values, **changes})


def send(
    *, key: str = "k", actor: Actor = GUEST, channel: Channel = Channel.ONLINE, now: dt.datetime = NOON, **changes: Any
) -> Any:
    extra = {"admit": changes.pop("admit")} if "admit" in changes else {}
    return servicecentre.send_inquiry(key=key, message=message(**changes), channel=channel, actor=actor, now=now, **extra)
