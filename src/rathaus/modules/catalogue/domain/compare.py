"""What a delivery would change, without changing anything."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from rathaus.modules.catalogue import descriptions
from rathaus.modules.catalogue.domain.import_objects import import_objects
from rathaus.modules.catalogue.domain.refresh import layers_of
from rathaus.modules.catalogue.layers import compose
from rathaus.modules.catalogue.models import Source
from rathaus.standards import xzufi


@dataclass(frozen=True, slots=True)
class Change:
    """`parts` names what differs, in the words of the description; `kind` is new, changed or gone."""

    key: str
    name: str
    kind: str
    parts: tuple[str, ...] = ()


def compare_delivery(
    *, source: Source, operations: Iterable[xzufi.Operation], now: dt.datetime, only_new: bool = False
) -> list[Change]:
    """Takes the delivery over in a transaction that is rolled back, and tells what it changed."""
    stream = list(operations)
    with transaction.atomic():
        taken = import_objects(source=source, operations=stream, now=now, only_new=only_new)
        after = said(sorted(taken.services))
        transaction.set_rollback(True)
    before = said(sorted(taken.services))
    return [change for key in sorted(taken.services) for change in _change(key, before.get(key), after.get(key))]


def said(keys: Sequence[str]) -> dict[str, dict[str, Any]]:
    """What the city and all sources together say about these services now, as plain data."""
    return {key: descriptions.as_plain(compose(found)) for key, found in layers_of(keys).items() if found}


def _change(key: str, before: Mapping[str, Any] | None, after: Mapping[str, Any] | None) -> Iterator[Change]:
    if before == after:
        return
    if before is None and after is not None:
        yield Change(key, str(after.get("name", "")), "new")
    elif before is not None and after is None:
        yield Change(key, str(before.get("name", "")), "gone")
    elif before is not None and after is not None:
        parts = tuple(sorted(part for part in {*before, *after} if before.get(part) != after.get(part)))
        yield Change(key, str(after.get("name", "")), "changed", parts)
