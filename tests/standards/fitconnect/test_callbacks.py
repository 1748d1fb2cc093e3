"""Callbacks: the examples of the documentation, round trip, hostile input."""

import datetime as dt
import hmac
import json
import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rathaus.standards.fitconnect import callbacks
from rathaus.standards.fitconnect.callbacks import Callback, CallbackKind, Notice
from rathaus.standards.fitconnect.errors import FitConnectError

# docs.fitko.de, „Verwendung von Callbacks“ (the second with the entry `submissions` of 2023)
SECRET = "insecure_unsafe_qHScgrg_kP-R31jHUwp3GkVkGJolvBchz65b74Lzue0"
AT = dt.datetime.fromtimestamp(1672527599, dt.UTC)
TYPE = "https://schema.fitko.de/fit-connect/submission-api/callbacks/new-submissions"
OLD = b'{"type":"' + TYPE.encode() + b'","submissionIds":["f39ab143-d91a-474a-b69f-b00f1a1873c2"]}'
NEW = OLD[:-1] + (
    b',"submissions":[{"destinationId":"d12caea8-f372-4eb1-b102-b0a228253a11",'
    b'"submissionId":"f39ab143-d91a-474a-b69f-b00f1a1873c2","caseId":"9eec7d3e-dc66-4f82-9f52-1520bf96a32e"}]}'
)
OLD_MAC = (
    "798cd0edb70c08e5b32aa8a18cbbc8ff6b3078c51af6d011ff4e32e470c74623"
    "4fc4314821fe5185264b029e962bd37de33f3b9fc5f1a93c40ce6672845e90df"
)
NEW_MAC = (
    "2056b372b5bcec06d8f11ab79b84b42d6cbe1c8e1178cdfa36e4385dcf717758"
    "aaa7599f417d9ec3e079087884f4fd59680bf713621383e2d4414ef74fb10df3"
)
ENTRY = Notice(
    uuid.UUID("d12caea8-f372-4eb1-b102-b0a228253a11"),
    uuid.UUID("f39ab143-d91a-474a-b69f-b00f1a1873c2"),
    case_id=uuid.UUID("9eec7d3e-dc66-4f82-9f52-1520bf96a32e"),
)


def check(body=NEW, *, mac=NEW_MAC, timestamp="1672527599", secret=SECRET, now=AT):
    callbacks.check(body, {"callback-authentication": mac, "callback-timestamp": timestamp}, secret=secret, now=now)


@pytest.mark.parametrize(("body", "mac"), [(OLD, OLD_MAC), (NEW, NEW_MAC)])
def test_the_examples_of_the_documentation_are_authentic(body, mac):
    check(body, mac=mac)
    headers = {"callback-authentication": mac, "callback-timestamp": "1672527599"}
    assert callbacks.authenticate(body, secret=SECRET, now=AT) == headers


def test_the_examples_of_the_documentation_are_read():
    assert callbacks.read(OLD) == Callback(CallbackKind.SUBMISSIONS, (Notice(submission_id=ENTRY.submission_id),))
    assert callbacks.read(NEW) == Callback(CallbackKind.SUBMISSIONS, (ENTRY,))


def test_new_submissions_are_written_as_documented():
    assert callbacks.write(Callback(CallbackKind.SUBMISSIONS, (ENTRY,))) == NEW


@given(
    st.sampled_from([CallbackKind.EVENTS, CallbackKind.REPLIES]),
    st.lists(st.builds(Notice, submission_id=st.uuids(), reply_id=st.uuids(), case_id=st.uuids()), max_size=3).map(tuple),
)
def test_what_is_written_reads_to_the_same(kind, notices):
    assert callbacks.read(callbacks.write(Callback(kind, notices))) == Callback(kind, notices)


def test_five_minutes_old_counts_a_second_more_does_not():
    check(now=AT + dt.timedelta(minutes=5))
    check(now=AT - dt.timedelta(minutes=5))
    for late in (dt.timedelta(minutes=5, seconds=1), -dt.timedelta(minutes=5, seconds=1)):
        with pytest.raises(FitConnectError, match="älter als fünf Minuten"):
            check(now=AT + late)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"body": NEW + b" "}, "Prüfwert stimmt nicht"),
        ({"mac": NEW_MAC.upper()}, "Prüfwert stimmt nicht"),
        ({"mac": ""}, "Prüfwert stimmt nicht"),
        ({"mac": "ü" * 128}, "Prüfwert stimmt nicht"),
        ({"timestamp": "1672527600"}, "Prüfwert stimmt nicht"),
        ({"secret": "another"}, "Prüfwert stimmt nicht"),
        ({"secret": ""}, "kein Callback-Geheimnis"),
        ({"timestamp": ""}, "fehlt oder ist keine"),
        ({"timestamp": "-1"}, "fehlt oder ist keine"),
        ({"timestamp": "1672527599\n"}, "fehlt oder ist keine"),
        ({"timestamp": "9" * 13}, "fehlt oder ist keine"),
        ({"timestamp": "١"}, "fehlt oder ist keine"),
    ],
)
def test_what_is_not_authentic_is_refused(changes, said):
    with pytest.raises(FitConnectError, match=said):
        check(**changes)


def test_without_headers_nothing_is_believed():
    with pytest.raises(FitConnectError, match="fehlt oder ist keine"):
        callbacks.check(NEW, {}, secret=SECRET, now=AT)


def test_the_comparison_takes_the_same_time_for_every_value(monkeypatch):
    compared = []
    real = hmac.compare_digest
    monkeypatch.setattr(callbacks.hmac, "compare_digest", lambda first, second: compared.append(1) or real(first, second))
    check()
    with pytest.raises(FitConnectError):
        check(mac="0")
    assert len(compared) == 2


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b"", "JSON"),
        (b"[]", "JSON-Objekt"),
        (b"{}", "nicht bekannt"),
        (b'{"type":["x"]}', "nicht bekannt"),
        (json.dumps({"type": TYPE.replace("submissions", "pigeons")}).encode(), "nicht bekannt"),
        (json.dumps({"type": "new-submissions"}).encode(), "nicht bekannt"),
        (json.dumps({"type": TYPE, "submissions": ["x"]}).encode(), "nicht lesbar"),
        (json.dumps({"type": TYPE, "submissions": [{"submissionId": 1}]}).encode(), "nicht lesbar"),
        (json.dumps({"type": TYPE, "submissionIds": 7}).encode(), "nicht lesbar"),
        (json.dumps({"type": TYPE, "submissionIds": [7]}).encode(), "nicht lesbar"),
        (b" " * (1024 * 1024 + 1), "mehr als"),
    ],
)
def test_a_body_that_is_none_is_refused(body, said):
    with pytest.raises(FitConnectError, match=said):
        callbacks.read(body)


def test_an_entry_with_names_of_later_versions_is_read():
    body = json.dumps({"type": TYPE, "submissions": [{"caseId": str(ENTRY.case_id), "new": 1}], "sentAt": "x"}).encode()
    assert callbacks.read(body).notices == (Notice(case_id=ENTRY.case_id),)
