"""The standing work of the worker: small functions that do what has come up and say how much it was."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

Step = Callable[..., object]
LONGEST_PAUSE = 2.0  # seconds between two looks where nothing wakes the worker


@dataclass(frozen=True, slots=True)
class Pump:
    """`step(now=...)` returns how much it did; a worker calls it in a thread of its own, again at once after it did something."""

    name: str
    step: Step
    longest_pause: float


_PUMPS: dict[str, Pump] = {}


def pump(name: str, *, longest_pause: float = LONGEST_PAUSE) -> Callable[[Step], Step]:
    """`@pump("mail")` above `def step(*, now) -> int`. Raises ValueError for a second pump of the name."""

    def register(step: Step) -> Step:
        if name in _PUMPS:
            raise ValueError(f"pump {name!r} is registered twice")
        _PUMPS[name] = Pump(name=name, step=step, longest_pause=longest_pause)
        return step

    return register


def pumps() -> list[Pump]:
    return list(_PUMPS.values())


def did_something(result: object) -> bool:
    return bool(result)


def drain(step: Step, *, now: dt.datetime, limit: int = 1000) -> None:
    """Call a step until it has nothing more to do."""
    for _ in range(limit):
        if not did_something(step(now=now)):
            return
