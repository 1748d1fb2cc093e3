"""The one place that reads the clock. Use cases get `now` passed in; views, tasks and commands take it from here.

A demonstration instance may move its clock (`./rathaus demo clock +30d`): the offset in whole seconds stands in
`RATHAUS_DATA/demo-clock`, so that web and worker see the same time. Outside a demonstration the file is ignored.
"""

import datetime as dt
from zoneinfo import ZoneInfo

from django.conf import settings

BERLIN = ZoneInfo("Europe/Berlin")


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
    return dt.datetime.now(dt.UTC) + offset()


def local(moment: dt.datetime) -> dt.datetime:
    """The same moment on the wall clock in Germany."""
    return moment.astimezone(BERLIN)


def today(moment: dt.datetime) -> dt.date:
    """The German calendar day of a moment; deadlines count in these."""
    return local(moment).date()
