"""A version of a fee table comes into the house and stays as it is."""

import datetime as dt
import uuid
from typing import Any

import msgspec
from django.db import transaction

from rathaus.foundation.audit import public as audit
from rathaus.foundation.errors import Conflict
from rathaus.foundation.permissions.public import SYSTEM, Actor
from rathaus.modules.payments import tables
from rathaus.modules.payments.models import FeeTable


def install_fee_table(data: object, *, now: dt.datetime, actor: Actor = SYSTEM) -> uuid.UUID:
    """Stores `tables.TableSpec` given as a dict (from TOML or JSON); the same table again is the same row.

    Raises Invalid for a wrong table, Conflict where this version is installed with other contents.
    """
    spec = tables.parse(data)
    sha256 = tables.digest(spec)
    with transaction.atomic():
        known = FeeTable.objects.filter(code=spec.code, version=spec.version).first()
        if known is not None:
            if known.sha256 == sha256:
                return known.pk
            raise Conflict(
                f"Version {spec.version} der Gebührentabelle »{spec.code}« ist schon mit anderem Inhalt installiert und "
                "unveränderlich. Erhöhen Sie die Versionsnummer."
            )
        table = FeeTable.objects.create(
            code=spec.code,
            version=spec.version,
            valid_from=spec.valid_from,
            valid_until=spec.valid_until,
            data=_plain(spec),
            sha256=sha256,
            installed_at=now,
        )
        audit.record(
            act="fee_table.installed",
            actor=actor,
            subject=audit.Subject("fee_table", table.pk),
            payload={"code": spec.code, "version": spec.version, "sha256": sha256},
            now=now,
        )
    return table.pk


def _plain(spec: tables.TableSpec) -> Any:
    return msgspec.json.decode(tables.canonical(spec))
