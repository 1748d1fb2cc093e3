"""The one moment that counts: application, case and receipt in one transaction, exactly once per draft."""

import datetime as dt
import hashlib
import json
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from rathaus.foundation import clock, ids, rows
from rathaus.foundation.errors import Conflict, Invalid
from rathaus.foundation.events import public as events
from rathaus.foundation.permissions.public import Actor
from rathaus.modules.accounts import public as accounts
from rathaus.modules.applications import party, queries, review
from rathaus.modules.applications.domain.points_by_hand import points_by_hand, points_of_representation
from rathaus.modules.applications.enums import Answer, DraftState
from rathaus.modules.applications.events import ApplicationSubmitted
from rathaus.modules.applications.models import Application, Draft
from rathaus.modules.applications.subject import subject_line
from rathaus.modules.cases import public as cases
from rathaus.modules.forms import public as forms


@dataclass(frozen=True, slots=True)
class Declaration:
    """The last page as it was posted. `shown` is the fingerprint of the answers it showed.

    `admit` lets in what is complete, or raises Refused: an open form is counted only once it counts.
    """

    post: forms.Post
    shown: str
    admit: Callable[[Draft], None]


def submit(*, token: str, actor: Actor, now: dt.datetime, declaration: Declaration | None = None) -> Application:
    """The application; the second of two requests finds that of the first.

    Without `declaration` what the draft keeps counts. Receipt is the moment of this transaction on the server's clock.
    Filing, mail, fee and registers hang on the event. Raises Invalid where something is missing still, Conflict where the
    answers are no longer those that were shown, and what `admit` raises: nothing is written then.
    """
    with transaction.atomic():
        draft = queries.find_draft(token, actor=actor, today=clock.today(now), lock=True)
        if draft.state == DraftState.SUBMITTED:
            return Application.objects.get(draft=draft)
        if draft.case_id is not None:
            raise Conflict("Zu diesem Brief gibt es schon einen Vorgang. Schließen Sie das Eintragen der Angaben dort ab.")
        opened = queries.OpenDraft(draft, today=clock.today(now))
        if declaration is not None:
            draft.review = forms.read_page(opened.review_form, opened.review_form.pages[0], draft.review, declaration.post)
        reviewed = forms.check(opened.review_form, draft.review, today=opened.today)
        if not opened.complete or reviewed.errors:
            raise Invalid("Es fehlt noch etwas. Bitte gehen Sie die markierten Angaben durch.", dict(reviewed.errors))
        mandate = _mandate(opened)
        if declaration is not None:
            if declaration.shown != opened.fingerprint:
                raise Conflict(
                    "Die Angaben wurden inzwischen in einem anderen Fenster geändert. Bitte prüfen Sie sie noch einmal."
                )
            declaration.admit(draft)
        choice = _choice(opened, reviewed.values, actor, now)
        persons = party.parties(
            opened.form,
            opened.checked.values,
            opened.party_checked.values,
            account_id=draft.account_id,
            staff=draft.staff_person_id,
            now=now,
            mandate=mandate,
        )
        summary = forms.as_json(
            (*forms.summary(opened.party_form, opened.party_checked), *forms.summary(opened.form, opened.checked))
        )
        attachments = attachments_of(opened)
        application_id = ids.new_id()
        case = cases.open_case(
            procedure_id=draft.offer.procedure_id,
            channel=cases.Channel(draft.channel),
            received_at=now,
            parties=persons,
            unit_id=draft.offer.unit_id,
            actor=actor,
            now=now,
            subject_line=subject_line(opened.spec, opened.checked.values),
            facts=opened.checked.values,
            summary=summary,
            attachments=attachments,
            choice=choice,
            extra_checks=[*points_by_hand(opened.form, opened.spec), *points_of_representation(persons)],
            account_id=draft.account_id,
            application_id=application_id,
        )
        content = {
            "form_version_id": str(draft.offer.form_version_id),
            "form_sha256": opened.form.sha256,
            "values": opened.checked.values,
            "summary": summary,
            "attachments": attachments,
            "parties": [party_json(person) for person in persons],
            "declaration": opened.spec.declaration,
            "privacy_version": draft.privacy_version,
            "choice": choice,
            "provenance": draft.provenance,
        }
        application = Application(
            id=application_id,
            draft_id=draft.pk,
            case_id=case.pk,
            account_id=draft.account_id,
            submitted_at=now,
            sha256=fingerprint(content),
            **content,
        )
        rows.insert(application)
        if mandate is not None:
            accounts.note_use(mandate_id=mandate.id, title=opened.spec.title, reference=case.number, actor=actor, now=now)
        draft.state, draft.updated_at = DraftState.SUBMITTED, now
        draft.version += 1
        rows.update(draft, "review", "state", "updated_at", "version")
        event = ApplicationSubmitted(str(application.pk), str(case.pk), draft.channel)
        events.publish(event, aggregate=("case", str(case.pk)), now=now)
    return application


def fingerprint(content: dict[str, Any]) -> str:
    """SHA-256 of the canonical JSON (keys sorted, no blanks, UTF-8), hexadecimal."""
    return hashlib.sha256(json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()).hexdigest()


def _choice(opened: queries.OpenDraft, values: dict[str, Any], actor: Actor, now: dt.datetime) -> dict[str, Any]:
    chosen = review.choice_of(opened.spec, values, portal=opened.portal)
    if chosen != Answer.PORTAL or opened.draft.account_id is None:
        return {"channel": "letter"}
    consent = accounts.record_consent(
        account_id=opened.draft.account_id,
        purpose=review.PURPOSE,
        version=review.CONSENT_VERSION,
        text=review.CONSENT_TEXT,
        actor=actor,
        now=now,
    )
    return {"channel": "portal", "consent_id": str(consent), "consent_version": review.CONSENT_VERSION}


def _mandate(opened: queries.OpenDraft) -> accounts.MandateInfo | None:
    """The mandate still holds, and until the end of this transaction. Raises Forbidden with the remedy where it does not."""
    draft = opened.draft
    if draft.mandate_id is None:
        return None
    return accounts.require_mandate(
        mandate_id=draft.mandate_id,
        agent_id=draft.account_id,
        service_key=opened.spec.service_key,
        day=opened.today,
        lock=True,
    )


def attachments_of(opened: queries.OpenDraft) -> list[dict[str, Any]]:
    """The uploads of visible file fields, with the label of their field."""
    spots = (*opened.party_checked.spots, *opened.checked.spots)
    shown = {spot.key: spot.element for spot in spots if isinstance(spot.element, forms.Field)}
    return [{**entry, "kind": shown[key].label} for key, entries in opened.files.items() if key in shown for entry in entries]


def party_json(person: cases.PartyData) -> dict[str, Any]:
    return {
        "role": str(person.role),
        "name": person.name,
        "address_lines": list(person.address_lines),
        "email": person.email,
        "phone": person.phone,
        "identity": dict(person.identity),
    }


def application_of(draft_id: uuid.UUID) -> Application | None:
    return Application.objects.filter(draft_id=draft_id).first()
