"""States of a draft and the questions of who acts for whom."""

from django.db.models import TextChoices


class DraftState(TextChoices):
    OPEN = "open", "Entwurf"
    SUBMITTED = "submitted", "Abgesendet"


class ActsFor(TextChoices):
    """§ 14 VwVfG: who is represented; post goes to the representative."""

    SELF = "self", "für mich selbst"
    OTHER = "other", "für eine andere Person"


class Answer(TextChoices):
    """How the decision shall arrive."""

    PORTAL = "portal", "Ins Postfach meines Servicekontos"
    LETTER = "letter", "Mit der Post"


class Ground(TextChoices):
    """Why somebody may act for another; the value is the answer's code, the name what a recipe says."""

    MANDATE = "vollmacht", "Vollmacht"
    CUSTODY = "sorgerecht", "Sorgerecht"
    GUARDIANSHIP = "betreuung", "rechtliche Betreuung"
