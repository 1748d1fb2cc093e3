"""A citizen finds out who is in charge of their address: with and without script, wide and narrow; staff see the proof."""

import datetime as dt
import os
import uuid
from pathlib import Path

import pytest
from django.core.cache import cache

from rathaus.foundation import clock
from rathaus.foundation.permissions.public import Role
from rathaus.modules.catalogue.enums import Origin
from rathaus.modules.catalogue.models import Responsibility, Service
from tests.e2e import helpers
from tests.modules.accounts import factories as accounts
from tests.modules.catalogue.places import PAGE, city, rule
from tests.modules.organisation import factories as organisation

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def place():
    now = clock.now()
    cache.clear()
    city(now)
    rule(now, district="sued", unit="amt-sued")
    return now


def shoot(page, name):
    if folder := os.environ.get("RATHAUS_SCREENSHOTS"):
        page.screenshot(path=Path(folder) / f"responsibility-{name}.png", full_page=True)


@pytest.mark.parametrize(("width", "script"), [(1280, True), (320, True), (320, False)])
def test_the_unit_for_an_address(place, open_page, width, script):
    page = open_page(width=width, script=script)
    page.goto(PAGE)
    shoot(page, f"service-{width}-{script}")
    if script:
        helpers.assert_sound(page)
    page.get_by_label("Straße").fill("Ulrichstr.")
    page.get_by_label("Hausnummer").fill("13")
    page.get_by_role("button", name="Zuständige Stelle zeigen").click()
    assert "Meinten Sie: Große Ulrichstraße?" in page.locator("main").inner_text()
    assert "Ulrich" not in page.url
    if script:
        helpers.assert_sound(page)
        assert helpers.errors_are_linked(page) == []
    shoot(page, f"error-{width}-{script}")
    page.get_by_label("Straße").fill("Große Ulrichstr.")
    page.get_by_role("button", name="Zuständige Stelle zeigen").click()
    assert "Amt-Sued" in page.locator("main").inner_text()
    assert "Ulrich" not in page.url
    if script:
        helpers.assert_sound(page)
    shoot(page, f"answer-{width}-{script}")
    assert page.context.cookies() == []


@pytest.mark.parametrize("width", [1280, 320])
def test_forms_and_marks_on_the_page_are_sound(place, open_page, width):
    long = f"https://formulare.example.org/{'x' * 120}.pdf"
    forms = [{"name": "Antrag", "url": long, "language": "en", "kind": "Antragsformular", "source": "Redaktion des Landes"}]
    Service.objects.update(forms=forms, machine_translated=True)
    page = open_page(width=width)
    page.goto(PAGE)
    said = page.locator("main").inner_text()
    assert "Formulare zum Ausfüllen" in said
    assert "Der Name ist maschinell übersetzt" in said
    helpers.assert_sound(page)
    shoot(page, f"forms-{width}")


@pytest.mark.parametrize("width", [1280, 320])
def test_staff_pages_are_sound(place, open_page, client, live_server, width):
    person = organisation.person("edda")
    organisation.holding(person, organisation.post(organisation.unit("redaktion"), Role.EDITOR, slug="red"))
    accounts.sign_in(client, accounts.staff("edda@example.org", person=person))
    page = open_page(width=width)
    page.context.add_cookies(
        [{"name": name, "value": morsel.value, "url": live_server.url} for name, morsel in client.cookies.items()]
    )
    row = Responsibility.objects.get(origin=Origin.OWN)
    for number in range(120):  # more than a page of rules, and more than a page of past ones
        row.pk, row.letter_from, row.valid_until = uuid.uuid4(), "a", dt.date(2020, 1, 1) if number % 2 else None
        row.save(force_insert=True)
    for path in (
        "/amt/leistungen/99108001020000/zustaendigkeit/", "/amt/leistungen/99108001020000/zustaendigkeit/?eigene=2&q=amt",
        "/amt/gebiete/", "/amt/gebiete/?art=strassen", "/amt/gebiete/anschrift/", "/amt/leistungen/zustaendigkeit/",
        "/amt/leistungen/zustaendigkeit/warum/?leistung=99108001020000",
    ):  # fmt: skip
        page.goto(path)
        assert page.locator("h1").count() == 1
        assert "Anmelden" not in page.title()
        helpers.assert_sound(page)
        shoot(page, f"office-{width}-{path.strip('/').replace('/', '-').partition('?')[0]}")
    page.get_by_label("Straße und Hausnummer").fill("Am Südhang 3")
    page.get_by_role("button", name="Nachsehen").click()
    assert "am genauesten" in page.locator("main").inner_text()
    helpers.assert_sound(page)
    shoot(page, f"why-{width}")
