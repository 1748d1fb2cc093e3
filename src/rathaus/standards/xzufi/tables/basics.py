"""Links, periods, versions, languages."""

from rathaus.standards.xzufi.model import basics
from rathaus.standards.xzufi.tables.base import Evidence, Leaf, Row, Struct, Table, row, since_231

PERIOD = Struct(basics.Period)
LINK = Struct(basics.Link)
PARAMETER = Struct(basics.DynamicParameter)
VERSION = Struct(basics.VersionInfo)
LANGUAGE = Struct(basics.LanguageVersion)

LANGUAGE_ATTRIBUTE = row("language", "languageCode", Leaf.TOKEN, in_attribute=True, evidence=Evidence.SEEN)

_STAMPS: tuple[Row, ...] = (
    row("created_at", "erstelltDatumZeit", Leaf.DATETIME),
    row("created_by", "erstelltDurch", Leaf.STRING),
    row("changed_at", "geaendertDatumZeit", Leaf.DATETIME, evidence=Evidence.SEEN),
    row("changed_by", "geaendertDurch", Leaf.STRING),
    row("version", "version", Leaf.STRING, evidence=Evidence.SEEN),
)

TABLES = (
    Table(
        basics.Period,
        (
            row("begins", "beginn", Leaf.DATETIME, evidence=Evidence.SEEN),
            row("ends", "ende", Leaf.DATETIME, evidence=Evidence.SEEN),
            row("note", "zusatz", Leaf.LOCALIZED, many=True),
        ),
    ),
    Table(
        basics.Link,
        (
            LANGUAGE_ATTRIBUTE,
            row("uri", "uri", Leaf.TOKEN, required=True, evidence=Evidence.SEEN),
            row("title", "titel", Leaf.STRING, evidence=Evidence.SEEN),
            row("description", "beschreibung", Leaf.STRING, evidence=Evidence.SEEN),
            row("position", "positionDarstellung", Leaf.INTEGER, evidence=Evidence.SEEN),
        ),
    ),
    Table(
        basics.DynamicParameter,
        (
            row("kind", "typ", Leaf.CODE, required=True),
            row("name", "parameterName", Leaf.TOKEN, required=True),
        ),
    ),
    Table(basics.VersionInfo, _STAMPS),
    Table(
        basics.MachineTranslation,
        (
            row("original_language", "originalSprache", Leaf.TOKEN, required=True),
            row("original_id", "originalID", Leaf.IDENTIFIER),
            row("translated_by", "uebersetztDurch", Leaf.STRING),
        ),
    ),
    Table(
        basics.LanguageVersion,
        (
            row("language", "languageCode", Leaf.TOKEN, required=True, evidence=Evidence.SEEN),
            row("name_german", "sprachbezeichnungDeutsch", Leaf.STRING, evidence=Evidence.SEEN),
            row("name_native", "sprachbezeichnungNativ", Leaf.STRING, evidence=Evidence.SEEN),
            since_231("machine_translated", "kennzeichenMaschinelleUebersetzung", Leaf.BOOLEAN),
            since_231("machine_translation", "maschinelleUebersetzung", Struct(basics.MachineTranslation)),
            *_STAMPS,
        ),
    ),
)
