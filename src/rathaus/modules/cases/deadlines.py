"""The deadlines of a case, counted by foundation.law with the rules of its Land and regime."""

import datetime as dt

from rathaus.foundation.law import public as law


def promise_due(received: dt.date, *, working_days: int, land: str, regime: str) -> dt.date:
    """The last day of the service promise."""
    return law.promise_due(law.rules(land, regime, received), received=received, working_days=working_days)


def law_due(received: dt.date, *, land: str, regime: str, clock: str = "inaction") -> dt.date | None:
    """The last day by the clock of the procedure: action for inaction (§ 75 VwGO), access to information, or none."""
    if clock == "none":
        return None
    ruleset = law.rules(land, regime, received)
    if clock == "information":
        return law.information_due(ruleset, received=received).day
    return law.inaction_from(ruleset, received=received).day


def information_norm(received: dt.date, *, land: str, regime: str) -> str:
    """The norm behind the clock of access to information."""
    return law.information_due(law.rules(land, regime, received), received=received).basis[0].norm


def block_ends(entered: dt.date, *, land: str, regime: str) -> dt.date:
    """The last day of an Auskunftssperre entered that day (§ 51 (4) BMG)."""
    return law.block_ends(law.rules(land, regime, entered), entered=entered).day


def moved_by_waiting(due: dt.date, *, since: dt.date, until: dt.date, land: str, regime: str) -> dt.date:
    """The promise, later by the working days that lay between question and answer."""
    ruleset = law.rules(land, regime, until)
    waited, day = 0, since
    while True:
        day = law.promise_due(ruleset, received=day, working_days=1)
        if day > until:
            break
        waited += 1
    return law.promise_due(ruleset, received=due, working_days=waited)
