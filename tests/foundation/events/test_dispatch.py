"""In order, once, and a failure stops only its own aggregate."""

import datetime as dt
import threading
from dataclasses import dataclass
from typing import ClassVar

import pytest
from django.db import connection, transaction

from rathaus.foundation.errors import NotFound
from rathaus.foundation.events import cursors, parking
from rathaus.foundation.events import public as events
from rathaus.foundation.events.models import Cursor, Event, Handled, Parked
from tests.foundation.events.factories import Closed, Opened, publish

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _alone():
    with events.isolated():
        yield


def seen_by(name="test.seen", *classes, **options):
    seen = []

    @events.subscribe(*(classes or (Opened,)), name=name, **options)
    def handler(event, meta):
        seen.append((event, meta))

    return seen


def test_event_reaches_its_subscriber_once(now):
    seen = seen_by()
    publish(Opened("a", note="x"), now=now)
    assert events.dispatch_pending(now=now) == 1
    assert events.dispatch_pending(now=now) == 0
    ((event, meta),) = seen
    assert event == Opened("a", note="x")
    assert (meta.aggregate, meta.version, meta.published_at, meta.key) == (
        ("thing", "a"),
        1,
        now,
        f"test.seen:{meta.sequence}",
    )


def test_nothing_happens_when_the_transaction_is_undone(now):
    seen = seen_by()
    with transaction.atomic():
        events.publish(Opened("a"), aggregate=("thing", "a"), now=now)
        transaction.set_rollback(True)
    assert events.dispatch_pending(now=now) == 0
    assert seen == []


@pytest.mark.django_db(transaction=True)
def test_publishing_outside_a_transaction_is_refused(now):
    with pytest.raises(RuntimeError, match="outside a transaction"):
        events.publish(Opened("a"), aggregate=("thing", "a"), now=now)


def test_rich_values_are_refused(now):
    with pytest.raises(TypeError, match="note: datetime is not"), transaction.atomic():
        events.publish(Opened("a", note=now), aggregate=("thing", "a"), now=now)


def test_two_classes_of_one_subscriber_keep_the_order_of_writing(now):
    seen = seen_by("test.both", Opened, Closed)
    with transaction.atomic():
        for event in (Opened("a"), Closed("a"), Opened("b")):
            events.publish(event, aggregate=("thing", event.thing_id), now=now)
    events.dispatch_pending(now=now)
    assert [(event.TYPE, event.thing_id, meta.version) for event, meta in seen] == [
        ("test.opened", "a", 1),
        ("test.closed", "a", 2),
        ("test.opened", "b", 1),
    ]


def test_handler_that_fails_leaves_nothing_behind_and_is_tried_again(now):
    broken = [True]

    @events.subscribe(Opened, name="test.flaky")
    def handler(event, meta):
        Cursor.objects.create(name="trace of " + event.thing_id)
        if broken:
            raise ValueError("Erika Mustermann")

    publish(Opened("a"), now=now)
    events.dispatch_pending(now=now)
    assert not Cursor.objects.filter(name="trace of a").exists()
    assert not Handled.objects.exists()
    parked = Parked.objects.get()
    assert (parked.attempts, parked.next_try_at) == (1, now + dt.timedelta(seconds=2))
    assert "builtins.ValueError" in parked.error
    assert "Mustermann" not in parked.error
    broken.clear()
    assert events.dispatch_pending(now=now + dt.timedelta(seconds=1)) == 0
    assert events.dispatch_pending(now=now + dt.timedelta(seconds=2)) == 1
    assert Cursor.objects.filter(name="trace of a").exists()
    assert not Parked.objects.exists()


def test_poison_stops_its_own_aggregate_only_and_order_survives(now):
    seen = []
    broken = [True]

    @events.subscribe(Opened, Closed, name="test.poison")
    def handler(event, meta):
        if broken and event == Opened("a"):
            raise ValueError
        seen.append((event.TYPE, event.thing_id))

    for event in (Opened("a"), Closed("a"), Opened("b")):
        publish(event, now=now)
    events.dispatch_pending(now=now)
    assert seen == [("test.opened", "b")]
    at = now
    for _ in range(len(parking.PAUSES)):
        at += dt.timedelta(hours=1)
        events.dispatch_pending(now=at)
    stuck = Parked.objects.get(waiting=False)
    assert (stuck.attempts, stuck.next_try_at) == (len(parking.PAUSES) + 1, None)
    publish(Closed("a"), now=at)
    events.dispatch_pending(now=at)
    broken.clear()
    parking.try_again(parked_id=stuck.pk, now=at)
    assert events.dispatch_pending(now=at) == 3
    assert seen == [("test.opened", "b"), ("test.opened", "a"), ("test.closed", "a"), ("test.closed", "a")]


def test_discarding_lets_the_followers_go_on(now):
    seen = []

    @events.subscribe(Opened, Closed, name="test.poison")
    def handler(event, meta):
        if isinstance(event, Opened):
            raise TypeError
        seen.append(event)

    publish(Opened("a"), now=now)
    publish(Closed("a"), now=now)
    events.dispatch_pending(now=now)
    stuck = Parked.objects.get(waiting=False)
    parking.discard(parked_id=stuck.pk, now=now)
    events.dispatch_pending(now=now)
    assert seen == [Closed("a")]
    with pytest.raises(NotFound):
        parking.discard(parked_id=stuck.pk, now=now)
    with pytest.raises(NotFound):
        parking.try_again(parked_id=stuck.pk, now=now)


def test_subscriber_that_joins_later_replays_or_not(now):
    publish(Opened("a"), now=now)
    events.dispatch_pending(now=now)
    old = seen_by("test.replays")
    new = seen_by("test.joins", replay=False)
    events.dispatch_pending(now=now)
    publish(Opened("b"), now=now)
    events.dispatch_pending(now=now)
    assert [event.thing_id for event, _ in old] == ["a", "b"]
    assert [event.thing_id for event, _ in new] == ["b"]


def test_handler_key_guards_against_a_cursor_set_back(now):
    seen = seen_by()
    publish(Opened("a"), now=now)
    events.dispatch_pending(now=now)
    Cursor.objects.filter(name="test.seen").update(position=0)
    events.dispatch_pending(now=now)
    assert len(seen) == 1


def test_events_published_by_handlers_are_delivered_in_the_same_run(now):
    seen = seen_by("test.closed", Closed)

    @events.subscribe(Opened, name="test.closes")
    def handler(event, meta):
        events.publish(Closed(event.thing_id), aggregate=meta.aggregate, now=meta.now)

    publish(Opened("a"), now=now)
    assert events.dispatch_pending(now=now) == 2
    assert [meta.version for _, meta in seen] == [2]


def test_old_rows_are_read_by_a_class_that_gained_a_field(now):
    @dataclass(frozen=True)
    class Old:
        TYPE: ClassVar[str] = "test.opened"
        thing_id: str
        gone: int

    seen = seen_by()
    publish(Old("a", gone=1), now=now)
    events.dispatch_pending(now=now)
    assert [event for event, _ in seen] == [Opened("a")]


def test_registering_twice_is_refused():
    seen_by("test.same")
    with pytest.raises(ValueError, match="registered twice"):
        seen_by("test.same")


def test_idle_look_costs_a_fixed_number_of_queries(now, django_assert_max_num_queries):
    for number in range(20):
        seen_by(f"test.s{number}")
    publish(Closed("a"), now=now)
    events.dispatch_pending(now=now)
    with django_assert_max_num_queries(4):
        events.dispatch_pending(now=now)


@pytest.mark.django_db(transaction=True)
def test_a_transaction_that_commits_late_is_not_skipped(now):
    """PostgreSQL shows the second row before the first; SQLite lets one transaction write at a time."""
    if connection.vendor != "postgresql":
        pytest.skip("only PostgreSQL lets two transactions write at once")
    seen = seen_by()
    written, finish = threading.Event(), threading.Event()

    def late():
        with transaction.atomic():
            events.publish(Opened("late"), aggregate=("thing", "late"), now=now)
            written.set()
            assert finish.wait(10)
        connection.close()

    thread = threading.Thread(target=late)
    thread.start()
    assert written.wait(10)
    publish(Opened("early"), now=now)
    events.dispatch_pending(now=now)
    finish.set()
    thread.join(10)
    events.dispatch_pending(now=now)
    assert [event.thing_id for event, _ in seen] == ["early", "late"]
    assert list(Event.objects.order_by("sequence").values_list("sequence", flat=True)) == [cursors.head() - 1, cursors.head()]


@pytest.mark.django_db(transaction=True)
def test_two_dispatchers_at_once_double_nothing_and_leave_no_gap(now):
    handled = []
    start = threading.Barrier(3)

    @events.subscribe(Opened, name="test.race")
    def handler(event, meta):
        handled.append((event.thing_id, meta.version))

    with transaction.atomic():
        for number in range(60):
            events.publish(Opened(str(number % 5)), aggregate=("thing", str(number % 5)), now=now)
    failures = []

    def work():
        try:
            start.wait(10)
            events.dispatch_pending(now=now)
        except BaseException as error:  # noqa: BLE001
            failures.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert failures == []
    assert len(handled) == 60
    assert len(set(handled)) == 60
    for thing in "01234":
        assert [version for key, version in handled if key == thing] == list(range(1, 13))
    numbers = list(Event.objects.order_by("sequence").values_list("sequence", flat=True))
    assert numbers == list(range(numbers[0], numbers[0] + 60))
