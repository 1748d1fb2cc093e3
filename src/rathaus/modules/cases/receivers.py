"""What follows from what happened, here and in the rooms below. Each handler runs once, in its own transaction."""

import datetime as dt
import uuid

from rathaus.foundation import clock
from rathaus.foundation.events.public import Meta, subscribe
from rathaus.foundation.permissions.public import SYSTEM
from rathaus.modules.accounts.events import MandateEnded
from rathaus.modules.cases import issuing, letters, tasks
from rathaus.modules.cases.domain.close import note_in_history
from rathaus.modules.cases.domain.fee import set_fee_state
from rathaus.modules.cases.enums import OPEN_STATES, DecisionKind, EntryKind, FeeState, PartyRole
from rathaus.modules.cases.events import (
    AddressConfirmed,
    CaseClosed,
    CaseDecided,
    CaseOpened,
    CaseWithdrawn,
    ContentEntered,
    DocumentsRequested,
    MessageSent,
)
from rathaus.modules.cases.models import Case, Message, Party
from rathaus.modules.cases.words import words_of
from rathaus.modules.delivery.events import DeliveryPosted, DocumentRetrieved, NotificationFailed
from rathaus.modules.payments.events import LatePayment, PaymentReceived, RefundProposed, RefundSent
from rathaus.modules.records import public as records


def _case(identifier: str) -> Case:
    return Case.objects.select_related("procedure", "content").get(pk=uuid.UUID(identifier))


@subscribe(CaseOpened, ContentEntered, name="cases.start")
def start(event: CaseOpened | ContentEntered, meta: Meta) -> None:
    """Filing in the background, the fee that is due before, the confirmation by mail; and what a letter's answers change."""
    case = _case(event.case_id)
    if isinstance(event, ContentEntered):
        tasks.file_entered.enqueue(event.case_id, event.number)
        issuing.reassess_fee(case, key=f"fee:{event.number}", now=meta.now)
        return
    tasks.file_case.enqueue(event.case_id)
    if case.fee_state == FeeState.DUE:
        issuing.request_fee(case, now=meta.now)
    said = words_of(case)
    letters.tell_applicant(case, subject=said.arrived_subject, sentence=said.arrived, key=meta.key, now=meta.now)


@subscribe(AddressConfirmed, name="cases.address_confirmed")
def address_confirmed(event: AddressConfirmed, meta: Meta) -> None:
    case = _case(event.case_id)
    said = words_of(case)
    letters.tell_applicant(case, subject=said.arrived_subject, sentence=said.confirmed, key=meta.key, now=meta.now)


@subscribe(CaseDecided, name="cases.issue")
def issue(event: CaseDecided, meta: Meta) -> None:
    tasks.issue_notice.enqueue(event.decision_id)
    issuing.settle_fee(_case(event.case_id), DecisionKind(event.kind), now=meta.now)


@subscribe(CaseWithdrawn, name="cases.withdrawn")
def withdrawn(event: CaseWithdrawn, meta: Meta) -> None:
    case = _case(event.case_id)
    issuing.release_fee(case, reason="Antrag zurückgezogen", now=meta.now)
    said = words_of(case)
    letters.tell_applicant(case, subject=said.withdrawn_subject, sentence=said.withdrawn, key=meta.key, now=meta.now)


@subscribe(CaseClosed, name="cases.close_subfile")
def close_subfile(event: CaseClosed, meta: Meta) -> None:
    case = _case(event.case_id)
    if case.subfile_id is not None:
        records.close_subfile(subfile_id=case.subfile_id, actor=SYSTEM, now=meta.now)


@subscribe(DocumentsRequested, name="cases.ask_by_mail")
def ask(event: DocumentsRequested, meta: Meta) -> None:
    case = _case(event.case_id)
    sentence = words_of(case).missing
    letters.tell_applicant(case, subject="Bitte reichen Sie etwas nach", sentence=sentence, key=meta.key, now=meta.now)


@subscribe(MessageSent, name="cases.message")
def message_sent(event: MessageSent, meta: Meta) -> None:
    if event.direction == "to_applicant":
        sentence = "In Ihrem Vorgang liegt eine neue Nachricht für Sie bereit."
        letters.tell_applicant(_case(event.case_id), subject="Neue Nachricht", sentence=sentence, key=meta.key, now=meta.now)
    elif Message.objects.get(pk=uuid.UUID(event.message_id)).attachments:
        tasks.file_message.enqueue(event.message_id)


@subscribe(PaymentReceived, LatePayment, RefundProposed, RefundSent, name="cases.fee")
def fee(event: PaymentReceived | LatePayment | RefundProposed | RefundSent, meta: Meta) -> None:
    if event.subject_kind != "case":
        return
    texts: dict[str, tuple[FeeState, str]] = {
        PaymentReceived.TYPE: (FeeState.PAID, "Gebühr bezahlt"),
        LatePayment.TYPE: (FeeState.REFUND_PROPOSED, "Zahlung kam verspätet und wird erstattet"),
        RefundProposed.TYPE: (FeeState.REFUND_PROPOSED, "Erstattung vorgeschlagen"),
        RefundSent.TYPE: (FeeState.REFUNDED, "Gebühr erstattet"),
    }
    state, text = texts[event.TYPE]
    set_fee_state(case_id=uuid.UUID(event.subject_id), state=state, text=text, actor=SYSTEM, now=meta.now)


@subscribe(DocumentRetrieved, DeliveryPosted, NotificationFailed, name="cases.notification")
def notification(event: DocumentRetrieved | DeliveryPosted | NotificationFailed, meta: Meta) -> None:
    if event.subject_kind != "case":
        return
    case_id = uuid.UUID(event.subject_id)
    if isinstance(event, NotificationFailed):
        text = "Der Bescheid wurde nicht rechtzeitig abgerufen und ist damit nicht bekannt gegeben."
        text += " Ein Brief ist vorbereitet." if event.letter_id else " Es fehlt eine Anschrift für den Brief."
        today = clock.today(meta.now)
        note_in_history(case_id=case_id, kind=EntryKind.NOTIFIED, text=text, actor=SYSTEM, now=meta.now, resubmit_on=today)
        return
    how = "abgerufen" if isinstance(event, DocumentRetrieved) else "zur Post gegeben"
    text = f"Bescheid {how}"
    if event.notified_on:
        text += f"; gilt als bekannt gegeben am {_german(event.notified_on)}"
    if event.deadline_ends:
        text += f", Frist endet am {_german(event.deadline_ends)}"
    note_in_history(case_id=case_id, kind=EntryKind.NOTIFIED, text=text, actor=SYSTEM, now=meta.now)


@subscribe(MandateEnded, name="cases.mandate_ended")
def mandate_ended(event: MandateEnded, meta: Meta) -> None:
    """Whoever works an open case must know that the person acting for another no longer may."""
    rows = Party.objects.filter(role=PartyRole.REPRESENTED, identity__mandate__id=event.mandate_id, case__state__in=OPEN_STATES)
    for case_id in rows.values_list("case_id", flat=True):
        text = "Die Vollmacht, mit der dieser Antrag gestellt wurde, ist beendet. Klären Sie, an wen die Post jetzt geht."
        today = clock.today(meta.now)
        note_in_history(case_id=case_id, kind=EntryKind.NOTE, text=text, actor=SYSTEM, now=meta.now, resubmit_on=today)


def _german(day: str) -> str:
    return f"{dt.date.fromisoformat(day):%d.%m.%Y}"
