"""What each module says about the personal data it keeps. Filled while the apps get ready."""

import datetime as dt
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Kept:
    """Something that outlives an erasure: what, why in law, and the last day where it is known."""

    what: str
    reason: str
    until: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """One module's share of a person's data: JSON values, and files by name."""

    data: Any
    files: Mapping[str, bytes] = field(default_factory=dict)


Export = Callable[[uuid.UUID], Part]
Erase = Callable[[uuid.UUID, dt.datetime], list[Kept]]
Retention = Callable[[dt.datetime], int]


@dataclass(frozen=True, slots=True)
class PersonalData:
    """The duties of one module.

    `export(account_id)` gives a copy (Art. 15 (3), Art. 20 DSGVO). `erase(account_id, now)` removes what may go and
    returns what stays (Art. 17 (3)). `retention(now)` removes what has reached the end of its time, returns how many.
    Modules erase in the reverse order of `order`, so that the account itself (order 0) goes last.
    """

    module: str
    label: str
    export: Export
    erase: Erase
    retention: Retention | None = None
    order: int = 100


_REGISTERED: dict[str, PersonalData] = {}


def register(entry: PersonalData) -> None:
    """Raises ValueError for a second entry of a module."""
    if _REGISTERED.get(entry.module, entry) != entry:
        raise ValueError(f"privacy: {entry.module} is registered twice")
    _REGISTERED[entry.module] = entry


def registered() -> list[PersonalData]:
    """All entries, by order and name."""
    return sorted(_REGISTERED.values(), key=lambda entry: (entry.order, entry.module))
