"""Find a service in a real browser: with and without script, at 1280 and 320 pixels."""

import pytest
from django.core.cache import cache

from rathaus.foundation import clock
from rathaus.modules.catalogue.domain.import_ozg import import_ozg
from tests.e2e.helpers import assert_sound
from tests.modules.catalogue.factories import install, write_catalogue

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def house(settings, tmp_path, live_server):
    """A small catalogue with one described service; gives the address of the house."""
    settings.RATHAUS_DATA = tmp_path
    cache.clear()
    import_ozg(folder=write_catalogue(tmp_path), now=clock.now())
    install(clock.now())
    return live_server.url


@pytest.mark.parametrize("width", [1280, 320])
def test_every_page_is_sound(open_page, house, width):
    page = open_page(width=width)
    for path in (
        "/",
        "/suche/?q=anwohnerparken+verl%C3%A4ngern",
        "/suche/?q=Quantenchromodynamik",
        "/lebenslagen/",
        "/suche/?q=kin",
        "/suche/?q=kindergeld&wer=bund",
        "/erledigen/",
        "/erledigen/auto-verkehr/",
        "/erledigen/auto-verkehr/parken/",
        "/leistungen/?buchstabe=a",
        "/lebenslagen/kfz-besitz/",
        "/leistungen/",
        "/leistungen/?buchstabe=h",
        "/leistungen/bewohnerparkausweis-verlaengern-99108001020000/",
        "/leistungen/hundesteuer-festsetzung-99102013002000/",
        "/leistungen/kindergeld-bewilligung-99041007017000/",
        "/zahlen/",
        "/zahlen/online-je-lebenslage/",
    ):
        assert page.goto(house + path).status == 200, path
        assert_sound(page)


def test_question_to_service_by_keyboard(open_page, house):
    page = open_page()
    page.goto(house + "/")
    field = page.get_by_label("Was möchten Sie erledigen?")
    field.fill("anwohnerpark")
    page.locator("#vorschlaege option").first.wait_for(state="attached")
    assert page.locator("#vorschlaege option").first.get_attribute("value") == "Anwohnerparken verlängern"
    field.fill("anwohnerparken verlaengern")
    field.press("Enter")
    page.get_by_role("link", name="Bewohnerparkausweis verlängern", exact=True).click()
    page.wait_for_load_state()
    assert page.get_by_text("Ja, bei uns").is_visible()
    assert page.get_by_text("30,70 €").is_visible()


def test_question_to_service_without_script(open_page, house):
    page = open_page(script=False)
    page.goto(house + "/")
    page.get_by_label("Was möchten Sie erledigen?").fill("bewohnerparkausweis verlengern")
    page.get_by_role("button", name="Suchen").click()
    assert page.get_by_text("haben wir").is_visible()
    page.get_by_role("link", name="Bewohnerparkausweis verlängern", exact=True).click()
    assert page.get_by_role("heading", level=1).inner_text() == "Bewohnerparkausweis verlängern"
