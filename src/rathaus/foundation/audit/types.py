"""What the face hands out."""

import datetime as dt
import uuid
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Subject:
    """What an act is about: a kind like `case` and an id."""

    kind: str
    id: str

    def __init__(self, kind: str, id: "str | uuid.UUID") -> None:  # noqa: A002  (the name of the field)
        object.__setattr__(self, "kind", kind)
        object.__setattr__(self, "id", str(id))


@dataclass(frozen=True, slots=True)
class HistoryItem:
    """One act as recorded. `payload` is None where it was erased, `index` None until the entry has its leaf."""

    entry_id: uuid.UUID
    act: str
    actor: str
    at: dt.datetime
    payload: dict[str, Any] | None
    index: int | None


@dataclass(frozen=True, slots=True)
class Head:
    """A signed head. `statement` is what was signed, byte for byte; `public_key` the raw 32 bytes."""

    size: int
    root: bytes
    at: dt.datetime
    key_id: str
    public_key: bytes
    statement: bytes
    signature: bytes


@dataclass(frozen=True, slots=True)
class Proof:
    """Everything needed to check, without the house, that an act stands in the chain.

    `leaf` is the leaf's data (canonical JSON of the entry), `salt` and `payload` open its commitment.
    """

    entry_id: uuid.UUID
    at: dt.datetime
    leaf: bytes
    salt: bytes
    payload: bytes
    index: int
    path: tuple[bytes, ...]
    head: Head


@dataclass(frozen=True, slots=True)
class View:
    """One look at personal data."""

    at: dt.datetime
    actor: str
    subject: Subject
    purpose: str
