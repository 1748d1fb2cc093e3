"""A transfer: a head, then objects to write (upsert) and identifiers to delete, in order."""

from datetime import datetime
from enum import StrEnum
from typing import TypeAlias

from rathaus.standards.xzufi.model.basics import Identifier, Part
from rathaus.standards.xzufi.model.online import Form, OnlineService
from rathaus.standards.xzufi.model.responsibility import OwnedResponsibility
from rathaus.standards.xzufi.model.service import Service, Specialisation
from rathaus.standards.xzufi.model.unit import Unit

XzufiObject: TypeAlias = Service | Specialisation | Unit | OwnedResponsibility | OnlineService | Form


class ObjectClass(StrEnum):
    """`klasse` of a deletion."""

    SERVICE = "Leistung"
    SPECIALISATION = "LeistungSpezialisierung"
    UNIT = "Organisationseinheit"
    RESPONSIBILITY = "Zustaendigkeit"
    ONLINE_SERVICE = "Onlinedienst"
    FORM = "Formular"


class Header(Part, frozen=True):
    """Root and `nachrichtenkopf`. `message` is the local name of the root; `id` a UUID of the message."""

    message: str = ""
    product: str = ""
    maker: str = ""
    product_version: str = ""
    id: str = ""
    created_at: datetime | None = None
    sender: str = ""
    recipient: str = ""
    transaction_id: str = ""
    transaction_position: int | None = None


class Write(Part, frozen=True, tag=True):
    """`schreibe`: the object as it is now."""

    item: XzufiObject


class Delete(Part, frozen=True, tag=True):
    """`loesche`: PVOG repeats millions of deletions of what nobody has; apply them idempotently."""

    item_class: ObjectClass
    id: Identifier


Operation: TypeAlias = Write | Delete
