"""What this room tells others: frozen copies of its rows."""

import datetime as dt
import uuid
from dataclasses import dataclass

from rathaus.modules.geo.addresses import on_side
from rathaus.modules.geo.enums import Parity


@dataclass(frozen=True, slots=True)
class TerritoryInfo:
    """Gebiet. `kind_label` is the German word for what it is."""

    ars: str
    ags: str
    name: str
    kind: str
    kind_label: str
    hint: str
    valid_from: dt.date | None
    valid_until: dt.date | None

    def valid_on(self, day: dt.date) -> bool:
        return (self.valid_from is None or self.valid_from <= day) and (self.valid_until is None or day <= self.valid_until)


@dataclass(frozen=True, slots=True)
class RangeInfo:
    """House numbers of one street that are alike for everything this room knows: district and areas."""

    street_id: uuid.UUID
    street: str
    district_id: uuid.UUID
    first: int
    last: int
    parity: Parity
    area_ids: frozenset[uuid.UUID]

    def contains(self, number: int) -> bool:
        return self.first <= number <= self.last and on_side(self.parity, number)


@dataclass(frozen=True, slots=True)
class Place:
    """Where something is. What is not known is None; `number` as an integer (12a is 1201)."""

    ars: str
    street_id: uuid.UUID | None = None
    street: str = ""
    number: int | None = None
    district_id: uuid.UUID | None = None
    district: str = ""
    area_ids: frozenset[uuid.UUID] = frozenset()


@dataclass(frozen=True, slots=True)
class Located:
    """What became of an address: a place, or what is wrong with it and which streets may be meant.

    `problem` is empty, `no_street`, `unknown_street`, `ambiguous`, `no_number` or `unknown_number`. With an unknown number
    the street of the place still stands.
    """

    place: Place
    problem: str = ""
    suggestions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Named:
    """A district, street or area by its name, with what a file calls it."""

    id: uuid.UUID
    slug: str
    name: str
    ars: str
    demo: bool = False
