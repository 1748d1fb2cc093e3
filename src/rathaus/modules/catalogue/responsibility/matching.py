"""One row of responsibility against what is known about who asks. Pure; the rows come from `rows`, geometry stays in geo."""

import datetime as dt
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

from rathaus.foundation import text
from rathaus.modules.catalogue.enums import OURS, Certainty, PlaceOf, Role, Slot
from rathaus.modules.geo import public as geo

Group = tuple[Role, Slot]  # for each of them there is one answer


class Need(StrEnum):
    """What must be known to decide."""

    ADDRESS = "address"
    NAME = "name"
    PLACE_OF = "place_of"


@dataclass(frozen=True, slots=True)
class Facts:
    """`place` None: the address is not known yet. `name` is folded (`name_key`); None: not known.

    `around` are all territories here.
    """

    ars: str
    place: geo.Place | None = None
    name: str | None = None
    place_of: PlaceOf | None = None
    around: frozenset[str] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "around", frozenset(geo.beginnings(self.ars)))


def name_key(name: str) -> str:
    """The letters of a name as ranges compare them: no marks, no blanks, ä as a."""
    return text.match_key(name).replace(" ", "")


@dataclass(frozen=True)
class Candidate:
    """A row of responsibility. The order of the fields is that of `rows.COLUMNS`."""

    id: uuid.UUID
    service_key: str
    territory: str
    role: Role
    unit_id: uuid.UUID | None = None
    unit_slug: str = ""
    online_slug: str = ""
    form_name: str | None = None
    form_url: str | None = None
    external_name: str = ""
    external_url: str = ""
    district_id: uuid.UUID | None = None
    street_id: uuid.UUID | None = None
    number_from: int | None = None
    number_to: int | None = None
    parity: str | None = None
    area_id: uuid.UUID | None = None
    letter_from: str | None = None
    letter_to: str | None = None
    place_of: PlaceOf | None = None
    valid_from: dt.date | None = None
    valid_until: dt.date | None = None
    source: str = ""
    certainty: Certainty = Certainty.UNCHECKED
    weight: int | None = None
    condition: str | None = None
    foreign_id: uuid.UUID | None = None

    @cached_property
    def group(self) -> Group:
        if self.unit_slug or self.unit_id or self.external_name:
            return Role(self.role), Slot.BODY
        return Role(self.role), Slot.FORM if self.form_url else Slot.ONLINE

    @cached_property
    def target(self) -> tuple[object, ...]:
        """What it points to: two rows with the same one agree."""
        body = self.unit_id or self.unit_slug or self.foreign_id or (self.external_name, self.external_url)
        return self.group[1], body, self.online_slug, self.form_url

    @cached_property
    def rank(self) -> tuple[int, int, int, int, int]:
        """Who says it, then how specific: territory before place before name before kind of address; a larger one wins."""
        said = OURS if self.weight is None else self.weight
        return said, len(self.territory), self.inside, int(self.lettered), int(bool(self.place_of))

    @cached_property
    def inside(self) -> int:
        """How closely the place is named within the territory; 0 where it is not."""
        return 3 + self.numbered if self.street_id else 2 if self.area_id else 1 if self.district_id else 0

    @property
    def numbered(self) -> bool:
        return self.number_from is not None or self.number_to is not None or self.parity not in {None, geo.Parity.ALL}

    @property
    def lettered(self) -> bool:
        return bool(self.letter_from or self.letter_to)

    @property
    def numbers(self) -> tuple[int, int, str | None]:
        """First, last, side; open ends as the widest."""
        return self.number_from or 0, geo.OPEN_END if self.number_to is None else self.number_to, self.parity

    @cached_property
    def letters(self) -> tuple[str, str | None]:
        """Folded names from the first up to, without, the second; None: to the end."""
        return letter_bounds(self.letter_from or "", self.letter_to or "")

    @cached_property
    def plain(self) -> bool:
        """Nothing narrows it inside its territory."""
        return not (self.inside or self.lettered or self.place_of or self.condition)

    def valid_on(self, day: dt.date) -> bool:
        return (self.valid_from is None or self.valid_from <= day) and (self.valid_until is None or day <= self.valid_until)


def letter_bounds(first: str, last: str) -> tuple[str, str | None]:
    """`A` to `K` takes in all that begins with K; `A` and `Z` are the ends of the alphabet and whatever lies beyond."""
    low, high = name_key(first), name_key(last).rstrip("z")
    return ("" if low == "a" else low), (high[:-1] + chr(ord(high[-1]) + 1) if high else None)


def misses(candidate: Candidate, facts: Facts) -> Iterator[str]:
    """The criteria that do not hold here, by name; `words.VERDICTS` knows them all."""
    if candidate.territory not in facts.around:
        yield "territory"
    if candidate.plain:
        return
    place = facts.place
    if place is not None:
        if candidate.district_id and candidate.district_id != place.district_id:
            yield "district"
        if candidate.street_id and candidate.street_id != place.street_id:
            yield "street"
        if candidate.numbered and place.number is not None and not _number_fits(candidate, place.number):
            yield "numbers"
        if candidate.area_id and candidate.area_id not in place.area_ids:
            yield "area"
    if facts.name is not None and candidate.lettered and not _between(candidate.letters, facts.name):
        yield "letters"
    if facts.place_of is not None and candidate.place_of and candidate.place_of != facts.place_of:
        yield "place_of"


def needs(candidate: Candidate, facts: Facts) -> frozenset[Need]:
    """What is not known and would decide whether the row holds."""
    found = set()
    if candidate.inside and (facts.place is None or (candidate.numbered and facts.place.number is None)):
        found.add(Need.ADDRESS)
    if candidate.lettered and facts.name is None:
        found.add(Need.NAME)
    if candidate.place_of and facts.place_of is None:
        found.add(Need.PLACE_OF)
    return frozenset(found)


def _number_fits(candidate: Candidate, number: int) -> bool:
    first, last, parity = candidate.numbers
    return first <= number <= last and geo.on_side(parity, number)


def _between(bounds: tuple[str, str | None], name: str) -> bool:
    return bounds[0] <= name and (bounds[1] is None or name < bounds[1])


def clash(one: Candidate, other: Candidate) -> bool:
    """Whether both can hold for somebody on some day, equally specific, for the same role, and point to different bodies.

    Two areas may overlap on the ground without this function knowing; the report finds that from the addresses in them.
    """
    if (one.group, one.territory, one.rank) != (other.group, other.territory, other.rank) or one.target == other.target:
        return False
    if max(one.valid_from or dt.date.min, other.valid_from or dt.date.min) > min(
        one.valid_until or dt.date.max, other.valid_until or dt.date.max
    ):
        return False
    pairs = ((one.district_id, other.district_id), (one.street_id, other.street_id), (one.area_id, other.area_id))
    if any(a and b and a != b for a, b in (*pairs, (one.place_of, other.place_of))):
        return False
    if one.street_id and not geo.numbers_meet(one.numbers, other.numbers):
        return False
    low, high = max(one.letters[0], other.letters[0]), [end for end in (one.letters[1], other.letters[1]) if end is not None]
    return not high or low < min(high)
