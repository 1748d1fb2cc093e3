"""Typing in what a letter says: one draft for each letter, finished into a transcript, which reaches the case of the letter."""

import datetime as dt
import uuid
from typing import Any

from django.db import transaction

from rathaus.foundation import clock, ids
from rathaus.foundation.errors import Conflict, Invalid, NotFound
from rathaus.foundation.events import public as events
from rathaus.foundation.permissions import public as permissions
from rathaus.foundation.permissions.public import Actor
from rathaus.modules.applications import party, queries, rules, spec, transcript
from rathaus.modules.applications.domain.points_by_hand import points_of_representation
from rathaus.modules.applications.domain.submit import attachments_of, fingerprint, party_json
from rathaus.modules.applications.enums import ActsFor, DraftState
from rathaus.modules.applications.events import LetterTranscribed
from rathaus.modules.applications.models import Application, Draft, Transcript
from rathaus.modules.applications.subject import subject_line
from rathaus.modules.cases import public as cases
from rathaus.modules.forms import public as forms

GONE = "Diesen Brief gibt es nicht, oder seine Angaben können Sie nicht (mehr) eintragen."


def begin_transcript(*, case_id: uuid.UUID, actor: Actor, now: dt.datetime) -> Draft:
    """The draft of this letter, open: the same for everybody who types. One that was finished is taken up again.

    Raises Forbidden without the right, NotFound for what is no letter or not the actor's to see, or is decided.
    """
    today = clock.today(now)
    permissions.require(actor, rules.POST_ROOM, today=today)
    if not cases.enterable([case_id], actor, today=today):
        raise NotFound(GONE)
    with transaction.atomic():
        letter = (
            Application.objects.select_for_update(of=("self",)).select_related("draft__offer").filter(case_id=case_id).first()
        )
        if letter is None:
            raise NotFound(GONE)
        known = Draft.objects.select_for_update().filter(case_id=case_id).first()
        if known is None:
            return _begun(letter, actor, now)
        if known.state != DraftState.OPEN:
            known.state, known.updated_at = DraftState.OPEN, now
            known.version += 1
            known.save(update_fields=["state", "updated_at", "version"])
        return known


def _begun(letter: Application, actor: Actor, now: dt.datetime) -> Draft:
    offer = letter.draft.offer
    chosen = spec.parse(offer.spec)
    return Draft.objects.create(
        token=ids.token(),
        offer=offer,
        channel="paper",
        acts_for=ActsFor.OTHER if chosen.grounds else ActsFor.SELF,
        staff_person_id=actor.person_id,
        case_id=letter.case_id,
        party=_sender(letter.parties[0]),
        privacy_version=chosen.privacy_version,
        created_at=now,
        updated_at=now,
        expires_at=now,
    )


def _sender(applicant: dict[str, Any]) -> dict[str, str]:
    """What the post room noted about the sender, as answers of the page about the persons."""
    given, _, family = applicant["name"].rpartition(" ")
    street, city = ([*applicant["address_lines"], "", ""])[:2]
    told = {party.GIVEN: given, party.FAMILY: family, party.STREET: street, party.CITY: city, party.EMAIL: applicant["email"]}
    return {key: value for key, value in told.items() if value}


def finish_transcript(*, token: str, actor: Actor, now: dt.datetime) -> Transcript:
    """The answers reach the case: facts, summary, persons, points; fee and filing hang on the event. Twice is once.

    Raises Invalid where something typed cannot be read or a gap has no reason, and where the case is past changing.
    """
    permissions.require(actor, rules.POST_ROOM, today=clock.today(now))
    with transaction.atomic():
        draft = queries.find_draft(token, actor=actor, today=clock.today(now), lock=True)
        if draft.case_id is None:
            raise Conflict("Das ist kein Brief. Senden Sie den Antrag auf der Seite „Prüfen und absenden“ ab.")
        letter = Application.objects.select_for_update().get(case_id=draft.case_id)
        last = queries.latest_transcript(letter.pk)
        if draft.state == DraftState.SUBMITTED and last is not None:
            return last
        opened = queries.OpenDraft(draft, today=clock.today(now))
        closing = forms.check(transcript.closing_form(opened), draft.review, today=opened.today)
        wrong = {**transcript.unreadable(opened), **closing.errors}
        if wrong:
            raise Invalid("Es fehlt noch etwas. Bitte gehen Sie die markierten Angaben durch.", wrong)
        row = _kept(letter, opened, closing.values, number=last.number + 1 if last else 1, actor=actor, now=now)
        draft.state, draft.updated_at = DraftState.SUBMITTED, now
        draft.version += 1
        draft.save(update_fields=["state", "updated_at", "version"])
        event = LetterTranscribed(str(letter.pk), str(letter.case_id), row.number)
        events.publish(event, aggregate=("case", str(letter.case_id)), now=now)
    return row


def _kept(
    letter: Application, opened: queries.OpenDraft, closing: dict[str, Any], *, number: int, actor: Actor, now: dt.datetime
) -> Transcript:
    found, signed = transcript.left_open(opened, closing), closing[transcript.SIGNED] is True
    persons = _persons(letter, opened, now)
    sections = (*forms.summary(opened.party_form, opened.party_checked), *forms.summary(opened.form, opened.checked))
    summary = [*forms.as_json(sections), *transcript.as_block(found)]
    content = {
        "values": opened.checked.values,
        "summary": summary,
        "parties": [party_json(person) for person in persons],
        "attachments": attachments_of(opened),
        "left_open": [entry.as_json() for entry in found],
        "signed": signed,
    }
    row = Transcript.objects.create(
        application=letter, number=number, sha256=fingerprint(content), entered_by=actor.person_id, entered_at=now, **content
    )
    cases.enter_content(
        case_id=letter.case_id,
        number=number,
        sha256=row.sha256,
        facts=opened.checked.values,
        summary=summary,
        parties=persons,
        subject_line=_subject(opened),
        attachments=row.attachments,
        points=[*transcript.points(found, signed=signed), *points_of_representation(persons, prefix="brief.")],
        missing=transcript.request_text(found),
        actor=actor,
        now=now,
    )
    return row


def _subject(opened: queries.OpenDraft) -> str:
    """The offer's subject, unless the letter leaves open what it names."""
    text = subject_line(opened.spec, opened.checked.values)
    return f"{opened.spec.title} (Brief)" if "{" in text else text


def _persons(letter: Application, opened: queries.OpenDraft, now: dt.datetime) -> tuple[cases.PartyData, ...]:
    """The persons as typed in; where the letter leaves name or address open, what the post room noted of the sender."""
    noted = letter.parties[0]
    typed = party.parties(opened.form, opened.checked.values, opened.party_checked.values, account_id=None, staff=None, now=now)
    return tuple(
        cases.PartyData(
            role=person.role,
            name=person.name or noted["name"],
            address_lines=person.address_lines or tuple(noted["address_lines"]),
            email=person.email,
            phone=person.phone,
            identity=person.identity,
        )
        if person.role == cases.PartyRole.APPLICANT
        else person
        for person in typed
    )
