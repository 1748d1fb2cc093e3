"""How heads and keys are published: JSON with hexadecimal values, and the exact text that was signed."""

from typing import Any

from rathaus.foundation.audit.models import KeyRecord
from rathaus.foundation.audit.types import Head


def head_json(head: Head) -> dict[str, Any]:
    return {
        "size": head.size,
        "root": head.root.hex(),
        "at": head.at.isoformat(),
        "key": head.key_id,
        "statement": head.statement.decode("ascii"),
        "signature": head.signature.hex(),
    }


def keys_json() -> list[dict[str, Any]]:
    """Every key with its validity, oldest first; the last one is in use."""
    records = list(KeyRecord.objects.order_by("number"))
    ends = [*(record.at.isoformat() for record in records[1:]), None][: len(records)]
    return [
        {
            "number": record.number,
            "fingerprint": record.fingerprint,
            "public_key": bytes(record.public_key).hex(),
            "valid_from": record.at.isoformat(),
            "valid_until": end,
            "endorsement": bytes(record.endorsement).hex(),
        }
        for record, end in zip(records, ends, strict=True)
    ]
