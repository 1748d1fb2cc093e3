"""What the service remembers."""

import datetime as dt
import os
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any
from uuid import UUID

from rathaus.config.demo.deliveryservice.messages import Request
from rathaus.standards.fitconnect.callbacks import CallbackKind, Notice
from rathaus.standards.fitconnect.events import AuthenticationTags, Event
from rathaus.standards.fitconnect.jwk import PrivateKey, PublicKey

_SCOPES = "https://schema.fitko.de/fit-connect/oauth/scopes/"


class Scope(StrEnum):
    SEND = f"{_SCOPES}send-submissions"
    SUBSCRIBE = f"{_SCOPES}subscribe-destinations"


class Status(StrEnum):
    """REJECTED: by the destination or on the fourteenth day. The content is there until DELETED."""

    INCOMPLETE = "incomplete"
    SUBMITTED = "submitted"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    DELETED = "deleted"


@dataclass(slots=True)
class ApiClient:
    identifier: str
    secret: str
    scopes: frozenset[Scope]
    callback_url: str = ""
    callback_secret: str = ""


@dataclass(slots=True)
class Destination:
    """`services`: identifier of each service and the schemas its data may keep to (URI and media type)."""

    identifier: UUID
    subscriber: str
    encryption: PublicKey
    signatures: tuple[PublicKey, ...]
    services: dict[str, tuple[tuple[str, str], ...]]
    mail: str = "technik@example.org"
    regions: tuple[str, ...] = ()
    active: bool = True
    callback_url: str = ""
    callback_secret: str = ""


@dataclass(slots=True)
class Submission:
    identifier: UUID
    case_id: UUID
    destination_id: UUID
    sender: str
    service: dict[str, str]
    announced: frozenset[UUID]
    created_at: dt.datetime
    attachments: dict[UUID, bytes] = field(default_factory=dict)
    metadata: bytes = b""
    data: bytes = b""
    status: Status = Status.INCOMPLETE
    submitted_at: dt.datetime | None = None
    answered_at: dt.datetime | None = None
    notified: bool = False
    warned: set[int] = field(default_factory=set)
    tags: AuthenticationTags | None = None


@dataclass(frozen=True, slots=True)
class Logged:
    token: str
    event: Event


@dataclass(frozen=True, slots=True)
class Mail:
    """A warning to the operator of a destination."""

    to: str
    submission_id: UUID
    day: int


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A callback that waits to be delivered."""

    url: str
    secret: str
    kind: CallbackKind
    notice: Notice


@dataclass(slots=True)
class State:
    """`url`: that of the Submission API, and the issuer of the service's own events."""

    url: str
    key: PrivateKey
    new_id: Callable[[], UUID] = uuid.uuid4
    random: Callable[[int], bytes] = os.urandom
    clients: dict[str, ApiClient] = field(default_factory=dict)
    destinations: dict[UUID, Destination] = field(default_factory=dict)
    submissions: dict[UUID, Submission] = field(default_factory=dict)
    logs: dict[UUID, list[Logged]] = field(default_factory=dict)
    tokens: dict[str, tuple[str, dt.datetime]] = field(default_factory=dict)
    mails: list[Mail] = field(default_factory=list)
    outbox: list[Outgoing] = field(default_factory=list)

    def add_client(self, client: ApiClient) -> None:
        self.clients[client.identifier] = client

    def add_destination(self, destination: Destination) -> None:
        self.destinations[destination.identifier] = destination


@dataclass(frozen=True, slots=True)
class Call:
    """One request by a client that may make it."""

    state: State
    request: Request
    client: ApiClient
    now: dt.datetime


def describe(submission: Submission) -> dict[str, Any]:
    return {
        "destinationId": str(submission.destination_id),
        "submissionId": str(submission.identifier),
        "caseId": str(submission.case_id),
    }
