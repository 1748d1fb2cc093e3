"""Responsibilities."""

from rathaus.standards.xzufi.model import responsibility
from rathaus.standards.xzufi.tables.base import Evidence, Leaf, Struct, Table, row
from rathaus.standards.xzufi.tables.basics import PERIOD
from rathaus.standards.xzufi.tables.territory import ID

RESPONSIBILITY = Struct(responsibility.Responsibility)
_SEEN, _ASSUMED = Evidence.SEEN, Evidence.ASSUMED

TABLES = (
    Table(
        responsibility.Criterion,
        (
            row("kind", "typ", Leaf.CODE, evidence=_ASSUMED),
            row("value", "wert", Leaf.STRING, aliases=("wertVon",), evidence=_ASSUMED),
            row("value_to", "wertBis", Leaf.STRING, evidence=_ASSUMED),
            row("description", "beschreibung", Leaf.LOCALIZED, many=True, evidence=_ASSUMED),
        ),
    ),
    Table(
        responsibility.Responsibility,
        (
            row("owner", "xsi:type", Leaf.XSI_TYPE, in_attribute=True, evidence=_ASSUMED),
            ID,
            row("services", "leistungID", Leaf.IDENTIFIER, many=True, evidence=_SEEN),
            row("territories", "gebietID", Leaf.IDENTIFIER, many=True, evidence=_SEEN),
            row("role", "rolle", Leaf.CODE, evidence=_SEEN),
            row(
                "criteria",
                "kriterium",
                Struct(responsibility.Criterion),
                many=True,
                aliases=("zustaendigkeitskriterium",),
                evidence=_ASSUMED,
            ),
            row("description", "beschreibung", Leaf.LOCALIZED, many=True, evidence=_ASSUMED),
            row("validity", "gueltigkeit", PERIOD, many=True, evidence=_ASSUMED),
        ),
    ),
    Table(
        responsibility.OwnedResponsibility,
        (
            row("owner_id", "uebergeordnetesObjektID", Leaf.IDENTIFIER, required=True, evidence=_SEEN),
            row("responsibility", "zustaendigkeit", RESPONSIBILITY, required=True, evidence=_SEEN),
        ),
    ),
)
