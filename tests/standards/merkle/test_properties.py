"""Any tree: stored nodes give what the recursive definitions of RFC 6962 give, and proofs hold for nothing else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rathaus.standards import merkle
from rathaus.standards.merkle import ProofError

sizes = st.integers(min_value=1, max_value=200)


def leaves(count: int) -> list[bytes]:
    return [merkle.hash_leaf(number.to_bytes(4, "big")) for number in range(count)]


def split(length: int) -> int:
    k = 1
    while k * 2 < length:
        k *= 2
    return k


def tree_hash(hashes: list[bytes]) -> bytes:
    """MTH of RFC 6962, 2.1, word for word."""
    if not hashes:
        return merkle.EMPTY_ROOT
    if len(hashes) == 1:
        return hashes[0]
    k = split(len(hashes))
    return merkle.hash_children(tree_hash(hashes[:k]), tree_hash(hashes[k:]))


def path(index: int, hashes: list[bytes]) -> list[bytes]:
    """PATH of RFC 6962, 2.1.1."""
    if len(hashes) == 1:
        return []
    k = split(len(hashes))
    if index < k:
        return [*path(index, hashes[:k]), tree_hash(hashes[k:])]
    return [*path(index - k, hashes[k:]), tree_hash(hashes[:k])]


def subproof(old: int, hashes: list[bytes], *, known: bool) -> list[bytes]:
    """SUBPROOF of RFC 6962, 2.1.2."""
    if old == len(hashes):
        return [] if known else [tree_hash(hashes)]
    k = split(len(hashes))
    if old <= k:
        return [*subproof(old, hashes[:k], known=known), tree_hash(hashes[k:])]
    return [*subproof(old - k, hashes[k:], known=False), tree_hash(hashes[:k])]


def grow(count: int) -> tuple[list[bytes], dict[merkle.Address, bytes]]:
    state: list[bytes] = []
    nodes: dict[merkle.Address, bytes] = {}
    for size, leaf in enumerate(leaves(count)):
        nodes.update(merkle.append(state, size, leaf))
    return state, nodes


@given(st.integers(min_value=0, max_value=300))
def test_growing_gives_the_root_and_the_frontier(count):
    state, nodes = grow(count)
    assert merkle.root(state) == tree_hash(leaves(count))
    assert [nodes[address] for address in merkle.frontier(count)] == state
    assert len(nodes) == 2 * count - count.bit_count()


@given(sizes, st.data())
def test_inclusion(size, data):
    index = data.draw(st.integers(0, size - 1))
    grown = data.draw(st.integers(size, size + 50))  # the store has moved on: older proofs are still made
    _, nodes = grow(grown)
    proof = merkle.read_plan(merkle.inclusion_plan(index, size), nodes)
    assert proof == path(index, leaves(size))
    root = tree_hash(leaves(size))
    merkle.verify_inclusion(leaf_hash=leaves(size)[index], index=index, size=size, proof=proof, root=root)
    other = data.draw(st.integers(0, size - 1))
    if other != index:
        with pytest.raises(ProofError):
            merkle.verify_inclusion(leaf_hash=leaves(size)[index], index=other, size=size, proof=proof, root=root)


@given(sizes, st.data())
def test_consistency(new, data):
    old = data.draw(st.integers(1, new))
    _, nodes = grow(new)
    proof = merkle.read_plan(merkle.consistency_plan(old, new), nodes)
    assert proof == subproof(old, leaves(new), known=True)
    roots = {"old_root": tree_hash(leaves(old)), "new_root": tree_hash(leaves(new))}
    merkle.verify_consistency(old_size=old, new_size=new, proof=proof, **roots)
    with pytest.raises(ProofError):
        merkle.verify_consistency(old_size=old, new_size=new, proof=proof, **roots | {"old_root": tree_hash(leaves(new + 1))})


@given(sizes, st.data())
def test_a_flipped_bit_anywhere_in_a_proof_is_refused(size, data):
    index = data.draw(st.integers(0, size - 1))
    _, nodes = grow(size)
    proof = merkle.read_plan(merkle.inclusion_plan(index, size), nodes)
    if not proof:
        return
    at, bit = data.draw(st.integers(0, len(proof) - 1)), data.draw(st.integers(0, 255))
    proof[at] = (int.from_bytes(proof[at], "big") ^ 1 << bit).to_bytes(32, "big")
    with pytest.raises(ProofError):
        merkle.verify_inclusion(leaf_hash=leaves(size)[index], index=index, size=size, proof=proof, root=tree_hash(leaves(size)))


def test_a_proof_reads_a_logarithmic_number_of_nodes():
    size = 10_000_019
    assert len(merkle.plan_addresses(merkle.inclusion_plan(4_711_815, size))) <= 2 * size.bit_length()
    assert len(merkle.plan_addresses(merkle.consistency_plan(3_333_333, size))) <= 2 * size.bit_length()


@pytest.mark.parametrize(("index", "size"), [(-1, 3), (3, 3), (0, 0)])
def test_out_of_range(index, size):
    with pytest.raises(ValueError, match="not in a tree"):
        merkle.inclusion_plan(index, size)


@pytest.mark.parametrize(("old", "new"), [(-1, 3), (0, 3), (4, 3)])
def test_no_consistency_backwards(old, new):
    with pytest.raises(ValueError, match="nothing can be shown"):
        merkle.consistency_plan(old, new)


def test_append_refuses_a_foreign_frontier():
    with pytest.raises(ValueError, match="frontier"):
        merkle.append([b"\0" * 32], 3, b"\0" * 32)


def test_a_node_that_is_missing_is_named():
    with pytest.raises(KeyError):
        merkle.read_plan(merkle.inclusion_plan(0, 2), {})
