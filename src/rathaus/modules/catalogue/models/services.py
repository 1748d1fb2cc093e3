"""Services, what orders them, and who is responsible for them."""

from django.db import models

from rathaus.modules.catalogue.enums import (
    Certainty,
    ExecutingLevel,
    Origin,
    PlaceOf,
    Role,
    TrustLevel,
)
from rathaus.modules.catalogue.models.rows import Dated, Row
from rathaus.modules.catalogue.models.sources import SourceObject
from rathaus.modules.geo import public as geo


class SourceFile(Row):
    """A catalogue file as it was last taken over."""

    name = models.CharField("Datei", max_length=120, unique=True)
    sha256 = models.CharField(max_length=64)
    rows = models.PositiveIntegerField("Zeilen")
    loaded_at = models.DateTimeField("übernommen am")

    def __str__(self) -> str:
        return self.name


class LifeEvent(Row):
    """Lebens- oder Geschäftslage. `code` is the seven-digit code of XZuFi where a source gives it."""

    slug = models.SlugField("Kürzel", max_length=80, unique=True)
    name = models.CharField("Name", max_length=120)
    subject = models.CharField("Themenfeld", max_length=120)
    code = models.CharField("Code", max_length=7, blank=True)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name="gehört zu")
    position = models.PositiveSmallIntegerField("Reihenfolge", default=0)

    class Meta:
        ordering = ("subject", "position", "name")

    def __str__(self) -> str:
        return self.name


class OzgService(Row):
    """OZG-Leistung: a bundle of Leistungen in the catalogue of 2019."""

    ozg_id = models.CharField("OZG-ID", max_length=10, unique=True)
    name = models.CharField("Name", max_length=300)
    life_event = models.ForeignKey(LifeEvent, models.PROTECT, related_name="ozg_services", verbose_name="Lebenslage")

    def __str__(self) -> str:
        return f"{self.ozg_id} {self.name}"


class Service(Dated):
    """Leistung. `key` is the 14-digit Leistungsschlüssel, or `local:...` where no source names one.

    `base` is the text this one specialises (Bund, Land, Kommune); texts it does not have itself come from there.
    """

    key = models.CharField("Leistungsschlüssel", max_length=60, unique=True)
    slug = models.CharField("Kürzel", max_length=120)
    name = models.CharField("Name", max_length=400)
    sort_key = models.CharField("Sortierung", max_length=200, db_index=True)
    official_name = models.CharField("Leistungsbezeichnung", max_length=400, blank=True)
    described = models.BooleanField("von uns beschrieben", default=False)
    has_text = models.BooleanField("mit Text", default=False, db_default=False, help_text="of whatever source")
    demo = models.BooleanField("Demonstration", default=False)
    source = models.CharField("Quelle", max_length=200)
    type = models.CharField("Typisierung", max_length=20, blank=True)
    executing_level = models.CharField("Vollzug", max_length=20, choices=ExecutingLevel.choices, default=ExecutingLevel.UNKNOWN)
    level_source = models.CharField("Quelle des Vollzugs", max_length=200, blank=True)
    level_certainty = models.CharField("Prüfung", max_length=10, choices=Certainty.choices, default=Certainty.UNCHECKED)
    ozg_service = models.ForeignKey(
        OzgService, models.SET_NULL, null=True, blank=True, related_name="services", verbose_name="OZG-Leistung"
    )
    life_events = models.ManyToManyField(LifeEvent, blank=True, related_name="services", verbose_name="Lebenslagen")
    legal_basis = models.TextField("Rechtsgrundlage laut Quelle", blank=True)
    trust_level = models.CharField("Vertrauensniveau", max_length=2, choices=TrustLevel.choices, blank=True)
    written_form = models.BooleanField("Schriftform", null=True)
    personal_appearance = models.BooleanField("persönliches Erscheinen", null=True)
    informal = models.BooleanField("formlos möglich", null=True)
    single_contact = models.CharField("Einheitliche Stelle", max_length=2, blank=True)
    addressees = models.JSONField("Adressaten", default=list)
    sdg_areas = models.JSONField("SDG-Informationsbereiche", default=list)
    catalogue_status = models.PositiveSmallIntegerField("Status Katalog", null=True, blank=True)
    library_status = models.PositiveSmallIntegerField("Status Bibliothek", null=True, blank=True)
    base = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="specialisations", verbose_name="Stammtext"
    )
    machine_translated = models.BooleanField("Name maschinell übersetzt", default=False, db_default=False)
    forms = models.JSONField("Formulare von Quellen", null=True, blank=True, help_text="as `descriptions.Form`; NULL for none")
    online_slug = models.CharField("Onlinedienst", max_length=120, blank=True)
    online_elsewhere = models.CharField(
        "Onlinedienst von anderen", max_length=120, blank=True, db_default="", help_text="the one that holds at home today"
    )
    prominence = models.PositiveSmallIntegerField("Häufigkeit", default=0)
    digest = models.CharField(max_length=64, blank=True, help_text="of the row of the OZG catalogue")
    said = models.CharField(max_length=64, blank=True, db_default="", help_text="of the description its tables were made from")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("sort_key", "key")
        indexes = [
            models.Index(fields=["described", "sort_key"], name="catalogue_described"),
            models.Index(fields=["name"], condition=models.Q(machine_translated=True), name="catalogue_machine_named"),
        ]

    def __str__(self) -> str:
        return f"{self.key} {self.name}"


class Identifier(Row):
    """Typed identifier (Identifikator): identity is scheme and value, never the value alone."""

    service = models.ForeignKey(Service, models.CASCADE, related_name="identifiers")
    agency = models.CharField("schemeAgencyID", max_length=120, blank=True)
    scheme = models.CharField("schemeID", max_length=200)
    scheme_version = models.CharField("schemeVersionID", max_length=60, blank=True)
    value = models.CharField("Wert", max_length=200)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agency", "scheme", "value"], name="catalogue_identifier_once")]

    def __str__(self) -> str:
        return f"{self.scheme}:{self.value}"


class Responsibility(Dated):
    """Zuständigkeit: service x territory x role -> our unit, an online service, a form, or somebody else with a link.

    `territory` is the shortest Amtlicher Regionalschlüssel of the place (`geo.shortest`), empty for everywhere; of those
    that contain a place the most specific one wins for each role. What follows narrows it inside the place, NULL narrows
    nothing, and all that is given must hold: district, street (with house numbers as `geo.number_code` writes them), area,
    first letters of the name, what the address is of.

    What a source says (`weight` by its level, NULL for the city itself) hangs on the object that says it and goes with it;
    `foreign` is the unit as the source describes it, `condition` its own words for whom this holds, which no rule can check.
    """

    service = models.ForeignKey(Service, models.CASCADE, related_name="responsibilities")
    territory = models.CharField("Gebiet (ARS)", max_length=12, blank=True)
    role = models.CharField("Rolle", max_length=12, choices=Role.choices, default=Role.IN_CHARGE)
    unit_slug = models.CharField("Stelle (Kürzel)", max_length=60, blank=True)
    unit_id = models.UUIDField("Stelle", null=True, blank=True)
    online_slug = models.CharField("Onlinedienst", max_length=120, blank=True)
    form_name = models.CharField("Formular", max_length=200, blank=True, null=True)
    form_url = models.URLField("Verweis zum Formular", blank=True, null=True)
    external_name = models.CharField("andere Stelle", max_length=200, blank=True)
    external_url = models.URLField("Verweis", blank=True)
    district_id = models.UUIDField("Stadtteil", null=True, blank=True)
    street_id = models.UUIDField("Straße", null=True, blank=True)
    number_from = models.PositiveIntegerField("Hausnummer von", null=True, blank=True)
    number_to = models.PositiveIntegerField("Hausnummer bis", null=True, blank=True)
    parity = models.CharField("Seite", max_length=4, choices=geo.Parity.choices, null=True, blank=True)
    area_id = models.UUIDField("Fläche", null=True, blank=True)
    letter_from = models.CharField("Name von", max_length=6, null=True, blank=True)
    letter_to = models.CharField("Name bis", max_length=6, null=True, blank=True)
    place_of = models.CharField("Anschrift", max_length=10, choices=PlaceOf.choices, null=True, blank=True)
    source = models.CharField("Quelle", max_length=200, blank=True)
    certainty = models.CharField("Prüfung", max_length=10, choices=Certainty.choices, default=Certainty.UNCHECKED)
    origin = models.CharField("Herkunft", max_length=10, choices=Origin.choices, null=True, blank=True)
    told_by = models.ForeignKey(
        SourceObject, models.CASCADE, null=True, blank=True, related_name="told", verbose_name="gesagt von"
    )
    foreign = models.ForeignKey(
        SourceObject, models.SET_NULL, null=True, blank=True, related_name="in_charge", verbose_name="andere Stelle laut Quelle"
    )
    weight = models.PositiveSmallIntegerField("Gewicht der Quelle", null=True, blank=True)
    condition = models.CharField("Bedingung laut Quelle", max_length=300, null=True, blank=True)
    criteria = models.JSONField("Merkmale", default=dict)  # of 0.1.0, always empty; kept while a version that writes it may serve

    class Meta:
        indexes = [models.Index(fields=["service", "territory"], name="catalogue_responsible")]

    def __str__(self) -> str:
        return f"{self.territory or 'überall'}: {self.unit_slug or self.online_slug or self.external_name}"
