"""Days and periods: holidays of the Land, §§ 187, 188, 193 BGB, working days."""

import calendar
import datetime as dt

from rathaus.foundation.law.holidays import holidays_of
from rathaus.foundation.law.ruleset import require_day

_SATURDAY = 5


def is_working_day(land: str, day: dt.date) -> bool:
    """Neither Saturday, Sunday nor a statutory holiday of the Land (§ 193 BGB)."""
    return day.weekday() < _SATURDAY and day not in holidays_of(land, day.year)


def is_holiday(land: str, day: dt.date) -> bool:
    """A statutory holiday of the Land; Sundays are none."""
    return day in holidays_of(land, day.year)


def next_working_day(land: str, day: dt.date) -> dt.date:
    """The day itself if it is a working day, else the next one (§ 193 BGB, § 31 Abs. 3 VwVfG, § 108 Abs. 3 AO)."""
    while not is_working_day(land, day):
        day += dt.timedelta(days=1)
    return day


def add_working_days(land: str, day: dt.date, count: int) -> dt.date:
    """The `count`-th working day after the day (the day itself does not count)."""
    if count < 0:
        raise ValueError("a promise lies in the future")
    for _ in range(count):
        day = next_working_day(land, day + dt.timedelta(days=1))
    return day


def add_months(day: dt.date, months: int) -> dt.date:
    """The day of the same number, or the last day of a shorter month (§ 188 Abs. 2 and 3 BGB)."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    return dt.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def period_end(  # the parts of a period in one place
    land: str, *, event: dt.date, days: int = 0, weeks: int = 0, months: int = 0, years: int = 0, shift: bool = True
) -> dt.date:
    """The last day of a period that starts with an event.

    The day of the event does not count (§ 187 Abs. 1 BGB). With `shift` a period that would end on a Saturday, Sunday or
    holiday ends on the next working day (§ 193 BGB).
    """
    require_day(event)
    end = add_months(event, years * 12 + months) + dt.timedelta(days=days, weeks=weeks)
    return next_working_day(land, end) if shift else end
