"""Asking the registers of a recipe after submission; each question once, each answer logged and shown to the clerk."""

import datetime as dt
import uuid

from django.db import transaction

from rathaus.foundation.audit import public as audit
from rathaus.foundation.permissions.public import SYSTEM
from rathaus.modules.applications import spec
from rathaus.modules.applications.models import Application, RegisterAnswer, Transcript
from rathaus.modules.applications.queries import latest_transcript
from rathaus.modules.applications.registers.base import Verdict
from rathaus.modules.applications.registers.registry import registers
from rathaus.modules.cases import public as cases


def ask_registers(*, application_id: uuid.UUID, now: dt.datetime) -> int:
    """How many questions were asked now. Without the consent a question needs, it is not asked and the clerk reads why.

    A letter says nothing to ask about until its answers are typed in.
    """
    application = Application.objects.select_related("draft__offer").get(pk=application_id)
    said: Application | Transcript | None = application
    if application.draft.channel == "paper":
        said = latest_transcript(application.pk)
    if said is None:
        return 0
    asked = 0
    for entry in spec.parse(application.draft.offer.spec).registers:
        if RegisterAnswer.objects.filter(application=application, register=entry.register, question=entry.question).exists():
            continue
        plugin = registers.get(entry.register)
        verdict = Verdict(None, "Nicht gefragt: Die Einwilligung fehlt. Bitte Nachweis anfordern.")
        if not entry.consent or said.values.get(entry.consent) is True:
            verdict = plugin.ask(entry.question, _facts(said, entry))
        _keep(application, entry, verdict, plugin.label, now)
        asked += 1
    return asked


def _facts(said: Application | Transcript, entry: spec.RegisterSpec) -> dict[str, str]:
    applicant = said.parties[0]
    special = {"applicant.name": applicant["name"], "applicant.family_name": applicant["name"].rpartition(" ")[2]}
    special["applicant.address"] = ", ".join(applicant["address_lines"])
    return {name: str(special.get(key) or said.values.get(key, "")) for name, key in entry.facts.items()}


def _keep(application: Application, entry: spec.RegisterSpec, verdict: Verdict, source: str, now: dt.datetime) -> None:
    with transaction.atomic():
        _row, created = RegisterAnswer.objects.get_or_create(
            application=application,
            register=entry.register,
            question=entry.question,
            defaults={"basis": entry.basis[:300], "answer": verdict.yes, "note": verdict.note[:300], "at": now},
        )
        if not created:
            return
        audit.record(
            act="register.asked",
            actor=SYSTEM,
            subject=audit.Subject("case", application.case_id),
            payload={"register": entry.register, "question": entry.question, "basis": entry.basis, "answer": verdict.yes},
            now=now,
        )
        cases.record_automatic(
            case_id=application.case_id,
            key=entry.check,
            ok=verdict.yes is True,
            note=verdict.note,
            source=source,
            actor=SYSTEM,
            now=now,
        )
