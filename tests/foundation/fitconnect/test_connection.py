"""Token, repetition, refusals: one connection, with a line made of values."""

import datetime as dt
import json
import subprocess
import sys
from dataclasses import dataclass, field
from urllib.parse import parse_qs

import pytest

from rathaus.foundation.fitconnect.connection import Connection, Credentials, Endpoints, read_json
from rathaus.foundation.fitconnect.errors import Declined, NotSignedIn, Unavailable
from rathaus.foundation.net.errors import Refused, Unreachable

START = dt.datetime(2026, 11, 20, 11, 0, tzinfo=dt.UTC)


@dataclass
class Said:
    status: int = 200
    body: bytes = b"{}"
    headers: dict = field(default_factory=dict)


class Line:
    """Answers from a list; a token whenever one is asked for."""

    def __init__(self, *answers, lifetime=1800):
        self.answers, self.lifetime = list(answers), lifetime
        self.asked, self.tokens, self.waits, self.now = [], 0, [], START
        self.connection = Connection(
            Endpoints("https://auth.example.org/token", "https://api.example.org/submission-api"),
            Credentials("client", "ein Geheimnis & mehr"),
            transport=self,
            now=lambda: self.now,
            sleep=self.waits.append,
        )

    def __call__(self, method, url, *, headers, body, **_limits):
        self.asked.append((method, url, dict(headers), body))
        if url.endswith("/token"):
            self.tokens += 1
            return Said(body=json.dumps({"access_token": f"token-{self.tokens}", "expires_in": self.lifetime}).encode())
        answer = self.answers.pop(0) if self.answers else Said()
        if isinstance(answer, Exception):
            raise answer
        return answer


def test_one_token_serves_until_a_minute_before_its_end():
    line = Line()
    for seconds in (0, 1000, 739):
        line.now += dt.timedelta(seconds=seconds)
        line.connection.get("/v2/submissions")
    assert line.tokens == 1
    line.now += dt.timedelta(seconds=1)
    line.connection.get("/v2/submissions")
    assert line.tokens == 2
    assert line.asked[-1][2]["authorization"] == "Bearer token-2"


def test_the_secret_goes_in_the_body_and_no_scope_is_asked_for():
    line = Line()
    line.connection.get("/x")
    method, url, headers, body = line.asked[0]
    assert (method, url) == ("POST", "https://auth.example.org/token")
    assert "authorization" not in headers
    assert headers["content-type"] == "application/x-www-form-urlencoded"
    assert parse_qs(body.decode()) == {
        "grant_type": ["client_credentials"],
        "client_id": ["client"],
        "client_secret": ["ein Geheimnis & mehr"],
    }


def test_every_request_names_the_house():
    line = Line()
    line.connection.call("PUT", "/x", body=b"y", kind="application/jose")
    line.connection.get("/open", signed_in=False)
    assert {headers["user-agent"] for _, _, headers, _ in line.asked} == {"Rathaus"}
    assert line.asked[1][2]["content-type"] == "application/jose"
    assert "authorization" not in line.asked[2][2]


def test_a_token_that_counts_no_more_is_renewed_once():
    line = Line(Said(401), Said(200))
    assert line.connection.get("/x").status == 200
    assert line.tokens == 2
    assert line.waits == []
    line = Line(Said(401), Said(401))
    with pytest.raises(NotSignedIn):
        line.connection.get("/x")
    assert line.tokens == 2


@pytest.mark.parametrize("status", [408, 429, 500, 502, 503, 504])
def test_what_passes_is_waited_for(status):
    line = Line(Said(status), Unreachable("x"), Said(status), Said(200))
    assert line.connection.get("/x").status == 200
    assert line.waits == [0.5, 2.0, 8.0]


def test_after_four_attempts_it_is_enough():
    line = Line(*[Said(503)] * 9)
    with pytest.raises(Unavailable) as failed:
        line.connection.get("/x")
    assert failed.value.reason == "GET 503"
    assert len(line.asked) == 5
    assert line.waits == [0.5, 2.0, 8.0]


@pytest.mark.parametrize(
    ("headers", "waited"),
    [
        ({"retry-after": "7"}, 7.0),
        ({"ratelimit-reset": "9"}, 9.0),
        ({"retry-after": "86400"}, 60.0),
        ({"retry-after": "0"}, 0.5),
        ({"retry-after": "Fri, 20 Nov 2026 12:00:00 GMT"}, 0.5),
        ({"retry-after": "-5"}, 0.5),
    ],
)
def test_the_service_may_ask_for_time_but_not_for_ever(headers, waited):
    line = Line(Said(429, headers=headers), Said(200))
    line.connection.get("/x")
    assert line.waits == [waited]


@pytest.mark.parametrize("status", [302, 400, 403, 404, 409, 415, 422])
def test_a_refusal_is_not_repeated_and_says_why(status):
    body = json.dumps({"type": "about:blank", "title": "So nicht", "detail": "weil " + "x" * 400}).encode()
    line = Line(Said(status, body))
    with pytest.raises(Declined, match=rf"abgelehnt \({status}: So nicht: weil x+\)") as declined:
        line.connection.get("/x")
    assert declined.value.http_status == status
    assert len(declined.value.reason) == 300
    assert line.waits == []


@pytest.mark.parametrize("body", [b"", b"<html>", b"[]", b"\xff", b"7"])
def test_a_refusal_without_a_reason_has_none(body):
    with pytest.raises(Declined, match="ohne Angabe von Gründen"):
        Line(Said(404, body)).connection.get("/x")


@pytest.mark.parametrize("body", [b"", b"<html>", b"[]", b"\xff", b"[" * 100_000])
def test_an_answer_that_is_no_json_comes_from_somebody_else(body):
    with pytest.raises(Unavailable):
        read_json(Said(200, body))


def test_a_forbidden_address_is_not_tried_again():
    line = Line(Refused("inside the house"))
    with pytest.raises(Refused):
        line.connection.get("/x")
    assert line.waits == []


@pytest.mark.parametrize("body", [{}, {"access_token": ""}, {"access_token": "x"}, {"access_token": 7, "expires_in": 5}])
def test_a_token_that_is_none(body):
    line = Line()
    line.connection._transport = lambda *_args, **_more: Said(200, json.dumps(body).encode())
    with pytest.raises(Unavailable, match="später"):
        line.connection.get("/x")


def test_the_secret_shows_in_no_text():
    assert "Geheimnis" not in repr(Credentials("client", "Geheimnis"))


def test_the_conversation_knows_no_django():
    program = """
import sys
from rathaus.foundation.fitconnect import answering, checks, connection, destinations, log, receiving, sending
assert not [name for name in sys.modules if name == "django" or name.startswith("django.")]
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
