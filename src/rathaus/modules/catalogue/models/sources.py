"""What editorial systems of others send, whole; and our own feed for them."""

from django.db import models

from rathaus.modules.catalogue.enums import (
    ObjectKind,
    SourceKind,
    SourceLevel,
)
from rathaus.modules.catalogue.models.rows import Row


class Source(Row):
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


class SourceObject(Row):
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


class ObjectKey(Row):
    """Which services an object speaks of."""

    object = models.ForeignKey(SourceObject, models.CASCADE, related_name="keys")
    service_key = models.CharField("Leistungsschlüssel", max_length=60, db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["object", "service_key"], name="catalogue_object_key_once")]

    def __str__(self) -> str:
        return self.service_key


class ServedService(Row):
    """What an object of a source names by the identifier it has there, known here or not.

    Of a responsibility, a unit or a form a Leistung; of a Leistung a form.
    """

    object = models.ForeignKey(SourceObject, models.CASCADE, related_name="serves")
    scheme = models.CharField("Schema der Kennung", max_length=300, blank=True)
    value = models.CharField("Kennung", max_length=300, db_index=True)

    def __str__(self) -> str:
        return self.value


class UnitMapping(Row):
    """The operator's word that a unit of a source is one of ours."""

    source = models.ForeignKey(Source, models.CASCADE, related_name="units")
    scheme = models.CharField("Schema der Kennung", max_length=300, blank=True)
    value = models.CharField("Kennung", max_length=300)
    unit_slug = models.CharField("Stelle (Kürzel)", max_length=60)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["source", "scheme", "value"], name="catalogue_unit_mapped_once")]

    def __str__(self) -> str:
        return f"{self.value}: {self.unit_slug}"


class FeedEntry(Row):
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
