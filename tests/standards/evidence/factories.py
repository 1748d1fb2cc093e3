"""A bundle as an authority would make it, with a log of its own."""

from hashlib import sha256

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from rathaus.standards import merkle
from rathaus.standards.evidence import bundle
from rathaus.standards.evidence.canonical import canonical
from rathaus.standards.evidence.readme import Line, readme

KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
PUBLIC = KEY.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
FINGERPRINT = sha256(PUBLIC).hexdigest()
DOCUMENT = b"%PDF-1.7 Bescheid"


def logged(document=DOCUMENT, *, size=11, positions=(3, 10)):
    """A log of `size` leaves; the events stand at the positions."""
    state, nodes, events = [], {}, {}
    for index in range(size):
        salt = sha256(b"salt%d" % index).digest()
        payload = canonical(
            {"files": [{"name": "Bescheid.pdf", "sha256": sha256(document).hexdigest(), "length": len(document)}], "n": index}
        )
        leaf = canonical(
            {
                "act": f"delivery.{index}",
                "at": "2026-11-20T11:00:00.000000+00:00",
                "commitment": sha256(salt + payload).hexdigest(),
            }
        )
        nodes |= dict(merkle.append(state, index, merkle.hash_leaf(leaf)))
        events[index] = (leaf, payload, salt)
    root = merkle.root(state)
    statement = f"rathaus-log-head/1\n{size}\n{root.hex()}\n2026-11-20T11:00:00+00:00\n{FINGERPRINT}\n".encode()
    head = bundle.LogHead(size, root, FINGERPRINT, statement, KEY.sign(statement))
    chosen = [
        bundle.LoggedEvent(*events[index], index, merkle.read_plan(merkle.inclusion_plan(index, size), nodes))
        for index in positions
    ]
    return head, chosen


def make(documents=None, **changes):
    head, events = logged(**changes)
    text = readme(
        issuer="Stadt Halle (Saale)",
        title="Bescheid",
        lines=[Line("20.11.2026, 12:00 Uhr", "Schreiben abgerufen")],
        clock="Gilt als bekannt gegeben am 21.11.2026.",
        fingerprint=FINGERPRINT,
        log_url="http://localhost/protokoll/",
    )
    unsigned = bundle.draft(
        documents=documents or [bundle.Document("Bescheid.pdf", DOCUMENT)],
        events=events,
        head=head,
        public_key=PUBLIC,
        readme=text,
    )
    return bundle.seal(unsigned, KEY.sign(unsigned.to_sign))
