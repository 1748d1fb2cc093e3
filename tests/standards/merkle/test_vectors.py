"""The vectors of transparency-dev/merkle: every one must be accepted or refused as the file says."""

import json
from base64 import b64decode
from pathlib import Path

import pytest

from rathaus.standards import merkle

pytestmark = pytest.mark.conformance


def cases(folder: Path, kind: str) -> list[tuple[str, dict]]:
    root = folder / "records_invoices/merkle/testdata" / kind
    return [(str(path.relative_to(root)), json.loads(path.read_text())) for path in sorted(root.rglob("*.json"))]


def hashes(values: list[str] | None) -> list[bytes]:
    return [b64decode(value) for value in values or []]


def accepts(check, **arguments) -> bool:
    try:
        check(**arguments)
    except merkle.ProofError:
        return False
    return True


def test_inclusion_vectors(standards):
    vectors = cases(standards, "inclusion")
    wrong = [
        name
        for name, case in vectors
        if accepts(
            merkle.verify_inclusion,
            leaf_hash=b64decode(case["leafHash"] or ""),
            index=case["leafIdx"],
            size=case["treeSize"],
            proof=hashes(case["proof"]),
            root=b64decode(case["root"] or ""),
        )
        == case["wantErr"]
    ]
    assert wrong == []
    assert len(vectors) == 98


def test_consistency_vectors(standards):
    vectors = cases(standards, "consistency")
    wrong = [
        name
        for name, case in vectors
        if accepts(
            merkle.verify_consistency,
            old_size=case["size1"],
            old_root=b64decode(case["root1"] or ""),
            new_size=case["size2"],
            new_root=b64decode(case["root2"] or ""),
            proof=hashes(case["proof"]),
        )
        == case["wantErr"]
    ]
    assert wrong == []
    assert len(vectors) == 98
