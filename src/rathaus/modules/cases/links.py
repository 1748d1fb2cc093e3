"""Where a payer finds the case he pays for."""

import uuid

from django.urls import reverse

from rathaus.modules.cases.models import Case
from rathaus.modules.payments.public import show_subject


def case_url(case_id: str) -> str | None:
    token = Case.objects.filter(pk=uuid.UUID(case_id)).values_list("token", flat=True).first()
    return reverse("cases:citizen", args=[token]) if token else None


show_subject("case", case_url)
