"""A document in the store and a delivery of it."""

import uuid
from dataclasses import dataclass

from rathaus.foundation.permissions.public import SYSTEM
from rathaus.foundation.storage import public as storage
from rathaus.modules.delivery import public as delivery

ACCOUNT = uuid.UUID(int=0xACC)
CASE = ("case", str(uuid.UUID(int=0xCA5E)))
HALLE = delivery.LegalFrame(land="ST", regime="vwvfg", act="permit")
ADDRESS = ("Große Ulrichstraße 1", "06108 Halle (Saale)")
PDF = b"%PDF-1.7\n%demonstration\n%%EOF\n"


@dataclass(frozen=True)
class Document:
    id: uuid.UUID
    version: int
    sha256: str


def document(data=PDF, number=1):
    return Document(uuid.UUID(int=number), 1, storage.put_bytes(data, media_type="application/pdf").sha256)


def citizen(**changes):
    values = {"name": "Erika Mustermann", "account_id": ACCOUNT, "address_lines": ADDRESS, "email": "erika@example.org"} | changes
    return delivery.Recipient(**values)


def send(now, *, recipient=None, legal=HALLE, **changes):
    values = {"subject": CASE, "document": document(), "title": "Bescheid: Bewohnerparkausweis", "actor": SYSTEM} | changes
    return delivery.dispatch(recipient=recipient or citizen(), legal=legal, now=now, **values)
