"""What this room tells others: frozen copies of its rows."""

import datetime as dt
import uuid
from dataclasses import dataclass

from rathaus.modules.catalogue.enums import ELSEWHERE
from rathaus.modules.organisation.public import UnitInfo


@dataclass(frozen=True, slots=True)
class ServiceInfo:
    """Leistung in short. `level` and `level_label` say who executes it; `promise_days` are working days, None for no promise."""

    id: uuid.UUID
    key: str
    slug: str
    name: str
    official_name: str
    described: bool
    demo: bool
    level: str
    level_label: str
    online_slug: str
    unit_id: uuid.UUID | None
    promise_days: int | None
    version: int
    online_elsewhere: str = ""
    machine_translated: bool = False  # the name

    @property
    def url(self) -> str:
        return f"/leistungen/{self.slug}-{self.key}/"

    @property
    def online(self) -> bool:
        """It can be applied for online, with us or with somebody else."""
        return bool(self.online_slug or self.online_elsewhere)

    @property
    def elsewhere(self) -> bool:
        """Another level executes it, after the (unchecked) type of the source."""
        return not self.described and self.level in ELSEWHERE


@dataclass(frozen=True, slots=True)
class ServiceHit:
    """One line of a result list: a service and the other acts and details of its object that were found.

    A machine may have translated `short`: it says so in `short_machine`.

    `others` are the keys of those, the best first, `variants` the first of them to show, `object` the bare object where the
    page of it is needed to see them all.
    """

    service: ServiceInfo
    short: str
    score: float
    others: tuple[str, ...] = ()
    variants: tuple[ServiceInfo, ...] = ()
    object: ServiceInfo | None = None
    short_machine: bool = False

    @property
    def keys(self) -> tuple[str, ...]:
        """All services this line stands for."""
        return (self.service.key, *self.others)


@dataclass(frozen=True, slots=True)
class FoundServices:
    """`corrections` are words understood instead of those typed; `counts` the lines by facet and value.

    `unsure`: the best line answers less than three quarters of what was asked.
    """

    hits: tuple[ServiceHit, ...]
    total: int
    counts: dict[str, dict[str, int]]
    corrections: dict[str, str]
    unsure: bool = False


@dataclass(frozen=True, slots=True)
class LifeEventInfo:
    """Lebenslage. `described` and `online` count the described services and those of them with an online form."""

    slug: str
    name: str
    subject: str
    services: int
    described: int
    online: int


@dataclass(frozen=True, slots=True)
class NextWays:
    """Where to go when nothing was found: names spelt alike, words of the question that find something, a letter, units."""

    similar: tuple[str, ...]
    words: tuple[str, ...]
    letter: str
    units: tuple[UnitInfo, ...]
    life_events: tuple[LifeEventInfo, ...]


@dataclass(frozen=True, slots=True)
class Completeness:
    """What there is of a described service."""

    key: str
    slug: str
    name: str
    has_text: bool
    has_fee: bool
    fees_unchecked: bool
    has_channel: bool
    has_paper: bool
    unit_id: uuid.UUID | None
    online_slug: str
    online_elsewhere: str

    @property
    def url(self) -> str:
        return f"/leistungen/{self.slug}-{self.key}/"


@dataclass(frozen=True, slots=True)
class FeeLine:
    """One line of the costs, ready to read. `checked` tells a verified amount from one still to be checked."""

    label: str
    amount: str
    text: str
    legal_basis: str
    source: str
    as_of: dt.date | None
    checked: bool


@dataclass(frozen=True, slots=True)
class ServiceScores:
    """How good the description of a service is, as of a day.

    `completeness` in per cent of the weights in `scoring.completeness`, whose keys `missing` names, the heaviest first;
    `readability` is the first Wiener Sachtextformel (4 easy, 15 hard; None: too short); `maturity_1` and `maturity_2` are
    levels **at most** in the OZG-Reifegradmodell 1.1 and 2.0 (None: unknown); `warnings` are codes of `scoring.warnings.LABELS`.
    """

    key: str
    completeness: int
    missing: tuple[str, ...]
    readability: float | None
    maturity_1: int | None
    maturity_2: int | None
    warnings: tuple[str, ...]
    as_of: dt.date
