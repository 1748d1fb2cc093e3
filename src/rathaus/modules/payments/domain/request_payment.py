"""Somebody owes a fee: the request with its Kassenzeichen, frozen."""

import datetime as dt
import uuid
from dataclasses import asdict

from django.db import IntegrityError, transaction

from rathaus.foundation import text as texts
from rathaus.foundation.errors import Invalid
from rathaus.foundation.permissions.public import SYSTEM, Actor, Secrecy, columns_of
from rathaus.modules.payments import references
from rathaus.modules.payments.domain import _common
from rathaus.modules.payments.enums import EventKind
from rathaus.modules.payments.models import PaymentRequest
from rathaus.modules.payments.tables import Fee
from rathaus.modules.payments.types import PaymentInfo, SubjectRef, info, pair


def request_payment(
    *,
    subject: SubjectRef,
    fee: Fee,
    payer_name: str,
    due: dt.date,
    now: dt.datetime,
    title: str = "",
    key: str = "fee",
    account_id: uuid.UUID | None = None,
    unit_id: uuid.UUID | None = None,
    service_key: str = "",
    secrecy: frozenset[Secrecy] = frozenset(),
    actor: Actor = SYSTEM,
) -> PaymentInfo:
    """One request per subject and key: asked for again, the first one is returned unchanged.

    `account_id` is the payer's Servicekonto, for the copy of their data. Raises Invalid for a fee of nothing: an exemption is
    a state of the case, not a payment.
    """
    if fee.cents <= 0:
        raise Invalid("Es ist nichts zu zahlen. Eine Befreiung wird am Vorgang vermerkt, nicht als Zahlung.")
    kind, identifier = pair(subject)
    same = PaymentRequest.objects.filter(subject_kind=kind, subject_id=identifier, key=key)
    if known := same.first():
        return info(known)
    payment = PaymentRequest(
        subject_kind=kind,
        subject_id=identifier,
        key=key,
        title=(texts.clean(title) or fee.items[0].label)[:200],
        payer_name=texts.clean(payer_name)[:200],
        account_id=account_id,
        cash_reference=_fresh(now),
        cents=fee.cents,
        items=[asdict(item) for item in fee.items],
        basis=fee.basis[:300],
        fee_table=f"{fee.table_code} {fee.table_version}".strip(),
        unit_id=unit_id,
        service_key=service_key,
        **columns_of(secrecy),
        due=due,
        created_at=now,
    )
    try:
        with transaction.atomic():
            payment.save(force_insert=True)
            _common.tell(payment, kind=EventKind.REQUESTED, actor=actor, now=now, text=payment.title)
    except IntegrityError:  # somebody asked at the same moment: theirs counts
        return info(same.get())
    return info(payment)


def _fresh(now: dt.datetime) -> str:
    while True:
        reference = references.new_cash_reference(now.date())
        if not PaymentRequest.objects.filter(cash_reference=reference).exists():
            return reference
