"""What the face hands out."""

import datetime as dt
import uuid
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from rathaus.foundation.audit.public import Subject
from rathaus.modules.payments.enums import PAYABLE, SETTLED, State
from rathaus.modules.payments.models import PaymentRequest

SubjectRef = tuple[str, str] | tuple[str, uuid.UUID] | Subject


def pair(subject: SubjectRef) -> tuple[str, str]:
    """Kind and id as stored; `("case", id)` and `audit.Subject` are both welcome."""
    if isinstance(subject, Subject):
        return subject.kind, subject.id
    return subject[0], str(subject[1])


@dataclass(frozen=True, slots=True)
class PaymentInfo:
    """A request as other rooms see it. `url` is the payer's page, unguessable."""

    id: uuid.UUID
    token: str
    subject_kind: str
    subject_id: str
    title: str
    payer_name: str
    cents: int
    cash_reference: str
    state: State
    state_label: str
    is_paid: bool  # settled, whether or not refunded later
    payable: bool
    due: dt.date
    settled_at: dt.datetime | None
    basis: str
    items: tuple[dict[str, Any], ...]
    url: str


def info(payment: PaymentRequest) -> PaymentInfo:
    state = State(payment.state)
    return PaymentInfo(
        id=payment.pk,
        token=payment.token,
        subject_kind=payment.subject_kind,
        subject_id=payment.subject_id,
        title=payment.title,
        payer_name=payment.payer_name,
        cents=payment.cents,
        cash_reference=payment.cash_reference,
        state=state,
        state_label=str(state.label),
        is_paid=state in SETTLED,
        payable=state in PAYABLE,
        due=payment.due,
        settled_at=payment.settled_at,
        basis=payment.basis,
        items=tuple(payment.items),
        url=reverse("payments:page", args=[payment.token]),
    )
