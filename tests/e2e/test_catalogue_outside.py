"""Pages of the catalogue that others read: texts of the Land, completeness, data for programs; on paper too."""

import pytest
from django.core.cache import cache

from rathaus.foundation import clock
from rathaus.modules.catalogue.domain.import_objects import import_objects
from rathaus.modules.catalogue.domain.import_ozg import import_ozg
from rathaus.modules.catalogue.domain.sources import enter_source
from rathaus.standards import xzufi
from rathaus.standards.xzufi import model
from tests.e2e.helpers import assert_sound
from tests.modules.catalogue.factories import install, write_catalogue
from tests.modules.organisation.factories import authority, unit

pytestmark = pytest.mark.django_db(transaction=True)
TOLD = "/leistungen/hund-anmelden-99102013002000/"
OWN = "/leistungen/bewohnerparkausweis-verlaengern-99108001020000/"


def text(code, said, language="de", links=()):
    kind = model.Code(code=code)
    return model.TextModule(kind=kind, content=(model.LocalizedText(language=language, text=said),), links=links)


@pytest.fixture
def house(settings, tmp_path, live_server):
    settings.RATHAUS_DATA = tmp_path
    cache.clear()
    now = clock.now()
    authority()
    hours = [{"days": list(range(7)), "opens": "00:00:00", "closes": "23:59:00"}]
    unit("strassenverkehr", name="Straßenverkehr", details={"hours": hours, "open_on_holidays": True})
    import_ozg(folder=write_catalogue(tmp_path), now=now)
    install(now)
    video = model.Link(uri="https://video.example/dgs", title="Hund anmelden", language="gsg")
    sheet = model.Link(uri="https://land.example/merkblatt", title="Merkblatt", language="de")
    service = model.Service(
        id=model.Identifier(value="LB.1", scheme_agency_id="L1"),
        keys=(model.Identifier(value="99102013002000"),),
        texts=(
            text("03", "Hund anmelden"),
            text("05", "<p>Sie müssen Ihren Hund anmelden.</p>"),
            text("06", "<h3>Wer</h3><p>Alle mit einem <b>Hund</b>.</p><ul><li>eins</li></ul>", links=(sheet,)),
            text("06", "Sie haben einen Hund?", "de-simple"),
            text("06", "Register your dog.", "en"),
            text("06", "سجل كلبك.", "ar"),
            text("06", "", "gsg", links=(video,)),
        ),
        languages=(model.LanguageVersion(language="en", machine_translated=True),),
    )
    source = enter_source(slug="land", name="Redaktion des Landes", level="land")
    import_objects(source=source, operations=[xzufi.Write(service)], now=now)
    return live_server.url


@pytest.mark.parametrize("width", [1280, 320])
def test_every_page_is_sound(open_page, house, width):
    page = open_page(width=width)
    for path in (
        TOLD,
        OWN,
        "/leistungen/vollstaendig/",
        "/leistungen/vollstaendig/ausgefuehrt/",
        "/leistungen/vollstaendig/andere/",
        "/api/",
    ):
        assert page.goto(house + path).status == 200, path
        assert_sound(page)


def test_the_data_block_stands_under_the_policy_and_is_read(open_page, house):
    page = open_page()
    page.goto(house + OWN)
    assert_sound(page)  # no complaint about the policy
    kind = page.evaluate(
        """() => JSON.parse(document.querySelector('script[type="application/ld+json"]').textContent)['@type']"""
    )
    assert kind == "GovernmentService"


def test_from_number_to_list_without_script(open_page, house):
    page = open_page(script=False)
    page.goto(house + "/leistungen/")
    page.get_by_role("link", name="Wie vollständig sind unsere Leistungen?").click()
    page.get_by_role("link", name="2 noch nicht beschrieben").click()
    assert page.get_by_role("link", name="Hund anmelden").is_visible()


def test_on_paper_addresses_are_written_out_and_nothing_to_click_is_left(open_page, house):
    page = open_page()
    page.goto(house + TOLD)
    page.emulate_media(media="print")
    assert not page.locator("nav").first.is_visible()
    assert page.get_by_text("Diese Seite im Internet:").is_visible()
    after = page.get_by_role("link", name="Merkblatt").evaluate("link => getComputedStyle(link, '::after').content")
    assert "https://land.example/merkblatt" in after
    page.goto(house + TOLD + "?sprache=en")
    assert page.get_by_text("Register your dog.").is_visible()
