"""Everything of a case goes into its subfile: the application as it was sent, each attachment, each message with files."""

import datetime as dt
import json
from contextlib import nullcontext
from typing import Any

from django.db import transaction

from rathaus.foundation.permissions.public import SYSTEM
from rathaus.foundation.storage import public as storage
from rathaus.modules.cases import procedure
from rathaus.modules.cases.domain.change_secrecy import locked_classes
from rathaus.modules.cases.domain.close import note_filed
from rathaus.modules.cases.enums import ANSWERED, PartyRole, State
from rathaus.modules.cases.models import Case, Message
from rathaus.modules.cases.words import words_of
from rathaus.modules.records import public as records


def file_case(case: Case, *, now: dt.datetime) -> None:
    """Opens the subfile and files what came with the application. Safe to repeat: every document has its key."""
    spec = procedure.parse(case.procedure.data)
    with transaction.atomic():
        classes = locked_classes(case.pk)
        case.refresh_from_db(fields=["unit_id"])  # handed over meanwhile
        subfile = records.open_subfile(
            case_id=case.pk,
            title=f"{case.title} {case.number}",
            plan_code=spec.file.plan_code,
            file_rule=spec.file.rule,
            unit_id=case.unit_id,
            service_key=case.service_key,
            secrecy=classes,
            account_id=case.account_id,
            retention_years=spec.file.retention_years,
            file_key=_file_key(case, spec.file),
            actor=SYSTEM,
            now=now,
        )
        note_filed(case_id=case.pk, subfile_id=subfile.id, file_reference=subfile.file_reference, actor=SYSTEM, now=now)
    body = json.dumps(_as_sent(case), ensure_ascii=False, sort_keys=True, indent=1).encode()
    noun = words_of(case).noun
    blob = storage.put_bytes(body, media_type="application/json", filename=f"{noun}-{case.number}.json")
    records.file_document(
        subfile_id=subfile.id,
        kind=records.DocumentKind.APPLICATION,
        title=f"{noun}: {case.title}",
        blob=blob,
        key=f"case:{case.pk}:application",
        received_on=case.received_at.date(),
        actor=SYSTEM,
        now=now,
    )
    _file_attachments(case, now=now)
    if Case.objects.filter(pk=case.pk, state=State.CLOSED, outcome=ANSWERED).exists():  # answered before this ran
        records.close_subfile(subfile_id=subfile.id, actor=SYSTEM, now=now)


def file_entered(case: Case, number: int, *, now: dt.datetime) -> None:
    """The answers typed in from a letter, as they stand, and the files that came with them. Safe to repeat."""
    if case.subfile_id is None:
        raise RuntimeError(f"case {case.number} has no subfile yet")  # tried again by the worker
    body = json.dumps(_as_sent(case), ensure_ascii=False, sort_keys=True, indent=1).encode()
    records.file_document(
        subfile_id=case.subfile_id,
        kind=records.DocumentKind.APPLICATION,
        title=f"Angaben aus dem Brief, Fassung {number}",
        blob=storage.put_bytes(body, media_type="application/json", filename=f"Angaben-{case.number}-{number}.json"),
        key=f"case:{case.pk}:entered:{number}",
        received_on=case.received_at.date(),
        actor=SYSTEM,
        now=now,
    )
    _file_attachments(case, now=now)


def _file_attachments(case: Case, *, now: dt.datetime) -> None:
    for entry in case.content.attachments:
        file_attachment(case, entry, key=f"case:{case.pk}:attachment:{entry['sha256']}:{entry['filename']}", now=now)


def file_attachment(case: Case, entry: dict[str, Any], *, key: str, now: dt.datetime) -> None:
    """Also into a closed Vorgang: whoever writes after the end is in the file too, and the retention period starts anew."""
    if case.subfile_id is None:
        case.refresh_from_db(fields=["subfile_id"])
    if case.subfile_id is None:
        raise RuntimeError(f"case {case.number} has no subfile yet")  # tried again by the worker
    blob = storage.StoredBlob(
        sha256=entry["sha256"], size=entry["size"], media_type=entry["media_type"], filename=entry["filename"]
    )
    closed = records.get_subfiles([case.subfile_id])[case.subfile_id].state == records.SubfileState.CLOSED
    late = closed and records.filed_as(subfile_id=case.subfile_id, key=key) is None
    with transaction.atomic() if late else nullcontext():
        if late:
            records.reopen_subfile(subfile_id=case.subfile_id, reason="Unterlage nach dem Abschluss", actor=SYSTEM, now=now)
        records.file_document(
            subfile_id=case.subfile_id,
            kind=records.DocumentKind.LETTER_IN if entry.get("scan") else records.DocumentKind.ATTACHMENT,
            title=entry["filename"],
            blob=blob,
            key=key,
            received_on=case.received_at.date() if entry.get("scan") else now.date(),
            actor=SYSTEM,
            now=now,
        )
        if late:
            records.close_subfile(subfile_id=case.subfile_id, actor=SYSTEM, now=now)


def file_message(message: Message, *, now: dt.datetime) -> None:
    """The files of a message; its text stands in the history of the case."""
    for entry in message.attachments:
        file_attachment(message.case, entry, key=f"message:{message.pk}:{entry['sha256']}:{entry['filename']}", now=now)


def _file_key(case: Case, spec: procedure.FileSpec) -> str:
    """One Akte for each applicant or object; empty where the year rules, or where the object is not known."""
    if spec.rule == "applicant":
        party = case.parties.get(role=PartyRole.APPLICANT)
        if case.account_id is not None:
            return str(case.account_id)
        # two people may share a name: their papers must not meet in one Akte
        return " ".join([party.match_key, *party.address_lines]) if party.address_lines else ""
    if spec.rule == "object":
        return str(case.content.facts.get(spec.object, ""))
    return ""


def _as_sent(case: Case) -> dict[str, Any]:
    return {
        "number": case.number,
        "service_key": case.service_key,
        "channel": case.channel,
        "received_at": case.received_at.isoformat(),
        "procedure": {"slug": case.procedure.slug, "version": case.procedure.version, "sha256": case.procedure.sha256},
        "parties": [
            {"role": party.role, "name": party.name, "address": party.address_lines, "email": party.email, "phone": party.phone}
            for party in case.parties.order_by("role")
        ],
        "facts": case.content.facts,
        "summary": case.content.summary,
        "choice": case.content.choice,
        "attachments": [
            {"filename": entry["filename"], "sha256": entry["sha256"], "size": entry["size"]}
            for entry in case.content.attachments
        ],
    }
