"""A small city with the residents' parking permit online, and drafts in it."""

import tomllib
import uuid
from pathlib import Path
from typing import Any

from rathaus.foundation.permissions.public import GUEST, SYSTEM, Actor, ActorKind
from rathaus.modules.applications.domain.install_offer import install_offer
from rathaus.modules.applications.domain.start_draft import start_draft
from rathaus.modules.applications.enums import ActsFor
from rathaus.modules.applications.models import Draft, Offer
from rathaus.modules.cases import public as cases
from rathaus.modules.catalogue import public as catalogue
from rathaus.modules.forms import public as forms
from rathaus.modules.organisation import public as organisation
from tests.conftest import NOON

RECIPE = Path(__file__).parents[3] / "cookbook" / "bewohnerparkausweis"
KEY = "99108001020000"
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
                {
                    "slug": "strassenverkehr",
                    "name": "Straßenverkehr",
                    "post": [{"slug": "sb", "title": "Sachbearbeitung", "roles": [{"role": "clerk"}], "persons": ["clara"]}],
                },
                {
                    "slug": "buergerservice",
                    "name": "Bürgerservice",
                    "post": [
                        {
                            "slug": "schalter",
                            "title": "Schalter",
                            "roles": [{"role": "counter", "reach": "authority"}],
                            "persons": ["berta"],
                        },
                        {
                            "slug": "post",
                            "title": "Post",
                            "roles": [{"role": "post_room", "reach": "authority"}],
                            "persons": ["paul"],
                        },
                        {"slug": "kasse", "title": "Kasse", "roles": [{"role": "cashier"}], "persons": ["karla"]},
                    ],
                },
            ],
        }
    ],
    "person": [{"slug": n, "name": n.title(), "email": f"{n}@example.org"} for n in ("clara", "berta", "paul", "karla")],
}
PARTY = {
    "F60000000228": "Erika",
    "F60000000227": "Mustermann",
    "local:strasse_hausnummer": "Weg 2",
    "local:plz_ort": "06108 Musterstadt",
}
ANSWERS = {"local:kennzeichen": "HAL-AB 123", "local:registerabfrage": "true"}
DECLARED = {"local:erklaerung": "true"}


def recipe() -> dict[str, Any]:
    return tomllib.loads((RECIPE / "recipe.toml").read_text(encoding="utf-8"))


def installed(**changes: Any) -> Offer:
    """The offer of the recipe, with everything it needs."""
    organisation.install_organisation(ORGANISATION, now=NOON)
    service = {
        "key": KEY,
        "name": "Bewohnerparkausweis verlängern",
        "unit": "strassenverkehr",
        "short": "Probe",
        "channels": ["online"],
    }
    catalogue.install_service(data=service, source="test", demo=True, now=NOON)
    return offer(**changes)


def offer(source: bytes | None = None, **changes: Any) -> Offer:
    data = recipe()
    form = forms.load(forms.install_form(source=source or (RECIPE / "form.toml").read_bytes(), actor=SYSTEM, now=NOON)).form
    named = {"slug": data["slug"], "version": data["version"], "service_key": KEY, "title": data["title"]}
    procedure = {**data["procedure"], **named, "fee": changes.pop("fee", {"when": "none"})}
    cases.install_procedure(data=procedure, actor=SYSTEM, now=NOON)
    chosen = {**data["offer"], **named, "form": [form.key, form.version], "procedure": [data["slug"], data["version"]]}
    return Offer.objects.get(pk=install_offer(data={**chosen, **changes}, actor=SYSTEM, now=NOON))


def draft(of: Offer, *, actor: Actor = GUEST, acts_for: ActsFor = ActsFor.SELF, channel: str = "online", **fields: Any) -> Draft:
    row = start_draft(offer_id=of.pk, acts_for=acts_for, channel=channel, actor=actor, now=NOON)
    if fields:
        Draft.objects.filter(pk=row.pk).update(**fields)
        row.refresh_from_db()
    return row


def ready(of: Offer, **fields: Any) -> Draft:
    """A draft that lacks nothing but the click."""
    return draft(of, **{"party": PARTY, "answers": ANSWERS, "review": DECLARED, **fields})


def staff(slug: str) -> Actor:
    person = organisation.find_person(slug)
    return Actor(
        kind=ActorKind.STAFF,
        name=person.name,
        id=uuid.uuid4(),
        person_id=person.id,
        grants=tuple(organisation.grants_of(person.id, NOON.date())),
    )
