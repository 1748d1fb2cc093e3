"""Putting a service online: one immutable version; the newest answers under the slug."""

import datetime as dt
import uuid
from collections.abc import Mapping
from typing import Any

import msgspec
from django.db import transaction

from rathaus.foundation import ids
from rathaus.foundation.audit import public as audit
from rathaus.foundation.errors import Conflict, Invalid, NotFound
from rathaus.foundation.permissions.public import Actor
from rathaus.modules.applications import spec as specs
from rathaus.modules.applications.models import Offer
from rathaus.modules.applications.registers.registry import registers
from rathaus.modules.cases import public as cases
from rathaus.modules.catalogue import public as catalogue
from rathaus.modules.forms import public as forms
from rathaus.modules.organisation import public as organisation


def install_offer(*, data: Mapping[str, Any], actor: Actor, now: dt.datetime) -> uuid.UUID:
    """The id of the offer. The same content again is the same offer; other content under a known version is a Conflict.

    Form, procedure, unit and service must be there already. Raises Invalid with what is missing.
    """
    spec = specs.parse(data)
    sha256 = specs.digest(spec)
    form_id, procedure_id, unit_id = _parts(spec)
    with transaction.atomic():
        known = Offer.objects.select_for_update().filter(slug=spec.slug, version=spec.version).first()
        if known is not None and known.sha256 != sha256:
            raise Conflict(
                f"Das Angebot {spec.slug} {spec.version} ist schon mit anderem Inhalt eingespielt. Erhöhen Sie die Version."
            )
        if known is not None and known.active:
            return known.pk
        Offer.objects.filter(slug=spec.slug, active=True).update(active=False)
        if known is not None:
            known.active = True
            known.save(update_fields=["active"])
            return known.pk
        offer = Offer.objects.create(
            slug=spec.slug,
            version=spec.version,
            service_key=spec.service_key,
            title=spec.title,
            form_version_id=form_id,
            procedure_id=procedure_id,
            unit_id=unit_id,
            paper_code=ids.readable_code(8),
            spec=msgspec.to_builtins(spec),
            sha256=sha256,
            installed_at=now,
        )
        catalogue.set_online(service_key=spec.service_key, slug=spec.slug, now=now, actor=actor)
        payload = {"slug": spec.slug, "version": spec.version, "sha256": sha256}
        audit.record(act="offer.installed", actor=actor, subject=audit.Subject("offer", offer.pk), payload=payload, now=now)
    return offer.pk


def _parts(spec: specs.OfferSpec) -> tuple[uuid.UUID, uuid.UUID, uuid.UUID]:
    form_id = forms.load_version(*spec.form)
    if form_id is None:
        raise Invalid(f"Das Formular {spec.form[0]} {spec.form[1]} ist nicht eingespielt.")
    procedure_id = cases.procedure_id(*spec.procedure)
    if procedure_id is None:
        raise Invalid(f"Das Verfahren {spec.procedure[0]} {spec.procedure[1]} ist nicht eingespielt.")
    try:
        unit = organisation.find_unit(spec.unit)
    except NotFound:
        raise Invalid(f"Die Organisationseinheit {spec.unit} gibt es nicht. Legen Sie sie an.") from None
    known = {plugin.identifier for plugin in registers}
    for register in spec.registers:
        if register.register not in known:
            raise Invalid(
                f"Das Register {register.register} ist nicht angebunden. Bekannt: {', '.join(sorted(known)) or 'keines'}."
            )
    return form_id, procedure_id, unit.id
