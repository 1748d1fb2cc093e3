"""The stories of the demonstration, told in the order of their days: each act is a use case with its moment in the past."""

import datetime as dt
import heapq
import logging
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import resources
from typing import Any

from rathaus.config.demo import acts
from rathaus.foundation import clock
from rathaus.foundation.tasks import public as tasks

FIRST_DAY = 60  # how far back the oldest story may begin


@dataclass(order=True, slots=True)
class _Next:
    at: dt.datetime
    number: int
    story: Iterator[dt.datetime]


def live(*, now: dt.datetime) -> int:
    """The stories of `people.toml`; how many cases. A house that has cases already is left as it is: 0."""
    if acts.has_cases():
        return 0
    entries = tomllib.loads((resources.files(__name__.rpartition(".")[0]) / "people.toml").read_text("utf-8"))["case"]
    waiting: list[_Next] = []
    for number, entry in enumerate(entries):
        story = _story(entry, now=now)
        heapq.heappush(waiting, _Next(next(story), number, story))
    while waiting:
        step = heapq.heappop(waiting)
        with clock.standing_at(step.at), _quiet():
            following = next(step.story, None)
            tasks.run_pending(now=step.at)
        if following is not None:
            heapq.heappush(waiting, _Next(following, step.number, step.story))
    return len(entries)


@contextmanager
def _quiet() -> Iterator[None]:
    """Whoever starts the demonstration reads warnings, not the day's work of two months."""
    before = logging.root.manager.disable
    logging.disable(logging.INFO)
    try:
        yield
    finally:
        logging.disable(before)


def _story(entry: dict[str, Any], *, now: dt.datetime) -> Iterator[dt.datetime]:
    """Yields the moment of each act before it happens. The figures in `people.toml` keep every moment in the past."""
    start = _working(now, days=entry["days"], hour=9)
    yield start
    case = acts.apply(entry, now=start)
    paid = start + dt.timedelta(minutes=20)
    yield paid
    acts.pay(entry, case, now=paid)
    if "took" not in entry:
        return
    decided = _working(start + dt.timedelta(days=entry["took"]), hour=14)
    yield decided
    proposed = acts.decide(entry, case, now=decided)
    if proposed:
        approved = decided + dt.timedelta(hours=1)
        yield approved
        acts.approve(proposed, now=approved)
    received = _working(decided + dt.timedelta(days=1), hour=11)
    yield received
    acts.receive(entry, case, now=received)
    if entry.get("outcome") == "refusal":
        repaid = received + dt.timedelta(hours=2)
        yield repaid
        acts.pay_back(case, now=repaid)
    if "closed" in entry:
        closed = _working(decided + dt.timedelta(days=entry["closed"]), hour=10)
        yield closed
        acts.close(case, now=closed)


def _working(moment: dt.datetime, *, days: int = 0, hour: int) -> dt.datetime:
    """That many days earlier at the full hour of the German wall clock; from a weekend on to Monday."""
    day = clock.today(moment - dt.timedelta(days=days))
    if days:
        day -= dt.timedelta(days=max(0, day.weekday() - 4))
    else:
        day += dt.timedelta(days=(7 - day.weekday()) % 7 if day.weekday() > 4 else 0)
    return dt.datetime.combine(day, dt.time(hour), tzinfo=clock.BERLIN)
