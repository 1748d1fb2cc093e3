"""Closed lists of the organisation."""

from django.db import models


class Reach(models.TextChoices):
    """What a role covers, seen from the unit of its post."""

    UNIT = "unit", "die eigene Einheit"
    SUBTREE = "subtree", "die eigene Einheit und alle darunter"
    AUTHORITY = "authority", "die ganze Behörde"
    INSTANCE = "instance", "alle Behörden"


class Land(models.TextChoices):
    ST = "ST", "Sachsen-Anhalt"
    NW = "NW", "Nordrhein-Westfalen"


class AddressKind(models.TextChoices):
    """Anschrift: house, letters, post box (XZuFi)."""

    VISIT = "visit", "Besuch"
    POST = "post", "Post"
    POST_BOX = "post_box", "Postfach"


class PaymentKind(models.TextChoices):
    CASH = "cash", "bar"
    CARD = "card", "Girocard"
    CREDIT_CARD = "credit_card", "Kreditkarte"
    TRANSFER = "transfer", "Überweisung"
    DEBIT = "debit", "Lastschrift"
    ONLINE = "online", "online"
