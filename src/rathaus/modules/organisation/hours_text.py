"""Opening hours as an editor types them: a line a rule, `Mo-Mi 8-12, 13:30-16 mit Termin`, `24.12.2026 geschlossen`."""

import datetime as dt
import re
from collections.abc import Iterable

from rathaus.foundation.errors import Invalid
from rathaus.modules.organisation.details import Deviation, Hours

DAYS = ("Mo", "Di", "Mi", "Do", "Fr", "Sa", "So")
_DAYS = r"(?P<days>(?:Mo|Di|Mi|Do|Fr|Sa|So)(?:\s*[-,]\s*(?:Mo|Di|Mi|Do|Fr|Sa|So))*)"
_SPAN = r"\d{1,2}(?:[:.]\d{2})?\s*[-–]\s*\d{1,2}(?:[:.]\d{2})?"
_SPANS = rf"(?P<spans>{_SPAN}(?:\s*(?:,|und)\s*{_SPAN})*)"
_RULE = re.compile(rf"{_DAYS}\s+{_SPANS}(?:\s*Uhr)?(?:\s+(?P<note>.+))?", re.IGNORECASE)
_DATES = r"(?P<first>\d{1,2}\.\d{1,2}\.\d{4})(?:\s*[-–]\s*(?P<last>\d{1,2}\.\d{1,2}\.\d{4}))?"
_DEVIATION = re.compile(rf"{_DATES}\s+(?:(?P<closed>geschlossen)|{_SPANS}(?:\s*Uhr)?)(?:\s+(?P<reason>.+))?", re.IGNORECASE)
HOURS_EXAMPLE = "Mo-Mi 8-12, 13:30-16"
DEVIATION_EXAMPLE = "24.12.2026 geschlossen Heiligabend"


def read_hours(text: str) -> tuple[Hours, ...]:
    """Raises Invalid naming the line and an example."""
    found: list[Hours] = []
    for number, line in _lines(text):
        match = _RULE.fullmatch(line)
        if match is None:
            raise Invalid(f"Zeile {number} („{line[:60]}“) ist nicht zu lesen. So geht es: {HOURS_EXAMPLE}")
        days = _days(match["days"], number)
        note = (match["note"] or "").strip()
        found += [Hours(days=days, opens=opens, closes=closes, note=note) for opens, closes in _spans(match["spans"], number)]
    return tuple(found)


def read_deviations(text: str) -> tuple[Deviation, ...]:
    """Raises Invalid naming the line and an example."""
    found: list[Deviation] = []
    for number, line in _lines(text):
        match = _DEVIATION.fullmatch(line)
        if match is None:
            raise Invalid(f"Zeile {number} („{line[:60]}“) ist nicht zu lesen. So geht es: {DEVIATION_EXAMPLE}")
        first = _date(match["first"], number)
        last = _date(match["last"], number) if match["last"] else first
        if last < first:
            raise Invalid(f"Zeile {number}: Das Ende liegt vor dem Anfang. Vertauschen Sie die beiden Tage.")
        spans = _spans(match["spans"], number) if match["spans"] else ()
        found.append(Deviation(begins=first, ends=last, spans=spans, reason=(match["reason"] or "").strip()))
    return tuple(found)


def write_hours(hours: Iterable[Hours]) -> str:
    """The lines that `read_hours` reads; rules of the same days and note share one."""
    groups: dict[tuple[tuple[int, ...], str], list[str]] = {}
    for rule in hours:
        groups.setdefault((rule.days, rule.note), []).append(f"{_time(rule.opens)}-{_time(rule.closes)}")
    return "\n".join(" ".join(filter(None, (_day_names(days), ", ".join(spans), note))) for (days, note), spans in groups.items())


def write_deviations(deviations: Iterable[Deviation]) -> str:
    lines = []
    for entry in deviations:
        dates = f"{entry.begins:%d.%m.%Y}" + (f"-{entry.ends:%d.%m.%Y}" if entry.ends != entry.begins else "")
        spans = ", ".join(f"{_time(opens)}-{_time(closes)}" for opens, closes in entry.spans) or "geschlossen"
        lines.append(" ".join(filter(None, (dates, spans, entry.reason))))
    return "\n".join(lines)


def _lines(text: str) -> list[tuple[int, str]]:
    return [(number, line.strip()) for number, line in enumerate(text.splitlines(), 1) if line.strip()]


def _days(text: str, number: int) -> tuple[int, ...]:
    found: set[int] = set()
    for part in text.split(","):
        ends = [DAYS.index(name.strip().capitalize()) for name in part.split("-")]
        if ends[0] > ends[-1] or len(ends) > 2:
            raise Invalid(f"Zeile {number}: „{part.strip()}“ läuft rückwärts. Schreiben Sie zum Beispiel Mo-Fr.")
        found |= set(range(ends[0], ends[-1] + 1))
    return tuple(sorted(found))


def _day_names(days: tuple[int, ...]) -> str:
    if len(days) > 2 and days == tuple(range(days[0], days[-1] + 1)):
        return f"{DAYS[days[0]]}-{DAYS[days[-1]]}"
    return ", ".join(DAYS[day] for day in days)


def _spans(text: str, number: int) -> tuple[tuple[dt.time, dt.time], ...]:
    found = []
    for span in re.findall(_SPAN, text):
        opens, closes = (_read_time(part, number) for part in re.split(r"[-–]", span))
        if opens >= closes:
            raise Invalid(f"Zeile {number}: „{span}“ endet vor dem Anfang. Prüfen Sie die Uhrzeiten.")
        found.append((opens, closes))
    return tuple(found)


def _read_time(text: str, number: int) -> dt.time:
    hour, _, minute = text.strip().replace(".", ":").partition(":")
    try:
        return dt.time(int(hour), int(minute or 0))
    except ValueError:
        raise Invalid(f"Zeile {number}: „{text.strip()}“ ist keine Uhrzeit. Schreiben Sie zum Beispiel 13:30.") from None


def _time(time: dt.time) -> str:
    return f"{time.hour}:{time.minute:02}" if time.minute else str(time.hour)


def _date(text: str, number: int) -> dt.date:
    day, month, year = (int(part) for part in text.split("."))
    try:
        return dt.date(year, month, day)
    except ValueError:
        raise Invalid(f"Zeile {number}: Den Tag {text} gibt es nicht. Schreiben Sie zum Beispiel 24.12.2026.") from None
