"""A small authority with clerks, and a case in it."""

import datetime as dt
import uuid
from typing import Any

from rathaus.foundation.permissions.public import SYSTEM, Actor, ActorKind, Grant, Role, Secrecy
from rathaus.modules.cases.domain.install import install_procedure
from rathaus.modules.cases.domain.open_case import PartyData, open_case
from rathaus.modules.cases.enums import Channel, PartyRole
from rathaus.modules.cases.models import Case, Procedure
from rathaus.modules.organisation import public as organisation

NOON = dt.datetime(2026, 11, 20, 11, 0, tzinfo=dt.UTC)

ORGANISATION = {
    "authority": [
        {
            "slug": "musterstadt",
            "name": "Musterstadt",
            "land": "ST",
            "ars": "150020000000",
            "address": ["Markt 1", "06100 Musterstadt"],
            "demo": True,
            "unit": [
                {
                    "slug": "verkehr",
                    "name": "Straßenverkehr",
                    "post": [
                        {"slug": "sb1", "title": "Sachbearbeitung", "roles": [{"role": "clerk"}], "persons": ["clara"]},
                        {"slug": "sb2", "title": "Sachbearbeitung", "roles": [{"role": "clerk"}], "persons": ["boris"]},
                        {"slug": "fg", "title": "Freigabe", "roles": [{"role": "approver"}], "persons": ["frieda"]},
                        {"slug": "lt", "title": "Leitung", "roles": [{"role": "lead"}], "persons": ["lena"]},
                    ],
                },
                {
                    "slug": "anderes",
                    "name": "Anderes Amt",
                    "post": [{"slug": "sb3", "title": "Sachbearbeitung", "roles": [{"role": "clerk"}], "persons": ["otto"]}],
                },
            ],
        }
    ],
    "person": [
        {"slug": name, "name": name.title(), "email": f"{name}@example.org"}
        for name in ("clara", "boris", "frieda", "lena", "otto")
    ],
}

PROCEDURE: dict[str, Any] = {
    "slug": "probe",
    "version": "1",
    "service_key": "99108001020000",
    "title": "Probeleistung",
    "regime": "vwvfg",
    "act": "permit",
    "file": {"plan_code": "32.1", "rule": "year", "retention_years": 5},
    "decisions": [
        {"kind": "grant", "label": "Bewilligung", "operative": "Ihr Antrag für {local:kennzeichen} wird bewilligt."},
        {"kind": "refusal", "label": "Ablehnung", "operative": "Ihr Antrag wird abgelehnt.", "reasons_required": True},
    ],
    "checks": [
        {"key": "wohnung", "label": "Wohnt in der Zone", "kind": "manual"},
        {"key": "halter", "label": "Ist Halterin oder Halter", "kind": "auto"},
    ],
    "four_eyes": "refusals",
    "promise_working_days": 5,
}


FEE_TABLE: dict[str, Any] = {
    "code": "probe",
    "version": 1,
    "title": "Probegebühr",
    "legal_basis": "Probeordnung",
    "valid_from": dt.date(2020, 1, 1),
    "items": [
        {
            "key": "eins",
            "label": "Probe",
            "tiers": [{"cents": 3070}],
            "tax": [{"valid_from": dt.date(2020, 1, 1), "treatment": "sovereign", "basis": "§ 2b UStG"}],
        }
    ],
}


def organisation_installed() -> None:
    organisation.install_organisation(ORGANISATION, now=NOON)


def unit_id(slug: str = "verkehr") -> uuid.UUID:
    return organisation.find_unit(slug).id


def staff(slug: str, *, secrecy: frozenset[Secrecy] = frozenset()) -> Actor:
    person = organisation.find_person(slug)
    grants = organisation.grants_of(person.id, NOON.date())
    if secrecy:
        grants = tuple(Grant(role=grant.role, unit_id=grant.unit_id, secrecy=secrecy) for grant in grants)
    return Actor(kind=ActorKind.STAFF, name=person.name, id=uuid.uuid4(), person_id=person.id, grants=grants)


def substitute(slug: str, *, of: str, role: Role) -> Actor:
    """A member of staff who acts only because somebody else is away."""
    person, absent = organisation.find_person(slug), organisation.find_person(of)
    grant = Grant(role=role, unit_id=unit_id(), substitute_for=absent.id)
    return Actor(kind=ActorKind.STAFF, name=person.name, id=uuid.uuid4(), person_id=person.id, grants=(grant,))


def procedure(**changes: Any) -> Procedure:
    return install_procedure(data={**PROCEDURE, **changes}, actor=SYSTEM, now=NOON)


def case(*, record: Procedure | None = None, email: str = "anna@example.org", **changes: Any) -> Case:
    values: dict[str, Any] = {
        "procedure_id": (record or procedure()).pk,
        "channel": Channel.ONLINE,
        "received_at": NOON,
        "parties": [
            PartyData(role=PartyRole.APPLICANT, name="Anna Müller", address_lines=("Weg 2", "06108 Musterstadt"), email=email)
        ],
        "unit_id": unit_id(),
        "facts": {"local:kennzeichen": "HAL-AB 123"},
        "actor": SYSTEM,
        "now": NOON,
    }
    return open_case(**{**values, **changes})
