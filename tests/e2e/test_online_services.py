"""From a move to the applications prepared together, and to an online service of somebody else, in a real browser."""

import pytest
from django.core.cache import cache

from rathaus.foundation import clock
from rathaus.foundation.permissions.public import Role
from rathaus.modules.accounts import public as accounts
from rathaus.modules.catalogue.domain import follow_status as follow
from rathaus.modules.catalogue.domain.check_links import collect_links
from rathaus.modules.catalogue.domain.online_services import report_status
from rathaus.modules.catalogue.domain.take_status import enter_sender
from rathaus.modules.catalogue.models import WebLink
from tests.e2e import city
from tests.e2e.city import Walk
from tests.modules.accounts import factories as people
from tests.modules.organisation import factories as organisation

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
HOME = "/leistungen/wohnsitz-anmelden-oder-ummelden-99115005104000/"
KEY = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="


@pytest.fixture
def town(live_server, settings, tmp_path):
    settings.RATHAUS_DATA = tmp_path
    settings.RATHAUS_KEYS = tmp_path / "keys"
    settings.RATHAUS_BASE_URL = live_server.url
    settings.CSRF_TRUSTED_ORIGINS = [live_server.url]
    cache.clear()
    city.load()
    cache.clear()


def sign_in(page, client, live_server, user):
    people.sign_in(client, user)
    page.context.add_cookies(
        [{"name": name, "value": morsel.value, "url": live_server.url} for name, morsel in client.cookies.items()]
    )


@pytest.mark.parametrize(("width", "script"), [(1280, True), (320, False)])
def test_a_move(town, open_page, width, script):
    walk = Walk(open_page(width=width, script=script), script=script, shots=f"bundle-{width}-")
    page = walk.page
    walk.open("/erledigen/umzug-wohnen/ich-ziehe-um/", "situation")
    walk.follow("Ihre Checkliste: Umziehen nach Halle")
    walk.look("questions")
    answers = {"Haben Sie einen Hund?": "Ja", "schon einen Ausweis, der bald abläuft": "Ja", "Möbel abholen": "Nein"}
    for question, answer in answers.items():
        page.get_by_role("group", name=question).get_by_label(answer, exact=True).check()
    walk.press("Checkliste zeigen")
    walk.look("list")
    text = walk.text()
    assert "Wohnsitz anmelden oder ummelden" in text
    assert "online bei Gemeinschaftsdienst der Länder (Vorführung)" in text
    assert "Sperrmüll" not in text
    assert "Vielleicht auch" in text
    walk.press("Gemeinsam vorbereiten")
    walk.look("prepare")
    walk.fill("Vornamen", "Erika")
    walk.fill("Familienname", "Mustermann")
    walk.fill("Straße", "Weg")
    walk.press("Anträge vorbereiten")
    walk.look("half-an-address")
    assert page.get_by_label("Vornamen").input_value() == "Erika"
    walk.fill("Hausnummer", "2")
    walk.fill("Postleitzahl", "06108")
    walk.fill("Ort", "Halle (Saale)")
    walk.press("Anträge vorbereiten")
    walk.look("drafts")
    assert "Noch offen: 2" in walk.text()
    overview = page.url
    walk.follow("Hund anmelden (Hundesteuer)")
    walk.look("first-application")
    page.goto(page.url.rpartition("/hund/")[0] + "/person/")
    walk.look("person")
    assert page.get_by_label("Straße und Hausnummer").first.input_value() == "Weg 2"
    walk.follow("Zur Übersicht")
    assert page.url == overview


@pytest.mark.parametrize("width", [1280, 320])
def test_an_online_service_of_somebody_else(town, open_page, client, live_server, width):
    walk = Walk(open_page(width=width), shots=f"online-{width}-")
    walk.open(HOME, "service")
    link = walk.page.get_by_role("link", name="Online beantragen")
    assert link.get_attribute("href") == "https://efa.example/wohnsitz?mandant=st&ars=150020000000&leistung=99115005104000"
    collect_links(now=clock.now())
    WebLink.objects.filter(watched=True).update(failures=2, failing_since=clock.now(), checked_at=clock.now())
    enter_sender(slug="land", name="Land", public_key=KEY, now=clock.now())
    report_status(slug="demo-efa-wohnsitz", sender="land", now=clock.now())
    cache.clear()
    walk.open(HOME, "down")
    assert "gerade nicht erreichbar" in walk.text()
    user = people.citizen("reise@example.org")
    sign_in(walk.page, client, live_server, user)
    walk.follow("Stand mitverfolgen")
    walk.look("consent")
    walk.press("Einwilligen und weiter")
    walk.look("handover")
    href = walk.page.get_by_role("link", name="Weiter zum Onlinedienst").get_attribute("href")
    assert "&vorgang=" in href
    assert accounts.has_consent(user.pk, follow.PURPOSE)
    walk.open("/konto/onlinedienste/", "followed")
    walk.open("/konto/", "account")
    assert "Anträge bei anderen Onlinediensten" in walk.text()


@pytest.mark.parametrize("width", [1280, 320])
def test_what_the_office_sees(town, open_page, client, live_server, width):
    person = organisation.person("edda-online")
    organisation.holding(person, organisation.post(organisation.unit("redaktion-online"), Role.EDITOR, slug="red"))
    walk = Walk(open_page(width=width), shots=f"office-online-{width}-")
    sign_in(walk.page, client, live_server, people.staff("edda-online@example.org", person=person))
    walk.open("/amt/leistungen/onlinedienste/", "list")
    assert "Vorführung" in walk.text()
