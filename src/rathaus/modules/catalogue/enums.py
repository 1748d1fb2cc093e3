"""Closed lists of the catalogue. Codes of XZuFi 2.3.1 are kept as they are, with their leading zeros."""

from collections.abc import Mapping

from django.db.models import TextChoices


class ExecutingLevel(TextChoices):
    """Vollzugskompetenz: which level of the state does the work."""

    FEDERAL = "federal", "Bund"
    LAND = "land", "Land"
    LAND_OR_MUNICIPAL = "land_or_municipal", "Land oder Kommune"
    MUNICIPAL = "municipal", "Kommune"
    UNKNOWN = "unknown", "nicht angegeben"


# Typisierung (urn:de:fim:leika:typisierung): who makes the rule / who executes. Types not listed say nothing certain.
LEVEL_OF_TYPE = {
    "1": ExecutingLevel.FEDERAL,
    "2": ExecutingLevel.LAND,
    "2/3": ExecutingLevel.LAND_OR_MUNICIPAL,
    "3": ExecutingLevel.MUNICIPAL,
    "4": ExecutingLevel.LAND_OR_MUNICIPAL,
    "4a": ExecutingLevel.LAND,
    "4b": ExecutingLevel.MUNICIPAL,
    "5": ExecutingLevel.MUNICIPAL,
}
ELSEWHERE = frozenset({ExecutingLevel.FEDERAL, ExecutingLevel.LAND})  # not the city


class Certainty(TextChoices):
    CHECKED = "checked", "geprüft"
    UNCHECKED = "unchecked", "ungeprüft"


class Channel(TextChoices):
    ONLINE = "online", "Online"
    COUNTER = "counter", "Vor Ort"
    PAPER = "paper", "Papierformular"
    PHONE = "phone", "Telefon"


class FeeKind(TextChoices):
    """Kosten: fix, variabel or frei in XZuFi; `none` says that it costs nothing."""

    FIXED = "fixed", "fester Betrag"
    RANGE = "range", "Rahmen"
    TEXT = "text", "in Worten"
    NONE = "none", "gebührenfrei"


class TextCode(TextChoices):
    """Text modules (urn:de:xzufi:codeliste:leistungstextmodulleika)."""

    NAME = "02", "Leistungsbezeichnung"
    SECOND_NAME = "03", "Leistungsbezeichnung II"
    SHORT = "05", "Kurztext"
    FULL = "06", "Volltext"
    LEGAL_BASIS = "07", "Handlungsgrundlagen"
    DOCUMENTS = "08", "Erforderliche Unterlagen"
    REQUIREMENTS = "09", "Voraussetzungen"
    PROCEDURE = "11", "Verfahrensablauf"
    FORMS = "14", "Formulare"
    FURTHER = "15", "Weiterführende Informationen"
    HINTS = "16", "Hinweise"
    AUTHOR = "18", "Urheber"
    AUTHORITY = "22", "Zuständige Stelle"
    CONTACT = "23", "Ansprechpunkt"
    TEASER = "24", "Teaser"
    REMEDY = "25", "Rechtsbehelf"


class AccessChannel(TextChoices):
    """Zugangskanal: for whom a module is meant."""

    ALL = "000", "alle"
    CODE_100 = "100", "Zugangskanal 100"
    CODE_200 = "200", "Zugangskanal 200"


class TermKind(TextChoices):
    SYNONYM = "synonym", "Synonym"
    KEYWORD = "keyword", "Stichwort"


class DurationKind(TextChoices):
    PROMISE = "promise", "Zusage"
    USUAL = "usual", "übliche Dauer"
    STATUTORY = "statutory", "gesetzliche Frist"


class TrustLevel(TextChoices):
    """Vertrauensniveau."""

    NONE = "00", "ohne Anmeldung"
    BASIC = "10", "Basisregistrierung"
    BASIC_PLUS = "15", "Basisregistrierung mit Nachweis"
    SUBSTANTIAL_LOW = "20", "untere Stufe"
    SUBSTANTIAL = "30", "substanziell"
    HIGH = "40", "hoch"


class Role(TextChoices):
    """Rolle einer Zuständigkeit. A service may have several bodies with different roles."""

    IN_CHARGE = "in_charge", "zuständige Stelle"
    CONTACT = "contact", "Ansprechstelle"
    FORM = "form", "Antragsannahme"


class Markup(TextChoices):
    """How a text is written: in plain words with blank lines between paragraphs, or as HTML from an editorial system."""

    PLAIN = "plain", "Text"
    HTML = "html", "HTML"


class SourceKind(TextChoices):
    XZUFI = "xzufi", "XZuFi"
    PVOG = "pvog", "PVOG"


class SourceLevel(TextChoices):
    """Who speaks; the more specific level is heard first (`SPECIFIC`)."""

    MUNICIPAL = "municipal", "Kommune"
    LAND = "land", "Land"
    FEDERAL = "federal", "Bund"


SPECIFIC = {SourceLevel.MUNICIPAL: 0, SourceLevel.LAND: 1, SourceLevel.FEDERAL: 2}


class ObjectKind(TextChoices):
    """Objects of XZuFi."""

    SERVICE = "service", "Leistung"
    SPECIALISATION = "specialisation", "Spezialisierung"
    UNIT = "unit", "Organisationseinheit"
    RESPONSIBILITY = "responsibility", "Zuständigkeit"
    ONLINE_SERVICE = "online_service", "Onlinedienst"
    FORM = "form", "Formular"


class EditionState(TextChoices):
    """Where a version of our own text stands."""

    DRAFT = "draft", "Entwurf"
    REVIEW = "review", "in Prüfung"
    REVIEWED = "reviewed", "geprüft"
    RELEASED = "released", "freigegeben"
    PUBLISHED = "published", "veröffentlicht"
    SUPERSEDED = "superseded", "abgelöst"
    WITHDRAWN = "withdrawn", "zurückgezogen"
    DISCARDED = "discarded", "verworfen"


class PlaceOf(TextChoices):
    """What the address is the address of, where a responsibility depends on it."""

    RESIDENCE = "residence", "Wohnung"
    SEAT = "seat", "Sitz des Unternehmens"


class Slot(TextChoices):
    """What kind of answer a responsibility gives: for one role there is one of each."""

    BODY = "body", "Stelle"
    ONLINE = "online", "Onlinedienst"
    FORM = "form", "Formular"


class Origin(TextChoices):
    """Who wrote a responsibility: it is replaced together with what it came from."""

    SERVICE = "service", "mit der Beschreibung der Leistung"
    OWN = "own", "eigene Regelung"
    ONLINE = "online", "mit dem Onlinedienst"
    SOURCE = "source", "aus einem Redaktionssystem"


HEARD = {SourceLevel.MUNICIPAL: 3, SourceLevel.LAND: 2, SourceLevel.FEDERAL: 1}  # weight of a responsibility of a source
OURS = 9  # what the city itself says: of more weight than any source


class ExternalState(TextChoices):
    """How an application stands at the provider of another online service, as it reports it."""

    RECEIVED = "received", "eingegangen"
    IN_PROGRESS = "in_progress", "in Bearbeitung"
    QUESTION = "question", "Rückfrage an Sie"
    DONE = "done", "abgeschlossen"
    WITHDRAWN = "withdrawn", "zurückgezogen"


IN_WORK = (EditionState.DRAFT, EditionState.REVIEW, EditionState.REVIEWED)  # at most one edition of a service (`draft_edition`)


class EditionAct(TextChoices):
    """What a person does with an edition; the label completes "wurde ..."."""

    WRITE = "write", "geschrieben"
    SUBMIT = "submit", "zur Prüfung gegeben"
    RECALL = "recall", "zurückgeholt"
    REVIEW = "review", "geprüft"
    RETURN = "return", "aus der Prüfung zurückgegeben"
    RELEASE = "release", "freigegeben"
    REFUSE = "refuse", "nicht freigegeben"
    SCHEDULE = "schedule", "zur Veröffentlichung vorgemerkt"
    PUBLISH = "publish", "veröffentlicht"
    CANCEL = "cancel", "trotz Freigabe verworfen"
    WITHDRAW = "withdraw", "zurückgezogen"
    DISCARD = "discard", "verworfen"


# From which state an act leads where; what is not named here is refused.
STEPS: Mapping[EditionAct, Mapping[EditionState, EditionState]] = {
    EditionAct.WRITE: {EditionState.DRAFT: EditionState.DRAFT},
    EditionAct.SUBMIT: {EditionState.DRAFT: EditionState.REVIEW},
    EditionAct.RECALL: {EditionState.REVIEW: EditionState.DRAFT, EditionState.REVIEWED: EditionState.DRAFT},
    EditionAct.REVIEW: {EditionState.REVIEW: EditionState.REVIEWED},
    EditionAct.RETURN: {EditionState.REVIEW: EditionState.DRAFT},
    EditionAct.RELEASE: {EditionState.REVIEWED: EditionState.RELEASED},
    EditionAct.REFUSE: {EditionState.REVIEWED: EditionState.DRAFT},
    EditionAct.SCHEDULE: {EditionState.RELEASED: EditionState.RELEASED},
    EditionAct.PUBLISH: {EditionState.RELEASED: EditionState.PUBLISHED},
    EditionAct.CANCEL: {EditionState.RELEASED: EditionState.DISCARDED},
    EditionAct.WITHDRAW: {EditionState.PUBLISHED: EditionState.WITHDRAWN},
    EditionAct.DISCARD: {EditionState.DRAFT: EditionState.DISCARDED},
}


class LinkState(TextChoices):
    """What was found at the address of a link."""

    NEW = "new", "noch nicht geprüft"
    GOOD = "good", "erreichbar"
    MOVED = "moved", "leitet weiter"
    SHAKY = "shaky", "zuletzt nicht erreichbar"
    BROKEN = "broken", "defekt"
    REFUSED = "refused", "von hier nicht prüfbar"
