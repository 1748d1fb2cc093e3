"""Territories, districts, streets, areas. Days of validity are inclusive; an empty end is open, an empty beginning unknown."""

from django.db import models
from django.db.models import F, Q

from rathaus.foundation import ids
from rathaus.modules.geo.enums import Certainty, Kind, Parity

PERIOD = Q(valid_from__isnull=True) | Q(valid_until__isnull=True) | Q(valid_until__gte=F("valid_from"))


class _Row(models.Model):
    id = models.UUIDField(primary_key=True, default=ids.new_id, editable=False)

    class Meta:
        abstract = True


class _Dated(_Row):
    valid_from = models.DateField("gültig ab", null=True, blank=True)
    valid_until = models.DateField("gültig bis", null=True, blank=True)

    class Meta:
        abstract = True


class TerritoryList(_Row):
    """A list of territories as it was last taken over; `day` is the day its keys stand for."""

    name = models.CharField("Liste", max_length=120, unique=True)
    day = models.DateField("Stand")
    sha256 = models.CharField(max_length=64)
    rows = models.PositiveIntegerField("Zeilen")
    loaded_at = models.DateTimeField("übernommen am")

    def __str__(self) -> str:
        return self.name


class Territory(_Dated):
    """Gebiet. `ars` has twelve digits, or 2, 3, 5 or 9 for what lies around them.

    `listed_on` is the newest list that names it.
    """

    ars = models.CharField("Amtlicher Regionalschlüssel", max_length=12, unique=True)
    ags = models.CharField("Amtlicher Gemeindeschlüssel", max_length=8, blank=True, db_index=True)
    name = models.CharField("Name", max_length=200)
    search_key = models.CharField("Suche", max_length=200, db_index=True)
    kind = models.CharField("Art", max_length=20, choices=Kind.choices)
    hint = models.CharField("Hinweis", max_length=200, blank=True)
    listed_on = models.DateField("in der Liste vom", null=True, blank=True)
    source = models.CharField("Quelle", max_length=200)

    class Meta:
        ordering = ("ars",)
        constraints = [models.CheckConstraint(condition=PERIOD, name="geo_territory_period")]

    def __str__(self) -> str:
        return f"{self.ars} {self.name}"


class Succession(_Row):
    """From this day on the new territory stands for the old one.

    One old one may have several successors, and the other way round.
    """

    old = models.ForeignKey(Territory, models.PROTECT, related_name="successions", verbose_name="bisher")
    new = models.ForeignKey(Territory, models.PROTECT, related_name="origins", verbose_name="künftig")
    day = models.DateField("erster Tag")
    source = models.CharField("Quelle", max_length=300)
    certainty = models.CharField("Prüfung", max_length=10, choices=Certainty.choices, default=Certainty.UNCHECKED)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["old", "new"], name="geo_succession_once"),
            models.CheckConstraint(condition=~Q(old=F("new")), name="geo_succession_not_oneself"),
        ]

    def __str__(self) -> str:
        return f"{self.old_id} -> {self.new_id}"


class District(_Dated):
    """Stadtteil of the municipality `ars`."""

    ars = models.CharField("Gemeinde (ARS)", max_length=12)
    slug = models.SlugField("Kürzel", max_length=60)
    name = models.CharField("Name", max_length=120)
    search_key = models.CharField("Suche", max_length=200)
    source = models.CharField("Quelle", max_length=200)
    demo = models.BooleanField("Demonstration", default=False)

    class Meta:
        ordering = ("name",)
        constraints = [
            models.UniqueConstraint(fields=["ars", "slug"], name="geo_district_once"),
            models.CheckConstraint(condition=PERIOD, name="geo_district_period"),
        ]

    def __str__(self) -> str:
        return self.name


class Street(_Dated):
    """Straße.

    `name_key` is the same for all spellings; `key` is the official one, needed only where two streets share a name.
    """

    ars = models.CharField("Gemeinde (ARS)", max_length=12)
    key = models.CharField("Straßenschlüssel", max_length=20, blank=True)
    name = models.CharField("Name", max_length=120)
    name_key = models.CharField("Suche", max_length=200)
    sort_key = models.CharField("Sortierung", max_length=200)
    source = models.CharField("Quelle", max_length=200)
    demo = models.BooleanField("Demonstration", default=False)

    class Meta:
        ordering = ("sort_key", "key")
        indexes = [models.Index(fields=["ars", "sort_key"], name="geo_street_sorted")]
        constraints = [
            models.UniqueConstraint(fields=["ars", "name_key", "key"], name="geo_street_once"),
            models.CheckConstraint(condition=PERIOD, name="geo_street_period"),
        ]

    def __str__(self) -> str:
        return self.name


class AddressRange(_Dated):
    """House numbers of a street that lie in one district.

    `first` and `last` as in `addresses`; the point stands for all of them.
    """

    street = models.ForeignKey(Street, models.CASCADE, related_name="ranges", verbose_name="Straße")
    district = models.ForeignKey(District, models.PROTECT, related_name="ranges", verbose_name="Stadtteil")
    first = models.PositiveIntegerField("von")
    last = models.PositiveIntegerField("bis")
    parity = models.CharField("Seite", max_length=4, choices=Parity.choices, default=Parity.ALL)
    lat_e7 = models.IntegerField("Breite", null=True, blank=True)
    lon_e7 = models.IntegerField("Länge", null=True, blank=True)

    class Meta:
        ordering = ("first", "parity")
        constraints = [
            models.CheckConstraint(condition=PERIOD, name="geo_range_period"),
            models.CheckConstraint(condition=Q(last__gte=F("first")), name="geo_range_order"),
            models.CheckConstraint(
                condition=Q(lat_e7__isnull=True, lon_e7__isnull=True) | Q(lat_e7__isnull=False, lon_e7__isnull=False),
                name="geo_range_point",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.first}-{self.last}"


class Area(_Dated):
    """Fläche: a polygon (WKB, EPSG:4326) with its bounds in 1e-7 degree. `district` where it is the outline of one."""

    ars = models.CharField("Gemeinde (ARS)", max_length=12)
    slug = models.SlugField("Kürzel", max_length=60)
    name = models.CharField("Name", max_length=120)
    district = models.OneToOneField(
        District, models.PROTECT, null=True, blank=True, related_name="outline", verbose_name="Stadtteil"
    )
    geometry = models.BinaryField("Fläche")
    west = models.IntegerField("West")
    south = models.IntegerField("Süd")
    east = models.IntegerField("Ost")
    north = models.IntegerField("Nord")
    source = models.CharField("Quelle", max_length=200)
    demo = models.BooleanField("Demonstration", default=False)

    class Meta:
        ordering = ("name",)
        indexes = [models.Index(fields=["ars", "west", "east"], name="geo_area_bounds")]
        constraints = [
            models.UniqueConstraint(fields=["ars", "slug"], name="geo_area_once"),
            models.CheckConstraint(condition=PERIOD, name="geo_area_period"),
        ]

    def __str__(self) -> str:
        return self.name
