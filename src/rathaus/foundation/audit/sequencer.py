"""Gives entries their leaf, stores the tree's nodes and signs a head. Safe when two run: the key's row is the lock."""

import datetime as dt
import uuid
from collections.abc import Iterable

from django.db import connection, models, transaction

from rathaus.foundation.audit import keys
from rathaus.foundation.audit.models import Entry, Leaf, Node, SignedHead
from rathaus.foundation.audit.record import leaf_data
from rathaus.standards import merkle

BATCH = 1000
WINDOW = dt.timedelta(hours=1)  # longer than any transaction lasts: an entry committed late is older than the newest leaf


def sequence_pending(*, now: dt.datetime, everything: bool = False) -> int:
    """Appends what was recorded since the last run, in order of recording, and signs the new head. Returns how many.

    Entries older than an hour before the newest leaf are looked for with `everything` alone (the nightly run).
    """
    done = 0
    while count := _sequence_batch(now=now, everything=everything):
        done += count
    return done


def _sequence_batch(*, now: dt.datetime, everything: bool) -> int:
    if not _pending(everything=everything).exists():
        return 0
    with transaction.atomic():
        key, record = keys.current(now)
        entries = list(_pending(everything=everything)[:BATCH])
        if not entries:  # another sequencer was faster
            return 0
        size = _size()
        state = read_nodes(merkle.frontier(size))
        hashes = [state[address] for address in merkle.frontier(size)]
        leaves, nodes = [], []
        for index, entry in enumerate(entries, start=size):
            leaf, *above = merkle.append(hashes, index, merkle.hash_leaf(leaf_data(entry)))
            leaves.append(Leaf(index=index, entry=entry, hash=leaf[1]))
            nodes += [Node(level=level, index=at, hash=value) for (level, at), value in above]
        Leaf.objects.bulk_create(leaves)
        Node.objects.bulk_create(nodes)
        size += len(entries)
        root = merkle.root(hashes)
        signature = key.sign(head_statement(size, root, now, record.fingerprint))
        SignedHead(size=size, root=root, at=now, key=record, signature=signature).save(force_insert=True)
    return len(entries)


def head_statement(size: int, root: bytes, at: dt.datetime, key_id: str) -> bytes:
    """The bytes a head's signature covers: a line each for format, size, root, moment (UTC) and key fingerprint."""
    moment = at.astimezone(dt.UTC).isoformat(timespec="microseconds")
    return keys.HEAD + f"{size}\n{root.hex()}\n{moment}\n{key_id}\n".encode()


def read_nodes(addresses: Iterable[merkle.Address]) -> dict[merkle.Address, bytes]:
    """Stored hashes by address, in at most two queries. What is not there is left out."""
    wanted = set(addresses)
    leaves = [index for level, index in wanted if level == 0]
    above = [address for address in wanted if address[0]]
    found = {(0, index): bytes(value) for index, value in Leaf.objects.filter(index__in=leaves).values_list("index", "hash")}
    if above:
        places = " OR ".join(['(level = %s AND "index" = %s)'] * len(above))
        with connection.cursor() as cursor:
            statement = f'SELECT level, "index", hash FROM audit_node WHERE {places}'  # noqa: S608  (placeholders alone)
            cursor.execute(statement, [part for pair in above for part in pair])
            found |= {(level, index): bytes(value) for level, index, value in cursor.fetchall()}
    return found


def _size() -> int:
    newest = Leaf.objects.order_by("-index").first()
    return newest.index + 1 if newest else 0


def _pending(*, everything: bool) -> models.QuerySet[Entry]:
    entries = Entry.objects.filter(leaf__isnull=True).order_by("id")
    newest = Leaf.objects.order_by("-index").first()
    if everything or newest is None:
        return entries
    return entries.filter(id__gte=_earlier(newest.entry_id))


def _earlier(entry_id: uuid.UUID) -> uuid.UUID:
    """The smallest id of the moment one WINDOW before this one (UUID version 7: the upper 48 bits are milliseconds)."""
    milliseconds = (entry_id.int >> 80) - int(WINDOW.total_seconds() * 1000)
    return uuid.UUID(int=max(milliseconds, 0) << 80)
