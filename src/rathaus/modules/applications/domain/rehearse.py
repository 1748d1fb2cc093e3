"""What would become of an application: the same form check, points, fee and ruling, with nobody behind it."""

import datetime as dt
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from rathaus.foundation import clock
from rathaus.foundation.errors import Invalid
from rathaus.foundation.permissions.public import SYSTEM
from rathaus.modules.applications import spec as specs
from rathaus.modules.applications.domain.points_by_hand import points_by_hand
from rathaus.modules.applications.models import Offer
from rathaus.modules.applications.subject import subject_line
from rathaus.modules.cases import public as cases
from rathaus.modules.forms import public as forms

NAME = "Beispiel"  # nobody in particular; the example says nothing about the person


@dataclass(frozen=True, slots=True)
class Outcome:
    """With `errors` the application would not be received, and the rest is empty. Amounts in cents."""

    pages: tuple[str, ...]
    errors: tuple[str, ...]
    subject: str = ""
    checks: tuple[str, ...] = ()
    fee_cents: int = 0
    exempt_reason: str = ""
    rulings: Mapping[str, str] = field(default_factory=dict)
    unfilled: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def rehearse(*, offer_id: uuid.UUID, values: Mapping[str, Any], now: dt.datetime) -> Outcome:
    """Opens a real case: the caller rolls the transaction back. Raises Invalid for an answer the form has no field for."""
    offer = Offer.objects.get(pk=offer_id)
    spec = specs.parse(offer.spec)
    form = forms.load(offer.form_version_id)
    if strangers := forms.unknown(form, values):
        raise Invalid(f"Das Formular hat kein Feld „{strangers[0]}“.")
    checked = forms.validate(form, values, today=clock.today(now))
    pages, errors = tuple(checked.pages), tuple(checked.errors)
    if errors:
        return Outcome(pages, errors)
    applicant = cases.PartyData(role=cases.PartyRole.APPLICANT, name=NAME, address_lines=("Beispielweg 1", "00000 Beispiel"))
    case = cases.open_case(
        procedure_id=offer.procedure_id,
        channel=cases.Channel.ONLINE,
        received_at=now,
        parties=[applicant],
        unit_id=offer.unit_id,
        actor=SYSTEM,
        now=now,
        subject_line=subject_line(spec, checked.values),
        facts=checked.values,
        extra_checks=points_by_hand(form, spec),
    )
    prospect = cases.prospect(case_id=case.pk, now=now)
    return Outcome(
        pages,
        errors,
        subject=case.subject_line,
        checks=prospect.checks,
        fee_cents=prospect.fee_cents,
        exempt_reason=prospect.exempt_reason,
        rulings=prospect.rulings,
        unfilled=prospect.unfilled,
    )
