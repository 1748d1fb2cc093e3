"""The way of a submission through the service, and the clock."""

import dataclasses
import datetime as dt
import json
import uuid

import pytest

from rathaus.config.demo.deliveryservice import deadlines
from rathaus.config.demo.deliveryservice.model import Mail, Status
from rathaus.standards.fitconnect import sets
from rathaus.standards.fitconnect.events import IssuerKind, Problem, Verb
from tests.config.demo.deliveryservice import world
from tests.config.demo.deliveryservice.world import DESTINATION, FILE, World
from tests.standards.fitconnect import keys

WHY = (Problem("about:blank", "Falsche Stelle"),)


def said(answer):
    return json.loads(answer.body)


def verbs(town, case_id):
    return [event.verb for event in town.log(case_id)]


def test_what_is_sent_waits_is_fetched_and_accepted():
    town = World()
    submission, case = town.submitted()
    listed = said(town.ask("subscriber", "GET", "/submissions"))
    assert listed == {
        "count": 1,
        "offset": 0,
        "totalCount": 1,
        "submissions": [{"destinationId": str(DESTINATION), "submissionId": str(submission), "caseId": str(case)}],
    }
    shown = said(town.ask("subscriber", "GET", f"/submissions/{submission}"))
    assert shown["encryptedMetadata"].encode() == world.metadata_token()
    assert shown["encryptedData"].encode() == world.data_token()
    assert shown["attachments"] == [str(FILE)]
    file = town.ask("subscriber", "GET", f"/submissions/{submission}/attachments/{FILE}")
    assert (file.body, file.content_type) == (world.file_token(), "application/jose")
    assert town.post_event(town.event(submission, case)).status == 204
    assert verbs(town, case) == [Verb.CREATE, Verb.SUBMIT, Verb.NOTIFY, Verb.ACCEPT]
    assert said(town.ask("subscriber", "GET", "/submissions"))["submissions"] == []
    assert town.ask("subscriber", "GET", f"/submissions/{submission}").status == 200


def test_the_log_is_signed_and_shows_to_both_sides_alone():
    town = World()
    submission, case = town.submitted()
    for who in ("sender", "subscriber"):
        for path in (f"/cases/{case}/events", f"/submissions/{submission}/events"):
            tokens = said(town.ask(who, "GET", path))["eventLog"]
            found = [sets.verify(token, find_key=lambda *_: keys.service().public, now=town.now) for token in tokens]
            assert [event.verb for event in found] == [Verb.CREATE, Verb.SUBMIT]
            assert {event.issuer_kind for event in found} == {IssuerKind.SERVICE}
            assert found[1].tags == town.event(submission, case).tags
    assert town.ask("stranger", "GET", f"/cases/{case}/events").status == 403
    assert town.ask("stranger", "GET", f"/submissions/{submission}").status == 403


def test_lists_come_in_parts():
    town = World()
    for _ in range(3):
        town.submitted()
    part = said(town.ask("subscriber", "GET", "/submissions", query={"offset": "2", "limit": "2"}))
    assert (part["count"], part["offset"], part["totalCount"], len(part["submissions"])) == (1, 2, 3, 1)
    for query in ({"limit": "0"}, {"limit": "501"}, {"offset": "-1"}, {"offset": "x"}, {"limit": "²"}):
        assert town.ask("subscriber", "GET", "/submissions", query=query).status == 400


def test_only_own_destinations_are_listed():
    town = World()
    town.submitted()
    assert said(town.ask("stranger", "GET", "/submissions"))["submissions"] == []
    assert town.ask("stranger", "GET", "/submissions", query={"destinationId": str(DESTINATION)}).status == 403
    assert said(town.ask("subscriber", "GET", "/submissions", query={"destinationId": str(DESTINATION)}))["count"] == 1


def test_a_submission_is_complete_with_every_announced_attachment():
    town = World()
    made = said(town.announce())["submissionId"]
    assert town.submit(made).status == 422
    assert town.ask("subscriber", "GET", f"/submissions/{made}").status == 404
    assert town.attach(made).status == 204
    assert town.attach(made).status == 204
    assert town.submit(made).status == 200
    assert town.submit(made).status == 409
    assert town.attach(made).status == 409


def test_a_rejection_names_its_reasons_and_ends_the_fetching():
    town = World()
    submission, case = town.submitted()
    assert town.post_event(town.event(submission, case, Verb.REJECT)).status == 422
    assert town.post_event(town.event(submission, case, Verb.REJECT, problems=WHY)).status == 204
    assert town.log(case)[-1].problems == WHY
    assert town.ask("subscriber", "GET", f"/submissions/{submission}").status == 404


def test_what_was_forwarded_is_still_to_be_answered():
    town = World()
    submission, case = town.submitted()
    assert town.post_event(town.event(submission, case, Verb.FORWARD)).status == 204
    assert said(town.ask("subscriber", "GET", "/submissions"))["count"] == 1
    assert town.post_event(town.event(submission, case)).status == 204


def test_one_answer_once():
    town = World()
    submission, case = town.submitted()
    event = town.event(submission, case)
    assert town.post_event(event).status == 204
    assert town.post_event(event).status == 409
    assert town.post_event(town.event(submission, case, Verb.REJECT, problems=WHY)).status == 409
    assert verbs(town, case).count(Verb.ACCEPT) == 1


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({"verb": Verb.CREATE}, 403),
        ({"verb": Verb.DELETE}, 403),
        ({"issuer": "https://zustelldienst.example.org/submission-api"}, 400),
        ({"issuer": str(uuid.UUID(int=9))}, 400),
        ({"subject_id": uuid.UUID(int=9)}, 404),
        ({"case_id": uuid.UUID(int=9)}, 422),
        ({"tags": None}, 422),
        ({"schema": "https://schema.fitko.de/fit-connect/set-payload/1.0.0/set-payload.schema.json"}, 422),
        ({"schema": ""}, 204),
        ({"issued_at": world.START + dt.timedelta(hours=1)}, 400),
    ],
)
def test_an_answer_off_the_rules(changes, status):
    town = World()
    submission, case = town.submitted()
    event = dataclasses.replace(town.event(submission, case), **changes)
    assert town.post_event(event, case_id=case).status == status


def test_an_answer_with_tags_of_other_ciphertexts():
    town = World()
    submission, case = town.submitted()
    event = town.event(submission, case)
    other = type(event.tags)(event.tags.metadata, event.tags.data, {})
    assert town.post_event(town.event(submission, case, tags=other)).status == 422


def test_an_answer_of_somebody_else():
    town = World()
    submission, case = town.submitted()
    assert town.post_event(town.event(submission, case), who="stranger").status == 403
    assert town.post_event(town.event(submission, case), key=keys.service()).status == 400
    assert town.post_event(town.event(submission, case), kind="application/json").status == 415
    assert verbs(town, case) == [Verb.CREATE, Verb.SUBMIT]


def test_day_3_and_9_a_mail_day_14_rejected_day_21_gone():
    town = World()
    submission, case = town.submitted()
    seen = []
    for day in range(1, 23):
        town.now = world.START + dt.timedelta(days=day)
        deadlines.sweep(town.state, town.now)
        deadlines.sweep(town.state, town.now)
        seen.append((len(town.state.mails), town.state.submissions[submission].status))
    assert [count for count, _ in seen] == [0] * 2 + [1] * 6 + [2] * 14
    assert [status for _, status in seen] == [Status.SUBMITTED] * 13 + [Status.REJECTED] * 7 + [Status.DELETED] * 2
    assert town.state.mails == [Mail("technik@example.org", submission, 3), Mail("technik@example.org", submission, 9)]
    assert verbs(town, case) == [Verb.CREATE, Verb.SUBMIT, Verb.REJECT, Verb.DELETE]
    assert town.log(case)[2].issuer_kind is IssuerKind.SERVICE
    assert town.log(case)[2].problems
    assert town.state.submissions[submission].attachments == {}


def test_from_day_14_on_nothing_can_be_fetched_or_answered():
    town = World()
    submission, case = town.submitted()
    town.pass_time(days=14)
    assert town.ask("subscriber", "GET", f"/submissions/{submission}").status == 404
    assert town.post_event(town.event(submission, case)).status == 409


def test_a_long_absence_of_requests_changes_no_deadline():
    town = World()
    submission, case = town.submitted()
    town.pass_time(days=30)
    deadlines.sweep(town.state, town.now)
    assert town.state.submissions[submission].status is Status.DELETED
    assert [event.issued_at for event in town.log(case)][2] == world.START + dt.timedelta(days=14)


def test_an_accepted_submission_is_gone_after_a_week():
    town = World()
    submission, case = town.submitted()
    town.post_event(town.event(submission, case))
    town.pass_time(days=6, hours=23)
    assert town.ask("subscriber", "GET", f"/submissions/{submission}").status == 200
    town.pass_time(hours=1)
    assert town.ask("subscriber", "GET", f"/submissions/{submission}").status == 404
    assert verbs(town, case)[-1] is Verb.DELETE
    assert town.state.mails == []


def test_an_incomplete_submission_is_gone_after_a_day():
    town = World()
    made = said(town.announce())
    town.pass_time(hours=23)
    assert town.attach(made["submissionId"]).status == 204
    town.pass_time(hours=1)
    assert town.attach(made["submissionId"]).status == 404
    assert verbs(town, uuid.UUID(made["caseId"])) == [Verb.CREATE, Verb.DELETE]


def test_the_log_is_gone_730_days_after_its_last_event():
    town = World()
    submission, case = town.submitted()
    town.post_event(town.event(submission, case))
    town.pass_time(days=7)
    deadlines.sweep(town.state, town.now)
    town.pass_time(days=729)
    assert town.ask("sender", "GET", f"/cases/{case}/events").status == 200
    town.pass_time(days=1)
    assert town.ask("sender", "GET", f"/cases/{case}/events").status == 404
    assert town.state.submissions == {}
