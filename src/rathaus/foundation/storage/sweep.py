"""Blobs nobody names: what was stored before a transaction that never came. Rooms say which hashes they still name."""

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from itertools import islice

from rathaus.foundation.storage import quarantine
from rathaus.foundation.storage.registry import store

References = Callable[[Sequence[str]], Iterable[str]]

GRACE = dt.timedelta(days=2)
_BATCH = 500
_REFERENCES: dict[str, References] = {}


def register_references(room: str, named_among: References) -> None:
    """`named_among(hashes)` gives those of the hashes that the room's rows name; called in batches of 500.

    Every room that keeps a hash must register in `ready()`, or its blobs are swept. Raises ValueError for a second one.
    """
    if _REFERENCES.setdefault(room, named_among) is not named_among:
        raise ValueError(f"storage: {room} registers its references twice")


def sweep_orphans(*, grace: dt.timedelta = GRACE) -> int:
    """Deletes blobs stored longer ago than `grace` that no room names, and stale quarantine files; how many blobs.

    Age is what the store's own clock says: the demonstration clock makes no file older.
    """
    seconds = grace.total_seconds()
    quarantine.sweep(seconds=seconds)
    blobs, gone = store(), 0
    candidates = blobs.older_than(seconds)
    while batch := list(islice(candidates, _BATCH)):
        named = {sha256 for named_among in _REFERENCES.values() for sha256 in named_among(batch)}
        gone += sum(blobs.delete_if_older(sha256, seconds) for sha256 in batch if sha256 not in named)
    return gone
