"""Answering a submission: accept, reject, forward. „Accept“ means technically received, not granted."""

from dataclasses import replace
from uuid import UUID

from rathaus.foundation.fitconnect import log
from rathaus.foundation.fitconnect.connection import Connection
from rathaus.foundation.fitconnect.errors import Declined
from rathaus.foundation.fitconnect.receiving import Received, Waiting
from rathaus.standards.fitconnect import sets
from rathaus.standards.fitconnect.events import SCHEMA, Event, Problem, Verb
from rathaus.standards.fitconnect.jwk import PrivateKey


def accept(connection: Connection, received: Received, *, key: PrivateKey, token_id: UUID) -> str:
    """The signed event, to be kept. `token_id`: fresh for each answer, the same when one is repeated.

    Raises Unavailable where it may be repeated, Declined where the submission is answered otherwise or gone.
    """
    return _answer(connection, _event(Verb.ACCEPT, connection, received.waiting, token_id, received), key)


def forward(connection: Connection, received: Received, *, key: PrivateKey, token_id: UUID) -> str:
    """Another system has taken it over; it still has to be accepted or rejected."""
    return _answer(connection, _event(Verb.FORWARD, connection, received.waiting, token_id, received), key)


def reject(connection: Connection, waiting: Waiting, problems: tuple[Problem, ...], *, key: PrivateKey, token_id: UUID) -> str:
    """`problems`: those of Unfit, or the office's own; at least one."""
    if not problems:
        raise ValueError("a rejection names its reasons")
    return _answer(connection, replace(_event(Verb.REJECT, connection, waiting, token_id), problems=problems), key)


def _event(verb: Verb, connection: Connection, waiting: Waiting, token_id: UUID, received: Received | None = None) -> Event:
    """With the tags and in the form of what was received, where it could be opened."""
    return Event(
        verb=verb,
        issuer=str(waiting.destination_id),
        subject_id=waiting.submission_id,
        case_id=waiting.case_id,
        issued_at=connection.now().replace(microsecond=0),
        token_id=token_id,
        tags=received.tags if received else None,
        schema=received.event_schema if received else SCHEMA,
    )


def _answer(connection: Connection, event: Event, key: PrivateKey) -> str:
    token = sets.sign(event, key)
    try:
        connection.call("POST", f"/v2/cases/{event.case_id}/events", body=token.encode(), kind="application/jose")
    except Declined:
        # where the answer to an earlier attempt was lost, the very event stands in the log
        for entry in log.read_log(connection, event.subject_id, destination_id=UUID(event.issuer)):
            if (entry.event.token_id, entry.event.verb) == (event.token_id, event.verb):
                return entry.token
        raise
    return token
