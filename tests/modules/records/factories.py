"""People, plan entries and blobs for the tests of the records."""

import datetime as dt
import hashlib
import uuid
from typing import Any

from rathaus.foundation.permissions.public import SYSTEM, Actor, ActorKind, Grant, Role, Secrecy
from rathaus.foundation.storage import public as storage
from rathaus.modules.records import public as records

NOW = dt.datetime(2026, 11, 20, 11, 0, tzinfo=dt.UTC)
UNIT = uuid.UUID(int=1)
OTHER_UNIT = uuid.UUID(int=2)
PLAN = {
    "entry": [
        {"code": "32", "title": "Ordnung", "retention_years": 10},
        {"code": "32.21", "title": "Bewohnerparken", "parent": "32", "retention_years": 5, "disposal": "V"},
        {"code": "00.1", "title": "Satzungen", "disposal": "A"},
    ]
}


def staff(*roles: Role, unit: uuid.UUID | None = UNIT, secrecy: frozenset[Secrecy] = frozenset(), **grant: Any) -> Actor:
    grants = tuple(Grant(role=role, unit_id=unit, secrecy=secrecy, **grant) for role in roles)
    return Actor(kind=ActorKind.STAFF, name="Kerstin Brandt", id=uuid.uuid4(), person_id=uuid.uuid4(), grants=grants)


def plan() -> None:
    records.install_file_plan(PLAN, now=NOW)


def subfile(**changes: Any) -> records.SubfileInfo:
    values: dict[str, Any] = {
        "case_id": uuid.uuid4(),
        "title": "Bewohnerparkausweis HAL-X 1",
        "plan_code": "32.21",
        "file_rule": "year",
        "unit_id": UNIT,
        "actor": SYSTEM,
        "now": NOW,
        **changes,
    }
    return records.open_subfile(**values)


def blob(text: str = "Hallo") -> storage.StoredBlob:
    return storage.put_bytes(
        text.encode(), media_type="text/plain", filename=f"{hashlib.sha256(text.encode()).hexdigest()[:6]}.txt"
    )


def document(subfile_id: uuid.UUID, **changes: Any) -> records.DocumentRef:
    values: dict[str, Any] = {"kind": "letter_in", "title": "Brief", "blob": blob(), "actor": SYSTEM, "now": NOW, **changes}
    return records.file_document(subfile_id=subfile_id, **values)
