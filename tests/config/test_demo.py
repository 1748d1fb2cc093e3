"""The demonstration city: loaded twice it is loaded once, and it looks lived in."""

import datetime as dt
import io
from collections import Counter

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django_tasks_db.models import DBTaskResult

from rathaus.config.demo import life
from rathaus.foundation import clock
from rathaus.foundation.audit import public as audit
from rathaus.foundation.events.models import Parked
from rathaus.foundation.statistics import public as statistics
from rathaus.foundation.tasks import public as tasks
from rathaus.modules.cases.models import Case, HistoryEntry
from rathaus.modules.delivery.models import Delivery


@pytest.fixture
def demo(db, settings, tmp_path):
    settings.RATHAUS_DATA = tmp_path
    settings.RATHAUS_KEYS = tmp_path / "keys"

    def load(*options):
        out = io.StringIO()
        call_command("demo", "load", *options, stdout=out)
        return out.getvalue()

    return load


def rows():
    return {model._meta.label: model._default_manager.count() for model in apps.get_models()}


@pytest.mark.slow
def test_the_city_has_a_past_an_open_worklist_and_no_loose_ends(demo, client):
    assert "Vorgänge der letzten 60 Tage: 11" in demo()
    now = clock.now()
    cases = list(Case.objects.all())
    assert Counter(case.state for case in cases) == {"decided": 7, "closed": 1, "received": 3}
    assert {case.channel for case in cases if case.state == "received"} == {"online", "paper", "counter"}
    assert all(case.file_reference for case in cases)
    assert Counter(case.outcome for case in cases if case.outcome) == {"grant": 7, "refusal": 1}
    oldest = min(case.received_at for case in cases)
    assert now - dt.timedelta(days=life.FIRST_DAY + 3) < oldest < now - dt.timedelta(days=50)
    assert HistoryEntry.objects.filter(at__gt=now).count() == 0

    assert Delivery.objects.count() == 8
    assert all(sent.notified_on and sent.deadline_ends for sent in Delivery.objects.all())
    assert set(DBTaskResult.objects.values_list("status", flat=True)) == {"SUCCESSFUL"}
    assert not Parked.objects.exists()
    assert audit.check(now=now).finding == ""

    row = statistics.row(statistics.PROCESSING_DAYS, "99108001020000", now=now)
    assert row is not None
    assert row.count == 8
    assert row.value is not None
    service = client.get("/leistungen/99108001020000/", follow=True).content.decode()
    assert "Kalendertage (Mitte aus 8 Anträgen)" in service

    before = rows()
    assert "Vorgänge" not in demo()
    tasks.run_pending()
    assert {label: count for label, count in rows().items() if count < before[label]} == {}
    assert Case.objects.count() == 11
    assert Delivery.objects.count() == 8


def test_bare_is_the_city_alone(demo):
    assert "Vorgänge" not in demo("--bare")
    assert not Case.objects.exists()
    assert apps.get_model("applications", "Offer").objects.filter(active=True).count() >= 2


def test_a_real_house_is_never_filled_with_a_demonstration(demo, settings):
    settings.RATHAUS_DEMO = False
    with pytest.raises(CommandError, match="RATHAUS_DEMO=1"):
        demo()
    with pytest.raises(RuntimeError), clock.standing_at(clock.now()):
        pass


def test_the_clock_stands_for_the_block_alone(settings):
    settings.RATHAUS_DEMO = True
    past = dt.datetime(2026, 9, 1, 9, 0, tzinfo=dt.UTC)
    with clock.standing_at(past):
        assert clock.now() == past
        with clock.standing_at(past + dt.timedelta(hours=1)):
            assert clock.now() == past + dt.timedelta(hours=1)
        assert clock.now() == past
    assert clock.now() > past


@pytest.mark.parametrize("weekday", range(7))
def test_the_moments_of_a_story_are_working_days_in_order(weekday):
    monday = dt.datetime(2026, 11, 16, 8, 0, tzinfo=dt.UTC) + dt.timedelta(days=weekday)
    for days in range(1, 61):
        start = life._working(monday, days=days, hour=9)
        assert start.weekday() < 5
        assert start.date() <= monday.date() - dt.timedelta(days=days)
        for took in range(8):
            decided = life._working(start + dt.timedelta(days=took), hour=14)
            assert decided.weekday() < 5
            assert decided > start
