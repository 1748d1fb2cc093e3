"""The element names, their order and the codes of each edition. Any other name or code is refused.

No XSD of the standard is published where we could read it. Names and order are those of 91 released schemas of the FIM
portal (August 2026) and of the converter of the FIM editors (FIM-XSLT, XDF2_2_XDF3 0.14); the place of `art` among the help
texts and of `param`, `skript`, `ziel`, `fehler` in a rule occur in no file we saw and are assumed.
"""

import re
from dataclasses import dataclass

_HEAD = ("identifikation", "name", "beschreibung", "definition", "bezug", "freigabestatus")
_RELEASE = (
    "statusGesetztAm",
    "statusGesetztDurch",
    "gueltigAb",
    "gueltigBis",
    "versionshinweis",
    "veroeffentlichungsdatum",
    "letzteAenderung",
)
_LINKS = ("relation", "stichwort")
_LABELS = ("bezeichnungEingabe", "bezeichnungAusgabe", "schemaelementart")
_HELP = ("hilfetextEingabe", "hilfetextAusgabe")
_DERIVATION = ("ableitungsmodifikationenStruktur", "ableitungsmodifikationenRepraesentation")


@dataclass(frozen=True, slots=True)
class Names:
    """The children of each kind of element; for edition 3 in the order in which they are written."""

    schema: tuple[str, ...]
    group: tuple[str, ...]
    field: tuple[str, ...]
    rule: tuple[str, ...]


EDITION_3 = Names(
    schema=(
        *_HEAD,
        *_RELEASE,
        *_LINKS,
        *("bezeichnung", "hilfetext", *_DERIVATION),
        *("dokumentsteckbrief", "regel", "struktur"),
    ),
    group=(*_HEAD, *_RELEASE, *_LINKS, *_LABELS, "art", *_HELP, "regel", "struktur"),
    field=(
        *_HEAD,
        *_RELEASE,
        *_LINKS,
        *_LABELS,
        *_HELP,
        *("feldart", "datentyp", "praezisierung", "inhalt", "vorbefuellung", "werte", "codelisteReferenz"),
        *("codeKey", "nameKey", "helpKey", "maxSize", "mediaType", "regel"),
    ),
    rule=(
        *("identifikation", "name", "beschreibung", "freitextRegel", "bezug", "stichwort", "fachlicherErsteller"),
        *("letzteAenderung", "typ", "param", "skript", "ziel", "fehler"),
    ),
)

_OLD = (
    *("identifikation", "name", "bezeichnungEingabe", "bezeichnungAusgabe", "beschreibung", "definition", "bezug", "status"),
    *("gueltigAb", "gueltigBis", "fachlicherErsteller", "versionshinweis", "freigabedatum", "veroeffentlichungsdatum"),
)
_OLD_ELEMENT = (*_OLD, "schemaelementart", *_HELP)
_OLD_FIELD = ("feldart", "datentyp", "praezisierung", "inhalt")
EDITION_2 = Names(
    schema=(*_OLD, "hilfetext", *_DERIVATION, "regel", "struktur"),
    group=(*_OLD_ELEMENT, "regel", "struktur"),
    field=(*_OLD_ELEMENT, *_OLD_FIELD, "codelisteReferenz", "regel"),
    rule=(*_OLD, "script"),
)
EDITION_1 = Names(
    schema=("id", *_OLD[1:], "hilfetext", *_DERIVATION, "regel", "struktur"),
    group=("id", *_OLD_ELEMENT[1:], "regel", "struktur"),
    field=("id", *_OLD_ELEMENT[1:], *_OLD_FIELD, "codeliste", "regel"),
    rule=("id", *_OLD[1:], "script"),
)

_LIST = "urn:xoev-de:fim:codeliste:xdatenfelder."
LISTS = {
    "freigabestatus": ("urn:xoev-de:xprozess:codeliste:status", "2022-07-12"),
    "praedikat": ("urn:xoev-de:fim-datenfelder:codeliste:relation", "1.2"),
    "art": ("urn:xoev-de:fim:codeliste:datenfelder.gruppenart", "1.0"),
    "schemaelementart": (f"{_LIST}schemaelementart", "1.0"),
    "feldart": (f"{_LIST}feldart", "2.0"),
    "datentyp": (f"{_LIST}datentyp", "2.0"),
    "vorbefuellung": (f"{_LIST}vorbefuellung", "1.0"),
    "typ": (f"{_LIST}regeltyp", "1.0"),
    "ableitungsmodifikationenStruktur": (f"{_LIST}ableitungsmodifikationenStruktur", "1.0"),
    "ableitungsmodifikationenRepraesentation": (f"{_LIST}ableitungsmodifikationenRepraesentation", "1.0"),
}
"""The code list of each coded element of edition 3: URI and version, as released schemas name them."""

OLD_DATATYPES = frozenset({"text", "date", "bool", "num", "num_int", "num_currency", "file", "obj"})
DATATYPES = OLD_DATATYPES | {"text_latin", "time", "datetime"}
NUMERIC = frozenset({"num", "num_int", "num_currency"})
OLD_FIELD_KINDS = frozenset({"input", "select", "label"})
RELEASE_STATES = frozenset("12345678")
OLD_STATES = frozenset({"inVorbereitung", "aktiv", "inaktiv"})
RULE_KINDS = frozenset("KMVB")
GROUP_KINDS = frozenset("X")
RELATIONS = frozenset({"ABL", "ERS", "EQU", "VKN"})
STRUCTURE_CHANGES = frozenset("0123")
REPRESENTATION_CHANGES = frozenset("01")
PART_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]*")
"""Names of elements and attributes of which no more is known."""
