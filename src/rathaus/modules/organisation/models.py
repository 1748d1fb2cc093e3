"""Authorities, units, posts, persons, and who fills or looks after which post when. Days are inclusive on both ends."""

from django.db import models

from rathaus.foundation import ids
from rathaus.foundation.permissions.public import ROLE_NAMES
from rathaus.modules.organisation.enums import Land, Reach

PERIOD = models.Q(valid_until__isnull=True) | models.Q(valid_until__gte=models.F("valid_from"))


class Authority(models.Model):
    """Behörde (§ 1 (4) VwVfG) with its Land and its Amtlicher Regionalschlüssel of twelve digits."""

    id = models.UUIDField(primary_key=True, default=ids.new_id, editable=False)
    slug = models.SlugField("Kürzel", max_length=60, unique=True)
    name = models.CharField("Name", max_length=200)
    land = models.CharField("Land", max_length=2, choices=Land.choices)
    ars = models.CharField("Amtlicher Regionalschlüssel", max_length=12)
    address_lines = models.JSONField("Anschrift", default=list)
    phone = models.CharField("Telefon", max_length=40, blank=True)
    email = models.EmailField("E-Mail", max_length=254, blank=True)
    website = models.URLField("Internetseite", blank=True)
    court = models.CharField("Verwaltungsgericht", max_length=200, blank=True)
    court_address = models.CharField("Anschrift des Gerichts", max_length=200, blank=True)
    regimes = models.JSONField("Rechtsregime", default=list)
    position = models.PositiveSmallIntegerField("Reihenfolge", default=0)
    demo = models.BooleanField("Demonstration", default=False)

    class Meta:
        verbose_name = "Behörde"
        verbose_name_plural = "Behörden"
        ordering = ("position", "slug")

    def __str__(self) -> str:
        return self.name


class Unit(models.Model):
    """Organisationseinheit. `slug` names its job (`steuern`) and stays the same for the successor in office."""

    id = models.UUIDField(primary_key=True, default=ids.new_id, editable=False)
    authority = models.ForeignKey(Authority, on_delete=models.PROTECT, related_name="units")
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="children")
    slug = models.SlugField("Kürzel", max_length=60)
    name = models.CharField("Name", max_length=200)
    phone = models.CharField("Telefon", max_length=40, blank=True)
    email = models.EmailField("E-Mail", max_length=254, blank=True)
    address_lines = models.JSONField("Anschrift", default=list)
    opening_hours = models.JSONField("Öffnungszeiten", default=list)
    details = models.JSONField("Besuch und Kontakt", default=dict, db_default={}, help_text="see organisation.details")
    version = models.PositiveIntegerField(default=1, db_default=1)
    valid_from = models.DateField("gültig ab")
    valid_until = models.DateField("gültig bis", null=True, blank=True)
    successor = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="predecessors")
    position = models.PositiveSmallIntegerField("Reihenfolge", default=0)

    class Meta:
        verbose_name = "Organisationseinheit"
        verbose_name_plural = "Organisationseinheiten"
        ordering = ("position", "slug")
        constraints = [
            models.UniqueConstraint(fields=["authority", "slug", "valid_from"], name="organisation_unit_once"),
            models.CheckConstraint(condition=PERIOD, name="organisation_unit_period"),
        ]

    def __str__(self) -> str:
        return self.name


class Post(models.Model):
    """Stelle: what is given rights; persons come and go."""

    id = models.UUIDField(primary_key=True, default=ids.new_id, editable=False)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="posts")
    slug = models.SlugField("Kürzel", max_length=80)
    title = models.CharField("Bezeichnung", max_length=200)
    valid_from = models.DateField("gültig ab")
    valid_until = models.DateField("gültig bis", null=True, blank=True)

    class Meta:
        verbose_name = "Stelle"
        verbose_name_plural = "Stellen"
        ordering = ("slug",)
        constraints = [
            models.UniqueConstraint(fields=["unit", "slug"], name="organisation_post_once"),
            models.CheckConstraint(condition=PERIOD, name="organisation_post_period"),
        ]

    def __str__(self) -> str:
        return self.title


class PostRole(models.Model):
    """One role of a post: for one service or all (empty), for the secrecy classes named, as far as `reach` says."""

    id = models.UUIDField(primary_key=True, default=ids.new_id, editable=False)
    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="roles")
    role = models.CharField("Rolle", max_length=20, choices=[(role.value, name) for role, name in ROLE_NAMES.items()])
    reach = models.CharField("Reichweite", max_length=10, choices=Reach.choices, default=Reach.UNIT)
    service_key = models.CharField("Leistung", max_length=40, blank=True)
    secrecy = models.JSONField("Geheimhaltung", default=list)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["post", "role", "reach", "service_key"], name="organisation_role_once"),
        ]

    def __str__(self) -> str:
        return self.role


class Person(models.Model):
    """A member of staff, apart from any account and any post."""

    id = models.UUIDField(primary_key=True, default=ids.new_id, editable=False)
    slug = models.SlugField("Kürzel", max_length=80, unique=True)
    name = models.CharField("Name", max_length=200)
    email = models.EmailField("E-Mail", max_length=254, blank=True)
    phone = models.CharField("Telefon", max_length=40, blank=True)
    demo = models.BooleanField("Demonstration", default=False)

    class Meta:
        verbose_name = "Person"
        verbose_name_plural = "Personen"
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name


class Holding(models.Model):
    """Stelleninhaberschaft: this person fills this post in this period."""

    id = models.UUIDField(primary_key=True, default=ids.new_id, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="holdings")
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="holdings")
    valid_from = models.DateField("von")
    valid_until = models.DateField("bis", null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "post", "valid_from"], name="organisation_holding_once"),
            models.CheckConstraint(condition=PERIOD, name="organisation_holding_period"),
        ]

    def __str__(self) -> str:
        return f"{self.pk}"


class Substitution(models.Model):
    """Vertretung: always with an end. Why somebody is away is nobody's business here and has no field."""

    id = models.UUIDField(primary_key=True, default=ids.new_id, editable=False)
    absent = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="substituted_by")
    substitute = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="substitutes")
    valid_from = models.DateField("von")
    valid_until = models.DateField("bis")
    entered_by = models.CharField("eingetragen von", max_length=60)
    entered_at = models.DateTimeField("eingetragen am")

    class Meta:
        ordering = ("valid_from",)
        constraints = [
            models.CheckConstraint(condition=~models.Q(absent=models.F("substitute")), name="organisation_not_oneself"),
            models.CheckConstraint(
                condition=models.Q(valid_until__gte=models.F("valid_from")), name="organisation_substitution_period"
            ),
        ]
        indexes = [models.Index(fields=["substitute", "valid_until"], name="organisation_substitute")]

    def __str__(self) -> str:
        return f"{self.pk}"
