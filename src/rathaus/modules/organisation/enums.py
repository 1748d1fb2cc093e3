"""How far a role of a post reaches."""

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
