"""The proof bundle of a delivery: the document, what happened to it, and everything needed to check both offline."""

import datetime as dt
import uuid

from django.conf import settings

from rathaus.foundation import clock as time
from rathaus.foundation.audit import public as audit
from rathaus.foundation.errors import Invalid, NotFound
from rathaus.foundation.storage import public as storage
from rathaus.modules.delivery import queries
from rathaus.modules.delivery.models import Delivery
from rathaus.standards.evidence import bundle
from rathaus.standards.evidence.events import SENTENCES
from rathaus.standards.evidence.readme import Line, readme

WORDS = {f"delivery.{event.value}": text for event, text in SENTENCES.items()} | {"delivery.posted": "Zur Post gegeben"}


def proof_bundle(delivery_id: uuid.UUID, *, now: dt.datetime) -> bytes:
    """The ZIP; the same bytes until something more happens. Numbers what waits in the audit chain first.

    An electronic delivery that nobody fetched and the letter that followed share one bundle. Raises NotFound, and Invalid where
    the contents of the log were erased after the retention period.
    """
    delivery = Delivery.objects.select_related("replaces", "fallback", "posting").filter(pk=delivery_id).first()
    if delivery is None:
        raise NotFound("Diese Zustellung gibt es nicht. Prüfen Sie die Adresse der Seite.")
    history = _history(delivery)
    proofs = _proofs(history, now=now)
    if not proofs:
        raise Invalid("Für diese Zustellung gibt es keinen Nachweis mehr: Die Aufbewahrungsfrist ist abgelaufen.")
    head = proofs[0].head
    unsigned = bundle.draft(
        documents=[bundle.Document(delivery.filename, storage.read(delivery.sha256))],
        events=[
            bundle.LoggedEvent(leaf=proof.leaf, payload=proof.payload, salt=proof.salt, index=proof.index, path=proof.path)
            for proof in proofs
        ],
        head=bundle.LogHead(head.size, head.root, head.key_id, head.statement, head.signature),
        public_key=head.public_key,
        readme=_readme(delivery, proofs, history),
    )
    return bundle.seal(unsigned, audit.sign(unsigned.to_sign))


def _history(delivery: Delivery) -> dict[uuid.UUID, audit.HistoryItem]:
    related = [delivery, delivery.replaces, getattr(delivery, "fallback", None)]
    items = [item for row in related if row for item in audit.history(audit.Subject("delivery", row.id))]
    return {item.entry_id: item for item in items if item.act in WORDS and item.payload is not None}


def _proofs(wanted: dict[uuid.UUID, audit.HistoryItem], *, now: dt.datetime) -> list[audit.Proof]:
    """In the order in which things happened; all under one head signed with the key in use."""
    head = audit.signed_head()
    if head is None or head.key_id != audit.fingerprint() or any(item.index is None for item in wanted.values()):
        audit.sequence_pending(now=now)
    return sorted(audit.proofs_of(list(wanted)).values(), key=lambda proof: proof.index)


def _readme(delivery: Delivery, proofs: list[audit.Proof], history: dict[uuid.UUID, audit.HistoryItem]) -> str:
    lines = [Line(f"{time.local(proof.at):%d.%m.%Y, %H:%M} Uhr", WORDS[history[proof.entry_id].act]) for proof in proofs]
    said = queries.row_clock(delivery)
    return readme(
        issuer=settings.RATHAUS_BASE_URL,
        title=delivery.title,
        lines=lines,
        clock="\n".join(text for text in (said.text, said.law_text) if text),
        fingerprint=proofs[0].head.key_id,
        log_url=f"{settings.RATHAUS_BASE_URL}/protokoll/",
    )
