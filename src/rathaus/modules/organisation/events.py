"""What this room announces."""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class UnitReorganised:
    """From the day `on`, the successor is in charge: rooms with open work move it. Ids as text, the day as ISO."""

    TYPE: ClassVar[str] = "organisation.unit_reorganised"

    unit_id: str
    successor_id: str
    on: str


@dataclass(frozen=True, slots=True)
class SubstitutionEntered:
    TYPE: ClassVar[str] = "organisation.substitution_entered"

    substitution_id: str
    absent_id: str
    substitute_id: str
    valid_from: str
    valid_until: str
