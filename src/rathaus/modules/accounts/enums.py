"""Realms, provenance of values, levels of trust, kinds of sign-in events."""

from django.db import models


class Realm(models.TextChoices):
    """Two separate worlds of accounts: nobody is in both with one key."""

    CITIZEN = "citizen", "Servicekonto"
    STAFF = "staff", "Verwaltung"


class Source(models.TextChoices):
    """Where a value of the profile comes from."""

    SELF = "self", "von Ihnen angegeben"
    COUNTER = "counter", "am Schalter geprüft"
    IDENTITY = "identity", "von einem Identitätsdienst bestätigt"


class TrustLevel(models.TextChoices):
    """Vertrauensniveau after eIDAS (Regulation (EU) 910/2014, Art. 8); a local account proves nothing by itself."""

    NONE = "none", "nicht nachgewiesen"
    LOW = "low", "niedrig"
    SUBSTANTIAL = "substantial", "substanziell"
    HIGH = "high", "hoch"


class Side(models.TextChoices):
    """Who took a mandate back."""

    PRINCIPAL = "principal", "widerrufen"
    AGENT = "agent", "zurückgegeben"


TRUST_ORDER = (TrustLevel.NONE, TrustLevel.LOW, TrustLevel.SUBSTANTIAL, TrustLevel.HIGH)
