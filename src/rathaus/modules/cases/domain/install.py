"""Installing one version of a procedure; an installed version never changes."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

import msgspec
from django.db import transaction

from rathaus.foundation.audit import public as audit
from rathaus.foundation.errors import Invalid
from rathaus.foundation.permissions.public import Actor
from rathaus.modules.cases import procedure
from rathaus.modules.cases.models import Procedure


def install_procedure(*, data: Mapping[str, Any], actor: Actor, now: dt.datetime) -> Procedure:
    """The same version with the same content is the same row. Raises Invalid for wrong data or a changed installed version."""
    try:
        spec = procedure.parse(dict(data))
    except msgspec.ValidationError as error:
        raise Invalid(
            f"Das Verfahren im Rezept stimmt nicht: {error}. Vergleichen Sie es mit dem Kochbuch-Kapitel „Rezept“."
        ) from error
    digest = procedure.digest(spec)
    with transaction.atomic():
        known = Procedure.objects.filter(slug=spec.slug, version=spec.version).first()
        if known is not None:
            if known.sha256 != digest:
                raise Invalid(
                    f"{spec.slug} {spec.version} ist schon mit anderem Inhalt installiert. Erhöhen Sie die Version im Rezept."
                )
            return known
        record = Procedure.objects.create(
            slug=spec.slug,
            version=spec.version,
            service_key=spec.service_key,
            title=spec.title,
            sha256=digest,
            data=procedure.stored(spec),
            installed_at=now,
        )
        audit.record(
            act="procedure.installed",
            actor=actor,
            subject=audit.Subject("procedure", str(record.pk)),
            payload={"slug": spec.slug, "version": spec.version, "sha256": digest},
            now=now,
        )
    return record
