"""Open forms: work with JavaScript, patience without, once for one thing."""

import datetime as dt
import re

import pytest
from django.test import RequestFactory
from hypothesis import given
from hypothesis import strategies as st

from rathaus.foundation import clock
from rathaus.foundation.abuse import challenge
from rathaus.foundation.abuse import public as abuse
from rathaus.foundation.abuse.models import Spent

pytestmark = pytest.mark.django_db


def post(text, *, solution="", honeypot="", address="203.0.113.7"):
    data = {challenge.CHALLENGE: text, challenge.SOLUTION: solution, challenge.HONEYPOT: honeypot}
    return RequestFactory().post("/", data, REMOTE_ADDR=address)


def issued(seconds_ago=10, bucket="report", bits=4):
    return challenge.issue(bucket, now=clock.now() - dt.timedelta(seconds=seconds_ago), bits=bits)


def test_a_solved_challenge_passes_at_once():
    text = issued(seconds_ago=0)
    abuse.check_form(post(text, solution=challenge.solve(text, 4)), "report")


def test_without_script_a_person_passes_and_haste_does_not():
    abuse.check_form(post(issued(seconds_ago=10)), "report")
    with pytest.raises(abuse.Refused, match="Warten Sie fünf Sekunden"):
        abuse.check_form(post(issued(seconds_ago=1)), "report")


def test_a_hasty_form_may_come_again_with_the_same_challenge():
    text = challenge.issue("report", now=clock.now())
    with pytest.raises(abuse.Refused):
        abuse.check_form(post(text), "report")
    assert not Spent.objects.exists()


def test_the_honeypot_refuses_and_names_the_way_on():
    with pytest.raises(abuse.Refused, match="Leeren Sie es"):
        abuse.check_form(post(issued(), honeypot="x"), "report")


def test_one_challenge_one_submission_unless_it_is_the_same_thing():
    text = issued()
    abuse.check_form(post(text), "report", holder="draft-1")
    abuse.check_form(post(text), "report", holder="draft-1")
    for other in ("draft-2", ""):
        with pytest.raises(abuse.Refused, match="schon abgeschickt"):
            abuse.check_form(post(text), "report", holder=other)


@pytest.mark.parametrize("text", ["", "x", "a:b:c", "\x00", "ä" * 900, "W10:1:1"])
def test_forged_challenges_are_refused(text):
    with pytest.raises(abuse.Refused):
        abuse.check_form(post(text), "report")


def test_foreign_future_and_expired_challenges_are_refused():
    for text in (issued(bucket="signup"), issued(seconds_ago=-600), issued(seconds_ago=3 * 3600)):
        with pytest.raises(abuse.Refused, match="noch einmal"):
            abuse.check_form(post(text), "report")


def test_without_work_fewer_are_accepted_and_others_are_not_touched():
    for _ in range(challenge.LIMIT_WITHOUT_WORK):
        abuse.check_form(post(issued()), "report")
    with pytest.raises(abuse.TooMany):
        abuse.check_form(post(issued()), "report")
    abuse.check_form(post(issued(), address="203.0.113.99"), "report")
    text = issued()
    abuse.check_form(post(text, solution=challenge.solve(text, 4)), "report")


def test_the_fields_carry_a_challenge_that_is_accepted():
    html = abuse.form_fields("report")
    text = re.search(r'value="([^"]+)" data-work="15"', html)[1]
    abuse.check_form(post(text, solution=challenge.solve(text, challenge.BITS)), "report")
    assert 'aria-hidden="true"' in html
    assert 'tabindex="-1"' in html
    assert "style=" not in html


def test_spent_challenges_are_swept_when_they_could_not_be_used_anyway():
    abuse.check_form(post(issued()), "report")
    assert challenge.sweep(now=clock.now()) == 0
    assert challenge.sweep(now=clock.now() + challenge.LIFETIME + dt.timedelta(minutes=1)) == 1


@given(st.text(max_size=20))
def test_only_small_decimal_numbers_are_solutions(solution):
    if challenge.solves("x", solution, 0):
        assert solution.isdigit()
        assert solution.isascii()
        assert len(solution) <= 12
