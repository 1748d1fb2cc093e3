"""The check of the whole chain: recomputed leaf by leaf from what is stored, in pages; the first thing that is wrong is named."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from django.db import connection

from rathaus.foundation.audit import guards, keys
from rathaus.foundation.audit.erasure import ERASED
from rathaus.foundation.audit.models import Entry, KeyRecord, Leaf, Node, SignedHead
from rathaus.foundation.audit.record import leaf_data
from rathaus.foundation.audit.sequencer import head_statement
from rathaus.standards import merkle

PAGE = 1000


class Broken(Exception):
    """The first thing that does not fit; the text names the entry and what is wrong."""


@dataclass(frozen=True, slots=True)
class Report:
    """What was checked. `finding` is empty where everything fits."""

    size: int
    heads: int
    erased: int
    pending: int
    finding: str = ""


@dataclass(frozen=True, slots=True)
class KnownHead:
    """A head somebody kept outside the house: the chain of today must begin with it."""

    size: int
    root: bytes


def verify(*, known: KnownHead | None = None) -> Report:
    """Recomputes commitments, leaves, nodes, roots, signatures and key hand-overs. Reads only; memory stays small."""
    walk = _Walk(known)
    try:
        _check_guards()
        walk.keys = _checked_keys()
        walk.erasures = _erasures()
        walk.leaves()
        walk.end()
        walk.waiting()
    except Broken as finding:
        return Report(walk.size, walk.heads, walk.erased, walk.pending, str(finding))
    return Report(walk.size, walk.heads, walk.erased, walk.pending)


class _Walk:
    def __init__(self, known: KnownHead | None) -> None:
        self.known = known
        self.keys: dict[str, KeyRecord] = {}
        self.erasures: set[str] = set()
        self.size = self.heads = self.erased = self.pending = 0
        self.state: list[bytes] = []
        self.key_number = 0

    def leaves(self) -> None:
        while page := list(
            Leaf.objects.filter(index__gte=self.size).select_related("entry", "entry__payload").order_by("index")[:PAGE]
        ):
            first, created = self.size, []
            heads = {row.size: row for row in SignedHead.objects.filter(size__gt=first, size__lte=first + len(page))}
            for leaf in page:
                if leaf.index != self.size:
                    raise Broken(f"Eintrag {self.size} fehlt; der nächste vorhandene ist {leaf.index}.")
                self.erased += _check_leaf(leaf, self.erasures)
                _, *above = merkle.append(self.state, self.size, bytes(leaf.hash))
                created += above
                self.size += 1
                if head := heads.get(self.size):
                    self.head(head)
                if self.known and self.known.size == self.size and self.known.root != merkle.root(self.state):
                    raise Broken(
                        f"Der aufbewahrte Stand über {self.size} Einträge hat eine andere Wurzel: die Kette wurde umgeschrieben."
                    )
            _check_nodes(created)

    def head(self, row: SignedHead) -> None:
        if bytes(row.root) != merkle.root(self.state):
            raise Broken(f"Der Kopf über {row.size} Einträge hat eine andere Wurzel als die Einträge.")
        record = self.keys.get(row.key_id)
        if record is None or record.number < self.key_number:
            raise Broken(f"Der Kopf über {row.size} Einträge nennt einen Schlüssel, der dort nicht galt.")
        self.key_number = record.number
        statement = head_statement(row.size, bytes(row.root), row.at, row.key_id)
        if not signed(bytes(record.public_key), bytes(row.signature), statement):
            raise Broken(f"Der Kopf über {row.size} Einträge hat keine gültige Signatur.")
        self.heads += 1

    def end(self) -> None:
        newest = SignedHead.objects.order_by("-size").first()
        if (newest.size if newest else 0) > self.size:
            raise Broken(
                f"Eintrag {self.size} fehlt und alle danach: ein Kopf über {newest.size if newest else 0} Einträge ist da."
            )
        if self.size and (newest is None or newest.size < self.size):
            raise Broken(f"Eintrag {newest.size if newest else 0} und alle danach stehen unter keinem signierten Kopf.")
        if SignedHead.objects.count() != self.heads:
            raise Broken("Es gibt Köpfe, die zu keinem Stand der Kette gehören.")
        if Node.objects.count() != self.size - self.size.bit_count():
            raise Broken("Es gibt Knoten, die zu keinem Eintrag gehören.")
        if self.known and self.known.size > self.size:
            raise Broken(f"Der aufbewahrte Stand zählt {self.known.size} Einträge, die Kette nur noch {self.size}.")

    def waiting(self) -> None:
        for entry in Entry.objects.filter(leaf__isnull=True).select_related("payload").order_by("id").iterator(PAGE):
            self.erased += _check_commitment(entry, self.erasures, f"Der noch nicht nummerierte Eintrag {entry.id}")
            self.pending += 1


def signed(public_key: bytes, signature: bytes, statement: bytes) -> bool:
    try:
        Ed25519PublicKey.from_public_bytes(public_key).verify(signature, statement)
    except (InvalidSignature, ValueError):
        return False
    return True


def _check_guards() -> None:
    if absent := guards.missing(connection):
        raise Broken(f"Die Datenbank schützt die Kette nicht: {', '.join(absent)} fehlt. Abhilfe: rathaus audit guard.")


def _checked_keys() -> dict[str, KeyRecord]:
    """Every key by fingerprint, each signed by the one before it (the first by itself)."""
    found: dict[str, KeyRecord] = {}
    before: KeyRecord | None = None
    for number, record in enumerate(KeyRecord.objects.order_by("number"), start=1):
        public = bytes(record.public_key)
        if record.number != number or record.fingerprint != keys.fingerprint_of(public):
            raise Broken(f"Schlüssel {number}: Nummer oder Fingerabdruck stimmt nicht.")
        statement = keys.endorsement_statement(number, record.fingerprint, record.at)
        if not signed(bytes((before or record).public_key), bytes(record.endorsement), statement):
            raise Broken(f"Schlüssel {number} wurde nicht vom vorigen Schlüssel bestätigt.")
        found[record.fingerprint] = before = record
    if before and keys.key_path().exists() and keys.fingerprint() != before.fingerprint:
        raise Broken(f"Die Schlüsseldatei {keys.key_path()} gehört nicht zu dieser Kette.")
    return found


def _erasures() -> set[str]:
    """The ids of entries whose payload was erased by a recorded act; the acts themselves are checked on the walk."""
    rows = Entry.objects.filter(act=ERASED, payload__isnull=False).select_related("payload").iterator(PAGE)
    return {entry_id for row in rows for entry_id in _named_entries(row)}


def _named_entries(row: Entry) -> Iterator[str]:
    try:
        yield from map(str, json.loads(row.payload.text)["entries"])
    except (ValueError, KeyError, TypeError):
        raise Broken(f"Der Löscheintrag {row.id} ist nicht lesbar.") from None


def _check_leaf(leaf: Leaf, erasures: set[str]) -> bool:
    name = f"Eintrag {leaf.index} ({leaf.entry_id})"
    try:
        entry = leaf.entry
    except Entry.DoesNotExist:
        raise Broken(f"{name} ist nicht mehr da.") from None
    if merkle.hash_leaf(leaf_data(entry)) != bytes(leaf.hash):
        raise Broken(f"{name} wurde verändert: er passt nicht zu seinem Blatt.")
    return _check_commitment(entry, erasures, name)


def _check_commitment(entry: Entry, erasures: set[str], name: str) -> bool:
    """Whether the payload was erased, by a recorded act; raises Broken where it is missing or changed without one."""
    if not hasattr(entry, "payload"):
        if str(entry.id) in erasures and entry.act != ERASED:
            return True
        raise Broken(f"{name}: der Inhalt fehlt, und kein Löscheintrag nennt ihn.")
    if sha256(bytes(entry.payload.salt) + entry.payload.text.encode()).digest() != bytes(entry.commitment):
        raise Broken(f"{name}: der Inhalt wurde verändert.")
    return False


def _check_nodes(created: list[tuple[merkle.Address, bytes]]) -> None:
    levels: dict[int, dict[int, bytes]] = {}
    for (level, index), value in created:
        levels.setdefault(level, {})[index] = value
    for level, wanted in levels.items():
        rows = Node.objects.filter(level=level, index__range=(min(wanted), max(wanted))).values_list("index", "hash")
        stored = {index: bytes(value) for index, value in rows}
        for index, value in wanted.items():
            if stored.get(index) != value:
                raise Broken(f"Der Knoten {level}/{index} (Einträge ab {index << level}) fehlt oder wurde verändert.")
