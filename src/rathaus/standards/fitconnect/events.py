"""What happens to a submission, step by step, as the protocol of FIT-Connect records it. `sets` signs and reads the records.

The delivery service says create, submit, notify, delete and its own reject; the destination says forward, accept and reject. For
replies the same verbs are read; only `create-reply` was seen in a source.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Annotated
from uuid import UUID

from msgspec import Meta

from rathaus.standards.fitconnect import jwe
from rathaus.standards.fitconnect.errors import FitConnectError

SCHEMA = "https://schema.fitko.de/fit-connect/set-payload/1.2.2/set-payload.schema.json"
"""Seen in use; 1.0.0 of the documentation is refused by the delivery service. An answer repeats that of the service's event."""

Tag = Annotated[str, Meta(pattern=r"^[A-Za-z0-9_-]{22}\Z")]


class Verb(StrEnum):
    CREATE = "create"
    SUBMIT = "submit"
    NOTIFY = "notify"
    FORWARD = "forward"
    ACCEPT = "accept"
    REJECT = "reject"
    DELETE = "delete"


class Subject(StrEnum):
    SUBMISSION = "submission"
    REPLY = "reply"


class IssuerKind(StrEnum):
    SERVICE = "service"
    DESTINATION = "destination"


@dataclass(frozen=True, slots=True)
class AuthenticationTags:
    """The fifth segments of the JWEs of a submission; `attachments` by id."""

    metadata: Tag
    data: Tag | None = None
    attachments: Mapping[UUID, Tag] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Problem:
    """Why something was rejected, after RFC 7807. `instance` is the part, such as `metadata`, `data` or `attachment:<id>`."""

    type: str
    title: str
    detail: str = ""
    instance: str = ""


@dataclass(frozen=True, slots=True)
class Event:
    """`issuer`: the URL of the delivery service or the id of a destination. `token_id`: never used twice."""

    verb: Verb
    issuer: str
    subject_id: UUID
    case_id: UUID
    issued_at: dt.datetime
    token_id: UUID
    subject: Subject = Subject.SUBMISSION
    tags: AuthenticationTags | None = None
    problems: tuple[Problem, ...] = ()
    schema: str = SCHEMA

    @property
    def issuer_kind(self) -> IssuerKind:
        return IssuerKind.SERVICE if self.issuer.startswith(("https://", "http://")) else IssuerKind.DESTINATION


def tags_of(metadata: bytes, data: bytes | None, attachments: Mapping[UUID, bytes]) -> AuthenticationTags:
    tag = jwe.authentication_tag
    return AuthenticationTags(
        tag(metadata), None if data is None else tag(data), {name: tag(token) for name, token in attachments.items()}
    )


def check_tags(event: Event, expected: AuthenticationTags) -> None:
    """Raises FitConnectError where the event speaks of other ciphertexts than those at hand."""
    if event.tags != expected:
        raise FitConnectError(
            f"Ereignis {event.verb}: die Prüfwerte (authenticationTags) gehören nicht zu den vorliegenden Inhalten. "
            "Ein Teil der Einreichung wurde ausgetauscht."
        )
