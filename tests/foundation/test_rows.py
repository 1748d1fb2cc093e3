"""Rows written and read by statements kept ready: the same as the ORM writes and reads, on both databases."""

import datetime as dt
import uuid

import pytest
from django.db import DatabaseError, IntegrityError, connection, models, transaction
from django.db.models.functions import Lower, Now
from django.db.transaction import TransactionManagementError
from django.test.utils import isolate_apps

from rathaus.foundation import ids, rows
from rathaus.foundation.events.models import Event

T0 = dt.datetime(2026, 11, 27, 12, 0, 0, 123456, tzinfo=dt.UTC)


class Colour(models.TextChoices):
    RED = "red", "Rot"
    BLUE = "blue", "Blau"


@pytest.fixture
def sample(transactional_db):
    """A table with a column of every kind the house uses."""
    with isolate_apps("rathaus.foundation.events"):

        class Sample(models.Model):
            id = models.UUIDField(primary_key=True, default=ids.new_id)
            name = models.CharField(max_length=40, unique=True)
            colour = models.CharField(max_length=10, choices=Colour.choices, default=Colour.RED)
            note = models.TextField(blank=True)
            number = models.BigIntegerField(null=True)
            open = models.BooleanField(default=True)
            day = models.DateField(null=True)
            at = models.DateTimeField(null=True)
            other_id = models.UUIDField(null=True)
            data = models.JSONField(default=dict)
            maybe = models.JSONField(null=True)
            raw = models.BinaryField(null=True)
            added = models.CharField(max_length=10, db_default="neu")
            parent = models.ForeignKey("self", on_delete=models.CASCADE, null=True)

            class Meta:
                app_label = "events"

        with connection.schema_editor() as editor:
            editor.create_model(Sample)
        yield Sample
        with connection.schema_editor() as editor:
            editor.delete_model(Sample)
    rows._insertion.cache_clear()


FULL = {
    "name": "Größe „ẞ“ 100 %s",
    "colour": Colour.BLUE,
    "note": "zwei\nZeilen",
    "number": 2**40,
    "open": False,
    "day": dt.date(2026, 11, 27),
    "at": T0,
    "other_id": uuid.UUID(int=7),
    "data": {"ä": [1, None, True, "x"], "leer": {}},
    "maybe": [],
    "raw": b"\x00\xff",
    "added": "alt",
}


@pytest.mark.parametrize("values", [FULL, {"name": "nur das"}], ids=["everything", "defaults and nulls"])
def test_what_is_written_reads_as_if_the_orm_had_written_it(sample, values):
    here, there = sample(**values), sample(**{**values, "name": "ORM"})
    assert rows.insert(here) == 1
    there.save(force_insert=True)
    there.refresh_from_db()
    attributes = [field.attname for field in sample._meta.concrete_fields if field.attname not in {"id", "name"}]
    by_orm = sample.objects.get(pk=here.pk)
    assert [getattr(by_orm, name) for name in attributes] == [getattr(there, name) for name in attributes]
    (read,) = rows.read(sample, name=values["name"])
    assert [getattr(read, name) for name in attributes] == [getattr(there, name) for name in attributes]
    assert (read.pk, read._state.adding, read._state.db) == (here.pk, False, "default")
    assert not here._state.adding


BERLIN = dt.timezone(dt.timedelta(hours=1))


@pytest.mark.parametrize("at", [T0.astimezone(BERLIN), T0.replace(microsecond=0), T0])
def test_a_moment_is_kept_as_the_orm_keeps_it(sample, at):
    row, there = sample(name="hier", at=at), sample(name="dort", at=at)
    rows.insert(row)
    there.save(force_insert=True)
    with connection.cursor() as cursor:
        cursor.execute("SELECT DISTINCT at, CAST(at AS text) FROM events_sample")
        assert len(cursor.fetchall()) == 1


def test_a_moment_without_a_time_zone_is_refused(sample):
    with pytest.raises((ValueError, RuntimeWarning)):
        rows.insert(sample(name="a", at=T0.replace(tzinfo=None)))


def test_all_rows_are_read_without_a_condition(sample):
    rows.insert(sample(name="a"), sample(name="b"))
    assert {row.name for row in rows.read(sample)} == {"a", "b"}


def test_many_rows_are_one_statement_and_none_is_none(sample, django_assert_num_queries):
    parent = sample(name="0")
    rows.insert(parent)
    with django_assert_num_queries(1):
        assert rows.insert(*(sample(name=str(number), parent=parent) for number in range(1, 30))) == 29
    with django_assert_num_queries(0):
        assert rows.insert() == 0
    with django_assert_num_queries(1):
        assert {row.name for row in rows.read(sample, parent_id=parent.pk)} == {str(number) for number in range(1, 30)}
    assert rows.read(sample, name="42") == []
    assert [row.name for row in rows.read(sample, parent_id=parent.pk, name="7")] == ["7"]


def test_any_number_of_rows_needs_few_statements_and_only_five_of_them_are_kept(sample, django_assert_num_queries):
    with django_assert_num_queries(2 + 1 + 2 + 1 + 2):  # 2 x 100, 30, 2 x 10, 3, 2 x 1
        assert rows.insert_all(sample(name=str(number)) for number in range(255)) == 255
    assert rows.insert_all(sample(name=f"more {number}") for number in range(99)) == 99
    assert sample.objects.count() == 354
    assert rows._insertion.cache_info().currsize <= len(rows.SIZES)
    assert rows.insert_all([]) == 0


def test_the_orm_saves_what_was_read(sample):
    rows.insert(sample(name="a"))
    (row,) = rows.read(sample, name="a")
    row.note = "später"
    row.save()
    assert sample.objects.get().note == "später"


def test_an_update_writes_the_columns_named_and_no_other(sample, django_assert_num_queries):
    row = sample(**FULL)
    rows.insert(row)
    row.data, row.at, row.number, row.note = {"neu": 1}, T0 + dt.timedelta(days=1), None, "bleibt im Speicher"
    with django_assert_num_queries(1):
        rows.update(row, "data", "at", "number")
    found = sample.objects.get()
    assert (found.data, found.at, found.number, found.note) == ({"neu": 1}, T0 + dt.timedelta(days=1), None, FULL["note"])


def test_an_update_of_a_row_that_is_gone_is_no_silence(sample):
    with pytest.raises(DatabaseError):
        rows.update(sample(name="nie geschrieben"), "note")


def test_what_breaks_a_uniqueness_is_refused_or_left_out(sample):
    rows.insert(sample(name="a"))
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.insert(sample(name="a"))
    assert rows.insert(sample(name="a", note="zweite"), sample(name="b"), unless_there=True) == 1
    assert dict(sample.objects.values_list("name", "note")) == {"a": "", "b": ""}


@pytest.mark.parametrize("value", [Now(), models.F("name"), Lower(models.Value("A"))])
def test_an_expression_is_refused(sample, value):
    with pytest.raises(TypeError, match="expression"):
        rows.insert(sample(name="a", note=value))
    assert not sample.objects.exists()


def test_rows_of_several_models_are_refused(sample):
    event = Event(type="x", aggregate_kind="x", aggregate_id="1", data={}, published_at=T0)
    with pytest.raises(TypeError, match="several models"):
        rows.insert(sample(name="a"), event)


@pytest.mark.django_db
def test_a_key_the_database_numbers_is_given_by_it():
    rows.insert(*(Event(type="x", aggregate_kind="x", aggregate_id=str(at), data={}, published_at=T0) for at in range(2)))
    rows.insert(Event(number=10**9, type="x", aggregate_kind="x", aggregate_id="2", data={}, published_at=T0))
    first, second, third = Event.objects.order_by("number").values_list("number", flat=True)
    assert (second - first, third) == (1, 10**9)


@pytest.mark.django_db(transaction=True)
def test_a_lock_needs_a_transaction(django_assert_num_queries):
    with pytest.raises(TransactionManagementError):
        rows.read(Event, lock=True, number=1)
    with transaction.atomic(), django_assert_num_queries(1) as queries:
        assert rows.read(Event, lock=True, number=1) == []
    assert queries.captured_queries[0]["sql"].endswith("FOR UPDATE") == connection.features.has_select_for_update


@pytest.mark.django_db
def test_an_attribute_that_is_no_column_is_an_error():
    with pytest.raises(KeyError):
        rows.read(Event, nummer=1)
