"""Receiving: what waits, one submission opened and checked."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

import msgspec

from rathaus.foundation.fitconnect import checks, log
from rathaus.foundation.fitconnect.connection import Connection
from rathaus.foundation.fitconnect.errors import Unavailable
from rathaus.standards.fitconnect import events
from rathaus.standards.fitconnect.events import AuthenticationTags, IssuerKind, Verb
from rathaus.standards.fitconnect.jwk import PrivateKey
from rathaus.standards.fitconnect.metadata import Metadata


class Waiting(msgspec.Struct, frozen=True, rename="camel"):
    """One submission that nobody has answered yet."""

    destination_id: UUID
    submission_id: UUID
    case_id: UUID


class _Fetched(msgspec.Struct, frozen=True, rename="camel"):
    encrypted_metadata: str
    encrypted_data: str


@dataclass(frozen=True, slots=True)
class Received:
    """Opened, whole and as sent. `event_schema` is the form of events that the service uses; the answer uses it too."""

    waiting: Waiting
    metadata: Metadata
    data: bytes = field(repr=False)
    attachments: Mapping[UUID, bytes] = field(repr=False)
    tags: AuthenticationTags
    event_schema: str
    proof: str


def find_waiting(connection: Connection, destination_id: UUID | None = None) -> tuple[Waiting, ...]:
    """Of every destination of this client, or of one. Raises Unavailable."""
    path = "/v2/submissions" if destination_id is None else f"/v2/submissions?destinationId={destination_id}"
    try:
        return tuple(msgspec.convert(log.pages(connection, path, "submissions"), list[Waiting]))
    except msgspec.ValidationError as error:
        raise Unavailable(f"submissions: {error}") from None


def fetch(connection: Connection, waiting: Waiting, keys: Mapping[str, PrivateKey]) -> Received:
    """Fetch, open and check one. `keys`: the destination's keys for decryption by kid, older ones too.

    Raises Unfit where it must be rejected, Unavailable where it may be tried again, Declined where it is gone, FitConnectError
    where a key is missing here or the log cannot be believed.
    """
    entries = log.read_log(connection, waiting.submission_id, destination_id=waiting.destination_id)
    submitted = log.find_event(entries, Verb.SUBMIT, kind=IssuerKind.SERVICE)
    if submitted is None or submitted.event.tags is None:
        raise Unavailable("no event of the submission yet")
    path = f"/v2/submissions/{waiting.submission_id}"
    try:
        fetched = msgspec.convert(connection.get_json(path), _Fetched)
    except msgspec.ValidationError as error:
        raise Unavailable(f"submission: {error}") from None
    metadata_token, data_token = fetched.encrypted_metadata.encode(), fetched.encrypted_data.encode()
    files = submitted.event.tags.attachments
    tokens = {attachment_id: connection.get(f"{path}/attachments/{attachment_id}").body for attachment_id in files}
    checks.check_tags(submitted.event, events.tags_of(metadata_token, data_token, tokens))
    record = checks.open_metadata(metadata_token, keys)
    data = checks.open_data(data_token, record, keys)
    attachments = checks.open_attachments(tokens, record, keys)
    return Received(waiting, record, data, attachments, submitted.event.tags, submitted.event.schema, submitted.token)
