"""Merkle trees after RFC 6962: hashes, roots, inclusion and consistency proofs, made and verified.

`hashing` hashes, `nodes` grows a tree and plans which stored nodes a proof needs, `verify` checks proofs. Nothing here
reads or writes: whoever keeps a tree stores the hash of every perfect subtree under its address (level, index) and hands
over what a plan asks for, so that an append costs O(1) amortised and a proof O(log n) reads, whatever the size.
"""

from rathaus.standards.merkle.hashing import EMPTY_ROOT, HASH_BYTES, hash_children, hash_leaf
from rathaus.standards.merkle.nodes import (
    Address,
    Plan,
    append,
    consistency_plan,
    frontier,
    inclusion_plan,
    plan_addresses,
    read_plan,
    root,
)
from rathaus.standards.merkle.verify import ProofError, verify_consistency, verify_inclusion

__all__ = [
    "EMPTY_ROOT",
    "HASH_BYTES",
    "Address",
    "Plan",
    "ProofError",
    "append",
    "consistency_plan",
    "frontier",
    "hash_children",
    "hash_leaf",
    "inclusion_plan",
    "plan_addresses",
    "read_plan",
    "root",
    "verify_consistency",
    "verify_inclusion",
]
