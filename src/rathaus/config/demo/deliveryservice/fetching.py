"""The way out: what waits for a destination, one submission, one attachment."""

import datetime as dt
from uuid import UUID

from rathaus.config.demo.deliveryservice import casefile
from rathaus.config.demo.deliveryservice.messages import Answer, Refused, as_json
from rathaus.config.demo.deliveryservice.model import Call, State, Status, Submission, describe
from rathaus.config.demo.deliveryservice.pages import window
from rathaus.standards.fitconnect.events import Verb


def waiting(call: Call) -> Answer:
    """Not answered yet, oldest first, of every destination of the caller or of `destinationId` alone."""
    mine = {key for key, destination in call.state.destinations.items() if destination.subscriber == call.client.identifier}
    if only := call.request.query.get("destinationId"):
        mine = {key for key in mine if str(key) == only}
        if not mine:
            raise Refused(403, "Forbidden", detail="Not a destination of this client.")
    found = [
        entry for entry in call.state.submissions.values() if entry.destination_id in mine and entry.status is Status.SUBMITTED
    ]
    for submission in found:
        notify(call.state, submission, call.now)
    return as_json(window(call.request, "submissions", [describe(entry) for entry in found]))


def notify(state: State, submission: Submission, now: dt.datetime) -> None:
    """The destination has been told: once."""
    if not submission.notified:
        submission.notified = True
        casefile.record(state, submission, Verb.NOTIFY, now)


def show(call: Call, submission_id: UUID) -> Answer:
    submission = _readable(call, submission_id)
    return as_json({
        **describe(submission),
        "publicService": submission.service,
        "attachments": sorted(map(str, submission.attachments)),
        "encryptedMetadata": submission.metadata.decode("ascii"),
        "encryptedData": submission.data.decode("ascii"),
    })  # fmt: skip


def show_attachment(call: Call, submission_id: UUID, attachment_id: UUID) -> Answer:
    found = _readable(call, submission_id).attachments.get(attachment_id)
    if found is None:
        raise Refused(404, "Attachment not found")
    return Answer(200, found, "application/jose")


def _readable(call: Call, submission_id: UUID) -> Submission:
    submission = call.state.submissions.get(submission_id)
    if submission is None or submission.status not in {Status.SUBMITTED, Status.ACCEPTED}:
        raise Refused(404, "Submission not found", name="submission-not-found")
    if call.state.destinations[submission.destination_id].subscriber != call.client.identifier:
        raise Refused(403, "Forbidden")
    return submission
