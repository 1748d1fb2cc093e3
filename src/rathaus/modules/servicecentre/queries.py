"""Reads: what holds today, and the inquiry behind a receipt."""

import datetime as dt
import uuid
from dataclasses import dataclass
from functools import lru_cache

from rathaus.foundation.errors import NotFound
from rathaus.modules.servicecentre import setup
from rathaus.modules.servicecentre.models import Inquiry, InquirySetup


@dataclass(frozen=True, slots=True)
class Setup:
    """The version that holds, read."""

    id: uuid.UUID
    spec: setup.SetupSpec
    procedures: dict[str, uuid.UUID]


def setup_on(day: dt.date) -> Setup | None:
    """The newest version that began by this day; None where the city has said nothing yet. One query."""
    row = InquirySetup.objects.filter(valid_from__lte=day).values_list("pk", flat=True).first()
    return setup_of(row) if row else None


@lru_cache(maxsize=8)
def setup_of(setup_id: uuid.UUID) -> Setup:
    """A version never changes: each process reads it once."""
    row = InquirySetup.objects.get(pk=setup_id)
    return Setup(row.pk, setup.parse(row.data), {key: uuid.UUID(value) for key, value in row.procedures.items()})


def find_inquiry(token: str) -> Inquiry:
    """Behind the address of a receipt. Raises NotFound."""
    inquiry = Inquiry.objects.filter(token=token, case_id__isnull=False).first()
    if inquiry is None:
        raise NotFound("Diese Anfrage gibt es nicht. Prüfen Sie die Adresse in Ihrer Eingangsbestätigung.")
    return inquiry
