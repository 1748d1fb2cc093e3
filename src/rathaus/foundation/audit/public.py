"""The face of the audit chain: `from rathaus.foundation.audit import public as audit`."""

from rathaus.foundation.audit.checking import check, last_check
from rathaus.foundation.audit.erasure import erase_payloads, sweep_views
from rathaus.foundation.audit.keys import fingerprint, sign
from rathaus.foundation.audit.proofs import proof_for, proof_of, proofs_of, signed_head
from rathaus.foundation.audit.queries import READ_VIEWS, history, is_own_key, views_of
from rathaus.foundation.audit.record import record, record_view
from rathaus.foundation.audit.sequencer import sequence_pending
from rathaus.foundation.audit.types import Head as SignedHead
from rathaus.foundation.audit.types import HistoryItem, Proof, Subject, View

__all__ = [
    "READ_VIEWS",
    "HistoryItem",
    "Proof",
    "SignedHead",
    "Subject",
    "View",
    "check",
    "erase_payloads",
    "fingerprint",
    "history",
    "is_own_key",
    "last_check",
    "proof_for",
    "proof_of",
    "proofs_of",
    "record",
    "record_view",
    "sequence_pending",
    "sign",
    "signed_head",
    "sweep_views",
    "views_of",
]
