"""The holidays, against the library that knows all Länder."""

import datetime as dt
import subprocess
import sys

import holidays
import pytest

from rathaus.foundation.law.enums import LAND_NAMES
from rathaus.foundation.law.holidays import easter, holidays_of


@pytest.mark.parametrize("land", sorted(LAND_NAMES))
def test_every_day_of_a_hundred_years(land):
    years = range(1991, 2091)
    theirs = holidays.country_holidays("DE", subdiv=land, years=years)
    assert set().union(*(holidays_of(land, year) for year in years)) == set(theirs)


@pytest.mark.parametrize(
    "day", ["1818-03-22", "2008-03-23", "2026-04-05", "2038-04-25", "2285-03-22"]
)  # earliest and latest among them
def test_easter(day):
    expected = dt.date.fromisoformat(day)
    assert easter(expected.year) == expected


def test_a_land_without_recorded_holidays_gets_no_deadline():
    with pytest.raises(ValueError, match="no holidays recorded for BY"):
        holidays_of("BY", 2026)


def test_counting_days_loads_no_library_of_all_countries():
    code = "import sys; from rathaus.foundation.law.days import add_working_days as f; import datetime as d; \
f('ST', d.date(2026, 11, 20), 40); sys.exit('holidays' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
