"""What the page of the organisation shows; a fixed number of queries however large it is."""

import datetime as dt
import uuid
from dataclasses import dataclass, field

from django.db.models import Q

from rathaus.foundation.permissions.public import ROLE_NAMES, Actor, Role, Scope, allowed
from rathaus.modules.organisation import rules
from rathaus.modules.organisation.models import Person, PostRole, Substitution, Unit
from rathaus.modules.organisation.queries import holdings_on, substitutions_on, valid_on


@dataclass(slots=True)
class PostLine:
    title: str
    roles: list[str] = field(default_factory=list)
    people: list[str] = field(default_factory=list)


@dataclass(slots=True)
class UnitBlock:
    id: uuid.UUID
    name: str
    phone: str
    email: str
    parent: str
    may_describe: bool = False
    posts: list[PostLine] = field(default_factory=list)


@dataclass(slots=True)
class AuthorityBlock:
    name: str
    units: list[UnitBlock] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class SubstitutionLine:
    id: uuid.UUID
    absent: str
    substitute: str
    valid_from: dt.date
    valid_until: dt.date
    may_end: bool


def authorities_on(day: dt.date, *, actor: Actor) -> list[AuthorityBlock]:
    """Authorities with the units, posts and persons of the day. Four queries."""
    blocks: dict[uuid.UUID, AuthorityBlock] = {}
    units: dict[uuid.UUID, UnitBlock] = {}
    rows = Unit.objects.filter(valid_on(day)).select_related("authority", "parent")
    for row in rows.order_by("authority__position", "position", "slug"):
        block = blocks.setdefault(row.authority_id, AuthorityBlock(row.authority.name))
        parent = row.parent.name if row.parent else ""
        units[row.pk] = UnitBlock(
            id=row.pk,
            name=row.name,
            phone=row.phone or row.authority.phone,
            email=row.email or row.authority.email,
            parent=parent,
            may_describe=allowed(actor, rules.DESCRIBE, scope=Scope(unit_id=row.pk), today=day),
        )
        block.units.append(units[row.pk])
    away = {row.absent_id: row for row in substitutions_on(day).select_related("substitute")}
    posts: dict[uuid.UUID, PostLine] = {}
    roles = PostRole.objects.filter(valid_on(day, "post__"), post__unit__in=units).select_related("post").order_by("post__slug")
    for role in roles:
        if role.post_id not in posts:
            posts[role.post_id] = PostLine(role.post.title)
            units[role.post.unit_id].posts.append(posts[role.post_id])
        posts[role.post_id].roles.append(ROLE_NAMES[Role(role.role)])
    for held in holdings_on(day).select_related("person").order_by("person__name"):
        if held.post_id in posts:
            cover = away.get(held.person_id)
            note = f", vertreten durch {cover.substitute.name} bis {cover.valid_until:%d.%m.%Y}" if cover else ""
            posts[held.post_id].people.append(f"{held.person.name}{note}")
    return list(blocks.values())


def absent_choices(actor: Actor, day: dt.date) -> list[tuple[str, str]]:
    """Oneself, and for leads the persons of the units led."""
    people = {actor.person_id: actor.name} if actor.person_id else {}
    for held in holdings_on(day).select_related("person", "post"):
        if allowed(actor, rules.SUBSTITUTE, scope=Scope(unit_id=held.post.unit_id), today=day):
            people.setdefault(held.person_id, held.person.name)
    return [(str(key), name) for key, name in people.items()]


def colleagues(actor: Actor, day: dt.date) -> list[tuple[str, str]]:
    """Everybody who holds a post in an authority where the actor holds one, by name."""
    if actor.person_id is None:
        return []
    mine = holdings_on(day).filter(person_id=actor.person_id).values("post__unit__authority_id")
    people = Person.objects.filter(holdings__in=holdings_on(day).filter(post__unit__authority_id__in=mine)).distinct()
    return [(str(row.pk), row.name) for row in people.order_by("name")]


def substitutions_around(actor: Actor, day: dt.date) -> list[SubstitutionLine]:
    """Running and coming substitutions that touch the actor or the persons the actor leads."""
    ending = {uuid.UUID(key) for key, _ in absent_choices(actor, day)}
    rows = Substitution.objects.filter(
        Q(absent_id__in=ending) | Q(substitute_id=actor.person_id), valid_until__gte=day
    ).select_related("absent", "substitute")
    return [
        SubstitutionLine(
            id=row.pk,
            absent=row.absent.name,
            substitute=row.substitute.name,
            valid_from=row.valid_from,
            valid_until=row.valid_until,
            may_end=row.absent_id in ending,
        )
        for row in rows
    ]
