"""Online services that somebody else runs, and the applications people make there as far as their providers report them."""

from django.db import models
from django.db.models import Q

from rathaus.modules.catalogue.enums import ExternalState, TrustLevel
from rathaus.modules.catalogue.models.rows import Dated, Row
from rathaus.modules.catalogue.models.sources import Source


class StatusSender(Row):
    """A provider that tells us how an application stands. `public_key` is its Ed25519 key, raw, in base64."""

    slug = models.SlugField("Kürzel", max_length=60, unique=True)
    name = models.CharField("Name", max_length=200)
    plugin = models.CharField("Verfahren", max_length=40)
    public_key = models.CharField("öffentlicher Schlüssel", max_length=100)
    active = models.BooleanField("aktiv", default=True)

    def __str__(self) -> str:
        return self.slug


class OnlineService(Dated):
    """Onlinedienst of others. Rows of Responsibility name it by its `slug`; `url` is its address without what we hand over.

    `origin` says which file or source it came from: it is replaced together with that. `parameters` are what it wants to be
    told: `{"kind", "name", "value", "required"}`, `value` empty where its provider only gives a kind (`handover`).
    """

    slug = models.CharField("Kürzel", max_length=120, unique=True)
    name = models.CharField("Name", max_length=300)
    provider = models.CharField("Anbieter", max_length=200)
    url = models.CharField("Adresse", max_length=2000)
    parameters = models.JSONField("Parameter", default=list)
    trust_level = models.CharField("Vertrauensniveau", max_length=2, choices=TrustLevel.choices, blank=True)
    payment = models.JSONField("Bezahlarten", default=list)
    languages = models.JSONField("Sprachen", default=list)
    origin = models.CharField("Herkunft", max_length=300)
    source = models.ForeignKey(
        Source, models.CASCADE, null=True, blank=True, related_name="online_services", verbose_name="Quelle"
    )
    scheme = models.CharField("Schema der Kennung", max_length=300, blank=True)
    value = models.CharField("Kennung", max_length=300, blank=True)
    sender = models.ForeignKey(
        StatusSender, models.SET_NULL, null=True, blank=True, related_name="online_services", verbose_name="meldet den Stand"
    )
    demo = models.BooleanField("Demonstration", default=False)

    class Meta:
        ordering = ("name", "slug")
        constraints = [
            models.UniqueConstraint(
                fields=["source", "scheme", "value"], condition=Q(source__isnull=False), name="catalogue_online_once"
            ),
        ]

    def __str__(self) -> str:
        return self.slug


class OnlineParameter(Row):
    """What of ours is meant by a parameter that providers only number or name; the operator says so. Either may be empty."""

    kind = models.CharField("Typ", max_length=3, blank=True)
    name = models.CharField("Name", max_length=100, blank=True)
    value = models.CharField("unser Wert", max_length=20)

    class Meta:
        ordering = ("kind", "name")
        constraints = [models.UniqueConstraint(fields=["kind", "name"], name="catalogue_parameter_once")]

    def __str__(self) -> str:
        return f"{self.kind or self.name}: {self.value}"


class Handover(Row):
    """Somebody with a Servicekonto goes to an online service and wants to see here how it stands there.

    `reference` is all the provider learns: unguessable, and nothing about the person. What the provider reports stands in the
    columns below; `changed_at` empty: nothing yet.
    """

    account_id = models.UUIDField(db_index=True)
    online_service = models.ForeignKey(OnlineService, models.CASCADE, related_name="handovers")
    service_key = models.CharField("Leistungsschlüssel", max_length=60)
    reference = models.CharField("Kennzeichen", max_length=40, unique=True)
    begun_at = models.DateTimeField("begonnen am")
    case_number = models.CharField("Zeichen des Anbieters", max_length=100, blank=True)
    title = models.CharField("Titel", max_length=200, blank=True)
    state = models.CharField("Stand", max_length=12, choices=ExternalState.choices, blank=True)
    note = models.CharField("Erläuterung", max_length=500, blank=True)
    url = models.CharField("Adresse des Vorgangs", max_length=2000, blank=True)
    changed_at = models.DateTimeField("Stand vom", null=True, blank=True)

    class Meta:
        ordering = ("-begun_at",)

    def __str__(self) -> str:
        return str(self.pk)


class StatusMessage(Row):
    """A message of a provider that was taken: the same one again changes nothing, another one under its id is refused."""

    sender = models.ForeignKey(StatusSender, models.CASCADE, related_name="messages")
    message_id = models.CharField(max_length=100)
    sha256 = models.CharField(max_length=64)
    taken_at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["sender", "message_id"], name="catalogue_message_once")]

    def __str__(self) -> str:
        return self.message_id
