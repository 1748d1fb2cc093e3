"""What a letter says reaches its case: answers, persons and the points that stay open. The day of receipt stays the letter's."""

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.db.models import Max

from rathaus.foundation import clock
from rathaus.foundation.errors import Invalid
from rathaus.foundation.events import public as events
from rathaus.foundation.permissions import public as permissions
from rathaus.foundation.permissions.public import Actor
from rathaus.modules.cases import procedure, rules
from rathaus.modules.cases.domain import _common
from rathaus.modules.cases.domain.open_case import ExtraCheck, PartyData, bar_parties, party_row, subject_of
from rathaus.modules.cases.domain.request_documents import request_documents
from rathaus.modules.cases.enums import Channel, CheckKind, CheckState, EntryKind, PartyRole, State
from rathaus.modules.cases.events import ContentEntered
from rathaus.modules.cases.models import Case, CaseContent, Check

LETTER = "brief."
"""What the keys of the points begin with that a letter itself gives rise to."""
READ = "brief.angaben"
ENTERED_SINCE = "Inzwischen eingetragen"


def enter_content(
    *,
    case_id: uuid.UUID,
    number: int,
    sha256: str,
    facts: Mapping[str, Any],
    summary: Sequence[Any],
    parties: Sequence[PartyData],
    subject_line: str,
    attachments: Sequence[Mapping[str, Any]],
    points: Sequence[ExtraCheck],
    missing: str,
    actor: Actor,
    now: dt.datetime,
) -> Case:
    """Replaces what the case knows by the answers typed in from its letter; `number` 1 is the first time, later ones correct.

    `points` are the points to check the letter leaves behind; one that is gone is marked so. `missing` is the text of a
    request for documents: made where the actor may work the case and it is free to wait, else left to the points.
    Raises Forbidden without the right or for bias, Invalid for a case that came otherwise, is proposed, decided or ended.
    """
    with transaction.atomic():
        case = _common.lock_for(case_id, actor=actor, right=rules.REGISTER, now=now)
        _demand_open_letter(case)
        content = CaseContent.objects.select_for_update().get(pk=case.pk)
        changed = _changed(content.summary, summary)
        content.facts, content.summary = dict(facts), list(summary)
        known = {(entry["sha256"], entry["filename"]) for entry in content.attachments}
        content.attachments += [dict(entry) for entry in attachments if (entry["sha256"], entry["filename"]) not in known]
        content.save()
        case.subject_line = subject_of(subject_line, case.title)
        _replace_parties(case, parties)
        bar_parties(case, parties, now=now)
        _leave_points(case, points, actor=actor, now=now)
        _common.save(case)
        text = f"Angaben aus dem Brief, Fassung {number}" + (f": {', '.join(changed)}" if changed else "")
        payload = {"number": number, "sha256": sha256, "changed": changed, "open": [point.label for point in points]}
        _common.tell(case, kind=EntryKind.ENTERED, actor=actor, now=now, text=text, payload=payload)
        events.publish(ContentEntered(str(case.pk), number), aggregate=("case", str(case.pk)), now=now)
        if missing:
            _ask(case, missing, actor=actor, now=now)
    return case


def _demand_open_letter(case: Case) -> None:
    if case.channel != Channel.PAPER:
        raise Invalid(
            "Eingetragen werden Angaben aus einem Brief. Dieser Vorgang kam auf anderem Weg; seine Angaben stehen schon da."
        )
    if case.state == State.PROPOSED:
        raise Invalid("Die Entscheidung liegt zur Freigabe. Lassen Sie sich den Vorschlag zurückgeben, bevor Sie Angaben ändern.")
    if case.state not in {State.RECEIVED, State.IN_PROGRESS, State.WAITING}:
        raise Invalid(
            "Über diesen Vorgang ist schon entschieden. Neue Angaben gehören in einen Vermerk oder in einen neuen Antrag."
        )


def _changed(old: Sequence[Mapping[str, Any]], new: Sequence[Mapping[str, Any]]) -> list[str]:
    """The labels whose text differs from what stood there; empty the first time."""
    before = {row[0]: row[1] for block in old for row in block["rows"]}
    after = {row[0]: row[1] for block in new for row in block["rows"]}
    return [label for label in {**before, **after} if before.get(label) != after.get(label)] if before else []


def _replace_parties(case: Case, parties: Sequence[PartyData]) -> None:
    present = {party.role: party for party in case.parties.select_for_update()}
    for data in parties:
        row = party_row(case, data)
        if (party := present.pop(data.role, None)) is None:
            row.save(force_insert=True)
            continue
        if party.email != row.email:
            party.email_confirmed_at = None
        for name in ("name", "match_key", "address_lines", "email", "phone", "account_id"):
            setattr(party, name, getattr(row, name))
        party.identity = row.identity or party.identity
        party.save()
    for role, party in present.items():
        if role != PartyRole.APPLICANT:
            party.delete()


def _leave_points(case: Case, points: Sequence[ExtraCheck], *, actor: Actor, now: dt.datetime) -> None:
    """The points of the letter as they stand now; that the answers were compared with the scan is asked anew each time."""
    present = {check.key: check for check in case.checks.select_for_update() if check.key.startswith(LETTER)}
    position = (case.checks.aggregate(last=Max("position"))["last"] or 0) + 1
    wanted = {point.key[:80]: point for point in points}
    for key, check in present.items():
        reopened = key == READ or (key in wanted and check.note == ENTERED_SINCE)
        if reopened and check.state != CheckState.OPEN:
            check.state, check.note, check.checked_by, check.checked_at = CheckState.OPEN, "", None, None
        elif key not in wanted and key != READ and check.state == CheckState.OPEN:
            check.state, check.note, check.checked_by, check.checked_at = CheckState.OK, ENTERED_SINCE, actor.person_id, now
        if key in wanted:
            check.help_text = wanted[key].help_text
        check.save()
    Check.objects.bulk_create(
        Check(case=case, position=at, key=key, label=point.label[:400], help_text=point.help_text, kind=CheckKind.MANUAL)
        for at, (key, point) in enumerate(((k, p) for k, p in wanted.items() if k not in present), start=position)
    )


def _ask(case: Case, missing: str, *, actor: Actor, now: dt.datetime) -> None:
    """A request for documents in the same step, where the case may wait; otherwise the points say what to ask for."""
    today = clock.today(now)
    able = permissions.allowed(actor, rules.WORK, scope=_common.scope_of(case), today=today)
    if not able or case.state == State.WAITING or case.assignee_id not in {None, actor.person_id}:
        return
    if case.state == State.RECEIVED:
        case.assignee_id = actor.person_id
        _common.move(case, State.IN_PROGRESS)
        _common.save(case)
        _common.tell(case, kind=EntryKind.CLAIMED, actor=actor, now=now)
    due = today + dt.timedelta(days=procedure.parse(case.procedure.data).answer_days)
    request_documents(case_id=case.pk, text=missing, due=due, actor=actor, now=now, version=case.version)
