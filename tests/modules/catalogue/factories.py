"""A small catalogue: two files as the federation publishes them, one described service, people who edit it."""

import csv
import datetime as dt
import uuid
from pathlib import Path

import msgspec

from rathaus.foundation.permissions.public import Actor, ActorKind, Grant, Role
from rathaus.modules.catalogue import descriptions
from rathaus.modules.catalogue.domain.draft_edition import draft_edition
from rathaus.modules.catalogue.domain.edit_edition import edit_edition
from rathaus.modules.catalogue.domain.install_service import install_service
from rathaus.modules.catalogue.domain.move_edition import move_edition
from rathaus.modules.catalogue.domain.publish_edition import publish_edition, schedule_edition, withdraw_edition
from rathaus.modules.catalogue.enums import EditionAct, EditionState
from rathaus.modules.catalogue.models import Edition

OZG = (
    ("10173", "Parken", "Kfz-Besitz", "Mobilität & Reisen"),
    ("10160", "Hundehaltung", "Tierhaltung", "Engagement & Hobby"),
    ("10038", "Kindergeld", "Geburt", "Familie & Kind"),
)
LEIKA = (
    ("99108001000000", "Bewohnerparkausweis", "2/3", "10173", "§ 45 StVO", "Straßenverkehrs-Ordnung", "StVO"),
    ("99108001001000", "Bewohnerparkausweis Erteilung", "2/3", "10173", "§ 45 StVO", "Straßenverkehrs-Ordnung", "StVO"),
    ("99108001020000", "Bewohnerparkausweis Verlängerung", "2/3", "10173", "§ 45 StVO", "Straßenverkehrs-Ordnung", "StVO"),
    ("99102013002000", "Hundesteuer Festsetzung", "4", "10160", "", "", ""),
    ("99041007017000", "Kindergeld Bewilligung", "1", "10038", "§ 62 EStG", "Einkommensteuergesetz", "EStG"),
)


def write_catalogue(folder: Path, *, ozg=OZG, leika=LEIKA) -> Path:
    for name, columns, rows in (
        ("ozg_services.csv", ("ozg_id", "name", "situation", "subject"), ozg),
        ("leika_services.csv", ("leika_key", "name", "type", "ozg_id", "legal_basis", "law", "law_short"), leika),
    ):
        with (folder / name).open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([columns, *rows])
    return folder


def service_data(**changes):
    return {
        "key": "99108001020000",
        "name": "Bewohnerparkausweis verlängern",
        "synonyms": ["Anwohnerparken verlängern"],
        "life_events": ["kfz-besitz"],
        "unit": "strassenverkehr",
        "channels": ["online", "counter", "paper"],
        "short": "Ihr Ausweis läuft ab.",
        "text": "Wir verlängern um ein Jahr.",
        "procedure": "Sie stellen den Antrag.",
        "documents": ["Fahrzeugschein", {"name": "Vollmacht", "text": "wenn nötig", "mandatory": False}],
        "deadline": "Vor dem Ablauf.",
        "promise_days": 3,
        "legal_basis": "§ 45 StVO",
        "fees": [{"kind": "fixed", "label": "ein Jahr", "cents": 3070, "legal_basis": "GebOSt"}],
        "prominence": 20,
    } | changes


def install(now, *, demo=True, source="Test", **changes):
    return install_service(data=service_data(**changes), source=source, demo=demo, now=now)


ROLE_OF = {  # who usually does it
    EditionAct.WRITE: Role.EDITOR,
    EditionAct.SUBMIT: Role.EDITOR,
    EditionAct.RECALL: Role.EDITOR,
    EditionAct.DISCARD: Role.EDITOR,
    EditionAct.REVIEW: Role.CLERK,
    EditionAct.RETURN: Role.CLERK,
    EditionAct.RELEASE: Role.APPROVER,
    EditionAct.REFUSE: Role.APPROVER,
    EditionAct.SCHEDULE: Role.PUBLISHER,
    EditionAct.PUBLISH: Role.PUBLISHER,
    EditionAct.CANCEL: Role.PUBLISHER,
    EditionAct.WITHDRAW: Role.PUBLISHER,
}


def worker(*roles: Role, name: str = "", unit_id=None, service_key=None, person_id=None, substitute_for=None) -> Actor:
    """A member of staff with these roles, everywhere unless told otherwise."""
    grants = tuple(Grant(role=role, unit_id=unit_id, service_key=service_key, substitute_for=substitute_for) for role in roles)
    person_id = person_id or uuid.uuid5(uuid.NAMESPACE_OID, f"{roles}{name}")
    return Actor(ActorKind.STAFF, name or "/".join(roles), id=uuid.uuid4(), person_id=person_id, grants=grants)


def act(edition: Edition, step: EditionAct, now, *, actor: Actor | None = None, version: int | None = None, note="Grund"):
    """One step by its own use case, by whoever usually does it."""
    actor, version = actor or worker(ROLE_OF[step]), version or edition.version
    key = {"edition_id": edition.id, "version": version, "actor": actor, "now": now}
    match step:
        case EditionAct.WRITE:
            said = descriptions.decode(edition.content)
            return edit_edition(description=msgspec.structs.replace(said, name=f"{said.name} x"), **key)
        case EditionAct.SCHEDULE:
            return schedule_edition(publish_on=now.date() + dt.timedelta(days=3), **key)
        case EditionAct.PUBLISH:
            current = Edition.objects.filter(service_key=edition.service_key, state=EditionState.PUBLISHED).first()
            return publish_edition(replaces=current.number if current else None, **key)
        case EditionAct.WITHDRAW:
            return withdraw_edition(note=note, **key)
    return move_edition(act=step, note=note, **key)


WAY = {  # the steps from a fresh draft to a state
    EditionState.DRAFT: (),
    EditionState.DISCARDED: (EditionAct.DISCARD,),
    EditionState.REVIEW: (EditionAct.SUBMIT,),
    EditionState.REVIEWED: (EditionAct.SUBMIT, EditionAct.REVIEW),
    EditionState.RELEASED: (EditionAct.SUBMIT, EditionAct.REVIEW, EditionAct.RELEASE),
    EditionState.PUBLISHED: (EditionAct.SUBMIT, EditionAct.REVIEW, EditionAct.RELEASE, EditionAct.PUBLISH),
    EditionState.WITHDRAWN: (
        EditionAct.SUBMIT, EditionAct.REVIEW, EditionAct.RELEASE, EditionAct.PUBLISH, EditionAct.WITHDRAW,
    ),
}  # fmt: skip


def edition_in(state: EditionState, now, *, key="99108001020000") -> Edition:
    """A new edition of an installed service, brought there by its own steps."""
    if state is EditionState.SUPERSEDED:
        old = Edition.objects.get(service_key=key, state=EditionState.PUBLISHED)
        edition_in(EditionState.PUBLISHED, now, key=key)
        return Edition.objects.get(pk=old.pk)
    edition = draft_edition(service_key=key, actor=worker(Role.EDITOR), now=now)
    for step in WAY[state]:
        edition = act(edition, step, now)
    return edition
