"""Kinds, states and their German names. Codes in comments are xdomea's where it has a code list."""

from django.db import models


class Disposal(models.TextChoices):
    """Aussonderungsart (xdomea code list `Aussonderungsart`)."""

    ARCHIVE = "A", "archivwürdig"
    REVIEW = "B", "vom Archiv zu bewerten"
    DESTROY = "V", "zu vernichten"


class FileRule(models.TextChoices):
    """What one Akte gathers."""

    YEAR = "year", "eine Akte je Jahr"
    APPLICANT = "applicant", "eine Akte je Person"
    OBJECT = "object", "eine Akte je Gegenstand"


class SubfileState(models.TextChoices):
    OPEN = "open", "in Bearbeitung"
    CLOSED = "closed", "zur Akte verfügt (z. d. A.)"


TRANSITIONS: dict[SubfileState, frozenset[SubfileState]] = {
    SubfileState.OPEN: frozenset({SubfileState.CLOSED}),
    SubfileState.CLOSED: frozenset({SubfileState.OPEN}),
}


class DocumentKind(models.TextChoices):
    APPLICATION = "application", "Antrag"
    ATTACHMENT = "attachment", "Anlage"
    LETTER_IN = "letter_in", "Eingehendes Schreiben"
    LETTER_OUT = "letter_out", "Ausgehendes Schreiben"
    NOTICE = "notice", "Bescheid"
    RECEIPT = "receipt", "Quittung oder Eingangsbestätigung"
    EVIDENCE = "evidence", "Nachweis"
    MESSAGE = "message", "Nachricht"
    NOTE = "note", "Vermerk"
    OTHER = "other", "Sonstiges"


class FormatPurpose(models.TextChoices):
    ORIGINAL = "original", "Original"
    RENDITION = "rendition", "weitere Fassung"


class Action(models.TextChoices):
    """What a history row tells (xdomea `HistorienProtokollInformation`)."""

    OPENED = "opened", "angelegt"
    FILED = "filed", "Dokument abgelegt"
    VERSION = "version", "neue Fassung abgelegt"
    CLOSED = "closed", "zur Akte verfügt"
    REOPENED = "reopened", "wieder geöffnet"
    HELD = "held", "Aussonderung gesperrt"
    RELEASED = "released", "Sperre aufgehoben"
