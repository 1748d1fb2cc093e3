"""Heads and proofs for everybody outside: from stored nodes, a logarithmic number of reads."""

import uuid

from rathaus.foundation.audit.models import Entry, Leaf, SignedHead
from rathaus.foundation.audit.record import leaf_data
from rathaus.foundation.audit.sequencer import head_statement, read_nodes
from rathaus.foundation.audit.types import Head, Proof, Subject
from rathaus.standards import merkle


def signed_head() -> Head | None:
    """The newest signed head; None before the first act was numbered."""
    heads = signed_heads(limit=1)
    return heads[0] if heads else None


def signed_heads(*, limit: int, before: int | None = None) -> list[Head]:
    """Heads of decreasing size, those smaller than `before` where given."""
    rows = SignedHead.objects.select_related("key").order_by("-size")
    if before is not None:
        rows = rows.filter(size__lt=before)
    return [as_head(row) for row in rows[:limit]]


def as_head(row: SignedHead) -> Head:
    root = bytes(row.root)
    return Head(
        size=row.size,
        root=root,
        at=row.at,
        key_id=row.key_id,
        public_key=bytes(row.key.public_key),
        statement=head_statement(row.size, root, row.at, row.key_id),
        signature=bytes(row.signature),
    )


def proof_for(*, subject: Subject, act: str) -> Proof | None:
    """The proof for the newest `act` on the subject. None where there is none, it has no leaf yet or its payload was erased."""
    entry = Entry.objects.filter(subject_kind=subject.kind, subject_id=subject.id, act=act).order_by("-id").first()
    return proof_of(entry.id) if entry else None


def proof_of(entry_id: uuid.UUID) -> Proof | None:
    """The proof for one entry under the newest head; None as in `proof_for`."""
    return proofs_of([entry_id]).get(entry_id)


def proofs_of(entry_ids: list[uuid.UUID]) -> dict[uuid.UUID, Proof]:
    """The proofs for several entries under one head; what cannot be proven (yet, or any more) is left out."""
    head = signed_head()
    if head is None:
        return {}
    entries = Entry.objects.filter(id__in=entry_ids, payload__isnull=False, leaf__index__lt=head.size).select_related(
        "payload", "leaf"
    )
    plans = {entry.id: merkle.inclusion_plan(entry.leaf.index, head.size) for entry in entries}
    nodes = read_nodes({address for plan in plans.values() for address in merkle.plan_addresses(plan)})
    return {
        entry.id: Proof(
            entry_id=entry.id,
            at=entry.at,
            leaf=leaf_data(entry),
            salt=bytes(entry.payload.salt),
            payload=entry.payload.text.encode(),
            index=entry.leaf.index,
            path=tuple(merkle.read_plan(plans[entry.id], nodes)),
            head=head,
        )
        for entry in entries
    }


def inclusion(leaf_hash: bytes, size: int) -> tuple[int, list[bytes]] | None:
    """Index and path of a leaf in the tree of `size` leaves; None where it is not in it."""
    leaf = Leaf.objects.filter(hash=leaf_hash, index__lt=size).first()
    if leaf is None:
        return None
    plan = merkle.inclusion_plan(leaf.index, size)
    return leaf.index, merkle.read_plan(plan, read_nodes(merkle.plan_addresses(plan)))


def consistency(old: int, new: int) -> list[bytes]:
    """The proof that the tree of `new` leaves begins with that of `old`. Raises ValueError where the sizes make no sense."""
    plan = merkle.consistency_plan(old, new)
    return merkle.read_plan(plan, read_nodes(merkle.plan_addresses(plan)))
