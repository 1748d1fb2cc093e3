"""Bring in a file plan from a TOML file, or the one entry a recipe needs."""

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Any

from django.db import transaction

from rathaus.foundation.audit import public as audit
from rathaus.foundation.errors import Invalid
from rathaus.foundation.permissions.public import SYSTEM, Actor
from rathaus.modules.records.enums import Disposal
from rathaus.modules.records.models import FilePlanEntry


def install_file_plan(data: Mapping[str, Any], *, now: dt.datetime, actor: Actor = SYSTEM, keep_existing: bool = False) -> int:
    """Creates and updates entries by their code, parents first; removes nothing; twice gives the same. How many were written.

    With `keep_existing` (a recipe brings the entry it needs) what the municipality has set stays as it is.
    `data["entry"]` is a list of {code, title, parent, retention_years (absent: for ever), disposal A|B|V, legal_basis}.
    Raises Invalid naming every fault before anything is written.
    """
    entries = list(data.get("entry", ()))
    faults = list(_faults(entries))
    if faults:
        raise Invalid("Der Aktenplan kann nicht übernommen werden. Berichtigen Sie: " + "; ".join(faults))
    if keep_existing:
        known = set(FilePlanEntry.objects.values_list("code", flat=True))
        entries = [entry for entry in entries if entry["code"] not in known]
    with transaction.atomic():
        for entry in entries:
            FilePlanEntry.objects.update_or_create(
                code=entry["code"],
                defaults={
                    "title": entry["title"],
                    "parent": FilePlanEntry.objects.get(code=entry["parent"]) if entry.get("parent") else None,
                    "retention_years": entry.get("retention_years"),
                    "disposal": entry.get("disposal", Disposal.REVIEW),
                    "legal_basis": entry.get("legal_basis", ""),
                },
            )
        audit.record(
            act="records.file_plan_installed",
            actor=actor,
            subject=audit.Subject("file_plan", "-"),
            payload={"codes": [entry["code"] for entry in entries]},
            now=now,
        )
    return len(entries)


def _faults(entries: list[Mapping[str, Any]]) -> Iterator[str]:
    known = set(FilePlanEntry.objects.values_list("code", flat=True))
    for position, entry in enumerate(entries, start=1):
        code = str(entry.get("code", "")).strip()
        if not code or not str(entry.get("title", "")).strip():
            yield f"Eintrag {position} hat keinen Schlüssel oder keinen Namen"
        if entry.get("disposal", "B") not in Disposal.values:
            yield f"Eintrag {code}: Aussonderungsart muss A, B oder V sein"
        years = entry.get("retention_years")
        if years is not None and (not isinstance(years, int) or not 0 <= years <= 200):
            yield f"Eintrag {code}: Aufbewahrungsfrist in ganzen Jahren"
        if entry.get("parent") and entry["parent"] not in known:
            yield f"Eintrag {code}: der übergeordnete Eintrag {entry['parent']} steht nicht davor"
        known.add(code)
