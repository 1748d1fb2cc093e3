"""From the decision to the answer: the notice is printed, filed and handed to delivery; money is asked for or given back."""

import datetime as dt

from django.db import transaction

from rathaus.foundation import clock, money
from rathaus.foundation.errors import Invalid
from rathaus.foundation.permissions.public import SYSTEM
from rathaus.foundation.storage import public as storage
from rathaus.modules.accounts import public as accounts
from rathaus.modules.cases import notice, procedure
from rathaus.modules.cases.domain.change_secrecy import locked_classes
from rathaus.modules.cases.domain.close import note_delivered, note_in_history
from rathaus.modules.cases.domain.confirm_address import confirmed_email
from rathaus.modules.cases.domain.fee import set_fee_state
from rathaus.modules.cases.enums import Channel, DecisionKind, EntryKind, FeeState, PartyRole
from rathaus.modules.cases.models import Case, Decision
from rathaus.modules.delivery import public as delivery
from rathaus.modules.payments import public as payments
from rathaus.modules.records import public as records


def issue_notice(decision: Decision, *, now: dt.datetime) -> None:
    """Safe to repeat: the document has its key, delivery knows the document, the case remembers the delivery."""
    case = decision.case
    if decision.delivery_id is not None:
        return
    if case.subfile_id is None:
        raise RuntimeError(f"case {case.number} has no subfile yet")  # tried again by the worker
    spec = procedure.parse(case.procedure.data)
    key = f"decision:{decision.pk}"
    document = _filed(case, decision, spec, key=key, now=now)
    to = notice.addressee(list(case.parties.all()))
    content = decision.content
    with transaction.atomic():
        info = delivery.dispatch(
            subject=("case", str(case.pk)),
            recipient=delivery.Recipient(
                name=to.name,
                account_id=to.account_id or (case.account_id if to.role == PartyRole.APPLICANT else None),
                address_lines=tuple(to.address_lines),
                email=confirmed_email(to),
                choice=_channel(case),
            ),
            document=document,
            legal=delivery.LegalFrame(land=content["land"], regime=content["regime"], act=content["act"]),
            title=f"{content['title']}: {content['subject']}",
            filename=f"Bescheid-{case.number}.pdf",
            unit_id=case.unit_id,
            service_key=case.service_key,
            secrecy=locked_classes(case.pk),
            actor=SYSTEM,
            now=now,
        )
    note_delivered(
        decision_id=decision.pk, document_id=document.id, delivery_id=info.id, text=info.channel_label, actor=SYSTEM, now=now
    )


def _channel(case: Case) -> str:
    """What was chosen when applying; a consent revoked since then counts no more, and the notice goes out as a letter."""
    choice = case.content.choice
    given, channel = str(choice.get("consent_id", "")), str(choice.get("channel", "portal"))
    if not given or case.account_id is None:
        return channel
    consents = accounts.consents(case.account_id)
    purpose = next((consent.purpose for consent in consents if str(consent.id) == given), None)
    in_force = any(consent.in_force for consent in consents if consent.purpose == purpose)
    return channel if in_force else "letter"


def _filed(case: Case, decision: Decision, spec: procedure.ProcedureSpec, *, key: str, now: dt.datetime) -> records.DocumentRef:
    """The notice in records; printed once, even where the worker was killed between printing and filing."""
    assert case.subfile_id is not None  # noqa: S101 (the caller has checked)
    if known := records.filed_as(subfile_id=case.subfile_id, key=key):
        return known
    pdf = notice.render_pdf(spec=spec, content=decision.content)
    blob = storage.put_bytes(pdf, media_type="application/pdf", filename=f"Bescheid-{case.number}.pdf")
    return records.file_document(
        subfile_id=case.subfile_id,
        kind=records.DocumentKind.NOTICE,
        title=f"Bescheid: {decision.content['title']}",
        blob=blob,
        key=key,
        sent_on=clock.today(now),
        actor=SYSTEM,
        now=now,
    )


def request_fee(case: Case, *, now: dt.datetime) -> None:
    """The fee of a procedure that is paid before the decision; an exemption is a state of the case.

    A letter whose fee depends on its answers waits until they are typed in.
    """
    spec = procedure.parse(case.procedure.data)
    fee = _assessed(case, spec)
    if fee is not None:
        _request(case, spec, fee, key="fee", now=now)


def reassess_fee(case: Case, *, key: str, now: dt.datetime) -> None:
    """The fee due before the decision, after answers were typed in or corrected: another amount replaces an unpaid request.

    Money that is there already is not touched: the history tells the clerk what the fee would be now.
    """
    spec = procedure.parse(case.procedure.data)
    fee = _assessed(case, spec) if spec.fee.when == "before_decision" else None
    if fee is None or case.fee_state in {FeeState.REFUND_PROPOSED, FeeState.REFUNDED}:
        return
    asked = [payment for payment in payments.payments_for(("case", str(case.pk))) if payment.state != payments.State.CANCELLED]
    if any(payment.cents == fee.cents for payment in asked) or (
        not asked and case.fee_state == FeeState.EXEMPT and not fee.cents
    ):
        return
    if paid := next((payment for payment in asked if payment.is_paid), None):
        text = f"Nach den eingetragenen Angaben beträgt die Gebühr {money.format_cents(fee.cents)}, bezahlt sind "
        text += f"{money.format_cents(paid.cents)}. Bitte prüfen Sie, ob nachzufordern oder zu erstatten ist."
        note_in_history(case_id=case.pk, kind=EntryKind.FEE, text=text, actor=SYSTEM, now=now, resubmit_on=clock.today(now))
        return
    for payment in asked:
        payments.cancel(payment_id=payment.id, reason="Gebühr nach den Angaben neu berechnet", actor=SYSTEM, now=now)
    if fee.cents:
        text = f"Gebühr nach den Angaben: {money.format_cents(fee.cents)}"
        set_fee_state(case_id=case.pk, state=FeeState.DUE, text=text, actor=SYSTEM, now=now)
    _request(case, spec, fee, key=key, now=now)


def _assessed(case: Case, spec: procedure.ProcedureSpec) -> payments.Fee | None:
    """None where a letter has not said yet what the fee depends on."""
    try:
        return payments.assess(table_code=spec.fee.table, on=clock.today(case.received_at), values=case.content.facts)
    except Invalid:
        if case.channel == Channel.PAPER:
            return None
        raise


def _request(case: Case, spec: procedure.ProcedureSpec, fee: payments.Fee, *, key: str, now: dt.datetime) -> None:
    if fee.cents == 0:
        set_fee_state(case_id=case.pk, state=FeeState.EXEMPT, text=fee.exempt_reason or "", actor=SYSTEM, now=now)
        return
    with transaction.atomic():
        payments.request_payment(
            subject=("case", str(case.pk)),
            fee=fee,
            payer_name=case.parties.get(role=PartyRole.APPLICANT).name,
            due=clock.today(now) + dt.timedelta(days=spec.fee.due_days),
            title=case.title,
            unit_id=case.unit_id,
            service_key=case.service_key,
            secrecy=locked_classes(case.pk),
            account_id=case.account_id,
            key=key,
            now=now,
        )


def settle_fee(case: Case, kind: DecisionKind, *, now: dt.datetime) -> None:
    """After the decision: ask for the fee that comes with it, or end and give back what a refusal leaves without ground."""
    spec = procedure.parse(case.procedure.data)
    if kind == DecisionKind.REFUSAL:
        release_fee(case, reason="Antrag abgelehnt", now=now)
    elif spec.fee.when == "with_decision":
        request_fee(case, now=now)


def release_fee(case: Case, *, reason: str, now: dt.datetime) -> None:
    """Unpaid requests end, paid ones are proposed for refund; a person of the cash office approves (four eyes)."""
    for payment in payments.payments_for(("case", str(case.pk))):
        if payment.is_paid:
            payments.propose_refund(payment_id=payment.id, reason=reason, actor=SYSTEM, now=now)
        elif payment.payable or payment.state in {payments.State.STARTED, payments.State.UNCLEAR}:
            payments.cancel(payment_id=payment.id, reason=reason, actor=SYSTEM, now=now)
            set_fee_state(case_id=case.pk, state=FeeState.NONE, text="Gebühr entfällt", actor=SYSTEM, now=now)
