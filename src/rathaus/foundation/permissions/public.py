"""Rights: role x unit x service x secrecy classes, with validity, and without what a person is barred from.

Modules declare which roles carry a right; `visible` filters their rows, `allowed` and `require` decide about one.
"""

import datetime as dt
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from django.db.models import Q

from rathaus.foundation.errors import Forbidden
from rathaus.foundation.permissions.bars import Subject, bar, barred_persons, is_barred, unbar, unbarred
from rathaus.foundation.permissions.secrecy import (
    Secrecy,
    add_class,
    classes_of,
    columns_of,
    drop_class,
    with_class,
    within,
)

__all__ = [
    "GUEST",
    "ROLE_NAMES",
    "SYSTEM",
    "Actor",
    "ActorKind",
    "Grant",
    "Role",
    "Scope",
    "Secrecy",
    "Subject",
    "add_class",
    "allowed",
    "bar",
    "barred_persons",
    "classes_of",
    "columns_of",
    "covers",
    "declare",
    "declared",
    "drop_class",
    "grants_for",
    "held",
    "is_barred",
    "only_in_place_of",
    "require",
    "unbar",
    "visible",
    "with_class",
    "within",
]


class ActorKind(StrEnum):
    CITIZEN = "citizen"  # signed in to the Servicekonto
    GUEST = "guest"  # not signed in; acts through an unguessable address
    STAFF = "staff"
    SYSTEM = "system"  # the worker, a command


class Role(StrEnum):
    """What a post may be given. The German name is what people read."""

    CLERK = "clerk"  # Sachbearbeitung
    APPROVER = "approver"  # Freigabe: the second pair of eyes
    LEAD = "lead"  # Leitung: assigns, sees the whole unit
    POST_ROOM = "post_room"  # Poststelle
    COUNTER = "counter"  # Bürgerservice am Schalter
    CASHIER = "cashier"  # Kasse
    EDITOR = "editor"  # Redaktion
    PUBLISHER = "publisher"  # Veröffentlichung
    AUDITOR = "auditor"  # Revision
    DATA_PROTECTION = "data_protection"  # Datenschutz
    ARCHIVIST = "archivist"  # Archiv
    OPERATOR = "operator"  # Betrieb: runs the house, sees no content


ROLE_NAMES: Mapping[Role, str] = {
    Role.CLERK: "Sachbearbeitung",
    Role.APPROVER: "Freigabe (zweites Augenpaar)",
    Role.LEAD: "Leitung",
    Role.POST_ROOM: "Poststelle",
    Role.COUNTER: "Bürgerservice (Schalter)",
    Role.CASHIER: "Kasse",
    Role.EDITOR: "Redaktion",
    Role.PUBLISHER: "Veröffentlichung",
    Role.AUDITOR: "Revision",
    Role.DATA_PROTECTION: "Datenschutz",
    Role.ARCHIVIST: "Archiv",
    Role.OPERATOR: "Betrieb",
}


@dataclass(frozen=True, slots=True)
class Grant:
    """One role held by virtue of a post or a substitution. `None` for unit or service means all of them."""

    role: Role
    unit_id: uuid.UUID | None
    service_key: str | None = None
    secrecy: frozenset[Secrecy] = frozenset()
    valid_from: dt.date = dt.date.min
    valid_until: dt.date | None = None  # the last day
    substitute_for: uuid.UUID | None = None  # the person whose post is looked after

    def valid_on(self, day: dt.date) -> bool:
        return self.valid_from <= day and (self.valid_until is None or day <= self.valid_until)


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts. `id` is the account; `person_id` the member of staff (two accounts never share one)."""

    kind: ActorKind
    name: str
    id: uuid.UUID | None = None
    person_id: uuid.UUID | None = None
    grants: tuple[Grant, ...] = field(default=(), repr=False)

    @property
    def label(self) -> str:
        """For histories and the audit: kind and id, no name."""
        return f"{self.kind}:{self.person_id or self.id or '-'}"


SYSTEM = Actor(kind=ActorKind.SYSTEM, name="System")
GUEST = Actor(kind=ActorKind.GUEST, name="Gast")


@dataclass(frozen=True, slots=True)
class Scope:
    """What the right is asked for: the unit in charge of the object, its service, its secrecy classes, its matter."""

    unit_id: uuid.UUID | None = None
    service_key: str | None = None
    secrecy: frozenset[Secrecy] = frozenset()
    subject: Subject | None = None  # where a person may be barred: ("case", id)


_ROLES_OF: dict[str, frozenset[Role]] = {}


def declare(rights: Mapping[str, Iterable[Role]]) -> None:
    """Called by a module's `rules.py`: which roles carry which right. Raises ValueError on a second declaration."""
    for right, roles in rights.items():
        new = frozenset(roles)
        if _ROLES_OF.get(right, new) != new:
            raise ValueError(f"right {right!r} is declared twice")
        _ROLES_OF[right] = new


def declared() -> Mapping[str, frozenset[Role]]:
    return dict(_ROLES_OF)


def grants_for(actor: Actor, right: str, *, today: dt.date) -> tuple[Grant, ...]:
    """The grants that carry the right today; the query layer of a module turns them into its filter.

    Raises KeyError for a right nobody declared: a typo must not pass as a refusal.
    """
    roles = _ROLES_OF[right]
    return tuple(grant for grant in actor.grants if grant.role in roles and grant.valid_on(today))


def visible(actor: Actor, right: str, *, today: dt.date, kind: str | None = None, column: str | None = None) -> Q:
    """The filter of every list, count, search and export: unit, service and all secrecy classes by one and the same grant.

    For tables with the columns `unit_id`, `service_key`, `secrecy` and `secrecy_set`. What the person is barred from is left
    out: rows name their matter in `subject_kind` and `subject_id`, or by the id of a matter of one `kind` in `column`.
    Costs one query for a person with grants.
    """
    if actor.kind is ActorKind.SYSTEM:
        return Q()
    found = Q(pk__in=[])
    grants = grants_for(actor, right, today=today)
    for grant in grants:
        found |= _reach(grant)
    return found & unbarred(actor.person_id, kind=kind, column=column) if grants else found


def _reach(grant: Grant) -> Q:
    reach = within(grant.secrecy)
    if grant.unit_id is not None:
        reach &= Q(unit_id=grant.unit_id)
    if grant.service_key is not None:
        reach &= Q(service_key=grant.service_key)
    return reach


def allowed(actor: Actor, right: str, *, scope: Scope | None = None, today: dt.date) -> bool:
    """`scope=None` asks whether the actor holds the right anywhere (for navigation), a Scope whether for this object.

    One query where the scope names a matter; `held` asks for several rights at once.
    """
    if scope is None:
        return actor.kind is ActorKind.SYSTEM or bool(grants_for(actor, right, today=today))
    return right in held(actor, [right], scope=scope, today=today)


def held(actor: Actor, rights: Iterable[str], *, scope: Scope, today: dt.date) -> frozenset[str]:
    """Those of the rights that the actor holds for this object: none where the person is barred from its matter."""
    if actor.kind is ActorKind.SYSTEM:
        return frozenset(rights)
    found = frozenset(right for right in rights if _granted(actor, right, scope, today))
    return found if found and not is_barred(actor.person_id, scope.subject) else frozenset()


def _granted(actor: Actor, right: str, scope: Scope, today: dt.date) -> bool:
    return any(covers(grant, scope) for grant in grants_for(actor, right, today=today))


def covers(grant: Grant, scope: Scope) -> bool:
    """Whether a grant reaches an object: its unit, its service, each of its secrecy classes. Bars are not asked."""
    return (
        (grant.unit_id is None or grant.unit_id == scope.unit_id)
        and (grant.service_key is None or grant.service_key == scope.service_key)
        and scope.secrecy - {Secrecy.NORMAL} <= grant.secrecy
    )


def only_in_place_of(actor: Actor, right: str, *, person_id: uuid.UUID | None, scope: Scope, today: dt.date) -> bool:
    """Whether the actor has the right here by nothing but standing in for this person: then he is no second pair of eyes.

    A right of his own for other objects does not count.
    """
    here = [grant for grant in grants_for(actor, right, today=today) if covers(grant, scope)]
    return person_id is not None and bool(here) and all(grant.substitute_for == person_id for grant in here)


def require(actor: Actor, right: str, *, scope: Scope | None = None, today: dt.date) -> None:
    """Raises Forbidden unless `allowed`; who is barred from the matter is told so. At most one query."""
    if actor.kind is ActorKind.SYSTEM:
        return
    if scope is not None and is_barred(actor.person_id, scope.subject):
        raise Forbidden("Sie sind in dieser Sache befangen (§§ 20, 21 VwVfG) und dürfen nicht daran mitwirken.")
    if not (_granted(actor, right, scope, today) if scope else grants_for(actor, right, today=today)):
        raise Forbidden("Dafür haben Sie kein Recht. Wenden Sie sich an Ihre Leitung, wenn Sie es brauchen.")
