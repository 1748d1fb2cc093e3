"""Every described service of the demonstration city gives a right and complete answer, by page, interface and address."""

import datetime as dt
import tomllib
from importlib import resources

import pytest
from bench.answers.measure import Answer, expected, lines, measure
from django.core.cache import cache
from django.test import Client

from rathaus.modules.catalogue import public as catalogue
from rathaus.modules.organisation import public as organisation

NOON = dt.datetime(2026, 11, 27, 11, tzinfo=dt.UTC)


@pytest.mark.slow
@pytest.mark.django_db
def test_the_answers_are_right_and_complete(client: Client) -> None:
    data = (resources.files("rathaus.modules.organisation") / "demo" / "organisation.toml").read_text("utf-8")
    organisation.install_organisation(tomllib.loads(data), now=NOON)
    catalogue.install_demo(now=NOON)
    cache.clear()
    answers = measure(client)
    assert len(answers) > 250
    bad = [answer for answer in answers if not answer.good]
    assert not [answer for answer in answers if answer.wrong]
    assert len(bad) <= 0.05 * len(answers), "\n".join(lines(answers))


def test_a_wrong_body_is_never_good_and_the_lines_say_so() -> None:
    answers = [Answer("Seite", "1"), Answer("Seite", "2", ("Unterlage: Ausweis",)), Answer("API", "1", (), "steuern")]
    assert [answer.good for answer in answers] == [True, False, False]
    said = "\n".join(lines(answers))
    assert "1 of 3 (0.333, goal 0.95), wrong bodies 1 (goal 0)" in said
    assert "WRONG: steuern" in said


def test_the_expectations_cover_every_service_and_name_units_there_are() -> None:
    said = expected()
    assert len(said["service"]) == 67
    assert {service["unit"] for service in said["service"]} <= set(said["units"])
    assert all(service["fees"] and service["ways"] for service in said["service"])
