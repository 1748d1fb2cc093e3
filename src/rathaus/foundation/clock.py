"""The one place that reads the clock. Use cases get `now` passed in; views, tasks and commands take it from here.

A demonstration instance may move its clock (`./rathaus demo clock +30d`): the offset in whole seconds stands in
`RATHAUS_DATA/demo-clock`, so that web and worker see the same time. Outside a demonstration the file is ignored.
"""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from zoneinfo import ZoneInfo

from django.conf import settings

BERLIN = ZoneInfo("Europe/Berlin")
_STANDING: ContextVar[dt.datetime | None] = ContextVar("standing", default=None)


def offset() -> dt.timedelta:
    """How far the demonstration clock runs ahead of the real one; zero outside a demonstration."""
    if not settings.RATHAUS_DEMO:
        return dt.timedelta()
    try:
        text = (settings.RATHAUS_DATA / "demo-clock").read_text(encoding="ascii")
    except FileNotFoundError:
        return dt.timedelta()
    return dt.timedelta(seconds=int(text))


def now() -> dt.datetime:
    """The present moment, aware, in UTC."""
    return _STANDING.get() or dt.datetime.now(dt.UTC) + offset()


def real_now() -> dt.datetime:
    """The present moment outside: a moved demonstration clock ends no session and lifts no limit."""
    return dt.datetime.now(dt.UTC)


@contextmanager
def standing_at(moment: dt.datetime) -> Iterator[None]:
    """The clock of this thread stands at a moment: for loading a demonstration's past with its background jobs, nothing else.

    Raises RuntimeError outside a demonstration.
    """
    if not settings.RATHAUS_DEMO:
        raise RuntimeError("the clock stands still in a demonstration alone")
    before = _STANDING.set(moment.astimezone(dt.UTC))
    try:
        yield
    finally:
        _STANDING.reset(before)


def local(moment: dt.datetime) -> dt.datetime:
    """The same moment on the wall clock in Germany."""
    return moment.astimezone(BERLIN)


def today(moment: dt.datetime) -> dt.date:
    """The German calendar day of a moment; deadlines count in these."""
    return local(moment).date()
