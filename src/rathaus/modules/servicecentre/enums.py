"""What a message is, as the person who sends it says."""

from django.db.models import TextChoices


class Nature(TextChoices):
    QUESTION = "question", "Frage, Hinweis oder Beschwerde"
    APPLICATION = "application", "Formloser Antrag"
    OBJECTION = "objection", "Widerspruch gegen einen Bescheid"
