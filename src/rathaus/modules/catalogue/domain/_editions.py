"""What every step of an edition shares: lock, rights, the rule of two people, the entry of who did what."""

import datetime as dt
import uuid

from rathaus.foundation import clock
from rathaus.foundation.audit import public as audit
from rathaus.foundation.errors import Conflict, Forbidden, Invalid, NotFound
from rathaus.foundation.permissions.public import Actor, ActorKind, Scope
from rathaus.modules.catalogue import descriptions, rules
from rathaus.modules.catalogue.descriptions import Description
from rathaus.modules.catalogue.enums import STEPS, EditionAct, EditionState
from rathaus.modules.catalogue.models import Edition, EditionEntry
from rathaus.modules.catalogue.queries import home_ars, responsible_unit
from rathaus.modules.organisation import public as organisation

_NOT_YOURS = "Diesen Text haben Sie selbst geschrieben. {} muss eine andere Person, die nicht nur in Ihrer Vertretung handelt."
_WHO = {EditionAct.REVIEW: "Prüfen", EditionAct.RELEASE: "Freigeben"}


def scope_of(service_key: str, unit_slug: str, *, day: dt.date) -> Scope:
    """A text belongs to the unit in charge of the service; of a new service, to the unit that the text names."""
    unit_id = responsible_unit(service_key, ars=home_ars(), day=day)
    if unit_id is None and unit_slug:
        try:
            unit_id = organisation.find_unit(unit_slug, day=day).id
        except NotFound:
            unit_id = None
    return Scope(unit_id=unit_id, service_key=service_key)


def demand(right: str, *, scope: Scope, actor: Actor, day: dt.date) -> None:
    """Raises Forbidden."""
    if not rules.may(actor, right, scope=scope, today=day):
        raise Forbidden("Dafür haben Sie bei dieser Leistung kein Recht. Wenden Sie sich an Ihre Leitung, wenn Sie es brauchen.")


def demand_right(act: EditionAct, *, description: Description, actor: Actor, day: dt.date) -> Scope:
    """Raises Forbidden; a person who acts for the office is always known."""
    scope = scope_of(description.key, description.unit, day=day)
    demand(rules.RIGHT_OF[act], scope=scope, actor=actor, day=day)
    if actor.kind is ActorKind.STAFF and actor.person_id is None:
        raise Forbidden("Texte bearbeiten kann nur eine Person der Verwaltung. Wenden Sie sich an den Betrieb.")
    return scope


def lock(edition_id: uuid.UUID, act: EditionAct, *, actor: Actor, version: int, now: dt.datetime) -> Edition:
    """The edition, ready for the act. Raises NotFound, Forbidden, Conflict (somebody was faster), Invalid (wrong state)."""
    edition = Edition.objects.select_for_update().filter(pk=edition_id).first()
    if edition is None:
        raise NotFound("Diese Fassung gibt es nicht. Öffnen Sie die Leistung neu.")
    day = clock.today(now)
    scope = demand_right(act, description=descriptions.decode(edition.content), actor=actor, day=day)
    if act in rules.NOT_THE_WRITER:
        for writer in writers_of(edition):
            stands_in = rules.only_stands_in(actor, rules.RIGHT_OF[act], person_id=writer, scope=scope, today=day)
            if writer == actor.person_id or stands_in:
                raise Forbidden(_NOT_YOURS.format(_WHO[act]))
    if edition.version != version:
        raise Conflict(
            f"Fassung {edition.number} hat inzwischen jemand anders geändert; sie ist jetzt {edition.get_state_display()}. "
            "Öffnen Sie sie neu und entscheiden Sie dann."
        )
    if edition.state not in STEPS[act]:
        raise Invalid(f"Das geht nicht: Fassung {edition.number} ist {edition.get_state_display()}. Öffnen Sie die Leistung neu.")
    return edition


def writers_of(edition: Edition) -> set[uuid.UUID]:
    wrote = edition.entries.filter(act=EditionAct.WRITE, person_id__isnull=False)
    return {person for person in wrote.values_list("person_id", flat=True) if person}


def move(edition: Edition, act: EditionAct) -> None:
    edition.state = STEPS[act][EditionState(edition.state)]
    edition.version += 1


def tell(edition: Edition, act: EditionAct, *, actor: Actor, now: dt.datetime, note: str = "") -> None:
    """The entry that people read, and the one of the log."""
    EditionEntry.objects.create(
        edition=edition, act=act, person_id=actor.person_id, person_name=actor.name[:200], at=now, note=note
    )
    audit.record(
        act=f"catalogue.edition_{act.value}",
        actor=actor,
        subject=audit.Subject("service", edition.service_key),
        payload={"edition": edition.number, "sha256": edition.sha256, "state": edition.state},
        now=now,
    )
