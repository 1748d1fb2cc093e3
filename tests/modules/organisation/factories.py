"""Small organisations for tests."""

import datetime as dt
from typing import Any

from rathaus.modules.organisation.models import Authority, Holding, Person, Post, PostRole, Substitution, Unit

START = dt.date(2020, 1, 1)


def authority(slug: str = "halle", **fields: Any) -> Authority:
    defaults: dict[str, Any] = {
        "name": slug.title(),
        "land": "ST",
        "ars": "150020000000",
        "address_lines": ["Weg 1", "06100 Ort"],
    }
    return Authority.objects.create(slug=slug, **{**defaults, **fields})


def unit(slug: str = "ordnung", *, of: Authority | None = None, **fields: Any) -> Unit:
    return Unit.objects.create(
        authority=of or Authority.objects.first() or authority(),
        slug=slug,
        **{"name": slug.title(), "valid_from": START, **fields},
    )


def person(slug: str = "anna", **fields: Any) -> Person:
    return Person.objects.create(slug=slug, **{"name": slug.title(), "email": f"{slug}@example.org", **fields})


def post(of: Unit, *roles: Any, slug: str = "post", **fields: Any) -> Post:
    """Roles as role or as (role, reach) or as a dict of PostRole's fields."""
    row = Post.objects.create(unit=of, slug=slug, **{"title": "Sachbearbeitung", "valid_from": START, **fields})
    for role in roles:
        given = (
            role if isinstance(role, dict) else {"role": role} if isinstance(role, str) else {"role": role[0], "reach": role[1]}
        )
        PostRole.objects.create(post=row, **given)
    return row


def holding(who: Person, what: Post, **fields: Any) -> Holding:
    return Holding.objects.create(person=who, post=what, **{"valid_from": START, **fields})


def substitution(absent: Person, substitute: Person, start: dt.date, end: dt.date) -> Substitution:
    return Substitution.objects.create(
        absent=absent,
        substitute=substitute,
        valid_from=start,
        valid_until=end,
        entered_by="test",
        entered_at=dt.datetime(2026, 1, 1, tzinfo=dt.UTC),
    )
