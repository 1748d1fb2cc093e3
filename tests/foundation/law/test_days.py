"""Days and periods, against the wording of §§ 187, 188, 193 BGB."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rathaus.foundation.law.public import LAND_NAMES, add_working_days, is_working_day, next_working_day, period_end

lands = st.sampled_from(sorted(LAND_NAMES))
days = st.dates(dt.date(1990, 1, 1), dt.date(2090, 12, 31))


def day(text):
    return dt.date.fromisoformat(text)


@pytest.mark.parametrize(
    ("land", "holiday", "open_day"),
    [
        ("ST", "2026-01-06", False),  # Heilige Drei Könige
        ("NW", "2026-01-06", True),
        ("ST", "2025-10-31", False),  # Reformationstag
        ("NW", "2025-10-31", True),
        ("NW", "2026-06-04", False),  # Fronleichnam
        ("ST", "2026-06-04", True),
        ("ST", "2026-04-03", False),  # Karfreitag
        ("ST", "2026-12-24", True),  # no statutory holiday
        ("ST", "2026-11-21", False),  # Saturday
        ("NW", "2026-11-22", False),  # Sunday
    ],
)
def test_holidays_of_the_land(land, holiday, open_day):
    assert is_working_day(land, day(holiday)) is open_day


@pytest.mark.parametrize(
    ("event", "months", "end"),
    [
        ("2026-01-31", 1, "2026-02-28"),  # § 188 Abs. 3: no 31 February
        ("2028-01-31", 1, "2028-02-29"),
        ("2028-02-29", 12, "2029-02-28"),
        ("2026-11-30", 3, "2027-02-28"),
        ("2026-12-31", 1, "2027-01-31"),
        ("2026-03-29", 1, "2026-04-29"),  # the clocks change on 29 March: nothing moves
        ("2026-10-25", 1, "2026-11-25"),
    ],
)
def test_a_month_ends_on_the_same_number_or_the_last_day(event, months, end):
    assert period_end("ST", event=day(event), months=months, shift=False) == day(end)


@pytest.mark.parametrize(
    ("land", "event", "end"),
    [
        ("ST", "2026-11-25", "2026-12-28"),  # 25, 26 December and the Sunday after
        ("ST", "2026-12-01", "2027-01-04"),  # 1 January is a Friday
        ("ST", "2025-09-30", "2025-10-30"),
        ("ST", "2025-10-01", "2025-11-03"),
        ("NW", "2025-10-01", "2025-11-03"),  # Allerheiligen is a Saturday
        ("ST", "2026-03-03", "2026-04-07"),  # Karfreitag to Ostermontag
    ],
)
def test_a_last_day_moves_over_weekends_and_holidays(land, event, end):
    assert period_end(land, event=day(event), months=1) == day(end)


def test_working_days_do_not_count_the_first():
    assert add_working_days("ST", day("2026-11-20"), 0) == day("2026-11-20")
    assert add_working_days("ST", day("2026-11-20"), 1) == day("2026-11-23")
    assert add_working_days("ST", day("2026-12-23"), 3) == day("2026-12-29")
    with pytest.raises(ValueError, match="future"):
        add_working_days("ST", day("2026-11-20"), -1)


def test_a_moment_is_no_day():
    with pytest.raises(TypeError, match=r"clock\.today"):
        period_end("ST", event=dt.datetime(2026, 11, 20, 23, 30, tzinfo=dt.UTC), months=1)


@given(lands, days)
def test_the_next_working_day_is_one_and_the_first(land, start):
    found = next_working_day(land, start)
    assert is_working_day(land, found)
    between = [start + dt.timedelta(days=n) for n in range((found - start).days)]
    assert not any(is_working_day(land, one) for one in between)


@given(lands, days, days, st.integers(0, 24), st.integers(0, 40))
def test_periods_are_monotone_and_end_on_working_days(land, one, other, months, plus):
    first, second = sorted((one, other))
    ends = [period_end(land, event=event, months=months, days=plus) for event in (first, second)]
    assert ends[0] <= ends[1]
    assert is_working_day(land, ends[0])
    assert ends[0] >= first


@given(lands, days, st.integers(0, 60))
def test_working_days_count_exactly(land, start, count):
    end = add_working_days(land, start, count)
    passed = [start + dt.timedelta(days=n) for n in range(1, (end - start).days + 1)]
    assert sum(is_working_day(land, one) for one in passed) == count
