"""Channels and states of a delivery, and which state may follow which."""

from django.db import models


class DeliveryState(models.TextChoices):
    AVAILABLE = "available", "liegt im Postfach"
    RETRIEVED = "retrieved", "abgerufen"
    NOT_RETRIEVED = "not_retrieved", "nicht abgerufen"
    TO_POST = "to_post", "als Brief vorbereitet"
    POSTED = "posted", "zur Post gegeben"


class ChannelId(models.TextChoices):
    PORTAL = "portal", "Postfach im Serviceportal"
    LETTER = "letter", "Brief"


TRANSITIONS: dict[DeliveryState, frozenset[DeliveryState]] = {
    DeliveryState.AVAILABLE: frozenset({DeliveryState.RETRIEVED, DeliveryState.NOT_RETRIEVED}),
    DeliveryState.RETRIEVED: frozenset(),
    DeliveryState.NOT_RETRIEVED: frozenset(),
    DeliveryState.TO_POST: frozenset({DeliveryState.POSTED}),
    DeliveryState.POSTED: frozenset(),
}
