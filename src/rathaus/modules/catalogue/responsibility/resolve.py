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

    A row that holds only for some, in words of a source that no rule can check, neither wins nor hides what holds for all
    others: it stands under `for_some`, unless what holds for everybody is more specific.

    `otherwise` is what holds where none of the open rows does.
    """

    winner: Candidate | None = None
    needs: frozenset[Need] = frozenset()
    open: tuple[Candidate, ...] = ()
    otherwise: Candidate | None = None
    conflict: tuple[Candidate, ...] = ()
    for_some: tuple[Candidate, ...] = ()


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
    everybody = [row for row in rows if not row.condition]
    sure = [row for row in everybody if not needs(row, facts)]
    best = max((row.rank for row in sure), default=None)
    top = sorted((row for row in sure if row.rank == best), key=lambda row: str(row.id))
    conflict = tuple(top) if len({row.target for row in top}) > 1 else ()
    winner = top[0] if top and not conflict else None
    some = _for_some([row for row in rows if row.condition and (best is None or row.rank >= best)], winner)
    undecided = [row for row in everybody if needs(row, facts) and (best is None or row.rank >= best)]
    differing = [row for row in undecided if winner is None or row.target != winner.target]
    if differing:
        asked = frozenset(need for row in differing for need in needs(row, facts))
        ordered = tuple(sorted(undecided, key=lambda row: row.rank, reverse=True))
        return Answer(needs=asked, open=ordered, otherwise=winner, for_some=some)
    return Answer(winner=winner, conflict=conflict, for_some=some)


def _for_some(rows: list[Candidate], winner: Candidate | None) -> tuple[Candidate, ...]:
    """Of those with the same words the most specific ones, and none that names the winner again; the most specific first."""
    best: dict[str | None, tuple[int, ...]] = {}
    for row in rows:
        best[row.condition] = max(best.get(row.condition, ()), row.rank)
    found = [row for row in rows if row.rank == best[row.condition] and (winner is None or row.target != winner.target)]
    return tuple(sorted(found, key=lambda row: (tuple(-part for part in row.rank), str(row.id))))


@dataclass(frozen=True, slots=True)
class Considered:
    """What became of one row.

    `verdict`: `won`, `for_some`, `less_specific`, `conflict`, `open`, `not_valid`, or the first criterion that fails.
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
    held = {
        "won": (answer.winner,),
        "conflict": answer.conflict,
        "for_some": answer.for_some,
        "open": (*answer.open, answer.otherwise),
    }
    return next((verdict for verdict, rows in held.items() if row in rows), "less_specific")
