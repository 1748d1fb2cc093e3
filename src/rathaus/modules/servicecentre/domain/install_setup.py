"""A city says what it promises for which kind of inquiry; an installed version never changes."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db import transaction

from rathaus.foundation import clock
from rathaus.foundation.audit import public as audit
from rathaus.foundation.errors import Conflict, Invalid
from rathaus.foundation.law import public as law
from rathaus.foundation.permissions.public import Actor
from rathaus.modules.cases import public as cases
from rathaus.modules.organisation import public as organisation
from rathaus.modules.records import public as records
from rathaus.modules.servicecentre import setup
from rathaus.modules.servicecentre.models import InquirySetup


def install_setup(*, data: Mapping[str, Any], actor: Actor, now: dt.datetime) -> InquirySetup:
    """One procedure for each kind and the version itself, in one transaction. The same version again is the same row.

    Raises Invalid for wrong data, for a unit where nobody works and an unknown entry of the file plan, NotFound for a unit or a
    rule of law the house does not know, Conflict for other content under an installed version.
    """
    spec = setup.parse(dict(data))
    digest = setup.digest(spec)
    with transaction.atomic():
        known = InquirySetup.objects.filter(version=spec.version).first()
        if known is not None:
            if known.sha256 != digest:
                raise Conflict(f"Version {spec.version} ist schon mit anderem Inhalt eingerichtet. Erhöhen Sie die Version.")
            return known
        _demand_sense(spec, clock.today(now))
        procedures = {
            kind.key: str(cases.install_procedure(data=setup.procedure_of(spec, kind), actor=actor, now=now).pk)
            for kind in spec.kind
        }
        row = InquirySetup.objects.create(
            version=spec.version,
            valid_from=spec.valid_from,
            sha256=digest,
            data=setup.plain(spec),
            procedures=procedures,
            installed_at=now,
        )
        audit.record(
            act="servicecentre.setup_installed",
            actor=actor,
            subject=audit.Subject("inquiry_setup", str(row.pk)),
            payload={"version": spec.version, "sha256": digest},
            now=now,
        )
    return row


def _demand_sense(spec: setup.SetupSpec, today: dt.date) -> None:
    """What would only show once somebody has asked: an inquiry that nobody sees, a file that cannot be opened, no such law."""
    authority, start = organisation.main_authority(), max(spec.valid_from, today)
    if not records.known_plan_codes([spec.plan_code]):
        raise Invalid(f"Der Aktenplan hat keinen Eintrag {spec.plan_code}. Nennen Sie einen, den es gibt.")
    for slug in sorted({spec.contact_unit, *(kind.unit for kind in spec.kind if kind.unit)}):
        unit = organisation.find_unit(slug, authority=authority.slug, day=start)
        if not cases.somebody_works(unit.id, setup.SERVICE_KEY, frozenset(), today=start):
            raise Invalid(
                f"In der Stelle „{unit.name}“ bearbeitet niemand Vorgänge. Besetzen Sie dort eine Stelle mit der Rolle clerk."
            )
    for kind in spec.kind:
        if kind.law == "information":
            day = max(start, kind.valid_from)
            law.information_due(law.rules(authority.land, spec.regime, day), received=day)
