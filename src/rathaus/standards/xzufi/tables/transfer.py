"""The frame of a message: what stands around the objects."""

from rathaus.standards.xzufi.model import transfer
from rathaus.standards.xzufi.model.online import Form, OnlineService
from rathaus.standards.xzufi.model.responsibility import OwnedResponsibility
from rathaus.standards.xzufi.model.service import Service, Specialisation
from rathaus.standards.xzufi.model.transfer import ObjectClass, XzufiObject
from rathaus.standards.xzufi.model.unit import Unit
from rathaus.standards.xzufi.tables.base import Evidence, Leaf, Struct, Table, row

WRITE, DELETE, HEAD, ANSWER = "schreibe", "loesche", "nachrichtenkopf", "antwort"
DEFAULT_MESSAGE = "transfer"
"""The root of what we write where the caller names none. Its official name is not public; any root of the namespace is read."""

OBJECTS: dict[str, Struct] = {
    "leistung": Struct(Service),
    "spezialisierung": Struct(Specialisation),
    "organisationseinheit": Struct(Unit),
    "zustaendigkeitTransferObjekt": Struct(OwnedResponsibility),
    "onlinedienst": Struct(OnlineService, "OnlinedienstErweitert"),
    "formular": Struct(Form),
}
CLASS_OF: dict[type[XzufiObject], ObjectClass] = {
    Service: ObjectClass.SERVICE,
    Specialisation: ObjectClass.SPECIALISATION,
    Unit: ObjectClass.UNIT,
    OwnedResponsibility: ObjectClass.RESPONSIBILITY,
    OnlineService: ObjectClass.ONLINE_SERVICE,
    Form: ObjectClass.FORM,
}
ANSWERS: dict[str, str] = {
    "ergebnisLeistung": "leistung",
    "ergebnisOrganisationseinheit": "organisationseinheit",
    "ergebnisOnlinedienst": "onlinedienst",
    "ergebnisFormular": "formular",
    "ergebnisSpezialisierung": "spezialisierung",
}
"""Frames of answer messages (seen in 2.1.0): they hold the object, or are it."""
PASSED = frozenset({ANSWER, "antwortnummer", "antwortrueckgabecode"})
"""Frames and notes of answer messages that say nothing about an object."""

ROOT_ATTRIBUTES = {
    "produktbezeichnung": "product",
    "produkthersteller": "maker",
    "produktversion": "product_version",
}
VERSION_ATTRIBUTE = "xzufiVersion"
CLASS_ATTRIBUTE = "klasse"

TABLES = (
    Table(
        transfer.Header,
        (
            row("id", "nachrichtUUID", Leaf.TOKEN, within=HEAD, old_within=HEAD, evidence=Evidence.SEEN),
            row("created_at", "erstelltDatumZeit", Leaf.DATETIME, within=HEAD, old_within=HEAD, evidence=Evidence.SEEN),
            row("recipient", "empfaenger", Leaf.STRING, within=HEAD, old_within=HEAD, evidence=Evidence.SEEN),
            row("sender", "sender", Leaf.STRING, within=HEAD, old_within=HEAD, evidence=Evidence.SEEN),
            row("transaction_id", "transaktionID", Leaf.TOKEN, evidence=Evidence.SEEN),
            row("transaction_position", "transaktionPosition", Leaf.INTEGER, evidence=Evidence.SEEN),
        ),
    ),
    Table(
        transfer.Delete,
        (
            row("item_class", "klasse", Leaf.TOKEN, in_attribute=True, required=True, evidence=Evidence.SEEN),
            row("id", "id", Leaf.IDENTIFIER, required=True, evidence=Evidence.SEEN),
        ),
    ),
)
