"""What a figure is, and the hiding of small groups."""

import datetime as dt
import re
import statistics
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

SMALLEST_GROUP = 5  # fewer people or cases than this could be recognised
_KEY = re.compile(r"[a-z0-9]+(?:[._-][a-z0-9]+)*")


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a figure: `key` for machines (a service key, a slug), `count` the people or cases behind the value.

    `value` is None where nothing was measured or where the group is too small; `hidden` tells the two apart.
    """

    key: str
    label: str
    value: float | None
    count: int | None
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Reading:
    """A figure at one moment: the value for the whole city and its rows, in the order they are shown."""

    value: float | None
    count: int | None
    rows: tuple[Row, ...]
    as_of: dt.datetime
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Figure:
    """A published figure.

    `definition` says in plain German what is counted, over which period, what is left out. `source` names the room and the
    record the numbers come from. `unit` is `Tage`, `%` or the name of what is counted. `about_people=False` is for figures
    about things (services, pages), whose small groups need no hiding.
    """

    key: str
    title: str
    definition: str
    compute: Callable[[dt.datetime], Reading]
    source: str
    unit: str = ""
    about_people: bool = True
    row_title: str = "Gruppe"

    def __post_init__(self) -> None:
        if not _KEY.fullmatch(self.key):
            raise ValueError(f"the key of a figure stands in its address: {self.key!r}")


def median(values: Sequence[float]) -> float | None:
    """The middle value; None for no values."""
    return statistics.median(values) if values else None


def share(part: int, whole: int) -> float | None:
    """Per cent with one decimal; None where there is nothing to divide by."""
    return round(100 * part / whole, 1) if whole else None


def suppress(reading: Reading) -> Reading:
    """Hides every group of 1 to 4, and where that leaves a single hidden row the next smallest too.

    Without the second step the hidden row could be computed as the total minus the others.
    """
    small = {row.key for row in reading.rows if _is_small(row.count)}
    if len(small) == 1 and not _is_small(reading.count):
        rest = sorted((row for row in reading.rows if row.key not in small and row.count), key=lambda row: (row.count, row.key))
        small |= {row.key for row in rest[:1]}
    rows = tuple(_hide(row) if row.key in small else row for row in reading.rows)
    if _is_small(reading.count):
        return replace(reading, value=None, count=None, hidden=True, rows=rows)
    return replace(reading, rows=rows)


def _is_small(count: int | None) -> bool:
    return count is not None and 0 < count < SMALLEST_GROUP


def _hide(row: Row) -> Row:
    return replace(row, value=None, count=None, hidden=True)


def rows_of(groups: Iterable[tuple[str, str, Sequence[float]]]) -> tuple[Row, ...]:
    """Rows of medians from `(key, label, values)`."""
    return tuple(Row(key=key, label=label, value=median(values), count=len(values)) for key, label, values in groups)
