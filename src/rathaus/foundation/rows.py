"""Rows on the busiest ways: the statement of a model is put together once a process, not once a call.

The ORM builds and compiles every query anew; for the dozen rows of one submission that costs several times what the database
does. Fields prepare and read their values as ever (`get_db_prep_save`, `from_db_value`). As with `bulk_create`, no signal is
sent. For anything but these three acts on the columns of one model: the ORM.
"""

from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from functools import lru_cache
from itertools import islice
from operator import attrgetter
from typing import Any, TypeVar
from uuid import UUID

from django.db import DEFAULT_DB_ALIAS, DatabaseError, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import (
    AutoField,
    BooleanField,
    CharField,
    DateTimeField,
    EmailField,
    Field,
    ForeignKey,
    Model,
    SlugField,
    TextField,
    UUIDField,
    Value,
)
from django.db.models.expressions import DatabaseDefault
from django.db.transaction import TransactionManagementError

SIZES = (100, 30, 10, 3, 1)  # rows in one statement of `insert_all`: five statements to keep for a model, whatever their number
M = TypeVar("M", bound=Model)
_Field = Field[Any, Any]
_Writer = Callable[[Model, BaseDatabaseWrapper], Any]
_Adapt = Callable[[Any], Any]
_AS_IT_IS: dict[type[_Field], type] = {CharField: str, EmailField: str, SlugField: str, TextField: str, BooleanField: bool}


def insert(*rows: Model, unless_there: bool = False) -> int:
    """Writes new rows of one model in one statement; how many. No row, no statement.

    A key that the database numbers is not read back. With `unless_there`, a row that breaks a uniqueness is left out, also
    where another transaction writes it at the same time. Raises IntegrityError otherwise, TypeError for rows of several
    models or a value that is an expression.
    """
    if not rows:
        return 0
    model, database = type(rows[0]), connections[DEFAULT_DB_ALIAS]
    if any(type(row) is not model for row in rows):
        raise TypeError(f"rows of several models beside {model.__name__}")
    writers, sql = _insertion(model, len(rows), rows[0].pk is None, unless_there)
    with database.cursor() as cursor:
        cursor.execute(sql, [write(row, database) for row in rows for write in writers])
        written: int = cursor.rowcount
    for row in rows:
        row._state.adding, row._state.db = False, DEFAULT_DB_ALIAS  # noqa: SLF001  (as bulk_create leaves them)
    return written


def insert_all(rows: Iterable[Model]) -> int:
    """Writes any number of new rows of one model, so many in a statement; how many. Raises as `insert`."""
    stream, written = iter(rows), 0
    while batch := list(islice(stream, SIZES[0])):
        at = 0
        for size in SIZES:
            while len(batch) - at >= size:
                written += insert(*batch[at : at + size])
                at += size
    return written


def read(model: type[M], *, lock: bool = False, **equals: Any) -> list[M]:
    """The rows whose columns (by attribute: `offer_id`, not `offer`) have these values, none of them None; in no order.

    Without a column all rows: for tables of a handful.

    `lock` holds them until the transaction ends. Raises TransactionManagementError where `lock` stands outside one.
    """
    database = connections[DEFAULT_DB_ALIAS]
    if lock and not database.in_atomic_block:
        raise TransactionManagementError(f"rows of {model.__name__} can only be locked inside a transaction")
    by, sql = _selection(model, tuple(equals), lock)
    names, readers = _reading(model)
    with database.cursor() as cursor:
        cursor.execute(sql, [field.get_db_prep_value(value, database) for field, value in zip(by, equals.values(), strict=True)])
        found = [list(values) for values in cursor.fetchall()]
    for values in found:
        for at, from_database in readers:
            values[at] = from_database(values[at])
    return [model.from_db(DEFAULT_DB_ALIAS, names, values) for values in found]


def update(row: Model, *names: str) -> None:
    """Writes these attributes of a row that stands in the database. Raises DatabaseError where it does not."""
    writers, sql = _change(type(row), names)
    database = connections[DEFAULT_DB_ALIAS]
    with database.cursor() as cursor:
        cursor.execute(sql, [write(row, database) for write in writers])
        if not cursor.rowcount:
            raise DatabaseError(f"no row of {type(row).__name__} has this key")


@lru_cache(maxsize=256)
def _insertion(model: type[Model], number: int, numbered: bool, unless_there: bool) -> tuple[list[_Writer], str]:  # noqa: FBT001  (cache key)
    fields = [field for field in _all(model) if not (numbered and isinstance(field, AutoField))]
    row = f"({', '.join(['%s'] * len(fields))})"
    sql = f"INSERT INTO {_table(model)} ({_columns(fields)}) VALUES {', '.join([row] * number)}"  # noqa: S608  (names of a model)
    return [_writer(field, add=True) for field in fields], sql + (" ON CONFLICT DO NOTHING" if unless_there else "")


@lru_cache(maxsize=64)
def _selection(model: type[Model], names: tuple[str, ...], lock: bool) -> tuple[list[_Field], str]:  # noqa: FBT001  (cache key)
    by = _named(model, names)
    where = " AND ".join(f"{_columns([field])} = %s" for field in by)
    sql = f"SELECT {_columns(_all(model))} FROM {_table(model)}{' WHERE ' if where else ''}{where}"  # noqa: S608  (names of a model)
    return by, sql + (" FOR UPDATE" if lock and connections[DEFAULT_DB_ALIAS].features.has_select_for_update else "")


@lru_cache(maxsize=64)
def _change(model: type[Model], names: tuple[str, ...]) -> tuple[list[_Writer], str]:
    fields, key = _named(model, names), next(field for field in _all(model) if field.primary_key)
    changes = ", ".join(f"{_columns([field])} = %s" for field in fields)
    sql = f"UPDATE {_table(model)} SET {changes} WHERE {_columns([key])} = %s"  # noqa: S608  (names of a model)
    return [_writer(field, add=False) for field in (*fields, key)], sql


@lru_cache(maxsize=64)
def _reading(model: type[Model]) -> tuple[list[str], list[tuple[int, Callable[[Any], Any]]]]:
    """The attributes of the columns in order, and what must be read from the database's own form, by place."""
    fields = _all(model)
    readers = [(at, reader) for at, field in enumerate(fields) if (reader := _reader(field)) is not None]
    return [field.attname for field in fields], readers


def _writer(field: _Field, *, add: bool) -> _Writer:
    """The value of a row's column as the driver takes it."""
    name, (plain, adapt) = field.attname, _adapting(field)
    own = type(field).pre_save is not Field.pre_save

    def write(row: Model, database: BaseDatabaseWrapper) -> Any:
        value = field.pre_save(row, add) if own else getattr(row, name)
        if value is None:
            return None
        if type(value) is plain:
            return adapt(value) if adapt else value
        return _stored(field, value, database)

    return write


def _adapting(field: _Field) -> tuple[type, _Adapt | None]:
    """A type of values that the field itself would hand on unchanged, and how this database takes it; NoneType for none.

    The same as `get_db_prep_save` in one call: what it asks of each value again is settled by type and field.
    """
    if isinstance(field, ForeignKey):
        return _adapting(field.target_field)
    database = connections[DEFAULT_DB_ALIAS]
    if type(field) is UUIDField:
        return UUID, None if database.features.has_native_uuid_field else attrgetter("hex")
    if type(field) is DateTimeField and database.vendor == "sqlite":
        return datetime, _as_text
    return _AS_IT_IS.get(type(field), type(None)), None


def _as_text(moment: datetime) -> str:
    """As SQLite keeps a moment: in UTC, without saying so. A naive one is for nobody."""
    if moment.tzinfo is None:
        raise ValueError("a moment without a time zone")
    return str(moment.astimezone(UTC).replace(tzinfo=None))


def _stored(field: _Field, value: Any, database: BaseDatabaseWrapper) -> Any:
    if hasattr(value, "resolve_expression"):
        literal = value.get_source_expressions()[0] if isinstance(value, DatabaseDefault) else None
        if not isinstance(literal, Value):
            raise TypeError(f"{field}: an expression is for the ORM")
        value = literal.value
    return field.get_db_prep_save(value, database)


def _reader(field: _Field) -> Callable[[Any], Any] | None:
    column, database = field.cached_col, connections[DEFAULT_DB_ALIAS]
    converters = [*database.ops.get_db_converters(column), *field.get_db_converters(database)]
    if not converters:
        return None

    def from_database(value: Any) -> Any:
        for convert in converters:
            value = convert(value, column, connections[DEFAULT_DB_ALIAS])
        return value

    return from_database


def _all(model: type[Model]) -> list[_Field]:
    return list(model._meta.concrete_fields)  # noqa: SLF001  (a public face of Django)


def _named(model: type[Model], names: tuple[str, ...]) -> list[_Field]:
    """Raises KeyError for an attribute that is no column."""
    known = {field.attname: field for field in _all(model)}
    return [known[name] for name in names]


def _table(model: type[Model]) -> str:
    return connections[DEFAULT_DB_ALIAS].ops.quote_name(model._meta.db_table)  # noqa: SLF001  (a public face of Django)


def _columns(fields: list[_Field]) -> str:
    return ", ".join(connections[DEFAULT_DB_ALIAS].ops.quote_name(str(field.column)) for field in fields)
