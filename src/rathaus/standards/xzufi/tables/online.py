"""Online services and forms. Seen in use: `id`, `bezeichnung`, `link` with `typ`, `link` and `titel`, `vertrauensniveau`."""

from rathaus.standards.xzufi.model import online
from rathaus.standards.xzufi.tables.base import Evidence, Kind, Leaf, Row, Struct, Table, row
from rathaus.standards.xzufi.tables.basics import LANGUAGE, LANGUAGE_ATTRIBUTE, PARAMETER, PERIOD, VERSION
from rathaus.standards.xzufi.tables.responsibility import RESPONSIBILITY
from rathaus.standards.xzufi.tables.territory import ID, PUBLISHER, SECONDARY

_SEEN, _ASSUMED = Evidence.SEEN, Evidence.ASSUMED


def _guess(attribute: str, name: str, kind: Kind, *, many: bool = False, required: bool = False) -> Row:
    return row(attribute, name, kind, many=many, required=required, evidence=_ASSUMED)


_LINK = Struct(online.ServiceLink)
_TAIL: tuple[Row, ...] = (
    _guess("publisher", "herausgeber", PUBLISHER),
    row("version", "versionsinformationen", VERSION, old="versionsinformation", evidence=_ASSUMED),
    row("languages", "sprachversion", LANGUAGE, many=True, evidence=_SEEN),
    _guess("validity", "gueltigkeit", PERIOD, many=True),
)

TABLES = (
    Table(
        online.ServiceLink,
        (
            LANGUAGE_ATTRIBUTE,
            row("kind", "typ", Leaf.CODE, evidence=_SEEN),
            row("uri", "link", Leaf.TOKEN, required=True, aliases=("uri",), evidence=_SEEN),
            row("title", "titel", Leaf.STRING, evidence=_SEEN),
            _guess("description", "beschreibung", Leaf.STRING),
            _guess("position", "positionDarstellung", Leaf.INTEGER),
            row("parameters", "dynamischeParameter", PARAMETER, many=True),
        ),
    ),
    Table(
        online.PaymentMethod,
        (
            _guess("kind", "typ", Leaf.CODE, required=True),
            _guess("description", "beschreibung", Leaf.LOCALIZED, many=True),
        ),
    ),
    Table(
        online.OnlineService,
        (
            ID,
            SECONDARY,
            row("name", "bezeichnung", Leaf.LOCALIZED, many=True, evidence=_SEEN),
            _guess("short_name", "kurzbezeichnung", Leaf.LOCALIZED, many=True),
            _guess("teaser", "teaser", Leaf.LOCALIZED, many=True),
            _guess("description", "beschreibung", Leaf.LOCALIZED, many=True),
            row("links", "link", _LINK, many=True, evidence=_SEEN),
            _guess("help_links", "hilfelink", _LINK, many=True),
            row("trust_level", "vertrauensniveau", Leaf.CODE, evidence=_SEEN),
            _guess("identification", "identifizierungsmittel", Leaf.CODE, many=True),
            _guess("payment", "bezahlverfahren", Struct(online.PaymentMethod), many=True),
            _guess("execution_languages", "durchfuehrungssprache", Leaf.TOKEN, many=True),
            _guess("nationalities", "staatsangehoerigkeit", Leaf.CODE, many=True),
            row("responsibilities", "zustaendigkeit", RESPONSIBILITY, many=True, evidence=_ASSUMED),
            _guess("territories", "gueltigkeitGebietID", Leaf.IDENTIFIER, many=True),
            *_TAIL,
        ),
    ),
    Table(
        online.Form,
        (
            ID,
            SECONDARY,
            _guess("name", "bezeichnung", Leaf.LOCALIZED, many=True),
            _guess("description", "beschreibung", Leaf.LOCALIZED, many=True),
            _guess("kind", "typ", Leaf.CODE),
            _guess("links", "link", _LINK, many=True),
            _guess("needs_written_form", "kennzeichenSchriftformerfordernis", Leaf.BOOLEAN),
            _guess("responsibilities", "zustaendigkeit", RESPONSIBILITY, many=True),
            *_TAIL,
        ),
    ),
)
