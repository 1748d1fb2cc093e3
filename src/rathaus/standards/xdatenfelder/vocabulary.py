"""The element names and codes of XDatenfelder 3.0.0 that the reader knows; any other is refused."""

COMMON = frozenset(
    {
        "identifikation",
        "name",
        "bezeichnungEingabe",
        "bezeichnungAusgabe",
        "beschreibung",
        "definition",
        "bezug",
        "freigabestatus",
        "statusGesetztAm",
        "statusGesetztDurch",
        "gueltigAb",
        "gueltigBis",
        "versionshinweis",
        "veroeffentlichungsdatum",
        "letzteAenderung",
        "stichwort",
        "relation",
        "schemaelementart",
        "hilfetextEingabe",
        "hilfetextAusgabe",
        "regel",
    }
)
GROUP = COMMON | {"struktur", "art"}
FIELD = COMMON | frozenset(
    {
        "feldart",
        "datentyp",
        "praezisierung",
        "inhalt",
        "vorbefuellung",
        "werte",
        "codelisteReferenz",
        "codeKey",
        "nameKey",
        "helpKey",
        "maxSize",
        "mediaType",
    }
)
SCHEMA = (COMMON - {"bezeichnungEingabe", "bezeichnungAusgabe", "schemaelementart"}) | frozenset(
    {
        "bezeichnung",
        "hilfetext",
        "ableitungsmodifikationenStruktur",
        "ableitungsmodifikationenRepraesentation",
        "dokumentsteckbrief",
        "struktur",
    }
)
RULE = frozenset(
    {
        "identifikation",
        "name",
        "beschreibung",
        "freitextRegel",
        "bezug",
        "fachlicherErsteller",
        "letzteAenderung",
        "typ",
        "skript",
        "stichwort",
        "param",
        "ziel",
        "fehler",
    }
)

DATATYPES = frozenset({"text", "text_latin", "date", "time", "datetime", "bool", "num", "num_int", "num_currency", "file", "obj"})
RELEASE_STATES = frozenset("12345678")
RULE_KINDS = frozenset("KMVB")
