"""Many write, two number: the chain stays gapless."""

import datetime as dt
import threading
import uuid

import pytest
from django.db import connection, transaction

from rathaus.foundation import ids
from rathaus.foundation.audit import public as audit
from rathaus.foundation.audit.models import Entry, Leaf
from rathaus.foundation.audit.verify import verify
from rathaus.foundation.permissions.public import SYSTEM

SUBJECT = audit.Subject("case", "1")


def together(*works):
    """Runs each function in its own thread, all at once; raises what any of them raised."""
    barrier, errors = threading.Barrier(len(works)), []

    def run(work):
        try:
            barrier.wait(timeout=10)
            work()
        except Exception as error:  # noqa: BLE001  (carried to the test)
            errors.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[work]) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    if errors:
        raise errors[0]


def write(now, count):
    for number in range(count):
        with transaction.atomic():
            audit.record(act="case.noted", actor=SYSTEM, subject=SUBJECT, payload={"n": number}, now=now)


@pytest.mark.django_db(transaction=True)
def test_two_sequencers_and_three_writers(now, settings, tmp_path):
    settings.RATHAUS_KEYS = tmp_path
    if connection.vendor == "sqlite" and connection.is_in_memory_db():
        pytest.skip("an in-memory SQLite database is one connection; the file is tried in test_command")

    def number():
        for _ in range(12):
            audit.sequence_pending(now=now)

    together(*[lambda: write(now, 20)] * 3, number, number)
    audit.sequence_pending(now=now)
    assert list(Leaf.objects.order_by("index").values_list("index", flat=True)) == list(range(60))
    report = verify()
    assert (report.finding, report.size, report.pending) == ("", 60, 0)


@pytest.mark.django_db
def test_an_entry_committed_late_is_still_numbered(now, monkeypatch):
    early = ids.new_id()
    write(now, 2)
    audit.sequence_pending(now=now)
    monkeypatch.setattr("rathaus.foundation.audit.record._next_id", lambda: early)
    write(now, 1)
    assert audit.sequence_pending(now=now) == 1
    assert Leaf.objects.get(entry_id=early).index == 2


@pytest.mark.django_db
def test_one_committed_far_too_late_is_found_by_the_nightly_run(now, monkeypatch):
    write(now, 1)
    audit.sequence_pending(now=now)
    long_ago = uuid.UUID(int=Entry.objects.get().id.int - (2 * 3600 * 1000 << 80))
    monkeypatch.setattr("rathaus.foundation.audit.record._next_id", lambda: long_ago)
    write(now, 1)
    assert audit.sequence_pending(now=now) == 0
    assert audit.sequence_pending(now=now, everything=True) == 1


@pytest.mark.django_db
def test_acts_of_one_moment_keep_their_order(now):
    write(now, 200)
    audit.sequence_pending(now=now)
    assert [item.payload["n"] for item in audit.history(SUBJECT)] == list(range(200))
    assert [item.index for item in audit.history(SUBJECT)] == list(range(200))


@pytest.mark.django_db
def test_sequencing_costs_few_queries_however_long_the_chain(now, django_assert_max_num_queries):
    write(now, 300)
    audit.sequence_pending(now=now)
    write(now + dt.timedelta(seconds=1), 50)
    with django_assert_max_num_queries(30):
        audit.sequence_pending(now=now)


@pytest.mark.django_db
def test_a_proof_costs_four_queries_however_long_the_chain(now, django_assert_num_queries):
    write(now, 150)
    audit.sequence_pending(now=now)
    entry = Leaf.objects.get(index=77).entry_id
    with django_assert_num_queries(4):
        proof = audit.proof_of(entry)
    assert len(proof.path) == 8
