"""Sending: seal for the destination, announce, upload, submit.

Announcing is the one step the service does not take twice as one: an announcement whose answer is lost leaves an empty submission
behind that nobody sees and that is deleted after a day. What the destination receives, it receives once.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from uuid import UUID

import msgspec
from msgspec import UNSET

from rathaus.foundation.fitconnect import destinations, log
from rathaus.foundation.fitconnect.connection import Connection, read_json
from rathaus.foundation.fitconnect.errors import Declined, Unavailable
from rathaus.foundation.fitconnect.log import Entry
from rathaus.standards.fitconnect import events, jwe, metadata
from rathaus.standards.fitconnect.errors import FitConnectError
from rathaus.standards.fitconnect.events import AuthenticationTags, IssuerKind, Verb
from rathaus.standards.fitconnect.jwk import PublicKey
from rathaus.standards.fitconnect.metadata import (
    AdditionalReferenceInfo,
    Attachment,
    Author,
    ContentStructure,
    Data,
    DataSet,
    Metadata,
    PaymentInformation,
    Purpose,
    ReplyChannel,
    SubmissionSchema,
    sha512,
)


@dataclass(frozen=True, slots=True)
class File:
    """`attachment_id`: a fresh UUID of version 4, the same at every attempt."""

    attachment_id: UUID
    content: bytes
    media_type: str
    purpose: Purpose
    filename: str = ""
    description: str = ""


@dataclass(frozen=True, slots=True)
class Outgoing:
    """What is to be sent, in the clear. `service` is the identifier, such as `urn:de:fim:leika:leistung:` and the key."""

    destination_id: UUID
    service: str
    service_name: str
    data: bytes
    schema: SubmissionSchema
    files: tuple[File, ...] = ()
    payment: PaymentInformation | None = None
    reply_channel: ReplyChannel | None = None
    reference: AdditionalReferenceInfo | None = None
    author: Author | None = None
    data_sets: tuple[DataSet, ...] = ()


@dataclass(frozen=True, slots=True)
class Sealed:
    """The same, encrypted for the destination alone."""

    destination_id: UUID
    service: str
    service_name: str
    metadata: bytes = field(repr=False)
    data: bytes = field(repr=False)
    attachments: Mapping[UUID, bytes] = field(repr=False)

    @property
    def tags(self) -> AuthenticationTags:
        return events.tags_of(self.metadata, self.data, self.attachments)


class Announced(msgspec.Struct, frozen=True, rename="camel"):
    """To be remembered before anything is uploaded: with it sending goes on where it stopped."""

    submission_id: UUID
    case_id: UUID


@dataclass(frozen=True, slots=True)
class Sent:
    """`proof`: the service's own signed event, with the authentication tags of every part."""

    announced: Announced
    proof: str
    tags: AuthenticationTags


def seal(outgoing: Outgoing, key: PublicKey) -> Sealed:
    """Pure but for the fresh keys. Raises FitConnectError for metadata off the schema."""
    record = Metadata(
        ContentStructure(Data(sha512(outgoing.data), outgoing.schema), tuple(_describe(file) for file in outgoing.files)),
        metadata.SCHEMA,
        outgoing.payment or UNSET,
        outgoing.reply_channel or UNSET,
        outgoing.reference or UNSET,
        outgoing.author or UNSET,
        outgoing.data_sets or UNSET,
    )
    return Sealed(
        outgoing.destination_id,
        outgoing.service,
        outgoing.service_name,
        jwe.encrypt(metadata.write(record), key, content_type="application/json"),
        jwe.encrypt(outgoing.data, key, content_type=str(outgoing.schema.mime_type)),
        {file.attachment_id: jwe.encrypt(file.content, key, content_type=file.media_type) for file in outgoing.files},
    )


def prepare(connection: Connection, outgoing: Outgoing) -> Sealed:
    """Look the destination up, see that it takes this, encrypt. Raises NotDeliverable and what `seal` raises."""
    destination = destinations.find_destination(connection, outgoing.destination_id)
    destinations.check_offer(destination, service=outgoing.service, schema_uri=outgoing.schema.schema_uri)
    return seal(outgoing, destinations.find_encryption_key(connection, destination))


def send(
    connection: Connection,
    sealed: Sealed,
    *,
    remember: Callable[[Announced], None],
    announced: Announced | None = None,
) -> Sent:
    """The whole way. `remember` is called once an announcement is made; give it back as `announced` to go on after a break.

    Going on, a submission that is complete already is left as it is, whatever its tags; one that the service has deleted for want
    of completion is announced again. Raises Unavailable where it may be repeated, Declined where that would help nothing,
    FitConnectError where the service's proof does not fit what was sent.
    """
    if announced is not None:
        entries = _log(connection, sealed, announced)
        if (sent := _find_sent(entries, announced)) is not None:
            return sent
        if not entries or log.find_event(entries, Verb.DELETE) is not None:
            announced = None
    if announced is None:
        announced = _announce(connection, sealed)
        remember(announced)
    declined = None
    try:
        _upload(connection, sealed, announced)
    except Declined as error:
        declined = error  # where the answer to an earlier attempt was lost, the repetition meets a submission that is complete
    sent = _find_sent(_log(connection, sealed, announced), announced)
    if sent is None:
        raise declined or Unavailable("submitted, but no event yet")
    if sent.tags != sealed.tags:
        raise FitConnectError("Der Zustelldienst bestätigt andere Inhalte, als gesendet wurden. Verständigen Sie die FITKO.")
    return sent


def _announce(connection: Connection, sealed: Sealed) -> Announced:
    body = {
        "destinationId": str(sealed.destination_id),
        "announcedAttachments": [str(attachment_id) for attachment_id in sealed.attachments],
        "publicService": {"identifier": sealed.service, "name": sealed.service_name},
    }
    answer = connection.call("POST", "/v2/submissions", body=json.dumps(body).encode(), kind="application/json")
    try:
        return msgspec.convert(read_json(answer), Announced)
    except msgspec.ValidationError as error:
        raise Unavailable(f"announcement: {error}") from None


def _upload(connection: Connection, sealed: Sealed, announced: Announced) -> None:
    path = f"/v2/submissions/{announced.submission_id}"
    for attachment_id, token in sealed.attachments.items():
        connection.call("PUT", f"{path}/attachments/{attachment_id}", body=token, kind="application/jose")
    contents = {"encryptedMetadata": sealed.metadata.decode("ascii"), "encryptedData": sealed.data.decode("ascii")}
    connection.call("PUT", path, body=json.dumps(contents).encode(), kind="application/json")


def _log(connection: Connection, sealed: Sealed, announced: Announced) -> tuple[Entry, ...]:
    """Empty where the service knows the submission no more."""
    try:
        return log.read_log(connection, announced.submission_id, destination_id=sealed.destination_id)
    except Declined as error:
        if error.http_status == 404:
            return ()
        raise


def _find_sent(entries: tuple[Entry, ...], announced: Announced) -> Sent | None:
    found = log.find_event(entries, Verb.SUBMIT, kind=IssuerKind.SERVICE)
    if found is None or found.event.tags is None:
        return None
    return Sent(announced, found.token, found.event.tags)


def _describe(file: File) -> Attachment:
    return Attachment(
        sha512(file.content), file.purpose, file.media_type, file.attachment_id, file.filename or UNSET, file.description or UNSET
    )
