"""Services and everything said about them. Days of validity are inclusive; an empty end is open."""

from django.db import models

from rathaus.foundation import html, ids
from rathaus.modules.catalogue.enums import (
    AccessChannel,
    Certainty,
    Channel,
    DurationKind,
    EditionAct,
    EditionState,
    ExecutingLevel,
    FeeKind,
    LinkState,
    Markup,
    ObjectKind,
    Origin,
    PlaceOf,
    Role,
    SourceKind,
    SourceLevel,
    TermKind,
    TextCode,
    TrustLevel,
)
from rathaus.modules.geo import public as geo


class _Row(models.Model):
    id = models.UUIDField(primary_key=True, default=ids.new_id, editable=False)

    class Meta:
        abstract = True


class _Dated(_Row):
    valid_from = models.DateField("gültig ab", null=True, blank=True)
    valid_until = models.DateField("gültig bis", null=True, blank=True)

    class Meta:
        abstract = True


class SourceFile(_Row):
    """A catalogue file as it was last taken over."""

    name = models.CharField("Datei", max_length=120, unique=True)
    sha256 = models.CharField(max_length=64)
    rows = models.PositiveIntegerField("Zeilen")
    loaded_at = models.DateTimeField("übernommen am")

    def __str__(self) -> str:
        return self.name


class LifeEvent(_Row):
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


class OzgService(_Row):
    """OZG-Leistung: a bundle of Leistungen in the catalogue of 2019."""

    ozg_id = models.CharField("OZG-ID", max_length=10, unique=True)
    name = models.CharField("Name", max_length=300)
    life_event = models.ForeignKey(LifeEvent, models.PROTECT, related_name="ozg_services", verbose_name="Lebenslage")

    def __str__(self) -> str:
        return f"{self.ozg_id} {self.name}"


class Service(_Dated):
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
    online_slug = models.CharField("Onlinedienst", max_length=120, blank=True)
    prominence = models.PositiveSmallIntegerField("Häufigkeit", default=0)
    digest = models.CharField(max_length=64, blank=True, help_text="of the row of the OZG catalogue")
    said = models.CharField(max_length=64, blank=True, db_default="", help_text="of the description its tables were made from")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("sort_key", "key")
        indexes = [models.Index(fields=["described", "sort_key"], name="catalogue_described")]

    def __str__(self) -> str:
        return f"{self.key} {self.name}"


class Identifier(_Row):
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


class Term(_Row):
    """Begriff im Kontext: another word for the service."""

    service = models.ForeignKey(Service, models.CASCADE, related_name="terms")
    language = models.CharField("Sprache", max_length=12, default="de")
    kind = models.CharField("Art", max_length=10, choices=TermKind.choices, default=TermKind.SYNONYM)
    text = models.CharField("Begriff", max_length=200)

    def __str__(self) -> str:
        return self.text


class TextModule(_Dated):
    """One text of a service in one language. `links` are `{uri, title, description}`."""

    service = models.ForeignKey(Service, models.CASCADE, related_name="texts")
    code = models.CharField("Textmodul", max_length=2, choices=TextCode.choices)
    language = models.CharField("Sprache", max_length=12, default="de")
    access_channel = models.CharField("Zugangskanal", max_length=3, choices=AccessChannel.choices, default=AccessChannel.ALL)
    position = models.PositiveSmallIntegerField("Reihenfolge", default=0)
    text = models.TextField("Text")
    markup = models.CharField("Schreibweise", max_length=5, choices=Markup.choices, default=Markup.PLAIN, db_default=Markup.PLAIN)
    links = models.JSONField("Verweise", default=list)
    machine_translated = models.BooleanField("maschinell übersetzt", default=False)
    source = models.CharField("Quelle", max_length=200, blank=True)
    approved_by = models.CharField("fachlich freigegeben durch", max_length=200, blank=True)
    approved_on = models.DateField("fachlich freigegeben am", null=True, blank=True)

    class Meta:
        ordering = ("position", "code")
        indexes = [models.Index(fields=["service", "language", "code"], name="catalogue_text_lookup")]

    def __str__(self) -> str:
        return f"{self.get_code_display()} ({self.language})"

    @property
    def words(self) -> str:
        """Without markup, for search and lists."""
        return html.plain(self.text) if self.markup == Markup.HTML else self.text


class ServiceFee(_Dated):
    """Gebühr as said to the public. What is owed comes from the fee table of the recipe, never from here."""

    service = models.ForeignKey(Service, models.CASCADE, related_name="fees")
    position = models.PositiveSmallIntegerField("Reihenfolge", default=0)
    kind = models.CharField("Art", max_length=10, choices=FeeKind.choices)
    code = models.CharField("Kostentyp", max_length=3, blank=True)
    label = models.CharField("wofür", max_length=200, blank=True)
    cents = models.PositiveIntegerField("Betrag in Cent", null=True, blank=True)
    cents_to = models.PositiveIntegerField("bis Betrag in Cent", null=True, blank=True)
    currency = models.CharField("Währung", max_length=3, default="EUR")
    text = models.TextField("in Worten", blank=True)
    legal_basis = models.CharField("Rechtsgrundlage", max_length=300, blank=True)
    url = models.URLField("Verweis", blank=True)
    prepayment = models.BooleanField("im Voraus", null=True)
    as_of = models.DateField("Stand", null=True, blank=True)
    source = models.CharField("Quelle", max_length=200, blank=True)
    certainty = models.CharField("Prüfung", max_length=10, choices=Certainty.choices, default=Certainty.UNCHECKED)

    class Meta:
        ordering = ("position",)

    def __str__(self) -> str:
        return self.label or self.get_kind_display()


class Deadline(_Dated):
    """Frist the applicant must keep: a span (`amount` to `amount_to` in `unit`) or a day of the year."""

    service = models.ForeignKey(Service, models.CASCADE, related_name="deadlines")
    position = models.PositiveSmallIntegerField("Reihenfolge", default=0)
    code = models.CharField("Fristtyp", max_length=3, blank=True)
    amount = models.PositiveSmallIntegerField("Dauer", null=True, blank=True)
    amount_to = models.PositiveSmallIntegerField("Dauer bis", null=True, blank=True)
    unit = models.CharField("Einheit", max_length=12, blank=True)
    month_day = models.CharField("Stichtag", max_length=10, blank=True)
    text = models.TextField("in Worten", blank=True)
    legal_basis = models.CharField("Rechtsgrundlage", max_length=300, blank=True)

    class Meta:
        ordering = ("position",)

    def __str__(self) -> str:
        return self.text


class Duration(_Dated):
    """Bearbeitungsdauer: what the city promises, or what the law allows."""

    service = models.ForeignKey(Service, models.CASCADE, related_name="durations")
    kind = models.CharField("Art", max_length=10, choices=DurationKind.choices)
    amount = models.PositiveSmallIntegerField("Dauer", null=True, blank=True)
    amount_to = models.PositiveSmallIntegerField("Dauer bis", null=True, blank=True)
    unit = models.CharField("Einheit", max_length=12, default="ARBEITSTAG")
    text = models.TextField("in Worten", blank=True)

    def __str__(self) -> str:
        return f"{self.amount} {self.unit}"


class RequiredDocument(_Row):
    """Eingehendes Dokument. `code` is XZuFi's document type; `mandatory` unknown where no source says."""

    service = models.ForeignKey(Service, models.CASCADE, related_name="documents")
    position = models.PositiveSmallIntegerField("Reihenfolge", default=0)
    code = models.CharField("Dokumenttyp", max_length=3, blank=True)
    name = models.CharField("Name", max_length=300)
    text = models.TextField("Erläuterung", blank=True)
    mandatory = models.BooleanField("immer nötig", null=True)

    class Meta:
        ordering = ("position",)

    def __str__(self) -> str:
        return self.name


class ServiceChannel(_Row):
    """A way to apply, the best first."""

    service = models.ForeignKey(Service, models.CASCADE, related_name="channels")
    position = models.PositiveSmallIntegerField("Reihenfolge", default=0)
    channel = models.CharField("Weg", max_length=10, choices=Channel.choices)
    url = models.URLField("Verweis", blank=True)
    text = models.TextField("Hinweis", blank=True)

    class Meta:
        ordering = ("position",)
        constraints = [models.UniqueConstraint(fields=["service", "channel"], name="catalogue_channel_once")]

    def __str__(self) -> str:
        return self.get_channel_display()


class Responsibility(_Dated):
    """Zuständigkeit: service x territory x role -> our unit, an online service, a form, or somebody else with a link.

    `territory` is the shortest Amtlicher Regionalschlüssel of the place (`geo.shortest`), empty for everywhere; of those
    that contain a place the most specific one wins for each role. What follows narrows it inside the place, NULL narrows
    nothing, and all that is given must hold: district, street (with house numbers as `geo.number_code` writes them), area,
    first letters of the name, what the address is of.
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
    criteria = models.JSONField("Merkmale", default=dict)  # of 0.1.0, always empty; kept while a version that writes it may serve

    class Meta:
        indexes = [models.Index(fields=["service", "territory"], name="catalogue_responsible")]

    def __str__(self) -> str:
        return f"{self.territory or 'überall'}: {self.unit_slug or self.online_slug or self.external_name}"


class Edition(_Row):
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


class Contribution(_Row):
    """What a recipe says about its service, a layer between the city's own text and that of others. `content`: a description."""

    service_key = models.CharField("Leistungsschlüssel", max_length=60, db_index=True)
    source = models.CharField("Quelle", max_length=120)
    content = models.TextField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["service_key", "source"], name="catalogue_contribution_once")]

    def __str__(self) -> str:
        return f"{self.service_key} {self.source}"


class EditionEntry(_Row):
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


class ServiceScore(_Row):
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


class WebLink(_Row):
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

    def __str__(self) -> str:
        return self.url[:80]


class LinkPlace(_Row):
    """Where a link stands: a service and the part of its description."""

    link = models.ForeignKey(WebLink, models.CASCADE, related_name="places")
    service = models.ForeignKey(Service, models.CASCADE, related_name="links")
    place = models.CharField("Stelle im Text", max_length=60)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["link", "service", "place"], name="catalogue_link_place_once")]

    def __str__(self) -> str:
        return self.place


class Source(_Row):
    """An editorial system that describes services for us: the Land's, the federation's, a neighbour's."""

    slug = models.SlugField("Kürzel", max_length=60, unique=True)
    name = models.CharField("Name", max_length=200)
    kind = models.CharField("Art", max_length=10, choices=SourceKind.choices)
    level = models.CharField("Ebene", max_length=10, choices=SourceLevel.choices)
    feed_url = models.URLField("Adresse des Abrufs", max_length=600, blank=True)
    next_url = models.URLField("nächste Anfrage", max_length=1200, blank=True)
    last_import_at = models.DateTimeField("zuletzt übernommen am", null=True, blank=True)

    class Meta:
        ordering = ("slug",)

    def __str__(self) -> str:
        return self.name


class SourceObject(_Row):
    """One object of a source, whole, as it came (`content`: JSON of the standard's model). A deleted one keeps its place."""

    source = models.ForeignKey(Source, models.CASCADE, related_name="entries")
    kind = models.CharField("Art", max_length=14, choices=ObjectKind.choices)
    scheme = models.CharField("Schema der Kennung", max_length=300, blank=True)
    value = models.CharField("Kennung", max_length=300)
    about = models.CharField("gehört zu", max_length=300, blank=True, help_text="value of the object it specialises or hangs on")
    applies = models.BooleanField("gilt bei uns", default=True)
    sha256 = models.CharField(max_length=64)
    content = models.BinaryField()
    changed_at = models.DateTimeField("geändert am")
    deleted_at = models.DateTimeField("gelöscht am", null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["source", "kind", "scheme", "value"], name="catalogue_object_once"),
        ]
        indexes = [
            models.Index(fields=["source", "about", "kind"], name="catalogue_object_about"),
            models.Index(fields=["source", "value"], name="catalogue_object_value"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.value}"


class ObjectKey(_Row):
    """Which services an object speaks of."""

    object = models.ForeignKey(SourceObject, models.CASCADE, related_name="keys")
    service_key = models.CharField("Leistungsschlüssel", max_length=60, db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["object", "service_key"], name="catalogue_object_key_once")]

    def __str__(self) -> str:
        return self.service_key


class FeedEntry(_Row):
    """The last change of one service in our own feed. `position` grows with each change; a deleted one stays as such."""

    service_key = models.CharField("Leistungsschlüssel", max_length=60, unique=True)
    position = models.PositiveBigIntegerField("Index", unique=True)
    deleted = models.BooleanField("gelöscht", default=False)
    at = models.DateTimeField("am")

    class Meta:
        ordering = ("position",)

    def __str__(self) -> str:
        return f"{self.position} {self.service_key}"


class FeedCounter(models.Model):
    """One row. Who publishes holds it until the end of the transaction, so that positions appear in the order they were given."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    position = models.PositiveBigIntegerField(default=0)

    def __str__(self) -> str:
        return str(self.position)
