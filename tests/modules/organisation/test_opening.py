"""When a unit is open: hours, breaks, exceptions, holidays of the Land, German wall clock."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rathaus.foundation.errors import Invalid
from rathaus.modules.organisation.details import Details, Deviation, Hours, as_plain, read
from rathaus.modules.organisation.hours_text import read_deviations, read_hours, write_deviations, write_hours
from rathaus.modules.organisation.opening import spans_on, state, week

BERLIN = dt.timezone(dt.timedelta(hours=1))  # winter
DETAILS = Details(
    hours=read_hours("Mo-Fr 8-12\nDo 13-18 mit Termin"), exceptions=read_deviations("24.12.2026 geschlossen Heiligabend")
)


def at(text: str, details: Details = DETAILS) -> str:
    moment = dt.datetime.strptime(text, "%d.%m.%Y %H:%M").replace(tzinfo=BERLIN)
    return state(details, land="ST", now=moment).text


@pytest.mark.parametrize(
    ("moment", "text"),
    [
        ("26.11.2026 07:59", "Jetzt geschlossen, öffnet heute um 8 Uhr"),  # a Thursday
        ("26.11.2026 08:00", "Jetzt geöffnet bis 12 Uhr"),
        ("26.11.2026 12:00", "Jetzt geschlossen, öffnet heute um 13 Uhr"),
        ("26.11.2026 17:59", "Jetzt geöffnet bis 18 Uhr"),
        ("26.11.2026 18:00", "Jetzt geschlossen, öffnet morgen um 8 Uhr"),
        ("27.11.2026 13:00", "Jetzt geschlossen, öffnet am Montag, 30.11.2026, um 8 Uhr"),
        ("24.12.2026 09:00", "Jetzt geschlossen (Heiligabend), öffnet am Montag, 28.12.2026, um 8 Uhr"),
        ("25.12.2026 09:00", "Jetzt geschlossen (Feiertag), öffnet am Montag, 28.12.2026, um 8 Uhr"),
        ("06.01.2027 09:00", "Jetzt geschlossen (Feiertag), öffnet morgen um 8 Uhr"),  # Epiphany: holiday in Sachsen-Anhalt
    ],
)
def test_the_state_in_words(moment: str, text: str) -> None:
    assert at(moment) == text


def test_epiphany_is_no_holiday_in_north_rhine_westphalia() -> None:
    moment = dt.datetime(2027, 1, 6, 9, tzinfo=BERLIN)
    assert state(DETAILS, land="NW", now=moment).is_open


def test_an_office_may_open_on_holidays() -> None:
    assert at("25.12.2026 09:00", Details(hours=read_hours("Fr 8-12"), open_on_holidays=True)) == "Jetzt geöffnet bis 12 Uhr"


def test_the_wall_clock_counts_in_summer_too() -> None:
    moment = dt.datetime(2026, 7, 2, 6, 0, tzinfo=dt.UTC)  # 8 in the morning in Germany
    assert state(DETAILS, land="ST", now=moment).is_open


def test_spans_that_meet_are_one() -> None:
    assert at("26.11.2026 09:00", Details(hours=read_hours("Do 8-12, 12-16"))) == "Jetzt geöffnet bis 16 Uhr"


def test_nothing_entered_is_no_answer() -> None:
    assert not state(Details(), land="ST", now=dt.datetime(2026, 1, 1, tzinfo=dt.UTC)).known
    assert week(Details(), land="ST", first=dt.date(2026, 1, 1)) == ()


def test_closed_for_good_promises_no_day() -> None:
    closed = Details(hours=read_hours("Mo-Fr 8-12"), exceptions=read_deviations("01.01.2026-31.12.2030 geschlossen Umbau"))
    assert at("26.11.2026 09:00", closed) == "Zurzeit geschlossen (Umbau)"


def test_a_single_day_inside_closed_weeks_counts() -> None:
    details = Details(
        hours=read_hours("Mo-Fr 8-12"),
        exceptions=read_deviations("01.11.2026-30.11.2026 geschlossen Umbau\n26.11.2026 10-11 Notdienst"),
    )
    assert spans_on(details, dt.date(2026, 11, 26), land="ST") == (((dt.time(10), dt.time(11)),), "Notdienst")
    assert spans_on(details, dt.date(2026, 11, 27), land="ST") == ((), "Umbau")


def test_the_week_shows_notes_and_holidays() -> None:
    rows = week(DETAILS, land="ST", first=dt.date(2026, 12, 23))
    assert [(row.name, row.text, row.note) for row in rows[:3]] == [
        ("Mittwoch", "8 bis 12 Uhr", ""),
        ("Donnerstag", "geschlossen", "Heiligabend"),
        ("Freitag", "geschlossen", "Feiertag"),
    ]
    assert week(DETAILS, land="ST", first=dt.date(2026, 11, 26))[0].text == "8 bis 12 Uhr und 13 bis 18 Uhr"
    assert week(DETAILS, land="ST", first=dt.date(2026, 11, 26))[0].note == "mit Termin"


@pytest.mark.parametrize(
    "line", ["Mo 8", "Mo-Fr 12-8", "Fr-Mo 8-12", "Mo-Mi-Fr 8-12", "Mo 25-26", "Xx 8-12", "Mo 8:60-9", "geschlossen", "8-12"]
)
def test_lines_that_cannot_be_read(line: str) -> None:
    with pytest.raises(Invalid, match="Zeile 2"):
        read_hours(f"Mo 8-12\n{line}")


@pytest.mark.parametrize(
    "line", ["24.12. geschlossen", "31.02.2026 geschlossen", "02.01.2027-01.01.2027 geschlossen", "24.12.2026"]
)
def test_exceptions_that_cannot_be_read(line: str) -> None:
    with pytest.raises(Invalid, match="Zeile 1"):
        read_deviations(line)


times = st.integers(0, 23 * 60 + 58).flatmap(lambda a: st.integers(a + 1, 23 * 60 + 59).map(lambda b: (clock(a), clock(b))))
words = st.sampled_from(["", "mit Termin", "nur Notdienst", "Anmeldung am Empfang"])


def clock(minutes: int) -> dt.time:
    return dt.time(*divmod(minutes, 60))


@given(
    st.lists(st.tuples(st.sets(st.integers(0, 6), min_size=1).map(lambda days: tuple(sorted(days))), times, words), max_size=5)
)
def test_hours_survive_the_way_through_text(rules: list[tuple[tuple[int, ...], tuple[dt.time, dt.time], str]]) -> None:
    hours = tuple(Hours(days=days, opens=opens, closes=closes, note=note) for days, (opens, closes), note in rules)
    key = repr
    assert sorted(read_hours(write_hours(hours)), key=key) == sorted(hours, key=key)


@given(
    st.lists(
        st.tuples(st.dates(dt.date(2000, 1, 1), dt.date(2100, 1, 1)), st.integers(0, 40), st.lists(times, max_size=3), words)
    )
)
def test_exceptions_survive_the_way_through_text(rows: list[tuple[dt.date, int, list[tuple[dt.time, dt.time]], str]]) -> None:
    entries = tuple(
        Deviation(begins=begins, ends=begins + dt.timedelta(days=days), spans=tuple(spans), reason=reason)
        for begins, days, spans, reason in rows
    )
    assert read_deviations(write_deviations(entries)) == entries


@given(st.lists(times, max_size=4), st.integers(1_700_000_000, 1_900_000_000))
def test_open_means_inside_a_span(spans: list[tuple[dt.time, dt.time]], seconds: int) -> None:
    hours = tuple(Hours(days=tuple(range(7)), opens=opens, closes=closes) for opens, closes in spans)
    now = dt.datetime.fromtimestamp(seconds, dt.UTC)
    found = state(Details(hours=hours, open_on_holidays=True), land="ST", now=now)
    time = now.astimezone(ZoneInfo("Europe/Berlin")).time()
    assert found.is_open == any(opens <= time < closes for opens, closes in spans)


def test_details_survive_the_table() -> None:
    assert read(as_plain(DETAILS)) == DETAILS


@pytest.mark.parametrize(
    "data",
    [
        {"unknown": 1},
        {"payment": ["gold"]},
        {"hours": [{"days": [7], "opens": "08:00", "closes": "09:00"}]},
        {"hours": [{"days": [1], "opens": "09:00", "closes": "08:00"}]},
        {"exceptions": [{"begins": "2026-01-02", "ends": "2026-01-01"}]},
    ],
)
def test_details_that_do_not_fit(data: dict[str, object]) -> None:
    with pytest.raises(Invalid, match="passen nicht"):
        read(data)
