"""Whether a unit is open, until when, and when next. Pure: hours, exceptions, the holidays of the Land, a moment."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rathaus.foundation import clock
from rathaus.foundation.law import public as law
from rathaus.modules.organisation.details import Details, Deviation

WEEKDAYS = ("Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag")
AHEAD = 60  # days looked ahead for the next opening
Span = tuple[dt.time, dt.time]


@dataclass(frozen=True, slots=True)
class OpenState:
    """`known` is False where no hours are entered. `until` today where open; else `next_day` and `next_time`, if there is any."""

    known: bool
    is_open: bool = False
    until: dt.time | None = None
    next_day: dt.date | None = None
    next_time: dt.time | None = None
    reason: str = ""
    today: dt.date | None = None

    @property
    def text(self) -> str:
        if not self.known:
            return ""
        why = f" ({self.reason})" if self.reason else ""
        if self.is_open and self.until:
            return f"Jetzt geöffnet bis {clock_time(self.until)} Uhr{why}"
        if self.next_day is None or self.next_time is None or self.today is None:
            return f"Zurzeit geschlossen{why}"
        days = (self.next_day - self.today).days
        when = {0: "heute", 1: "morgen"}.get(days) or f"am {WEEKDAYS[self.next_day.weekday()]}, {self.next_day:%d.%m.%Y},"
        return f"Jetzt geschlossen{why}, öffnet {when} um {clock_time(self.next_time)} Uhr"


def clock_time(time: dt.time) -> str:
    return f"{time.hour}" if not time.minute else f"{time.hour}:{time.minute:02}"


def spans_on(details: Details, day: dt.date, *, land: str) -> tuple[tuple[Span, ...], str]:
    """The hours of one day, earliest first, and why they are not the usual ones."""
    deviation = _deviation(details.exceptions, day)
    if deviation is not None:
        return tuple(sorted(deviation.spans)), deviation.reason or ("geänderte Zeiten" if deviation.spans else "geschlossen")
    if not details.open_on_holidays and law.is_holiday(land, day):
        return (), "Feiertag"
    return tuple(sorted((hours.opens, hours.closes) for hours in details.hours if day.weekday() in hours.days)), ""


def _deviation(deviations: Sequence[Deviation], day: dt.date) -> Deviation | None:
    """The shortest one counts: a single day inside closed weeks."""
    found = [deviation for deviation in deviations if deviation.begins <= day <= deviation.ends]
    return min(found, key=lambda deviation: deviation.ends - deviation.begins, default=None)


def state(details: Details, *, land: str, now: dt.datetime) -> OpenState:
    """`now` aware; days and times are those in Germany."""
    if not details.hours and not details.exceptions:
        return OpenState(known=False)
    local = clock.local(now)
    today, time = local.date(), local.time()
    spans, reason = spans_on(details, today, land=land)
    until = None
    for opens, closes in spans:
        if opens <= (until or time) and time < closes and (until is None or opens <= until):
            until = max(until, closes) if until else closes  # spans that meet are one
    if until:
        return OpenState(known=True, is_open=True, until=until, reason=reason, today=today)
    for day, opens in _openings(details, today, land=land):
        if day > today or opens > time:
            return OpenState(known=True, next_day=day, next_time=opens, reason=reason, today=today)
    return OpenState(known=True, reason=reason, today=today)


def _openings(details: Details, first: dt.date, *, land: str) -> Iterator[tuple[dt.date, dt.time]]:
    for ahead in range(AHEAD):
        day = first + dt.timedelta(days=ahead)
        for opens, _closes in spans_on(details, day, land=land)[0]:
            yield day, opens


@dataclass(frozen=True, slots=True)
class DayHours:
    """One row of the week: the day's name, the times in words, and what is special."""

    day: dt.date
    name: str
    text: str
    note: str


def week(details: Details, *, land: str, first: dt.date) -> tuple[DayHours, ...]:
    """Seven days from `first`, holidays and exceptions already in it; empty where no hours are entered."""
    if not details.hours and not details.exceptions:
        return ()
    rows = []
    for ahead in range(7):
        day = first + dt.timedelta(days=ahead)
        spans, reason = spans_on(details, day, land=land)
        notes = dict.fromkeys(hours.note for hours in details.hours if hours.note and day.weekday() in hours.days and not reason)
        text = " und ".join(f"{clock_time(opens)} bis {clock_time(closes)} Uhr" for opens, closes in spans) or "geschlossen"
        rows.append(DayHours(day, WEEKDAYS[day.weekday()], text, reason or ", ".join(notes)))
    return tuple(rows)
