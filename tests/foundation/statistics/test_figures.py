import csv
import datetime as dt
import io
from types import SimpleNamespace

import pytest
from django.core.cache import cache
from hypothesis import given
from hypothesis import strategies as st

from rathaus.foundation import clock
from rathaus.foundation.errors import NotFound
from rathaus.foundation.statistics import public as statistics
from rathaus.foundation.statistics.figures import suppress
from rathaus.foundation.statistics.views import minutes_since

ROWS = (
    statistics.Row("a", "Amt A", 3.0, 12),
    statistics.Row("b", "=Amt B", 8.5, 3),
    statistics.Row("c", "Amt C", 4.0, 7),
    statistics.Row("d", "Amt D", None, 0),
)


@pytest.fixture
def calls(monkeypatch):
    cache.clear()
    monkeypatch.setattr(statistics, "_FIGURES", {})
    seen = []

    def compute(now):
        seen.append(now)
        return statistics.Reading(value=4.0, count=22, rows=ROWS, as_of=now)

    statistics.register(statistics.Figure("tage", "Tage", "Was gezählt wird.", compute, "Fälle", "Tage", row_title="Amt"))
    return seen


def test_small_groups_are_hidden_and_cannot_be_computed(calls, now):
    found = {row.key: row for row in statistics.reading("tage", now=now).rows}
    assert (found["b"].hidden, found["b"].value, found["b"].count) == (True, None, None)
    assert found["c"].hidden  # else b = total - a - c
    assert not found["a"].hidden
    assert (found["d"].hidden, found["d"].count) == (False, 0)


def test_small_total_is_hidden(now):
    row = statistics.Row("a", "A", 1.0, 3)
    found = suppress(statistics.Reading(value=1.0, count=3, rows=(row,), as_of=now))
    assert (found.hidden, found.value, found.count) == (True, None, None)
    assert found.rows[0].hidden


@given(st.lists(st.integers(0, 30), max_size=8))
def test_no_hidden_count_can_be_computed(counts):
    rows = tuple(statistics.Row(str(at), str(at), 1.0, count) for at, count in enumerate(counts))
    total = sum(counts)
    found = suppress(statistics.Reading(value=1.0, count=total, rows=rows, as_of=dt.datetime(2026, 1, 1, tzinfo=dt.UTC)))
    hidden = [row for row in found.rows if row.hidden]
    assert all(row.count is None and row.value is None for row in hidden)
    assert all(row.count == 0 or row.count >= 5 for row in found.rows if row.count is not None)
    with_cases = [count for count in counts if count]
    if len(hidden) == 1:
        assert found.hidden or len(with_cases) == 1


def test_reading_is_kept_for_five_minutes(calls, now):
    statistics.reading("tage", now=now)
    statistics.reading("tage", now=now + dt.timedelta(minutes=4))
    assert len(calls) == 1
    statistics.reading("tage", now=now + dt.timedelta(minutes=5))
    assert len(calls) == 2
    statistics.reading("tage", now=now)  # the clock went back
    assert len(calls) == 3


def test_row_of_a_figure_that_may_be_missing(calls, now):
    assert statistics.row("tage", "a", now=now).value == 3.0
    assert statistics.row("tage", "nichts", now=now) is None
    assert statistics.row("nichts", "a", now=now) is None
    with pytest.raises(NotFound, match="Übersicht"):
        statistics.reading("nichts", now=now)


def test_registering(calls):
    figure = statistics.figures()[0]
    statistics.register(figure)
    with pytest.raises(ValueError, match="twice"):
        statistics.register(statistics.Figure("tage", "Anders", "", figure.compute, ""))
    with pytest.raises(ValueError, match="address"):
        statistics.Figure("Mit Leerzeichen", "", "", figure.compute, "")


@pytest.mark.parametrize(("values", "expected"), [([], None), ([3], 3), ([1, 9], 5), ([5, 1, 9], 5)])
def test_median(values, expected):
    assert statistics.median(values) == expected


def test_share():
    assert statistics.share(1, 3) == 33.3
    assert statistics.share(0, 0) is None


@pytest.mark.django_db
def test_pages(calls, client):
    page = client.get("/zahlen/").content.decode()
    assert "/zahlen/tage/" in page
    assert "4 Tage" in page
    page = client.get("/zahlen/tage/").content.decode()
    assert "Was gezählt wird." in page
    assert "verdeckt" in page
    assert "8,5" not in page
    assert client.get("/zahlen/nichts/").status_code == 404
    assert client.get("/zahlen/nichts.csv").status_code == 404


@pytest.mark.django_db
def test_data(calls, client):
    response = client.get("/zahlen/tage.csv")
    assert response["Content-Disposition"] == 'attachment; filename="tage.csv"'
    rows = list(csv.reader(io.StringIO(response.content.decode("utf-8-sig")), delimiter=";"))
    assert rows[1] == ["", "Gesamt", "4,0", "Tage", "22", "nein"]
    assert rows[3] == ["b", "'=Amt B", "", "Tage", "", "ja"]  # no formula, no value
    data = client.get("/zahlen/tage.json").json()
    assert data["rows"][1] == {"key": "b", "label": "=Amt B", "value": None, "count": None, "hidden": True}
    assert data["definition"] == "Was gezählt wird."


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("finding", "said"), [("", "vor 7 Minuten"), ("Eintrag 3 fehlt", "Das Protokoll stimmt nicht"), (None, "noch nicht geprüft")]
)
def test_age_of_the_record(calls, client, monkeypatch, finding, said):
    at = clock.now() - dt.timedelta(minutes=7, seconds=10)
    check = None if finding is None else SimpleNamespace(at=at, finding=finding)
    monkeypatch.setattr("rathaus.foundation.audit.public.last_check", lambda: check)
    assert said in client.get("/zahlen/").content.decode()


def test_minutes(now):
    assert minutes_since(None, now) is None
    assert minutes_since(now + dt.timedelta(hours=1), now) == 0  # a clock that was set back
    assert minutes_since(now - dt.timedelta(seconds=119), now) == 1
