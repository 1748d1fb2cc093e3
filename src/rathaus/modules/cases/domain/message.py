"""Messages between the applicant and the office, in the case itself."""

import datetime as dt
import uuid
from collections.abc import Sequence
from typing import Any

from django.db import transaction

from rathaus.foundation import clock
from rathaus.foundation import text as texts
from rathaus.foundation.errors import Invalid
from rathaus.foundation.events import public as events
from rathaus.foundation.permissions.public import Actor
from rathaus.modules.cases import rules
from rathaus.modules.cases.domain import _common
from rathaus.modules.cases.enums import ANSWERED, EntryKind, State
from rathaus.modules.cases.events import MessageSent
from rathaus.modules.cases.models import Case, Message

MAX_LENGTH = 10_000
_TOO_LONG = f"Die Nachricht ist länger als {MAX_LENGTH:,} Zeichen. Kürzen Sie sie oder hängen Sie den Text als Datei an.".replace(
    ",", "."
)


def write_as_office(*, case_id: uuid.UUID, text: str, key: str, actor: Actor, now: dt.datetime) -> Message:
    """A message to the applicant. The same `key` twice is the same message."""
    with transaction.atomic():
        case = _common.lock_for(case_id, actor=actor, right=rules.WORK, now=now)
        return write(case, text=text, attachments=(), key=key, from_office=True, actor=actor, now=now)


def write_as_applicant(
    *, case_id: uuid.UUID, text: str, attachments: Sequence[dict[str, Any]], key: str, actor: Actor, now: dt.datetime
) -> Message:
    """A message from whoever may open the case page (account or unguessable address: checked by the view)."""
    with transaction.atomic():
        case = _common.lock(case_id)
        message = write(case, text=text, attachments=attachments, key=key, from_office=False, actor=actor, now=now)
        if case.state == State.CLOSED and case.outcome == ANSWERED:  # a further question comes before a clerk again
            case.resubmit_on = clock.today(now)
            _common.save(case)
        return message


def write(
    case: Case, *, text: str, attachments: Sequence[dict[str, Any]], key: str, from_office: bool, actor: Actor, now: dt.datetime
) -> Message:
    """Into the locked case, in the caller's transaction; who may was asked there."""
    if known := Message.objects.filter(key=key, case=case, from_office=from_office).first():
        return known
    if Message.objects.filter(key=key).exists():
        raise Invalid("Diese Nachricht ist nicht gesendet. Laden Sie die Seite neu und senden Sie sie noch einmal.")
    text = texts.clean(text, multiline=True)
    if not text and not attachments:
        raise Invalid(
            "Die Nachricht ist leer. Schreiben Sie einen Text oder hängen Sie eine Datei an.", {"text": "Bitte ausfüllen."}
        )
    if len(text) > MAX_LENGTH:
        raise Invalid(_TOO_LONG, {"text": _TOO_LONG})
    message = Message.objects.create(
        case=case,
        from_office=from_office,
        author_name=actor.name,
        author_id=actor.person_id or actor.id,
        text=text,
        attachments=list(attachments),
        at=now,
        key=key,
    )
    side = "vom Amt" if from_office else "an das Amt"
    _common.tell(case, kind=EntryKind.MESSAGE, actor=actor, now=now, text=side, payload={"message_id": str(message.pk)})
    direction = "to_applicant" if from_office else "to_office"
    events.publish(MessageSent(str(case.pk), str(message.pk), direction), aggregate=("case", str(case.pk)), now=now)
    return message


def mark_read(*, case_id: uuid.UUID, from_office: bool, now: dt.datetime) -> None:
    """The other side has seen the messages: remembered for the sender, no act of law."""
    Message.objects.filter(case_id=case_id, from_office=from_office, read_at__isnull=True).update(read_at=now)
