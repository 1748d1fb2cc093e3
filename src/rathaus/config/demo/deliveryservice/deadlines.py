"""What happens by itself (docs.fitko.de, „Benachrichtigungen und Löschfristen“)."""

import datetime as dt

from rathaus.config.demo.deliveryservice import casefile
from rathaus.config.demo.deliveryservice.model import Mail, State, Status, Submission
from rathaus.standards.fitconnect.events import Problem, Verb

WARNINGS = (3, 9)  # days after submission: a mail to the operator of the destination
REJECTED_AFTER = dt.timedelta(days=14)
DELETED_AFTER = dt.timedelta(days=7)  # since the answer, the service's own on day 14 among them
INCOMPLETE_DELETED_AFTER = dt.timedelta(days=1)
LOG_DELETED_AFTER = dt.timedelta(days=730)  # since the last event of the case
_UNCLAIMED = Problem(
    "about:blank", "Einreichung nicht abgeholt", "Die Einreichung wurde innerhalb von 14 Tagen nicht beantwortet."
)


def sweep(state: State, now: dt.datetime) -> None:
    """Everything that is due. A second call at the same time changes nothing."""
    for submission in list(state.submissions.values()):
        if submission.status is Status.INCOMPLETE and now >= submission.created_at + INCOMPLETE_DELETED_AFTER:
            _delete(state, submission, now)
        elif submission.status is Status.SUBMITTED and submission.submitted_at is not None:
            _remind(state, submission, submission.submitted_at, now)
        if submission.answered_at and submission.status is not Status.DELETED and now >= submission.answered_at + DELETED_AFTER:
            _delete(state, submission, now)
    for case_id, log in list(state.logs.items()):
        if now >= log[-1].event.issued_at + LOG_DELETED_AFTER:
            del state.logs[case_id]
            state.submissions = {key: entry for key, entry in state.submissions.items() if entry.case_id != case_id}


def _remind(state: State, submission: Submission, submitted_at: dt.datetime, now: dt.datetime) -> None:
    for day in WARNINGS:
        if day not in submission.warned and now >= submitted_at + dt.timedelta(days=day):
            submission.warned.add(day)
            state.mails.append(Mail(state.destinations[submission.destination_id].mail, submission.identifier, day))
    due = submitted_at + REJECTED_AFTER
    if now >= due:
        submission.status, submission.answered_at = Status.REJECTED, due
        casefile.record(state, submission, Verb.REJECT, due, problems=(_UNCLAIMED,))


def _delete(state: State, submission: Submission, now: dt.datetime) -> None:
    submission.status, submission.metadata, submission.data, submission.attachments = Status.DELETED, b"", b"", {}
    casefile.record(state, submission, Verb.DELETE, now)
