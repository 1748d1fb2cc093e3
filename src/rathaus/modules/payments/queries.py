"""Reads, bulk by nature."""

import datetime as dt
import uuid
from collections.abc import Callable, Iterable, Mapping
from typing import cast

from rathaus.foundation.errors import NotFound
from rathaus.modules.payments import tables
from rathaus.modules.payments.models import FeeTable, PaymentRequest
from rathaus.modules.payments.tables import Fee
from rathaus.modules.payments.types import PaymentInfo, SubjectRef, info, pair

_SUBJECT_URLS: dict[str, Callable[[str], str | None]] = {}


def show_subject(kind: str, url_of: Callable[[str], str | None]) -> None:
    """Rooms further right say where the payer finds what is paid for: `show_subject("case", lambda id: "/vorgang/...")`."""
    _SUBJECT_URLS[kind] = url_of


def subject_url(payment: PaymentRequest) -> str:
    """The payer's page of what is paid for, or the start page."""
    url_of = _SUBJECT_URLS.get(payment.subject_kind)
    return (url_of(payment.subject_id) if url_of else None) or "/"


def assess(*, table_code: str, on: dt.date, values: Mapping[str, object]) -> Fee:
    """The fee after the table that holds on a day. Raises NotFound without a table, Invalid where the facts do not fit."""
    return tables.charge(table_on(table_code, on), on=on, values=values)


def table_on(code: str, on: dt.date) -> tables.TableSpec:
    """The table valid on the day; of several, the highest version."""
    versions = FeeTable.objects.filter(code=code, valid_from__lte=on).exclude(valid_until__lt=on).order_by("-version")
    data = versions.values_list("data", flat=True).first()
    if data is None:
        raise NotFound(
            f"Für »{code}« gilt am {on:%d.%m.%Y} keine Gebührentabelle. Installieren Sie eine, die diesen Tag einschließt."
        )
    return tables.parse(cast("object", data))


def get_payments(ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, PaymentInfo]:
    """One query."""
    return {payment.pk: info(payment) for payment in PaymentRequest.objects.filter(pk__in=list(ids))}


def payments_for(subject: SubjectRef) -> list[PaymentInfo]:
    """What was asked for in one matter, oldest first."""
    kind, identifier = pair(subject)
    found = PaymentRequest.objects.filter(subject_kind=kind, subject_id=identifier).order_by("created_at", "pk")
    return [info(payment) for payment in found]


def payments_for_many(kind: str, subject_ids: Iterable[uuid.UUID | str]) -> dict[str, list[PaymentInfo]]:
    """The same for many subjects of one kind, in one query; keys are the ids as text."""
    wanted = [str(identifier) for identifier in subject_ids]
    found: dict[str, list[PaymentInfo]] = {identifier: [] for identifier in wanted}
    for payment in PaymentRequest.objects.filter(subject_kind=kind, subject_id__in=wanted).order_by("created_at", "pk"):
        found[payment.subject_id].append(info(payment))
    return found
