"""In the demonstration city the text of every service can go its whole way, by people who are printed with their sign-in."""

import msgspec
import pytest

from rathaus.foundation.permissions.public import Actor, ActorKind
from rathaus.modules.accounts import public as accounts
from rathaus.modules.catalogue import descriptions
from rathaus.modules.catalogue.domain.draft_edition import draft_edition
from rathaus.modules.catalogue.domain.edit_edition import edit_edition
from rathaus.modules.catalogue.domain.install_demo import SOURCE, demo_services
from rathaus.modules.catalogue.domain.install_service import install_service, resolve_units
from rathaus.modules.catalogue.enums import EditionAct, EditionState
from rathaus.modules.catalogue.models import Edition, Service
from rathaus.modules.organisation import public as organisation
from tests.modules.catalogue.factories import act

ONE_OF_EACH = {service["unit"]: service for service in demo_services()}  # a service for each unit that has one


@pytest.fixture(autouse=True)
def _city(db, now):
    organisation.install_organisation(organisation.demo_organisation(), now=now)


def signed_in(email, now):
    """Who signs in with this address, with what the posts give."""
    entry = next(entry for entry in accounts.demo_people()["staff"] if entry["email"] == email)
    person = organisation.find_person(entry["person"])
    grants = tuple(organisation.grants_of(person.id, now.date()))
    return Actor(kind=ActorKind.STAFF, name=person.name, id=person.id, person_id=person.id, grants=grants)


WHO = {  # as docs/kochbuch/redaktion.md says
    "strassenverkehr": ("sachbearbeitung", "freigabe"),
    "ordnung": ("sachbearbeitung", "freigabe"),
    "jagd-fischerei": ("sachbearbeitung", "freigabe"),
    "gewerbe": ("sachbearbeitung", "freigabe"),
    "steuern": ("steuern", "steuern-freigabe"),
    "standesamt": ("steuern", "steuern-freigabe"),
    "bauordnung": ("steuern", "steuern-freigabe"),
    "wohngeld": ("steuern", "steuern-freigabe"),
    "umwelt": ("steuern", "steuern-freigabe"),
    "buergerservice": ("auskunft", "leitung"),
}


@pytest.mark.parametrize("unit", ONE_OF_EACH)
def test_a_text_goes_from_the_draft_to_the_public(unit, now):
    service = ONE_OF_EACH[unit]
    install_service(data=service, source=SOURCE, demo=True, now=now)
    resolve_units(now=now)
    editor, reviewer, approver = (signed_in(f"{name}@example.org", now) for name in ("redaktion", *WHO[unit]))
    draft = draft_edition(service_key=service["key"], actor=editor, now=now)
    said = msgspec.structs.replace(descriptions.decode(draft.content), name="Neuer Name")
    draft = edit_edition(edition_id=draft.pk, description=said, version=draft.version, actor=editor, now=now)
    steps = (
        (EditionAct.SUBMIT, editor), (EditionAct.REVIEW, reviewer), (EditionAct.RELEASE, approver), (EditionAct.PUBLISH, editor)
    )  # fmt: skip
    for step, actor in steps:
        draft = act(Edition.objects.get(pk=draft.pk), step, now, actor=actor)
    assert draft.state == EditionState.PUBLISHED
    assert Service.objects.get(key=service["key"]).name == "Neuer Name"
