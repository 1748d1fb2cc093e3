"""Register figures, read them. See `figures.Figure` for what a figure must say about itself.

A module registers in `AppConfig.ready()`:

    statistics.register(Figure(key=PROCESSING_DAYS, title="...", definition="...", compute=queries.processing_days, source="..."))
"""

import datetime as dt

from django.core.cache import cache

from rathaus.foundation.errors import NotFound
from rathaus.foundation.statistics.figures import SMALLEST_GROUP, Figure, Reading, Row, median, rows_of, share, suppress

__all__ = [
    "MISSED_DEADLINES",
    "ONLINE_SHARE",
    "PROCESSING_DAYS",
    "SMALLEST_GROUP",
    "Figure",
    "Reading",
    "Row",
    "figures",
    "median",
    "reading",
    "register",
    "row",
    "rows_of",
    "share",
]

PROCESSING_DAYS = "bearbeitungstage"  # median working days from receipt to decision, a row per service key; from `cases`
MISSED_DEADLINES = "fristen-verpasst"  # decided cases past the service promise, a row per service key; from `cases`
ONLINE_SHARE = "online-je-lebenslage"  # described services with an online form, a row per life situation; from `catalogue`

KEEP_SECONDS = 300
_FIGURES: dict[str, Figure] = {}


def register(figure: Figure) -> None:
    """Raises ValueError where the key is taken by another figure. The same figure again is no mistake."""
    if _FIGURES.get(figure.key, figure) != figure:
        raise ValueError(f"figure {figure.key!r} is registered twice")
    _FIGURES[figure.key] = figure


def figures() -> tuple[Figure, ...]:
    """In the order of registration."""
    return tuple(_FIGURES.values())


def reading(key: str, *, now: dt.datetime) -> Reading:
    """The figure with small groups hidden, at most five minutes old. Raises NotFound for an unknown key."""
    figure = _FIGURES.get(key)
    if figure is None:
        raise NotFound("Diese Zahl gibt es nicht. Die Übersicht aller Zahlen finden Sie unter „Zahlen“.")
    found: Reading | None = cache.get(f"statistics:{key}")
    if found is None or not dt.timedelta() <= now - found.as_of < dt.timedelta(seconds=KEEP_SECONDS):
        found = figure.compute(now)
        if figure.about_people:
            found = suppress(found)
        cache.set(f"statistics:{key}", found, KEEP_SECONDS)
    return found


def row(key: str, row_key: str, *, now: dt.datetime) -> Row | None:
    """One row of a figure that may not be registered in this house; None where it is not, or has no such row."""
    if key not in _FIGURES:
        return None
    return next((found for found in reading(key, now=now).rows if found.key == row_key), None)
