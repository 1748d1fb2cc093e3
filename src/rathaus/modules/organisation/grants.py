"""From posts and substitutions to grants, and back from a role to the persons who carry it."""

import datetime as dt
import uuid
from collections.abc import Iterable, Iterator

from rathaus.foundation.permissions.public import Grant, Role, Secrecy
from rathaus.modules.organisation.enums import Reach
from rathaus.modules.organisation.models import PostRole, Unit
from rathaus.modules.organisation.queries import holdings_on, person_info, substitutions_on, valid_on
from rathaus.modules.organisation.types import Holder


def grants_of(person_id: uuid.UUID, day: dt.date) -> tuple[Grant, ...]:
    """What this person may do that day: by own posts, and by the posts of those who are away and looked after.

    Substitution does not pass on: who substitutes for B gets nothing of what B substitutes for. Each grant of a
    substitute names the absent person, so that four-eyes checks can refuse both pairs of eyes to one human being.
    At most four queries.
    """
    away = {row.absent_id: row for row in substitutions_on(day).filter(substitute_id=person_id)}
    holdings = list(
        holdings_on(day).filter(person_id__in=[person_id, *away]).select_related("post__unit").prefetch_related("post__roles")
    )
    if not holdings:
        return ()
    tree = _Tree(day) if any(role.reach in _WIDE for held in holdings for role in held.post.roles.all()) else None
    found: dict[Grant, None] = {}
    for held in holdings:
        absent = held.person_id if held.person_id != person_id else None
        cover = away.get(held.person_id) if absent else None
        begins = max(held.valid_from, cover.valid_from) if cover else held.valid_from
        ends = _earliest(held.valid_until, cover.valid_until if cover else None)
        for role in held.post.roles.all():
            for unit_id in _reach(role, held.post.unit, tree):
                found[_grant(role, unit_id, absent, begins, ends)] = None
    return tuple(found)


def holders(role: Role, unit_id: uuid.UUID, service_key: str | None, day: dt.date) -> tuple[Holder, ...]:
    """Who carries the role for this unit and service that day: holders first, then substitutes, each by name."""
    rows = PostRole.objects.filter(role=role).select_related("post__unit")
    if service_key is not None:
        rows = rows.filter(service_key__in=["", service_key])
    tree = _Tree(day)
    posts = {row.post_id for row in rows if unit_id in set(_reach(row, row.post.unit, tree)) or row.reach == Reach.INSTANCE}
    held = list(holdings_on(day).filter(post_id__in=posts).select_related("person", "post"))
    own = [Holder(person=person_info(row.person), post_title=row.post.title) for row in held]
    titles = {row.person_id: row.post.title for row in held}
    looked_after = substitutions_on(day).filter(absent_id__in=titles).select_related("substitute")
    others = [
        Holder(person=person_info(row.substitute), post_title=titles[row.absent_id], substitute_for=row.absent_id)
        for row in looked_after
    ]
    return tuple(sorted(own, key=_by_name) + sorted(others, key=_by_name))


def _by_name(holder: Holder) -> str:
    return holder.person.name


def _earliest(*days: dt.date | None) -> dt.date | None:
    return min((day for day in days if day is not None), default=None)


def _grant(role: PostRole, unit_id: uuid.UUID | None, absent: uuid.UUID | None, start: dt.date, end: dt.date | None) -> Grant:
    return Grant(
        role=Role(role.role),
        unit_id=unit_id,
        service_key=role.service_key or None,
        secrecy=frozenset(Secrecy(value) for value in role.secrecy),
        valid_from=start,
        valid_until=end,
        substitute_for=absent,
    )


_WIDE = {Reach.SUBTREE, Reach.AUTHORITY}


class _Tree:
    """The units of a day by authority and by parent, read at once."""

    def __init__(self, day: dt.date) -> None:
        self.by_authority: dict[uuid.UUID, list[uuid.UUID]] = {}
        self.by_parent: dict[uuid.UUID, list[uuid.UUID]] = {}
        for unit, authority, parent in Unit.objects.filter(valid_on(day)).values_list("pk", "authority_id", "parent_id"):
            self.by_authority.setdefault(authority, []).append(unit)
            if parent is not None:
                self.by_parent.setdefault(parent, []).append(unit)

    def below(self, unit_id: uuid.UUID) -> Iterator[uuid.UUID]:
        yield unit_id
        for child in self.by_parent.get(unit_id, ()):
            yield from self.below(child)


def _reach(role: PostRole, unit: Unit, tree: _Tree | None) -> Iterable[uuid.UUID | None]:
    if role.reach == Reach.INSTANCE:
        return (None,)
    if tree is None or role.reach == Reach.UNIT:
        return (unit.pk,)
    if role.reach == Reach.AUTHORITY:
        return tree.by_authority.get(unit.authority_id, ())
    return tree.below(unit.pk)
