"""Checking proofs: RFC 9162, sections 2.1.3.2 and 2.1.4.2, which spell out what RFC 6962 leaves to the reader."""

from collections.abc import Sequence

from rathaus.standards.merkle.hashing import HASH_BYTES, hash_children


class ProofError(ValueError):
    """The proof does not show what it claims. The text says where it fails."""


def verify_inclusion(*, leaf_hash: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes) -> None:
    """Returns silently where the leaf stands at `index` in the tree of `size` leaves with `root`; raises ProofError else."""
    if not 0 <= index < size:
        raise ProofError(f"leaf {index} is not in a tree of {size} leaves")
    _check_lengths([leaf_hash, root, *proof])
    position, last = index, size - 1
    value = leaf_hash
    for sibling in proof:
        if last == 0:
            raise ProofError("the proof is too long")
        if position & 1 or position == last:
            value = hash_children(sibling, value)
            while not position & 1 and position:
                position, last = position >> 1, last >> 1
        else:
            value = hash_children(value, sibling)
        position, last = position >> 1, last >> 1
    if last:
        raise ProofError("the proof is too short")
    if value != root:
        raise ProofError("the proof leads to another root")


def verify_consistency(*, old_size: int, old_root: bytes, new_size: int, new_root: bytes, proof: Sequence[bytes]) -> None:
    """Returns silently where the newer tree begins with the older one; raises ProofError else.

    An empty older tree is refused: every tree begins with it, so a proof would say nothing.
    """
    if not 1 <= old_size <= new_size:
        raise ProofError(f"nothing can be shown from a tree of {old_size} leaves to one of {new_size}")
    if old_size == new_size:
        if proof:
            raise ProofError("the proof is too long")
        if old_root != new_root:
            raise ProofError("same size, different roots")
        return
    _check_lengths([old_root, new_root, *proof])
    parts = list(proof)
    if old_size & (old_size - 1) == 0:  # a power of two: the old root itself is the first part
        parts.insert(0, old_root)
    if not parts:
        raise ProofError("the proof is too short")
    old_value, new_value = _climb(parts, old_size, new_size)
    if old_value != old_root:
        raise ProofError("the proof does not lead to the older root")
    if new_value != new_root:
        raise ProofError("the proof does not lead to the newer root")


def _climb(parts: Sequence[bytes], old_size: int, new_size: int) -> tuple[bytes, bytes]:
    position, last = old_size - 1, new_size - 1
    while position & 1:
        position, last = position >> 1, last >> 1
    old_value = new_value = parts[0]
    for part in parts[1:]:
        if last == 0:
            raise ProofError("the proof is too long")
        if position & 1 or position == last:
            old_value = hash_children(part, old_value)
            new_value = hash_children(part, new_value)
            while not position & 1 and position:
                position, last = position >> 1, last >> 1
        else:
            new_value = hash_children(new_value, part)
        position, last = position >> 1, last >> 1
    if last:
        raise ProofError("the proof is too short")
    return old_value, new_value


def _check_lengths(hashes: Sequence[bytes]) -> None:
    if any(len(value) != HASH_BYTES for value in hashes):
        raise ProofError(f"every hash must have {HASH_BYTES} bytes")
