"""What the codec says: refusals, findings, losses. All German, each with its place and, where one is known, the remedy."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

KEPT: Final = 1000
"""So many findings are kept with their place; the rest is counted."""


class XzufiError(ValueError):
    """The message cannot be read or written. `line` is 0 and `path` empty where there is no place."""

    def __init__(self, reason: str, remedy: str = "", *, line: int = 0, path: str = "") -> None:
        place = ", ".join(part for part in (f"Zeile {line}" if line else "", path) if part)
        super().__init__(" ".join(part for part in (f"{place}: {reason}" if place else reason, remedy) if part))
        self.reason, self.remedy, self.line, self.path = reason, remedy, line, path


class FindingKind(StrEnum):
    """`error`: the object was left out. `unknown`: a part has no place in the model. `note`: read, but against the rule."""

    ERROR = "error"
    UNKNOWN = "unknown"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to tell the sender; `path` names the element from the root, `line` counts from 1."""

    kind: FindingKind
    line: int
    path: str
    text: str

    def __str__(self) -> str:
        return f"Zeile {self.line}, {self.path}: {self.text}" if self.line else f"{self.path}: {self.text}"


@dataclass(slots=True)
class Findings:
    """What was found on the way, in order. Beyond `KEPT` only `counts` grow."""

    kept: list[Finding] = field(default_factory=list)
    counts: dict[FindingKind, int] = field(default_factory=lambda: dict.fromkeys(FindingKind, 0))

    def add(self, kind: FindingKind, line: int, path: str, text: str) -> None:
        self.counts[kind] += 1
        if len(self.kept) < KEPT:
            self.kept.append(Finding(kind, line, path, text))

    @property
    def full(self) -> bool:
        return len(self.kept) >= KEPT

    @property
    def total(self) -> int:
        return sum(self.counts.values())

    def __iter__(self) -> Iterator[Finding]:
        return iter(self.kept)

    def __len__(self) -> int:
        return len(self.kept)


@dataclass(frozen=True, slots=True)
class Loss:
    """A part of the model that the version written has no place for. `subject` is the identity of the object."""

    subject: tuple[str, str]
    part: str
    text: str
