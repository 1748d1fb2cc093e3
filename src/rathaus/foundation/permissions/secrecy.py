"""Secrecy is a set of classes. A row keeps it as a small bit mask, so that one plain `IN` filters it on every database."""

from collections.abc import Callable, Iterable, Mapping
from enum import StrEnum
from typing import Any, Protocol, TypeVar, cast

from django.db.models import Model, Q, QuerySet

Row = TypeVar("Row", bound=Model)


class Secrecy(StrEnum):
    """Secrecy classes of a case. NORMAL needs no extra grant, every other one must be granted by name.

    In the order of their weight: the last one of a set is its strongest.
    """

    NORMAL = "normal"
    TAX = "tax"  # § 30 AO
    SOCIAL = "social"  # § 35 SGB I
    PERSONNEL = "personnel"
    BLOCKED = "blocked"  # Auskunftssperre, § 51 BMG


BITS: Mapping[Secrecy, int] = {  # stored in rows: a class keeps its bit for ever
    Secrecy.TAX: 1,
    Secrecy.SOCIAL: 2,
    Secrecy.PERSONNEL: 4,
    Secrecy.BLOCKED: 8,
}
EVERY = frozenset(BITS)


class Classified(Protocol):
    """A row under secrecy: `secrecy_set` is the mask, `secrecy` its strongest class.

    Release 0.1.0 reads and writes `secrecy` alone and may still serve while a later one starts: both are written, both are
    asked, and a row counts as what either of them says. None in `secrecy_set` is a row of 0.1.0.
    """

    secrecy: str
    secrecy_set: int | None


def mask_of(classes: Iterable[Secrecy]) -> int:
    return sum(BITS[entry] for entry in frozenset(classes) - {Secrecy.NORMAL})


def classes_of(row: Classified) -> frozenset[Secrecy]:
    """Every class of a row; empty for an ordinary one."""
    marked = {entry for entry, bit in BITS.items() if (row.secrecy_set or 0) & bit}
    return frozenset({*marked, Secrecy(row.secrecy)} - {Secrecy.NORMAL})


def strongest(classes: Iterable[Secrecy]) -> Secrecy:
    return max(classes, key=list(Secrecy).index, default=Secrecy.NORMAL)


def columns_of(classes: Iterable[Secrecy]) -> dict[str, Any]:
    """The two columns of a row of exactly these classes, for `create` and `update`."""
    found = frozenset(classes)
    return {"secrecy": strongest(found).value, "secrecy_set": mask_of(found)}


def within(classes: Iterable[Secrecy]) -> Q:
    """The rows that have no class but these: what somebody cleared for them may see, and nobody else is told of."""
    held = frozenset(classes) - {Secrecy.NORMAL}
    masks = [0]
    for entry in sorted(held):
        masks += [mask | BITS[entry] for mask in masks]
    return Q(secrecy__in=[Secrecy.NORMAL, *sorted(held)]) & (Q(secrecy_set=None) | Q(secrecy_set__in=masks))


def with_class(entry: Secrecy) -> Q:
    """The rows that have this class, alone or among others."""
    return ~within(EVERY - {entry})


def add_class(rows: QuerySet[Row], entry: Secrecy) -> list[Row]:
    """Raises secrecy, inside the caller's transaction: a class is added, none is lost. Gives the rows that changed."""
    return _mark(rows.filter(within(EVERY - {entry})), lambda classes: classes | {entry})


def drop_class(rows: QuerySet[Row], entry: Secrecy) -> list[Row]:
    """Lowers secrecy by one class, inside the caller's transaction; the caller checked the right. Gives the rows that changed."""
    return _mark(rows.filter(with_class(entry)), lambda classes: classes - {entry})


def _mark(rows: QuerySet[Row], change: Callable[[frozenset[Secrecy]], frozenset[Secrecy]]) -> list[Row]:
    found = list(rows.select_for_update(of=("self",)))
    for row in found:
        columns = columns_of(change(classes_of(cast("Classified", row))))
        for name, value in columns.items():
            setattr(row, name, value)
        row.save(update_fields=columns)
    return found
