"""What a case would come to, whichever way it is decided. Reads alone."""

import datetime as dt
import uuid
from collections.abc import Mapping
from dataclasses import dataclass

from rathaus.foundation import clock
from rathaus.modules.cases import notice, procedure
from rathaus.modules.cases.enums import DecisionKind
from rathaus.modules.cases.models import Case
from rathaus.modules.payments import public as payments


@dataclass(frozen=True, slots=True)
class Prospect:
    """The points a clerk finds, the fee in cents, and the ruling by kind of decision; `unfilled` names stand in the way."""

    checks: tuple[str, ...]
    fee_cents: int
    exempt_reason: str
    rulings: Mapping[str, str]
    unfilled: Mapping[str, tuple[str, ...]]


def prospect(*, case_id: uuid.UUID, now: dt.datetime) -> Prospect:
    """Raises Invalid or NotFound where fee or law do not fit the case."""
    case = Case.objects.select_related("procedure", "content").get(pk=case_id)
    spec = procedure.parse(case.procedure.data)
    kinds = [DecisionKind(entry.kind) for entry in spec.decisions]
    rulings = {
        kind.value: notice.compose(case=case, spec=spec, kind=kind, reasons="", signatory=None, now=now).operative
        for kind in kinds
    }
    open_names = {kind: tuple(notice.unfilled(text)) for kind, text in rulings.items()}
    cents, reason = _fee(case, spec)
    return Prospect(
        checks=tuple(case.checks.order_by("position", "pk").values_list("key", flat=True)),
        fee_cents=cents,
        exempt_reason=reason,
        rulings=rulings,
        unfilled={kind: names for kind, names in open_names.items() if names},
    )


def _fee(case: Case, spec: procedure.ProcedureSpec) -> tuple[int, str]:
    if spec.fee.when == "none":
        return 0, ""
    fee = payments.assess(table_code=spec.fee.table, on=clock.today(case.received_at), values=case.content.facts)
    return fee.cents, fee.exempt_reason or ""
