"""What witnesses outside read suffices to check growth and membership, and shows no act."""

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from rathaus.foundation.audit import public as audit
from rathaus.foundation.audit.checking import check
from rathaus.foundation.audit.rotation import rotate
from rathaus.foundation.permissions.public import SYSTEM
from rathaus.standards import merkle


@pytest.fixture
def chain(db, now, settings, tmp_path):
    settings.RATHAUS_KEYS = tmp_path
    for round_ in range(3):
        for number in range(4):
            audit.record(
                act="case.noted",
                actor=SYSTEM,
                subject=audit.Subject("case", number),
                payload={"name": f"Muster {round_}"},
                now=now,
            )
        audit.sequence_pending(now=now)
    rotate(actor=SYSTEM, now=now)
    audit.sequence_pending(now=now)


def get(client, url, status=200):
    response = client.get(url)
    assert response.status_code == status
    return response.json()


def test_the_log_describes_itself(client, chain):
    log = get(client, "/.well-known/rathaus-log.json")
    assert log["fingerprint"] == audit.fingerprint() == log["keys"][-1]["fingerprint"] == log["head"]["key"]
    assert [key["number"] for key in log["keys"]] == [1, 2]
    assert log["keys"][0]["valid_until"] == log["keys"][1]["valid_from"]
    assert log["keys"][1]["valid_until"] is None
    head = log["head"]
    Ed25519PublicKey.from_public_bytes(bytes.fromhex(log["keys"][1]["public_key"])).verify(
        bytes.fromhex(head["signature"]), head["statement"].encode()
    )
    assert head["statement"].split("\n")[1:3] == [str(head["size"]), head["root"]]


def test_an_empty_log(client, db, settings, tmp_path):
    settings.RATHAUS_KEYS = tmp_path
    assert get(client, "/.well-known/rathaus-log.json")["head"] is None
    assert get(client, "/protokoll/koepfe.json") == {"heads": [], "next": None}
    assert "Noch ist nichts eingetragen" in client.get("/protokoll/").content.decode()


def test_a_witness_checks_growth(client, chain):
    newer, older = get(client, "/protokoll/koepfe.json")["heads"][::2]
    proof = get(client, f"/protokoll/konsistenz.json?von={older['size']}&bis={newer['size']}")["path"]
    merkle.verify_consistency(
        old_size=older["size"],
        old_root=bytes.fromhex(older["root"]),
        new_size=newer["size"],
        new_root=bytes.fromhex(newer["root"]),
        proof=[bytes.fromhex(value) for value in proof],
    )


def test_anybody_checks_membership(client, chain):
    proof = audit.proof_for(subject=audit.Subject("case", "2"), act="case.noted")
    leaf = merkle.hash_leaf(proof.leaf)
    found = get(client, f"/protokoll/einschluss.json?blatt={leaf.hex()}&groesse={proof.head.size}")
    assert found["index"] == proof.index == 10
    for path in ([bytes.fromhex(value) for value in found["path"]], proof.path):
        merkle.verify_inclusion(leaf_hash=leaf, index=10, size=proof.head.size, proof=path, root=proof.head.root)


@pytest.mark.parametrize(
    "query",
    [
        "einschluss.json",
        "einschluss.json?blatt=zz&groesse=12",
        "einschluss.json?blatt=" + "00" * 32 + "&groesse=11",
        "einschluss.json?blatt=" + "00" * 32 + "&groesse=99999999999999999999",
        "konsistenz.json?von=4",
        "konsistenz.json?von=12&bis=4",
        "konsistenz.json?von=5&bis=12",
        "konsistenz.json?von=-4&bis=12",
        "koepfe.json?vor=x",
        "koepfe.json?vor=²",
    ],
)
def test_nonsense_is_answered_with_a_remedy(client, chain, query):
    assert get(client, f"/protokoll/{query}", status=400)["error"].endswith(".")


def test_an_unknown_leaf(client, chain):
    assert "steht nicht" in get(client, f"/protokoll/einschluss.json?blatt={'00' * 32}&groesse=12", status=404)["error"]


def test_heads_are_paged(client, chain, monkeypatch):
    monkeypatch.setattr("rathaus.foundation.audit.views.HEADS_A_PAGE", 3)
    first = get(client, "/protokoll/koepfe.json")
    second = get(client, first["next"])
    assert [head["size"] for head in first["heads"] + second["heads"]] == [13, 12, 8, 4]
    assert second["next"] is None


def test_the_page_says_when_it_was_checked(client, chain, now):
    assert "noch nicht geprüft" in client.get("/protokoll/").content.decode()
    check(now=now)
    page = client.get("/protokoll/").content.decode()
    assert "alles unversehrt" in page
    assert audit.fingerprint() in page.replace("\u200b", "").replace(" ", "")
    assert "Muster" not in page
    assert audit.last_check().size == 13
