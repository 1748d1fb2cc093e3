"""Territories and publishers."""

from rathaus.standards.xzufi.model import territory
from rathaus.standards.xzufi.tables.base import Evidence, Leaf, Struct, Table, row
from rathaus.standards.xzufi.tables.basics import PERIOD, VERSION

PUBLISHER = Struct(territory.Publisher)
ADMINISTRATIVE = Struct(territory.AdministrativeCode)
ID = row("id", "id", Leaf.IDENTIFIER, required=True, evidence=Evidence.SEEN)
SECONDARY = row("secondary_ids", "idSekundaer", Leaf.IDENTIFIER, many=True, evidence=Evidence.SEEN)

TABLES = (
    Table(
        territory.AdministrativeCode,
        (
            row("district", "kreis", Leaf.CODE),
            row("region", "bezirk", Leaf.CODE),
            row("state", "bundesland", Leaf.CODE, evidence=Evidence.SEEN),
            row("ags", "gemeindeschluessel", Leaf.CODE, evidence=Evidence.SEEN),
            row("ars", "regionalschluessel", Leaf.CODE, evidence=Evidence.SEEN),
            row("nation", "nation", Leaf.CODE),
            row("association", "gemeindeverband", Leaf.CODE),
        ),
    ),
    Table(
        territory.TerritoryClass,
        (
            ID,
            SECONDARY,
            row("name", "bezeichnung", Leaf.LOCALIZED, many=True),
            row("description", "beschreibung", Leaf.LOCALIZED, many=True),
            row("version", "version", Leaf.STRING),
            row("short_name", "kurzbezeichnung", Leaf.LOCALIZED, many=True),
        ),
    ),
    Table(
        territory.TerritoryKind,
        (
            ID,
            SECONDARY,
            row("territory_class", "klasse", Struct(territory.TerritoryClass), required=True),
            row("names", "bezeichnung", Leaf.STRING, many=True),
            row("short_names", "kurzbezeichnung", Leaf.STRING, many=True),
            row("description", "beschreibung", Leaf.LOCALIZED, many=True),
        ),
    ),
    Table(
        territory.Territory,
        (
            ID,
            SECONDARY,
            row("kind", "typ", Struct(territory.TerritoryKind), required=True),
            row("parents", "uebergeordnetesGebietID", Leaf.IDENTIFIER, many=True),
            row("children", "untergeordnetesGebietID", Leaf.IDENTIFIER, many=True),
            row("code", "verwaltungspolitischeKodierung", ADMINISTRATIVE),
            row("name", "bezeichnung", Leaf.LOCALIZED, many=True),
            row("short_name", "kurzbezeichnung", Leaf.LOCALIZED, many=True),
            row("description", "beschreibung", Leaf.LOCALIZED, many=True),
            row("publisher", "herausgeber", PUBLISHER),
            row("version", "versionsinformationen", VERSION, old="versionsinformation"),
            row("validity", "gueltigkeit", PERIOD, many=True),
        ),
    ),
    Table(
        territory.Publisher,
        (
            ID,
            SECONDARY,
            row("names", "bezeichnung", Leaf.STRING, many=True),
            row("short_names", "kurzbezeichnung", Leaf.STRING, many=True),
            row("description", "beschreibung", Leaf.LOCALIZED, many=True),
            row("territories", "standardZustaendigkeitsgebiet", Struct(territory.Territory), many=True),
        ),
    ),
)
