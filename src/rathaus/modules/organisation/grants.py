"""From posts and substitutions to grants, and back from a role to the persons who carry it."""

import datetime as dt
import uuid
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from rathaus.foundation.permissions.public import Grant, Role, Secrecy
from rathaus.modules.organisation.enums import Reach
from rathaus.modules.organisation.models import PostRole, Unit
from rathaus.modules.organisation.queries import holdings_on, person_info, substitutions_on, valid_on
from rathaus.modules.organisation.types import Holder


def grants_of(person_id: uuid.UUID, day: dt.date) -> tuple[Grant, ...]:
    """What this person may do that day: by own posts, and by the posts of those who are away and looked after.

    Substitution does not pass on: who substitutes for B gets nothing of what B substitutes for. Each grant of a
    substitute names the absent person, so that four-eyes checks can refuse both pairs of eyes to one human being.
    At most three queries: it is asked at every request of staff.
    """
    rows = substitutions_on(day).filter(substitute_id=person_id).values_list("absent_id", "valid_from", "valid_until")
    away = {absent: (start, end) for absent, start, end in rows}
    lines = list(_lines([person_id, *away], day))
    tree = _Tree(day) if any(line.reach in _WIDE for line in lines) else None
    found: dict[Grant, None] = {}
    for line in lines:
        absent = line.person_id if line.person_id != person_id else None
        start, end = away[line.person_id] if absent else (line.valid_from, None)
        begins, ends = max(line.valid_from, start), _earliest(line.valid_until, end)
        for unit_id in _reach(line, tree):
            grant = Grant(
                role=Role(line.role),
                unit_id=unit_id,
                service_key=line.service_key or None,
                secrecy=frozenset(map(Secrecy, line.secrecy)),
                valid_from=begins,
                valid_until=ends,
                substitute_for=absent,
            )
            found[grant] = None
    return tuple(found)


class _Line(NamedTuple):
    """A role of a post together with one who fills it; the columns below under short names."""

    role: str
    reach: str
    service_key: str
    secrecy: list[str]
    unit_id: uuid.UUID
    authority_id: uuid.UUID
    person_id: uuid.UUID
    valid_from: dt.date
    valid_until: dt.date | None
    post_from: dt.date
    post_until: dt.date | None
    unit_from: dt.date
    unit_until: dt.date | None

    def holds_on(self, day: dt.date) -> bool:
        return (
            _within(day, self.valid_from, self.valid_until)
            and _within(day, self.post_from, self.post_until)
            and _within(day, self.unit_from, self.unit_until)
        )


_COLUMNS = (
    "role", "reach", "service_key", "secrecy", "post__unit_id", "post__unit__authority_id", "post__holdings__person_id",
    "post__holdings__valid_from", "post__holdings__valid_until", "post__valid_from", "post__valid_until",
    "post__unit__valid_from", "post__unit__valid_until",
)  # fmt: skip


def _within(day: dt.date, start: dt.date, end: dt.date | None) -> bool:
    return start <= day and (end is None or day <= end)


def _lines(person_ids: Iterable[uuid.UUID], day: dt.date) -> Iterator[_Line]:
    """The few lines of a person are sifted here: building the conditions for the database costs more than the rows."""
    rows = PostRole.objects.filter(post__holdings__person_id__in=list(person_ids)).values_list(*_COLUMNS)
    return (line for line in (_Line(*row) for row in rows) if line.holds_on(day))


def holders(role: Role, unit_id: uuid.UUID, service_key: str | None, day: dt.date) -> tuple[Holder, ...]:
    """Who carries the role for this unit and service that day: holders first, then substitutes, each by name.

    Without a service key, every holder of the role counts, whatever service it is for.
    """
    rows = PostRole.objects.filter(valid_on(day, "post__") & valid_on(day, "post__unit__"), role=role).select_related(
        "post__unit"
    )
    if service_key is not None:
        rows = rows.filter(service_key__in=["", service_key])
    tree = _Tree(day)
    posts = {row.post_id for row in rows if _covers(row, unit_id, tree)}
    held = list(holdings_on(day).filter(post_id__in=posts).select_related("person", "post"))
    own = [Holder(person=person_info(row.person), post_title=row.post.title) for row in held]
    titles = {row.person_id: row.post.title for row in held}
    looked_after = substitutions_on(day).filter(absent_id__in=titles).select_related("substitute")
    others = [
        Holder(person=person_info(row.substitute), post_title=titles[row.absent_id], substitute_for=row.absent_id)
        for row in looked_after
    ]
    return tuple(sorted(own, key=_by_name) + sorted(others, key=_by_name))


def _covers(row: PostRole, unit_id: uuid.UUID, tree: "_Tree") -> bool:
    unit = row.post.unit
    if row.reach == Reach.INSTANCE:
        return True
    if row.reach == Reach.UNIT:
        return unit.pk == unit_id
    if row.reach == Reach.AUTHORITY:
        return unit_id in tree.by_authority.get(unit.authority_id, ())
    return unit_id in set(tree.below(unit.pk))


def _by_name(holder: Holder) -> str:
    return holder.person.name


def _earliest(*days: dt.date | None) -> dt.date | None:
    return min((day for day in days if day is not None), default=None)


_WIDE = {Reach.SUBTREE, Reach.AUTHORITY}


class _Tree:
    """The units of a day by authority and by parent, read at once."""

    def __init__(self, day: dt.date) -> None:
        self.by_authority: dict[uuid.UUID, list[uuid.UUID]] = {}
        self.by_parent: dict[uuid.UUID, list[uuid.UUID]] = {}
        rows = Unit.objects.order_by().values_list("pk", "authority_id", "parent_id", "valid_from", "valid_until")
        for unit, authority, parent, start, end in rows:
            if not _within(day, start, end):
                continue
            self.by_authority.setdefault(authority, []).append(unit)
            if parent is not None:
                self.by_parent.setdefault(parent, []).append(unit)

    def below(self, unit_id: uuid.UUID) -> Iterator[uuid.UUID]:
        yield unit_id
        for child in self.by_parent.get(unit_id, ()):
            yield from self.below(child)


def _reach(line: _Line, tree: _Tree | None) -> Iterable[uuid.UUID | None]:
    if line.reach == Reach.INSTANCE:
        return (None,)
    if tree is None or line.reach == Reach.UNIT:
        return (line.unit_id,)
    if line.reach == Reach.AUTHORITY:
        return tree.by_authority.get(line.authority_id, ())
    return tree.below(line.unit_id)
