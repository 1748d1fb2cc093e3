"""The unit. Seen in use: `id`, `name/name`, `anschrift` with `ort` and official keys, `zustaendigkeit`; the rest is assumed."""

from rathaus.standards.xzufi.model import unit
from rathaus.standards.xzufi.tables.base import Evidence, Kind, Leaf, Row, Struct, Table, row
from rathaus.standards.xzufi.tables.basics import LANGUAGE, LINK, PERIOD, VERSION
from rathaus.standards.xzufi.tables.category import CATEGORY
from rathaus.standards.xzufi.tables.responsibility import RESPONSIBILITY
from rathaus.standards.xzufi.tables.territory import ADMINISTRATIVE, ID, PUBLISHER, SECONDARY

_SEEN, _ASSUMED = Evidence.SEEN, Evidence.ASSUMED


def _guess(attribute: str, name: str, kind: Kind, *, many: bool = False, required: bool = False, also: str = "") -> Row:
    return row(attribute, name, kind, many=many, required=required, aliases=tuple(also.split()), evidence=_ASSUMED)


_VALIDITY = _guess("validity", "gueltigkeit", PERIOD, many=True)
_CONTACT = Struct(unit.Contact)

TABLES = (
    Table(
        unit.UnitName,
        (
            row("name", "name", Leaf.LOCALIZED, many=True, evidence=_SEEN),
            _guess("short_name", "kurzbezeichnung", Leaf.LOCALIZED, many=True),
            _VALIDITY,
        ),
    ),
    Table(
        unit.Position,
        (_guess("latitude", "breitengrad", Leaf.TOKEN), _guess("longitude", "laengengrad", Leaf.TOKEN)),
    ),
    Table(
        unit.Address,
        (
            _guess("kind", "typ", Leaf.CODE),
            _guess("street", "strasse", Leaf.STRING),
            _guess("house_number", "hausnummer", Leaf.STRING),
            _guess("post_box", "postfach", Leaf.STRING),
            _guess("postal_code", "postleitzahl", Leaf.STRING, also="plz"),
            row("place", "ort", Leaf.STRING, evidence=_SEEN),
            _guess("place_id", "ortID", Leaf.IDENTIFIER),
            row("code", "verwaltungspolitischeKodierung", ADMINISTRATIVE, evidence=_SEEN),
            _guess("addition", "zusatz", Leaf.LOCALIZED, many=True),
            _guess("position", "geokodierung", Struct(unit.Position)),
            _guess("directions_uri", "anfahrtUrl", Leaf.TOKEN, also="anfahrturl anfahrtURL"),
            _guess("parking", "infoParkplatz", Leaf.LOCALIZED, many=True),
            _guess("public_transport", "infoOEPNV", Leaf.LOCALIZED, many=True),
            _guess("accessibility", "infoBarrierefreiheit", Leaf.LOCALIZED, many=True),
            _guess("has_lift", "aufzugVorhanden", Leaf.BOOLEAN),
            _guess("wheelchair_accessible", "rollstuhlgerecht", Leaf.BOOLEAN),
            _VALIDITY,
        ),
    ),
    Table(
        unit.Contact,
        (
            _guess("channel", "kanal", Leaf.CODE),
            _guess("address", "kennung", Leaf.STRING),
            _guess("address_addition", "kennungszusatz", Leaf.STRING),
            _guess("note", "zusatz", Leaf.LOCALIZED, many=True),
            _VALIDITY,
        ),
    ),
    Table(
        unit.OpeningTime,
        (
            _guess("day", "tag", Leaf.CODE, also="tagesposition"),
            _guess("opens", "beginn", Leaf.TOKEN, also="uhrzeitVon von"),
            _guess("closes", "ende", Leaf.TOKEN, also="uhrzeitBis bis"),
            _guess("note", "zusatz", Leaf.LOCALIZED, many=True),
        ),
    ),
    Table(
        unit.OpeningHours,
        (
            _guess("kind", "typ", Leaf.CODE),
            _guess("times", "oeffnungszeit", Struct(unit.OpeningTime), many=True),
            _guess("note", "zusatz", Leaf.LOCALIZED, many=True),
            _VALIDITY,
        ),
    ),
    Table(
        unit.PaymentKind,
        (
            _guess("kind", "typ", Leaf.CODE, required=True),
            _guess("description", "beschreibung", Leaf.LOCALIZED, many=True),
        ),
    ),
    Table(
        unit.BankAccount,
        (
            _guess("recipient", "empfaenger", Leaf.STRING),
            _guess("bank", "bankinstitut", Leaf.STRING),
            _guess("iban", "iban", Leaf.TOKEN),
            _guess("bic", "bic", Leaf.TOKEN),
        ),
    ),
    Table(
        unit.ContactPerson,
        (
            _guess("id", "id", Leaf.IDENTIFIER),
            _guess("salutation", "anrede", Leaf.STRING),
            _guess("title", "titel", Leaf.STRING),
            _guess("first_name", "vorname", Leaf.STRING),
            _guess("family_name", "familienname", Leaf.STRING, also="nachname"),
            _guess("position", "position", Leaf.LOCALIZED, many=True),
            _guess("room", "raum", Leaf.STRING, also="zimmer"),
            _guess("contacts", "kommunikation", _CONTACT, many=True, also="erreichbarkeit"),
            _guess("opening_hours", "infoOeffnungszeitenText", Leaf.LOCALIZED, many=True),
            _VALIDITY,
        ),
    ),
    Table(
        unit.Unit,
        (
            ID,
            SECONDARY,
            _guess("parent", "uebergeordneteOrganisationseinheitID", Leaf.IDENTIFIER),
            _guess("children", "untergeordneteOrganisationseinheitID", Leaf.IDENTIFIER, many=True),
            row("name", "name", Struct(unit.UnitName), evidence=_SEEN),
            _guess("categories", "kategorie", CATEGORY, many=True),
            _guess("synonyms", "synonym", Leaf.LOCALIZED, many=True),
            _guess("short_description", "kurzbeschreibung", Leaf.LOCALIZED, many=True),
            _guess("description", "beschreibung", Leaf.LOCALIZED, many=True),
            row("addresses", "anschrift", Struct(unit.Address), many=True, evidence=_SEEN),
            _guess("contacts", "kommunikation", _CONTACT, many=True, also="erreichbarkeit"),
            _guess("websites", "internetadresse", LINK, many=True),
            _guess("opening_hours_text", "infoOeffnungszeitenText", Leaf.LOCALIZED, many=True),
            _guess(
                "opening_hours",
                "infoOeffnungszeitenStrukturiert",
                Struct(unit.OpeningHours),
                many=True,
                also="oeffnungszeiten",
            ),
            _guess("accessibility", "infoBarrierefreiheit", Leaf.LOCALIZED, many=True),
            _guess("internal_note", "infoInternServicecenter", Leaf.LOCALIZED, many=True),
            _guess("payment_kinds", "zahlungsweise", Struct(unit.PaymentKind), many=True, also="bezahlart"),
            _guess("payment_note", "zahlungsweiseText", Leaf.LOCALIZED, many=True),
            _guess("bank_accounts", "bankverbindung", Struct(unit.BankAccount), many=True),
            _guess("creditor_id", "glaeubigeridentifikationsnummer", Leaf.TOKEN),
            _guess("contact_persons", "kontaktperson", Struct(unit.ContactPerson), many=True),
            row("responsibilities", "zustaendigkeit", RESPONSIBILITY, many=True, evidence=_SEEN),
            _guess("publisher", "herausgeber", PUBLISHER),
            row("version", "versionsinformationen", VERSION, old="versionsinformation", evidence=_ASSUMED),
            _guess("languages", "sprachversion", LANGUAGE, many=True),
            _VALIDITY,
        ),
    ),
)
