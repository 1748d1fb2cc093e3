"""A tree as stored nodes: what an append adds, and which nodes a root or a proof is read from.

The node at (level, index) is the hash of the perfect subtree over the leaves index * 2**level up to, but without,
(index + 1) * 2**level. Such a node never changes once its leaves are there. Every hash that RFC 6962 speaks of is either
one such node or a fold of a few of them; a plan lists the few for each hash wanted.
"""

from collections.abc import Iterable, Mapping, Sequence

from rathaus.standards.merkle.hashing import EMPTY_ROOT, hash_children

Address = tuple[int, int]
Plan = tuple[tuple[Address, ...], ...]


def frontier(size: int) -> tuple[Address, ...]:
    """The perfect subtrees that make up a tree of `size` leaves, left to right, each smaller than the one before."""
    return _cover(0, size)


def append(state: list[bytes], size: int, leaf_hash: bytes) -> list[tuple[Address, bytes]]:
    """Adds one leaf to a tree of `size` leaves and returns the nodes that came into being, the leaf first.

    `state` holds the hashes of `frontier(size)` and is brought to `frontier(size + 1)` in place.
    Raises ValueError where `state` does not belong to `size`.
    """
    if len(state) != size.bit_count():
        raise ValueError(f"a tree of {size} leaves has a frontier of {size.bit_count()} nodes, not {len(state)}")
    address, value = (0, size), leaf_hash
    created = [(address, value)]
    while address[1] & 1:
        address, value = (address[0] + 1, address[1] >> 1), hash_children(state.pop(), value)
        created.append((address, value))
    state.append(value)
    return created


def root(state: Sequence[bytes]) -> bytes:
    """The root over the hashes of a frontier; SHA-256 of nothing for the empty tree."""
    return _fold(state) if state else EMPTY_ROOT


def inclusion_plan(index: int, size: int) -> Plan:
    """What PATH(index, D[size]) is read from (RFC 6962, 2.1.1), nearest sibling first. Raises ValueError out of range."""
    if not 0 <= index < size:
        raise ValueError(f"leaf {index} is not in a tree of {size} leaves")
    siblings = []
    start, end = 0, size
    while end - start > 1:
        middle = start + _split(end - start)
        if index < middle:
            siblings.append(_cover(middle, end))
            end = middle
        else:
            siblings.append(_cover(start, middle))
            start = middle
    return tuple(reversed(siblings))


def consistency_plan(old: int, new: int) -> Plan:
    """What PROOF(old, D[new]) is read from (RFC 6962, 2.1.2); empty for old = new. Raises ValueError out of range."""
    if not 1 <= old <= new:
        raise ValueError(f"nothing can be shown from a tree of {old} leaves to one of {new}")
    parts = []
    start, end = 0, new
    whole = True  # the old tree is a subtree that the verifier already knows
    while old != end:
        middle = start + _split(end - start)
        if old <= middle:
            parts.append(_cover(middle, end))
            end = middle
        else:
            parts.append(_cover(start, middle))
            start = middle
            whole = False
    if not whole:
        parts.append(_cover(start, end))
    return tuple(reversed(parts))


def plan_addresses(plan: Plan) -> set[Address]:
    """Every node the plan reads, for one bulk read."""
    return {address for part in plan for address in part}


def read_plan(plan: Plan, nodes: Mapping[Address, bytes]) -> list[bytes]:
    """The hashes the plan stands for. Raises KeyError naming the first node that is not there."""
    return [_fold([nodes[address] for address in part]) for part in plan]


def _fold(hashes: Sequence[bytes]) -> bytes:
    value = hashes[-1]
    for left in reversed(hashes[:-1]):
        value = hash_children(left, value)
    return value


def _split(length: int) -> int:
    """The largest power of two smaller than `length` (RFC 6962: k < n <= 2k)."""
    return 1 << ((length - 1).bit_length() - 1)


def _cover(start: int, end: int) -> tuple[Address, ...]:
    """The perfect subtrees over start..end-1, largest first; `start` must be aligned as the splits above leave it."""
    return tuple(_pieces(start, end))


def _pieces(start: int, end: int) -> Iterable[Address]:
    while start < end:
        level = (end - start).bit_length() - 1
        yield level, start >> level
        start += 1 << level
