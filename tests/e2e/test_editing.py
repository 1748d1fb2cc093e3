"""Write a description in a real browser: by keyboard and without script, at 1280 and 320 pixels, from draft to preview."""

import os
from pathlib import Path

import pytest
from django.core.cache import cache
from django.test import Client

from rathaus.foundation import clock
from rathaus.foundation.permissions.public import Role
from rathaus.modules.catalogue.domain.check_links import collect_links
from rathaus.modules.catalogue.domain.measure import measure_stale
from rathaus.modules.catalogue.enums import EditionAct, EditionState, LinkState
from rathaus.modules.catalogue.models import Edition, WebLink
from tests.e2e import helpers
from tests.modules.accounts import factories as accounts
from tests.modules.catalogue.factories import act, edition_in, install
from tests.modules.organisation import factories as organisation

pytestmark = pytest.mark.django_db(transaction=True)
KEY = "99108001020000"
HOME = f"/amt/leistungen/{KEY}/"


@pytest.fixture
def sign_in(settings, tmp_path, live_server):
    """A described service and an editor; `sign_in(page)` gives the page her session."""
    settings.RATHAUS_DATA = tmp_path
    cache.clear()
    now = clock.now()
    unit = organisation.unit("strassenverkehr", name="Abteilung Straßenverkehr")
    person = organisation.person("edda", name="Edda Entwurf")
    organisation.holding(person, organisation.post(unit, Role.EDITOR, Role.APPROVER, slug="edda"))
    install(now, text="Wir verlängern um ein Jahr. Das kostet 28 Euro. Mehr unter https://example.org/parken.")
    edition_in(EditionState.SUPERSEDED, now)
    measure_stale(now=now)
    collect_links(now=now)
    WebLink.objects.update(state=LinkState.BROKEN, status=404, checked_at=now)
    cookies = accounts.sign_in(Client(), accounts.staff("edda@example.org", person=person, name="Edda Entwurf")).cookies

    def give(page):
        page.context.add_cookies(
            [{"name": name, "value": morsel.value, "url": live_server.url + "/amt/"} for name, morsel in cookies.items()]
        )
        return page

    return give


def look(page, name):
    if folder := os.environ.get("RATHAUS_SCREENSHOTS"):
        page.screenshot(path=Path(folder) / f"editing-{page.viewport_size['width']}-{name}.png", full_page=True)
    helpers.assert_sound(page)


@pytest.mark.parametrize("width", [1280, 320])
def test_every_page_of_the_editors_is_sound(open_page, sign_in, width):
    page = sign_in(open_page(width=width))
    draft = act(Edition.objects.filter(service_key=KEY).latest("number"), EditionAct.WITHDRAW, clock.now())
    assert draft.state == EditionState.WITHDRAWN
    install(clock.now(), text="Neu. Das kostet 28 Euro.")
    page.goto(HOME)
    page.get_by_role("button", name="Text ändern").click()
    page.get_by_label("Kurztext", exact=False).first.fill("Ein anderer Kurztext für Anwohner.")
    page.get_by_role("button", name="Speichern", exact=True).first.click()
    assert page.get_by_text("Entwurf gespeichert.").is_visible()
    look(page, "edit")
    number = Edition.objects.get(state=EditionState.DRAFT).number
    for path, name in (
        ("/amt/leistungen/", "list"), ("/amt/leistungen/links/", "links"), ("/amt/leistungen/neu/", "new"), (HOME, "service"),
        (f"{HOME}{number}/", "edition"), (f"{HOME}{number}/vorschau/", "preview"),
        (f"{HOME}{number}/bearbeiten/?sprache=en", "english"),
        (f"{HOME}vergleich/?a={number - 1}&b={number}", "compare"), (f"{HOME}1/", "old"),
    ):  # fmt: skip
        assert page.goto(path).status == 200, path
        look(page, name)


def test_a_text_is_written_without_script(page_without_script, sign_in):
    page = sign_in(page_without_script)
    page.goto(HOME)
    page.get_by_role("button", name="Text ändern").click()
    page.get_by_label("Kurztext", exact=False).first.fill("Nicht verlieren")
    page.get_by_role("button", name="Gebühr hinzufügen").click()
    row = page.get_by_role("group", name="Gebühr 2", exact=True)
    row.get_by_label("Art", exact=False).first.select_option("fixed")
    row.get_by_label("Betrag in Euro", exact=False).first.fill("falsch")
    page.get_by_role("button", name="Speichern", exact=True).first.click()
    assert helpers.errors_are_linked(page) == []
    assert page.get_by_role("heading", name="Bitte prüfen Sie Ihre Angaben").is_visible()
    row.get_by_label("Betrag in Euro", exact=False).first.fill("28")
    page.get_by_role("button", name="Speichern und zur Fassung").first.click()
    assert page.get_by_text("28,00").first.is_visible()
    page.get_by_role("button", name="Zur Prüfung geben").click()
    edition = Edition.objects.get(state=EditionState.REVIEW)
    assert "Nicht verlieren" in edition.content


def test_error_and_conflict_by_keyboard(open_page, sign_in):
    page = sign_in(open_page())
    page.goto(HOME)
    page.get_by_role("button", name="Text ändern").press("Enter")
    draft = Edition.objects.get(state=EditionState.DRAFT)
    page.get_by_role("textbox", name="Name der Leistung").fill("")
    page.get_by_role("textbox", name="Name der Leistung").press("Enter")  # the first button of the form saves
    summary = page.locator(".r-error-summary")
    assert summary.evaluate("element => element === document.activeElement")
    look(page, "error")
    summary.get_by_role("link").press("Enter")
    field = page.get_by_role("textbox", name="Name der Leistung")
    assert field.evaluate("element => element === document.activeElement")
    act(draft, EditionAct.WRITE, clock.now())  # somebody else
    field.fill("Mein Name dafür")
    field.press("Enter")
    assert page.get_by_text("Noch nicht gespeichert").is_visible()
    assert field.input_value() == "Mein Name dafür"
    look(page, "conflict")
    page.get_by_role("button", name="Name der Leistung: gespeicherten Stand nehmen").press("Enter")
    assert field.input_value().endswith(" x")
