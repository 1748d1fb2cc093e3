"""What this room tells others: frozen copies of its rows."""

import datetime as dt
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class AuthorityInfo:
    """Behörde. `regimes` are the legal regimes it works under; `address_lines` as on a letter."""

    id: uuid.UUID
    slug: str
    name: str
    land: str
    ars: str
    address_lines: tuple[str, ...]
    phone: str
    email: str
    website: str
    regimes: tuple[str, ...]
    demo: bool
    court: str = ""  # the competent administrative court, for remedy notices
    court_address: str = ""


@dataclass(frozen=True, slots=True)
class UnitInfo:
    """Organisationseinheit. Address and phone are the authority's where the unit has none of its own."""

    id: uuid.UUID
    authority_id: uuid.UUID
    parent_id: uuid.UUID | None
    slug: str
    name: str
    phone: str
    email: str
    address_lines: tuple[str, ...]
    opening_hours: tuple[str, ...]
    valid_from: dt.date
    valid_until: dt.date | None
    successor_id: uuid.UUID | None
    visit: Mapping[str, Any] = field(default_factory=dict, repr=False, compare=False)  # read by `details_of`


@dataclass(frozen=True, slots=True)
class PersonInfo:
    id: uuid.UUID
    name: str
    email: str
    phone: str


@dataclass(frozen=True, slots=True)
class Holder:
    """Somebody who carries a role on a day; `substitute_for` names the person whose post is looked after."""

    person: PersonInfo
    post_title: str
    substitute_for: uuid.UUID | None = None
