"""Code lists with German labels, as far as their labels were seen; codes without a seen label say so with an empty text.

The reader accepts codes that are not here: lists grow. A label is for display; what counts is the code.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

URN_TEXT_MODULE: Final = "urn:de:xzufi:codeliste:leistungstextmodulleika"
URN_TRUST_LEVEL: Final = "urn:xoev-de:fim:codeliste:vertrauensniveau"
URN_ARS: Final = "urn:de:bund:destatis:bevoelkerungsstatistik:schluessel:rs"
URN_SDG: Final = "urn:xoev-de:fim:codeliste:sdginformationsbereich"
URN_TYPING: Final = "urn:de:fim:leika:typisierung"


@dataclass(frozen=True, slots=True)
class CodeList:
    """`uri` and `version` are empty where they were not seen; so is the label of a code."""

    name: str
    labels: Mapping[str, str]
    uri: str = ""
    version: str = ""

    def label(self, code: str) -> str:
        """The German label, else the code itself."""
        return self.labels.get(code) or code


def _codes(*codes: str) -> dict[str, str]:
    return dict.fromkeys(codes, "")


TEXT_MODULES: Final[Mapping[str, str]] = {
    "02": "Leistungsbezeichnung",
    "03": "Leistungsbezeichnung II",
    "05": "Kurztext",
    "06": "Volltext",
    "07": "Handlungsgrundlagen",
    "08": "Erforderliche Unterlagen",
    "09": "Voraussetzungen",
    "11": "Verfahrensablauf",
    "14": "Formulare",
    "15": "Weiterführende Informationen",
    "16": "Hinweise",
    "18": "Urheber",
    "22": "Zuständige Stelle",
    "23": "Ansprechpunkt",
    "24": "Teaser",
    "25": "Rechtsbehelf",
}
PVOG_MODULES: Final[Mapping[str, str]] = {
    "93": "Fachliche Freigabe",
    "94": "Ursprungsportal",
    "95": "Bearbeitungsdauer",
    "97": "Fristen",
    "98": "Kosten",
}
_TIME_UNITS: Final = {
    "JAHR": "Jahr",
    "MONAT": "Monat",
    "WOCHE": "Woche",
    "TAG": "Tag",
    "WERKTAG": "Werktag",
    "ARBEITSTAG": "Arbeitstag",
    "STUNDE": "Stunde",
    "MINUTE": "Minute",
    "SEKUNDE": "Sekunde",
}
_STATES: Final = {**_codes(*"1234"), "5": "fachlich freigegeben (silber)", "6": "fachlich freigegeben (gold)", **_codes("7", "8")}
_TYPING: Final = {
    "1": "Regelungs- und Vollzugskompetenz auf Bundesebene",
    **_codes("2", "2a", "2b", "3", "3a", "3b", "2/3", "2/3a", "2/3b", "4", "4a", "4b", *map(str, range(5, 13))),
}

LISTS: Final[Mapping[str, CodeList]] = {
    "text_module": CodeList("Textmodule", TEXT_MODULES, URN_TEXT_MODULE, "20240216"),
    "pvog_module": CodeList("Module des Suchdienstes", PVOG_MODULES),
    "typing": CodeList("Typisierung", _TYPING, URN_TYPING, "20210831"),
    "trust_level": CodeList("Vertrauensniveau", _codes("00", "10", "15", "20", "30", "40"), URN_TRUST_LEVEL),
    "state": CodeList("Freigabestatus", _STATES, "urn:xoev-de:xprozess:codeliste:status"),
    "detail_level": CodeList(
        "Detaillierungsstufe", _codes("101", "102", "103", "104", "105"), "urn:xoev-de:fim:codeliste:detaillierungsstufe"
    ),
    "channel": CodeList("Zugangskanal", _codes("000", "100", "200")),
    "audience": CodeList("Leistungsadressat", _codes("001", "002", "003")),
    "deadline_kind": CodeList("Fristtyp", {**_codes("001", "002", "003", "005", "006"), "009": "Widerspruchsfrist"}),
    "fee_kind": CodeList("Kostentyp", _codes(*(f"{number:03d}" for number in range(1, 19)))),
    "time_unit": CodeList("Zeiteinheit", _TIME_UNITS),
    "document_kind": CodeList(
        "Dokumenttyp", _codes(*(f"{number:03d}" for number in range(1, 29)), "999"), "urn:de:fim:codeliste:dokumenttyp", "5"
    ),
    "document_obligation": CodeList("Pflichtangabetyp", _codes("01", "02")),
    "signature": CodeList("Signatur", _codes("001", "004", "101", "102", "103", "104")),
    "term_kind": CodeList("Typ eines Begriffs im Kontext", _codes("001", "002", "003", "999")),
    "category_class": CodeList("Typ einer Kategorieklasse", _codes("001", "002", "003", "004")),
    "place_kind": CodeList("Typ des Bezugsorts", _codes("001", "002", "003", "004", "005")),
    "single_contact": CodeList("Durchführbar über die Einheitliche Stelle", _codes("00", "11", "19")),
    "parameter_kind": CodeList("Typ eines dynamischen Parameters", _codes(*(f"{number:03d}" for number in range(1, 10)), "100")),
    "nationality_group": CodeList("Staatengruppe", _codes("01", "02", "03", "04")),
    "online_link": CodeList("Typ eines Links zum Onlinedienst", _codes("01"), "urn:xoev-de:fim:codeliste:onlinedienstlinktyp"),
    "sdg_area": CodeList(
        "Informationsbereich SDG",
        {"1020200": "Aufnahme einer Beschäftigung in einem anderen Mitgliedstaat"},
        URN_SDG,
        "4",
    ),
}
"""By the attribute or part of the model that carries them."""


def label(name: str, code: str) -> str:
    """The German label of a code of a list (`label("text_module", "06")`), else the code."""
    return LISTS[name].label(code)
