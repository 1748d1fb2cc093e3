"""The post room registers a letter: its scan, the true day of receipt, who wrote; a case like any other opens."""

import datetime as dt
import hashlib
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from rathaus.foundation import clock, ids
from rathaus.foundation.errors import Invalid
from rathaus.foundation.events import public as events
from rathaus.foundation.permissions import public as permissions
from rathaus.foundation.permissions.public import Actor
from rathaus.foundation.storage import public as storage
from rathaus.modules.applications import rules, spec
from rathaus.modules.applications.domain.points_by_hand import points_by_hand
from rathaus.modules.applications.domain.submit import fingerprint
from rathaus.modules.applications.enums import ActsFor, DraftState
from rathaus.modules.applications.events import ApplicationSubmitted
from rathaus.modules.applications.models import Application, Draft, Offer
from rathaus.modules.cases import public as cases
from rathaus.modules.forms import public as forms


@dataclass(frozen=True, slots=True)
class Sender:
    name: str
    address_lines: tuple[str, ...]
    email: str = ""


def register_letter(
    *,
    offer_id: uuid.UUID,
    key: str,
    sender: Sender,
    scans: Sequence[storage.StoredBlob],
    received_on: dt.date,
    actor: Actor,
    now: dt.datetime,
) -> Application:
    """`key` is that of the page: the same letter sent twice by a double click opens one case.

    Raises Invalid for a day to come or a letter without scan; Forbidden without the right of the post room.
    """
    permissions.require(actor, rules.POST_ROOM, today=clock.today(now))
    if received_on > clock.today(now):
        raise Invalid(
            "Das Eingangsdatum liegt in der Zukunft.", {"received_on": "Tragen Sie den Tag ein, an dem der Brief ankam."}
        )
    if not scans:
        raise Invalid("Der Scan fehlt.", {"scan": "Bitte fügen Sie den Scan des Briefes bei."})
    received_at = now if received_on == clock.today(now) else dt.datetime.combine(received_on, dt.time(12), tzinfo=clock.BERLIN)
    token = f"brief-{hashlib.sha256(key.encode()).hexdigest()[:32]}"  # never the address of anybody's draft
    with transaction.atomic():
        offer = Offer.objects.select_for_update().get(pk=offer_id)
        known = Draft.objects.filter(token=token).first()
        if known is not None:
            return Application.objects.get(draft=known)
        person = cases.PartyData(
            role=cases.PartyRole.APPLICANT, name=sender.name, address_lines=sender.address_lines, email=sender.email
        )
        chosen, form = spec.parse(offer.spec), forms.load(offer.form_version_id)
        attachments = [
            {
                "filename": scan.filename,
                "sha256": scan.sha256,
                "size": scan.size,
                "media_type": scan.media_type,
                "kind": "Scan des Briefes",
                "scan": True,
            }
            for scan in scans
        ]
        draft = Draft.objects.create(
            token=token,
            offer=offer,
            channel="paper",
            state=DraftState.SUBMITTED,
            acts_for=ActsFor.SELF,
            staff_person_id=actor.person_id,
            privacy_version=chosen.privacy_version,
            created_at=now,
            updated_at=now,
            expires_at=now,
        )
        application_id = ids.new_id()
        transfer = cases.ExtraCheck(
            key="brief.angaben",
            label="Angaben aus dem Brief geprüft",
            help_text="Der Antrag kam als Brief. Die Angaben stehen im Scan.",
        )
        case = cases.open_case(
            procedure_id=offer.procedure_id,
            channel=cases.Channel.PAPER,
            received_at=received_at,
            parties=[person],
            unit_id=offer.unit_id,
            actor=actor,
            now=now,
            subject_line=f"{offer.title} (Brief)",
            attachments=attachments,
            choice={"channel": "letter"},
            extra_checks=[transfer, *points_by_hand(form, chosen)],
            application_id=application_id,
        )
        content = {
            "form_version_id": str(offer.form_version_id),
            "form_sha256": form.sha256,
            "values": {},
            "summary": [],
            "attachments": attachments,
            "parties": [
                {"role": "applicant", "name": sender.name, "address_lines": list(sender.address_lines), "email": sender.email}
            ],
            "declaration": "",
            "privacy_version": chosen.privacy_version,
            "choice": {"channel": "letter"},
            "provenance": {},
        }
        application = Application.objects.create(
            id=application_id, draft=draft, case_id=case.pk, submitted_at=now, sha256=fingerprint(content), **content
        )
        events.publish(
            ApplicationSubmitted(str(application.pk), str(case.pk), "paper"), aggregate=("case", str(case.pk)), now=now
        )
    return application
