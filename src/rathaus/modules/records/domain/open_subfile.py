"""Open a Vorgang in the right Akte; the Akte is opened where the rule finds none."""

import datetime as dt
import uuid
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F

from rathaus.foundation import clock, text
from rathaus.foundation.errors import Invalid
from rathaus.foundation.permissions import public as permissions
from rathaus.foundation.permissions.public import Actor, Scope, Secrecy, require
from rathaus.modules.records import rules
from rathaus.modules.records.domain._log import log
from rathaus.modules.records.enums import Action, FileRule
from rathaus.modules.records.models import FileCounter, FilePlanEntry, RecordFile, Subfile
from rathaus.modules.records.queries import info
from rathaus.modules.records.types import SubfileInfo


def open_subfile(
    *,
    case_id: uuid.UUID | None,
    title: str,
    plan_code: str,
    file_rule: str,
    unit_id: uuid.UUID,
    actor: Actor,
    now: dt.datetime,
    file_key: str = "",
    file_title: str = "",
    service_key: str = "",
    secrecy: frozenset[Secrecy] = frozenset(),
    account_id: uuid.UUID | None = None,
    retention_years: int | None = None,
) -> SubfileInfo:
    """Opens a Vorgang and gives it its reference; the same case twice gives the same Vorgang.

    `file_rule`: `year` (one Akte a year), `applicant` or `object` (one Akte for each `file_key`; without a key the case gets
    an Akte of its own). An Akte never mixes units or sets of secrecy classes. References are never given twice. `retention_years`
    overrules the file plan. Raises Invalid for a code the file plan does not know, Forbidden.
    """
    scope = Scope(unit_id, service_key, secrecy, subject=("case", case_id) if case_id else None)
    require(actor, rules.FILE, scope=scope, today=clock.today(now))
    if case_id is not None and (present := Subfile.objects.filter(case_id=case_id).first()):
        return info(present)
    entry = FilePlanEntry.objects.filter(code=plan_code).first()
    if entry is None:
        raise Invalid(f"Der Aktenplan kennt den Schlüssel {plan_code} nicht. Nehmen Sie ihn auf oder berichtigen Sie das Rezept.")
    rule = FileRule(file_rule)
    day = clock.today(now)
    classes = permissions.columns_of(secrecy)
    key = _rule_key(rule, file_key, case_id, day, beside=secrecy - {classes["secrecy"]})
    try:
        with transaction.atomic():
            where = {"plan_entry": entry, "unit_id": unit_id, "secrecy": classes["secrecy"], "rule_key": key}
            record_file = _file(where, rule=rule, title=file_title or _default_title(entry, rule, day), now=now)
            RecordFile.objects.filter(pk=record_file.pk).update(last_subfile=F("last_subfile") + 1)
            record_file.refresh_from_db()
            reference = f"{record_file.reference}/{record_file.last_subfile}"
            subfile = Subfile.objects.create(
                record_file=record_file,
                number=record_file.last_subfile,
                reference=reference,
                title=title[:200],
                search_key=_search_key(reference, title),
                case_id=case_id,
                account_id=account_id,
                unit_id=unit_id,
                service_key=service_key,
                **classes,
                retention_years=entry.retention_years if retention_years is None else retention_years,
                disposal=entry.disposal,
                opened_at=now,
            )
            log(subfile, Action.OPENED, actor=actor, now=now, title=title, plan_code=plan_code)
    except IntegrityError:  # the same case, opened at the same moment
        winner = Subfile.objects.filter(case_id=case_id).first() if case_id else None
        if winner is None:
            raise
        return info(winner)
    return info(subfile)


def _rule_key(rule: FileRule, file_key: str, case_id: uuid.UUID | None, day: dt.date, *, beside: frozenset[Secrecy]) -> str:
    """What the Akte gathers; the classes beside its strongest one are part of it, so that no two sets share an Akte."""
    others = "".join(f"{entry}+" for entry in sorted(beside))
    if rule is FileRule.YEAR:
        return f"{others}{day.year}"
    folded = " ".join(text.fold(file_key).split())
    return f"{others}{rule}:{folded}"[:200] if folded else f"{others}case:{case_id or uuid.uuid4()}"


def _default_title(entry: FilePlanEntry, rule: FileRule, day: dt.date) -> str:
    return f"{entry.title} {day.year}" if rule is FileRule.YEAR else entry.title


def _file(where: dict[str, Any], *, rule: FileRule, title: str, now: dt.datetime) -> RecordFile:
    """The Akte of the key; two that need it at once get the same one."""
    if present := RecordFile.objects.filter(**where).first():
        return present
    entry: FilePlanEntry = where["plan_entry"]
    counter = _counter(entry, clock.today(now).year)
    if present := RecordFile.objects.filter(**where).first():  # opened while we waited for the counter
        return present
    FileCounter.objects.filter(pk=counter.pk).update(last=F("last") + 1)
    reference = f"{entry.code}-{counter.year}-{counter.last + 1:05d}"
    return RecordFile.objects.create(
        **where, reference=reference, title=title[:200], search_key=_search_key(reference, title), rule=rule, opened_at=now
    )


def _counter(entry: FilePlanEntry, year: int) -> FileCounter:
    """Locked until the end of the transaction."""
    FileCounter.objects.get_or_create(plan_entry=entry, year=year)
    return FileCounter.objects.select_for_update().get(plan_entry=entry, year=year)


def _search_key(reference: str, title: str) -> str:
    return text.fold(f"{reference} {title}")[:400]
