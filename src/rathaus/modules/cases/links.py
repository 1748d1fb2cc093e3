"""Ways between rooms: where a payer finds the case he pays for, and where the answers of a letter are typed in."""

import uuid
from collections.abc import Callable

from django.urls import reverse

from rathaus.modules.cases.models import Case
from rathaus.modules.payments.public import show_subject

_ENTRIES: list[Callable[[uuid.UUID], str]] = []


def case_url(case_id: str) -> str | None:
    token = Case.objects.filter(pk=uuid.UUID(case_id)).values_list("token", flat=True).first()
    return reverse("cases:citizen", args=[token]) if token else None


def show_entry(url_of: Callable[[uuid.UUID], str]) -> None:
    """A room further right says where, by POST, the answers of a letter are typed in: `show_entry(lambda id: "/amt/...")`."""
    _ENTRIES[:] = [url_of]


def entry_url(case_id: uuid.UUID) -> str:
    """Empty where no room types in letters."""
    return _ENTRIES[0](case_id) if _ENTRIES else ""


show_subject("case", case_url)
