"""The way in: announce, upload every attachment, submit."""

import json
from typing import Annotated, TypeVar
from uuid import UUID

import msgspec
from msgspec import Meta

from rathaus.config.demo.deliveryservice import casefile, ciphertexts
from rathaus.config.demo.deliveryservice.messages import Answer, Refused, Request, as_json
from rathaus.config.demo.deliveryservice.model import Call, Destination, Outgoing, State, Status, Submission, describe
from rathaus.standards.fitconnect import events
from rathaus.standards.fitconnect.callbacks import CallbackKind, Notice
from rathaus.standards.fitconnect.events import Verb
from rathaus.standards.fitconnect.jwk import write_public

JSON = frozenset({"application/json"})
DATA = frozenset({"application/json", "application/xml"})


Shape = TypeVar("Shape")


class PublicService(msgspec.Struct):
    identifier: Annotated[str, Meta(min_length=1)]
    name: Annotated[str, Meta(min_length=1)]


class Announcement(msgspec.Struct, rename="camel"):
    destination_id: UUID
    announced_attachments: list[UUID]
    public_service: PublicService


class Contents(msgspec.Struct, rename="camel"):
    encrypted_metadata: str
    encrypted_data: str


def show_destination(call: Call, destination_id: UUID) -> Answer:
    found = _destination(call.state, destination_id)
    return as_json({
        "destinationId": str(found.identifier),
        "status": "active" if found.active else "inactive",
        "encryptionKid": found.encryption.kid,
        "publicServices": [
            {
                "identifier": identifier,
                "submissionSchemas": [{"schemaUri": uri, "mimeType": kind} for uri, kind in schemas],
                "regions": list(found.regions),
            }
            for identifier, schemas in found.services.items()
        ],
    })  # fmt: skip


def show_key(call: Call, destination_id: UUID, kid: str) -> Answer:
    """Each by its kid; there is no list."""
    found = _destination(call.state, destination_id)
    for key in (found.encryption, *found.signatures):
        if key.kid == kid:
            return as_json(write_public(key))
    raise Refused(404, "Key not found")


def announce(call: Call) -> Answer:
    state, wanted = call.state, _body(call.request, Announcement)
    if len(set(wanted.announced_attachments)) != len(wanted.announced_attachments):
        raise Refused(400, "Bad Request", detail="announcedAttachments names an id twice.")
    destination = _destination(state, wanted.destination_id)
    if not destination.active:
        raise Refused(409, "Destination state invalid", name="destination-state-invalid")
    if wanted.public_service.identifier not in destination.services:
        raise Refused(422, "Public service not offered", detail=wanted.public_service.identifier)
    submission = Submission(
        identifier=state.new_id(),
        case_id=state.new_id(),
        destination_id=destination.identifier,
        sender=call.client.identifier,
        service={"identifier": wanted.public_service.identifier, "name": wanted.public_service.name},
        announced=frozenset(wanted.announced_attachments),
        created_at=call.now,
    )
    state.submissions[submission.identifier] = submission
    casefile.record(state, submission, Verb.CREATE, call.now)
    return as_json(describe(submission), 201)


def attach(call: Call, submission_id: UUID, attachment_id: UUID) -> Answer:
    """The same attachment may come again while the submission is not complete: it takes the place of the first."""
    submission, destination = _own(call, submission_id)
    if call.request.headers.get("content-type") != "application/jose":
        raise Refused(415, "Unsupported Media Type", detail="application/jose expected.")
    if attachment_id not in submission.announced:
        raise Refused(404, "Attachment not announced", detail=str(attachment_id))
    ciphertexts.check(call.request.body, destination)
    submission.attachments[attachment_id] = call.request.body
    return Answer(204)


def submit(call: Call, submission_id: UUID) -> Answer:
    submission, destination = _own(call, submission_id)
    contents = _body(call.request, Contents)
    metadata, data = (text.encode("ascii", "replace") for text in (contents.encrypted_metadata, contents.encrypted_data))
    ciphertexts.check(metadata, destination, content_types=JSON)
    ciphertexts.check(data, destination, content_types=DATA)
    if missing := submission.announced - submission.attachments.keys():
        raise Refused(422, "Attachments missing", detail=", ".join(sorted(map(str, missing))))
    submission.metadata, submission.data = metadata, data
    submission.tags = events.tags_of(metadata, data, submission.attachments)
    submission.status, submission.submitted_at = Status.SUBMITTED, call.now
    casefile.record(call.state, submission, Verb.SUBMIT, call.now)
    if destination.callback_url:
        notice = Notice(destination.identifier, submission.identifier, case_id=submission.case_id)
        call.state.outbox.append(
            Outgoing(destination.callback_url, destination.callback_secret, CallbackKind.SUBMISSIONS, notice)
        )
    return as_json(describe(submission))


def _destination(state: State, destination_id: UUID) -> Destination:
    found = state.destinations.get(destination_id)
    if found is None:
        raise Refused(404, "Destination not found", name="destination-not-found")
    return found


def _own(call: Call, submission_id: UUID) -> tuple[Submission, Destination]:
    """The sender's own, still being filled."""
    submission = call.state.submissions.get(submission_id)
    if submission is None or submission.status is Status.DELETED:
        raise Refused(404, "Submission not found", name="submission-not-found")
    if submission.sender != call.client.identifier:
        raise Refused(403, "Forbidden")
    if submission.status is not Status.INCOMPLETE:
        raise Refused(409, "Submission state invalid", detail=f"The submission is {submission.status}.")
    return submission, call.state.destinations[submission.destination_id]


def _body(request: Request, shape: type[Shape]) -> Shape:
    if not request.headers.get("content-type", "").startswith("application/json"):
        raise Refused(415, "Unsupported Media Type", detail="application/json expected.")
    try:
        return msgspec.convert(json.loads(request.body), shape)
    except (ValueError, RecursionError) as error:
        raise Refused(400, "Bad Request", detail=str(error)) from None
