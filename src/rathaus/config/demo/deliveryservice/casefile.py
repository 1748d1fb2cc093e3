"""The event log of a case: what the service itself records, what it shows, what a destination may add."""

import datetime as dt
from uuid import UUID

from rathaus.config.demo.deliveryservice.messages import Answer, Refused, as_json
from rathaus.config.demo.deliveryservice.model import Call, Logged, Outgoing, State, Status, Submission
from rathaus.config.demo.deliveryservice.pages import window
from rathaus.standards.fitconnect import events, sets
from rathaus.standards.fitconnect.callbacks import CallbackKind, Notice
from rathaus.standards.fitconnect.errors import FitConnectError
from rathaus.standards.fitconnect.events import Event, Problem, Verb
from rathaus.standards.fitconnect.jwk import PublicKey

ANSWERS = {Verb.FORWARD: Status.SUBMITTED, Verb.ACCEPT: Status.ACCEPTED, Verb.REJECT: Status.REJECTED}
"""What a destination may say, and where that leads."""

SUPPORTED = "https://schema.fitko.de/fit-connect/set-payload/1.2."


def record(state: State, submission: Submission, verb: Verb, now: dt.datetime, *, problems: tuple[Problem, ...] = ()) -> None:
    """An event of the service itself; submit and notify carry the authentication tags."""
    event = Event(
        verb=verb,
        issuer=state.url,
        subject_id=submission.identifier,
        case_id=submission.case_id,
        issued_at=now.replace(microsecond=0),
        token_id=state.new_id(),
        tags=submission.tags if verb in {Verb.SUBMIT, Verb.NOTIFY} else None,
        problems=problems,
    )
    _log(state, submission, Logged(sets.sign(event, state.key), event))


def _log(state: State, submission: Submission, logged: Logged) -> None:
    state.logs.setdefault(submission.case_id, []).append(logged)
    sender = state.clients[submission.sender]
    if sender.callback_url and logged.event.verb in {Verb.ACCEPT, Verb.REJECT, Verb.FORWARD}:
        notice = Notice(submission_id=submission.identifier, case_id=submission.case_id)
        state.outbox.append(Outgoing(sender.callback_url, sender.callback_secret, CallbackKind.EVENTS, notice))


def show_case(call: Call, case_id: UUID) -> Answer:
    return _page(call, [logged.token for logged in _readable(call, case_id)])


def show_submission(call: Call, submission_id: UUID) -> Answer:
    """Of the one submission alone."""
    submission = call.state.submissions.get(submission_id)
    if submission is None:
        raise Refused(404, "Submission not found", name="submission-not-found")
    logged = _readable(call, submission.case_id)
    return _page(call, [entry.token for entry in logged if entry.event.subject_id == submission_id])


def _page(call: Call, tokens: list[str]) -> Answer:
    return as_json(window(call.request, "eventLog", tokens))


def _readable(call: Call, case_id: UUID) -> list[Logged]:
    state, client = call.state, call.client
    inside = [entry for entry in state.submissions.values() if entry.case_id == case_id]
    if not inside:
        raise Refused(404, "Case not found")
    if not any(client.identifier in {entry.sender, state.destinations[entry.destination_id].subscriber} for entry in inside):
        raise Refused(403, "Forbidden")
    return state.logs[case_id]


def add(call: Call, case_id: UUID) -> Answer:
    """The answer of a destination, as `application/jose`."""
    state, request = call.state, call.request
    if request.headers.get("content-type") != "application/jose":
        raise Refused(415, "Unsupported Media Type", detail="application/jose expected.")
    token = request.body.decode("ascii", "replace")
    try:
        event = sets.verify(token, find_key=lambda issuer, kid: _key(state, issuer, kid), now=call.now)
    except FitConnectError as error:
        raise Refused(400, "Invalid Security Event Token", detail=str(error)) from None
    submission = _subject(call, event, case_id)
    if event.verb not in ANSWERS:
        raise Refused(403, "Event not allowed", detail=f"{event.verb} is for the delivery service.")
    if event.schema and not event.schema.startswith(SUPPORTED):
        raise Refused(422, "Payload Schema not supported", detail=event.schema)
    if any(logged.event.token_id == event.token_id for logged in state.logs[case_id]):
        raise Refused(409, "Event already there", detail=str(event.token_id))
    if submission.status is not Status.SUBMITTED:
        raise Refused(409, "Submission state invalid", detail=f"The submission is {submission.status}.")
    _check_content(event, submission)
    submission.status = ANSWERS[event.verb]
    submission.answered_at = call.now if event.verb is not Verb.FORWARD else None
    _log(state, submission, Logged(token, event))
    return Answer(204)


def _key(state: State, issuer: str, kid: str) -> PublicKey:
    for destination in state.destinations.values():
        for key in destination.signatures:
            if str(destination.identifier) == issuer and key.kid == kid:
                return key
    raise FitConnectError(f"No key {kid} of {issuer}.")


def _subject(call: Call, event: Event, case_id: UUID) -> Submission:
    submission = call.state.submissions.get(event.subject_id)
    if submission is None or submission.status in {Status.INCOMPLETE, Status.DELETED}:
        raise Refused(404, "Submission not found", name="submission-not-found")
    destination = call.state.destinations[submission.destination_id]
    if event.issuer != str(destination.identifier) or call.client.identifier != destination.subscriber:
        raise Refused(403, "Forbidden", detail="The issuer must be the destination of the submission.")
    if not event.case_id == submission.case_id == case_id:
        raise Refused(422, "Case does not fit", detail="txn, the submission and the address speak of different cases.")
    return submission


def _check_content(event: Event, submission: Submission) -> None:
    if event.verb is Verb.REJECT and not event.problems:
        raise Refused(422, "Problems missing", detail="A rejection names its reasons.")
    if event.tags is None and event.verb is Verb.ACCEPT:
        raise Refused(422, "authenticationTags missing")
    if event.tags is not None and submission.tags is not None:
        try:
            events.check_tags(event, submission.tags)
        except FitConnectError as error:
            raise Refused(422, "authenticationTags do not fit", detail=str(error)) from None
