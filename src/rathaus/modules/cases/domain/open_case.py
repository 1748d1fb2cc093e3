"""A case begins: online, at the counter, by letter or telephone, always the same way."""

import datetime as dt
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from django.db import transaction

from rathaus.foundation import clock, ids, rows
from rathaus.foundation import text as texts
from rathaus.foundation.errors import Invalid, NotFound
from rathaus.foundation.events import public as events
from rathaus.foundation.permissions import public as permissions
from rathaus.foundation.permissions.public import Actor, ActorKind, Secrecy
from rathaus.modules.cases import deadlines, places, procedure, rules
from rathaus.modules.cases.domain import _common
from rathaus.modules.cases.domain.bias import bar_biased
from rathaus.modules.cases.domain.change_secrecy import REVIEW_BEFORE
from rathaus.modules.cases.enums import Channel, CheckKind, EntryKind, FeeState, PartyRole
from rathaus.modules.cases.events import CaseOpened
from rathaus.modules.cases.models import Case, CaseContent, Check, Party, Procedure
from rathaus.modules.organisation import public as organisation


@dataclass(frozen=True, slots=True)
class PartyData:
    role: PartyRole
    name: str
    address_lines: tuple[str, ...] = ()
    email: str = ""
    phone: str = ""
    account_id: uuid.UUID | None = None
    identity: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ExtraCheck:
    """A point that the form itself asks to be checked by hand (a rule that no machine executes)."""

    key: str
    label: str
    help_text: str = ""


def open_case(
    *,
    procedure_id: uuid.UUID,
    channel: Channel,
    received_at: dt.datetime,
    parties: Sequence[PartyData],
    unit_id: uuid.UUID,
    actor: Actor,
    now: dt.datetime,
    subject_line: str = "",
    facts: Mapping[str, Any] | None = None,
    summary: Sequence[Any] = (),
    attachments: Sequence[Mapping[str, Any]] = (),
    choice: Mapping[str, Any] | None = None,
    extra_checks: Sequence[ExtraCheck] = (),
    account_id: uuid.UUID | None = None,
    application_id: uuid.UUID | None = None,
    blocked: bool = False,
    secrecy: Iterable[Secrecy] = (),
) -> Case:
    """The case, its parties, its points to check and the first line of its history, in one transaction.

    `received_at` is when it reached the authority: for a letter its true day, never later than `now`. The same
    `application_id` twice gives the same case. `blocked` marks an Auskunftssperre (§ 51 BMG), `secrecy` adds to the class of the
    procedure.
    Raises Invalid without an applicant or with a future receipt, Forbidden for staff who may not register.
    """
    if received_at > now:
        raise Invalid("Das Eingangsdatum liegt in der Zukunft. Tragen Sie den Tag ein, an dem der Brief angekommen ist.")
    if not any(party.role == PartyRole.APPLICANT for party in parties):
        raise Invalid("Es fehlt, wer den Antrag stellt.")
    record, spec = _procedure_version(procedure_id)
    if actor.kind is ActorKind.STAFF:
        permissions.require(actor, rules.REGISTER, today=clock.today(now))
    received_on = clock.today(received_at)
    land = places.land_of(unit_id, now=now)
    block_ends = deadlines.block_ends(clock.today(now), land=land, regime=spec.regime) if blocked else None
    case = Case(
        number=f"V-{ids.readable_code(8)}",
        token=ids.token(),
        procedure=record,
        service_key=spec.service_key,
        title=spec.title,
        subject_line=subject_of(subject_line, spec.title),
        unit_id=unit_id,
        channel=channel,
        received_at=received_at,
        opened_at=now,
        fee_state=FeeState.DUE if spec.fee.when == "before_decision" else FeeState.NONE,
        **permissions.columns_of({Secrecy(spec.secrecy), *secrecy, *([Secrecy.BLOCKED] if blocked else [])}),
        blocked_until=block_ends,
        block_review_on=block_ends - REVIEW_BEFORE if block_ends else None,
        account_id=account_id,
        application_id=application_id,
        promise_due=deadlines.promise_due(received_on, working_days=spec.promise_working_days, land=land, regime=spec.regime),
        law_due=deadlines.law_due(received_on, land=land, regime=spec.regime, clock=spec.law),
    )
    content = CaseContent(
        case_id=case.pk,
        facts=dict(facts or {}),
        summary=list(summary),
        attachments=[dict(entry) for entry in attachments],
        choice=dict(choice or {}),
    )
    persons = [party_row(case, data) for data in parties]
    checks = _checks(case, spec, extra_checks)
    how = f"{Channel(channel).label}, eingegangen am {clock.local(received_at):%d.%m.%Y}"
    with transaction.atomic(savepoint=False):
        if not rows.insert(case, unless_there=True):
            return Case.objects.get(application_id=application_id)
        rows.insert(content)
        rows.insert(*persons)
        rows.insert(*checks)
        bar_parties(case, parties, now=now)
        _common.tell(case, kind=EntryKind.OPENED, actor=actor, now=now, text=how, payload={"procedure": record.sha256})
        events.publish(CaseOpened(str(case.pk), case.service_key, str(channel)), aggregate=("case", str(case.pk)), now=now)
    return case


@lru_cache(maxsize=256)
def _procedure_version(procedure_id: uuid.UUID) -> tuple[Procedure, procedure.ProcedureSpec]:
    """A version never changes: each process reads it once. Raises NotFound."""
    record = Procedure.objects.filter(pk=procedure_id).first()
    if record is None:
        raise NotFound("Dieses Verfahren ist nicht installiert.")
    return record, procedure.parse(record.data)


def subject_of(line: str, title: str) -> str:
    """The subject as it is kept: one line, the title where nothing is said."""
    return (texts.clean(line) or title)[:200]


def party_row(case: Case, data: PartyData) -> Party:
    """Not saved yet. Raises Invalid without a name."""
    name = texts.clean(data.name)
    if not name:
        raise Invalid("Es fehlt ein Name.", {"name": "Bitte ausfüllen."})
    return Party(
        case_id=case.pk,
        role=data.role,
        name=name[:200],
        match_key=texts.match_key(name),
        address_lines=[texts.clean(line) for line in data.address_lines if line.strip()],
        email=data.email.strip(),
        phone=data.phone.strip(),
        account_id=data.account_id,
        identity=dict(data.identity),
    )


def _checks(case: Case, spec: procedure.ProcedureSpec, extra: Sequence[ExtraCheck]) -> list[Check]:
    checks = [
        Check(
            case_id=case.pk,
            position=at,
            key=entry.key,
            label=entry.label,
            help_text=entry.help_text,
            kind=entry.kind,
            required=entry.required,
        )
        for at, entry in enumerate(spec.checks)
    ]
    checks += [
        Check(
            case_id=case.pk,
            position=at,
            key=entry.key[:80],
            label=entry.label[:400],
            help_text=entry.help_text,
            kind=CheckKind.MANUAL,
        )
        for at, entry in enumerate(extra, start=len(checks))
    ]
    return checks


def bar_parties(case: Case, parties: Sequence[PartyData], *, now: dt.datetime) -> None:
    """A member of staff whose own address stands among the parties is barred at once (§ 20 (1) Nr. 1 VwVfG)."""
    addresses = [party.email.strip().casefold() for party in parties if party.email.strip()]
    if not addresses:
        return
    if persons := organisation.persons_by_email(addresses):
        bar_biased(case, list(persons), reason="selbst beteiligt (§ 20 Abs. 1 Nr. 1 VwVfG)", now=now)
