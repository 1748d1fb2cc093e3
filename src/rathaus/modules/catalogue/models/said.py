"""What is said about a service, part by part; made anew from the descriptions (`domain.project`)."""

from django.db import models

from rathaus.foundation import html
from rathaus.modules.catalogue.enums import (
    AccessChannel,
    Certainty,
    Channel,
    DurationKind,
    FeeKind,
    Markup,
    TermKind,
    TextCode,
)
from rathaus.modules.catalogue.models.rows import Dated, Row
from rathaus.modules.catalogue.models.services import Service


class Term(Row):
    """Begriff im Kontext: another word for the service."""

    service = models.ForeignKey(Service, models.CASCADE, related_name="terms")
    language = models.CharField("Sprache", max_length=12, default="de")
    kind = models.CharField("Art", max_length=10, choices=TermKind.choices, default=TermKind.SYNONYM)
    text = models.CharField("Begriff", max_length=200)

    def __str__(self) -> str:
        return self.text


class TextModule(Dated):
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


class ServiceFee(Dated):
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


class Deadline(Dated):
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


class Duration(Dated):
    """Bearbeitungsdauer: what the city promises, or what the law allows."""

    service = models.ForeignKey(Service, models.CASCADE, related_name="durations")
    kind = models.CharField("Art", max_length=10, choices=DurationKind.choices)
    amount = models.PositiveSmallIntegerField("Dauer", null=True, blank=True)
    amount_to = models.PositiveSmallIntegerField("Dauer bis", null=True, blank=True)
    unit = models.CharField("Einheit", max_length=12, default="ARBEITSTAG")
    text = models.TextField("in Worten", blank=True)

    def __str__(self) -> str:
        return f"{self.amount} {self.unit}"


class RequiredDocument(Row):
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


class ServiceChannel(Row):
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
