"""The city's own texts, what is measured of them, and the links that stand in them."""

from django.db import models

from rathaus.modules.catalogue.enums import (
    EditionAct,
    EditionState,
    LinkState,
)
from rathaus.modules.catalogue.models.rows import Row
from rathaus.modules.catalogue.models.services import Service


class Edition(Row):
    """One version of what the city itself says about a service; at most one of a service is published.

    `content` is a description (`descriptions.encode`), never changed once it is released.
    """

    service_key = models.CharField("Leistungsschlüssel", max_length=60, db_index=True)
    number = models.PositiveIntegerField("Fassung")
    state = models.CharField("Stand", max_length=10, choices=EditionState.choices, default=EditionState.DRAFT)
    content = models.TextField()
    sha256 = models.CharField(max_length=64)
    source = models.CharField("Quelle", max_length=200)
    demo = models.BooleanField("Demonstration", default=False)
    based_on = models.PositiveIntegerField("beruht auf Fassung", null=True, blank=True)
    note = models.TextField("Anmerkung", blank=True)
    written_by = models.UUIDField(null=True)
    written_by_name = models.CharField("verfasst von", max_length=200, blank=True)
    written_at = models.DateTimeField("verfasst am")
    reviewed_by = models.UUIDField(null=True)
    reviewed_at = models.DateTimeField(null=True)
    released_by = models.UUIDField(null=True)
    released_at = models.DateTimeField("freigegeben am", null=True)
    publish_on = models.DateField("zu veröffentlichen am", null=True, blank=True)
    published_by = models.UUIDField(null=True)
    published_at = models.DateTimeField("veröffentlicht am", null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("service_key", "-number")
        constraints = [
            models.UniqueConstraint(fields=["service_key", "number"], name="catalogue_edition_number"),
            models.UniqueConstraint(
                fields=["service_key"], condition=models.Q(state=EditionState.PUBLISHED), name="catalogue_one_published"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.service_key} Fassung {self.number}"


class Contribution(Row):
    """What a recipe says about its service, a layer between the city's own text and that of others. `content`: a description."""

    service_key = models.CharField("Leistungsschlüssel", max_length=60, db_index=True)
    source = models.CharField("Quelle", max_length=120)
    content = models.TextField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["service_key", "source"], name="catalogue_contribution_once")]

    def __str__(self) -> str:
        return f"{self.service_key} {self.source}"


class EditionEntry(Row):
    """Who did what with an edition, and why. Whoever has a WRITE here has written on it (`rules.NOT_THE_WRITER`)."""

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="entries")
    act = models.CharField("Schritt", max_length=10, choices=EditionAct.choices)
    person_id = models.UUIDField(null=True)
    person_name = models.CharField("durch", max_length=200, blank=True)
    at = models.DateTimeField("am")
    note = models.TextField("Anmerkung", blank=True)

    class Meta:
        ordering = ("at", "id")

    def __str__(self) -> str:
        return f"{self.get_act_display()} {self.at:%Y-%m-%d}"


class ServiceScore(Row):
    """How good the description of a service is, as measured last (`scores.measure`); stale where `version` or the day differ."""

    service = models.OneToOneField(Service, models.CASCADE, related_name="score")
    version = models.PositiveIntegerField("gemessen an Version")
    as_of = models.DateField("gemessen am")
    completeness = models.PositiveSmallIntegerField("Vollständigkeit in Prozent")
    missing = models.JSONField("es fehlt", default=list)
    readability = models.FloatField("Wiener Sachtextformel", null=True, blank=True)
    maturity_1 = models.PositiveSmallIntegerField("Reifegrad 1.1 höchstens", null=True, blank=True)
    maturity_2 = models.PositiveSmallIntegerField("Reifegrad 2.0 höchstens", null=True, blank=True)
    warnings = models.JSONField("Warnungen", default=list)

    def __str__(self) -> str:
        return f"{self.completeness} %"


class WebLink(Row):
    """An address that stands in a published text, and what was found there. `sha256` of the address: it may be long."""

    url = models.TextField("Adresse")
    sha256 = models.CharField(max_length=64, unique=True)
    host = models.CharField("Rechner", max_length=255, db_index=True)
    state = models.CharField("Stand", max_length=10, choices=LinkState.choices, default=LinkState.NEW)
    status = models.PositiveSmallIntegerField("HTTP-Status", null=True, blank=True)
    leads_to = models.TextField("leitet weiter nach", blank=True)
    reason = models.CharField("Grund", max_length=200, blank=True)
    failures = models.PositiveSmallIntegerField("Fehlversuche hintereinander", default=0)
    checked_at = models.DateTimeField("zuletzt geprüft am", null=True, blank=True)
    seen_at = models.DateTimeField("zuletzt erreicht am", null=True, blank=True)
    due_at = models.DateTimeField("nächste Prüfung", db_index=True)
    watched = models.BooleanField("Onlinedienst", default=False, db_default=False, help_text="asked every few minutes")
    failing_since = models.DateTimeField("nicht erreichbar seit", null=True, blank=True)

    def __str__(self) -> str:
        return self.url[:80]


class LinkPlace(Row):
    """Where a link stands: a service and the part of its description."""

    link = models.ForeignKey(WebLink, models.CASCADE, related_name="places")
    service = models.ForeignKey(Service, models.CASCADE, related_name="links")
    place = models.CharField("Stelle im Text", max_length=60)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["link", "service", "place"], name="catalogue_link_place_once")]

    def __str__(self) -> str:
        return self.place
