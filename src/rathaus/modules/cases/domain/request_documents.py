"""Asking the applicant for what is missing; the promise waits meanwhile, the law does not (§ 75 VwGO)."""

import datetime as dt
import uuid
from collections.abc import Sequence
from typing import Any

from django.db import transaction

from rathaus.foundation import clock
from rathaus.foundation import text as texts
from rathaus.foundation.errors import Invalid
from rathaus.foundation.events import public as events
from rathaus.foundation.permissions.public import SYSTEM, Actor
from rathaus.modules.cases import deadlines, places, rules
from rathaus.modules.cases.domain import _common
from rathaus.modules.cases.enums import EntryKind, RequestState, State
from rathaus.modules.cases.events import DocumentsRequested
from rathaus.modules.cases.models import Case, DocumentRequest, Message


def request_documents(
    *, case_id: uuid.UUID, text: str, due: dt.date, actor: Actor, now: dt.datetime, version: int
) -> DocumentRequest:
    """The case waits for the applicant until `due`. Raises Invalid for an empty text, a past day or a case that waits already."""
    text = texts.clean(text, multiline=True)
    if not text:
        raise Invalid("Schreiben Sie, welche Unterlage fehlt.", {"text": "Bitte ausfüllen."})
    if due <= clock.today(now):
        raise Invalid("Die Frist muss in der Zukunft liegen.", {"due": "Bitte einen späteren Tag wählen."})
    with transaction.atomic():
        case = _common.lock_for(case_id, actor=actor, right=rules.WORK, now=now, version=version)
        _common.move(case, State.WAITING)
        case.waiting_since = now
        _common.save(case)
        request = DocumentRequest.objects.create(case=case, text=text, due=due, requested_by=actor.person_id, requested_at=now)
        _common.tell(case, kind=EntryKind.REQUESTED, actor=actor, now=now, text=f"{text}\nFrist: {due:%d.%m.%Y}")
        events.publish(DocumentsRequested(str(case.pk), str(request.pk)), aggregate=("case", str(case.pk)), now=now)
    return request


def answer_request(
    *, request_id: uuid.UUID, text: str, attachments: Sequence[dict[str, Any]], key: str, actor: Actor, now: dt.datetime
) -> DocumentRequest:
    """The applicant answers; the case goes on. An answer after the end of the period counts as well."""
    text = texts.clean(text, multiline=True)
    if not text and not attachments:
        raise Invalid("Hängen Sie die Unterlage an oder schreiben Sie, warum Sie sie nicht haben.", {"text": "Bitte ausfüllen."})
    with transaction.atomic():
        request = DocumentRequest.objects.select_for_update().get(pk=request_id)
        case = _common.lock(request.case_id)
        if Message.objects.filter(key=key, case=case).exists():
            return request
        if Message.objects.filter(key=key).exists():
            raise Invalid("Diese Antwort ist nicht gesendet. Laden Sie die Seite neu und senden Sie sie noch einmal.")
        if request.state not in {RequestState.OPEN, RequestState.EXPIRED}:
            raise Invalid("Diese Nachforderung ist schon beantwortet. Schreiben Sie uns sonst eine Nachricht.")
        Message.objects.create(
            case=case,
            from_office=False,
            author_name=actor.name,
            author_id=actor.id,
            text=text,
            attachments=list(attachments),
            at=now,
            key=key,
        )
        request.state, request.answered_at = RequestState.ANSWERED, now
        request.save()
        if case.state == State.WAITING:
            _common.move(case, State.IN_PROGRESS)
            stop_waiting(case, now=now)
        _common.save(case)
        names = ", ".join(str(entry["filename"]) for entry in attachments)
        _common.tell(case, kind=EntryKind.ANSWERED, actor=actor, now=now, text=names or "ohne Unterlage")
    return request


def resume_case(*, case_id: uuid.UUID, actor: Actor, now: dt.datetime, version: int) -> Case:
    """The clerk goes on without waiting longer; an open request is taken back."""
    with transaction.atomic():
        case = _common.lock_for(case_id, actor=actor, right=rules.WORK, now=now, version=version)
        if case.state != State.WAITING:
            raise Invalid("Dieser Vorgang wartet nicht.")
        _common.move(case, State.IN_PROGRESS)
        stop_waiting(case, now=now)
        case.requests.filter(state=RequestState.OPEN).update(state=RequestState.CANCELLED)
        _common.save(case)
        _common.tell(case, kind=EntryKind.NOTE, actor=actor, now=now, text="Weiter ohne Antwort auf die Nachforderung")
    return case


def stop_waiting(case: Case, *, now: dt.datetime) -> None:
    """The promise moves by the working days waited."""
    if case.waiting_since is None:
        return
    since, until = clock.today(case.waiting_since), clock.today(now)
    case.waited_days += (until - since).days
    if case.promise_due is not None:
        authority, _unit = places.home_of(case.unit_id)
        regime = case.procedure.data["regime"]
        case.promise_due = deadlines.moved_by_waiting(
            case.promise_due, since=since, until=until, land=authority.land, regime=regime
        )
    case.waiting_since = None


def expire_requests(*, now: dt.datetime) -> int:
    """Requests whose period has ended: the clerk gets the case back as a resubmission. Returns how many."""
    today = clock.today(now)
    done = 0
    for pk in DocumentRequest.objects.filter(state=RequestState.OPEN, due__lt=today).values_list("pk", flat=True):
        with transaction.atomic():
            request = DocumentRequest.objects.select_for_update().get(pk=pk)
            if request.state != RequestState.OPEN:
                continue
            case = _common.lock(request.case_id)
            request.state = RequestState.EXPIRED
            request.save()
            case.resubmit_on = today
            _common.save(case)
            _common.tell(case, kind=EntryKind.RESUBMISSION, actor=SYSTEM, now=now, text="Frist der Nachforderung ist abgelaufen")
            done += 1
    return done
