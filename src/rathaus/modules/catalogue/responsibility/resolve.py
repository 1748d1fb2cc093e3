"""The resolver: of the rows that hold, the most specific one wins for each role; it says why, and what it would need to know."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from rathaus.modules.catalogue.enums import Role, Slot
from rathaus.modules.catalogue.responsibility.matching import Candidate, Facts, Group, Need, misses, needs

IN_CHARGE: Group = (Role.IN_CHARGE, Slot.BODY)


@dataclass(frozen=True, slots=True)
class Answer:
    """For one role: the winner; or the rows that may win once `needs` is known; or the rows that contradict each other.

    A row that holds only for some, in words of a source that no rule can check, never wins: it stands under `conflict`.

    `otherwise` is what holds where none of the open rows does.
    """

    winner: Candidate | None = None
    needs: frozenset[Need] = frozenset()
    open: tuple[Candidate, ...] = ()
    otherwise: Candidate | None = None
    conflict: tuple[Candidate, ...] = ()


@dataclass(frozen=True, slots=True)
class Resolution:
    """The answers by role. No answer for a role is an answer too: then nobody here has it."""

    answers: Mapping[Group, Answer] = field(default_factory=dict)

    @property
    def in_charge(self) -> Answer:
        return self.answers.get(IN_CHARGE, Answer())

    @property
    def needs(self) -> frozenset[Need]:
        return frozenset(need for answer in self.answers.values() for need in answer.needs)


def resolve(candidates: Iterable[Candidate], facts: Facts, day: dt.date) -> Resolution:
    """Pure: the same rows, facts and day give the same answer."""
    groups: dict[Group, list[Candidate]] = {}
    for candidate in candidates:
        if candidate.valid_on(day) and next(misses(candidate, facts), None) is None:
            groups.setdefault(candidate.group, []).append(candidate)
    return Resolution({group: _answer(rows, facts) for group, rows in groups.items()})


def _answer(rows: list[Candidate], facts: Facts) -> Answer:
    if len(rows) == 1 and rows[0].plain:
        return Answer(winner=rows[0])
    sure = [row for row in rows if not needs(row, facts)]
    best = max((row.rank for row in sure), default=None)
    top = sorted((row for row in sure if row.rank == best), key=lambda row: str(row.id))
    conflict = tuple(top) if len({row.target for row in top}) > 1 or any(row.condition for row in top) else ()
    winner = top[0] if top and not conflict else None
    undecided = [row for row in rows if needs(row, facts) and (best is None or row.rank >= best)]
    differing = [row for row in undecided if winner is None or row.target != winner.target]
    if differing:
        asked = frozenset(need for row in differing for need in needs(row, facts))
        return Answer(needs=asked, open=tuple(sorted(undecided, key=lambda row: row.rank, reverse=True)), otherwise=winner)
    return Answer(winner=winner, conflict=conflict)


@dataclass(frozen=True, slots=True)
class Considered:
    """What became of one row.

    `verdict`: `won`, `less_specific`, `conflict`, `open`, `not_valid`, or the first criterion that fails.
    """

    candidate: Candidate
    verdict: str


def explain(candidates: Iterable[Candidate], facts: Facts, day: dt.date) -> list[Considered]:
    """Every row that was considered and why it won or not; winners first, then by how specific they are."""
    rows = list(candidates)
    answers = resolve(rows, facts, day).answers
    found = [Considered(row, _verdict(row, answers.get(row.group, Answer()), facts, day)) for row in rows]
    return sorted(found, key=lambda one: (one.verdict != "won", tuple(-part for part in one.candidate.rank)))


def _verdict(row: Candidate, answer: Answer, facts: Facts, day: dt.date) -> str:
    if not row.valid_on(day):
        return "not_valid"
    failed = next(misses(row, facts), None)
    if failed is not None:
        return failed
    if row is answer.winner:
        return "won"
    if row in answer.conflict:
        return "conflict"
    if row in answer.open or row is answer.otherwise:
        return "open"
    return "less_specific"
