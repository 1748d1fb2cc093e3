import pytest
from django.core.cache import cache
from django.template.defaultfilters import escape

from rathaus.foundation.statistics import public as statistics
from rathaus.modules.catalogue.domain.import_ozg import import_ozg
from rathaus.modules.catalogue.domain.set_online import set_online
from rathaus.modules.catalogue.models import LifeEvent, Service
from tests.modules.catalogue.factories import install, write_catalogue

pytestmark = pytest.mark.django_db

RENEWAL = "/leistungen/bewohnerparkausweis-verlaengern-99108001020000/"
BARE = "/leistungen/hundesteuer-festsetzung-99102013002000/"
FEDERAL = "/leistungen/kindergeld-bewilligung-99041007017000/"


@pytest.fixture(autouse=True)
def _catalogue(tmp_path, now):
    cache.clear()
    import_ozg(folder=write_catalogue(tmp_path), now=now)
    install(now)


def text(response):
    assert response.status_code == 200
    return response.content.decode()


def test_home_shows_search_and_what_is_used_most(client):
    page = text(client.get("/"))
    assert 'action="/suche/"' in page
    assert RENEWAL in page
    assert "/lebenslagen/kfz-besitz/" in page
    assert "tel:115" in page


def test_first_screen_of_a_described_service(client):
    page = text(client.get(RENEWAL))
    for answer in ("Ja, bei uns", "Vor dem Ablauf.", "am Schalter", "mit einem Papierformular", "30,70", "GebOSt", "Ungeprüft"):
        assert answer in page
    assert "höchstens 3 Arbeitstage" in page
    assert "noch keine Zahlen" in page
    assert "Demonstrationsdaten" in page
    assert "Online beantragen" not in page


def test_online_button_appears_with_the_offer(client, now):
    text(client.get(RENEWAL))
    set_online(service_key="99108001020000", slug="bewohnerparkausweis-verlaengern", now=now)
    page = text(client.get(RENEWAL))
    assert "Online beantragen" in page
    assert "/antrag/bewohnerparkausweis-verlaengern/" in page


def test_bare_service_says_so_and_leads_on(client):
    page = text(client.get(BARE))
    assert "Dazu haben wir noch keinen Text" in page
    assert "tel:115" in page
    assert "Ja, bei uns" not in page


def test_other_level_executes_and_it_is_unchecked(client):
    page = text(client.get(FEDERAL))
    assert "Nicht wir, sondern eine Behörde des Bundes" in page
    assert "Wir haben es nicht geprüft" in page
    assert "§ 62 EStG" in page


def test_old_name_in_the_address_is_corrected(client):
    for tail in ("99108001020000", "alter-name-99108001020000"):
        response = client.get(f"/leistungen/{tail}/")
        assert response.status_code == 302
        assert response["Location"] == RENEWAL


@pytest.mark.parametrize("tail", ["nichts", "x-99000000000000", "99108001020000x", "-", "local:nichts", "a" * 3000])
def test_unknown_service_is_404(client, tail):
    assert client.get(f"/leistungen/{tail}/").status_code == 404


def test_local_key(client, now):
    install(now, key="local:falknerpruefung", name="Zulassung zur Falknerprüfung beantragen")
    page = text(client.get("/leistungen/zulassung-zur-falknerpruefung-beantragen-local:falknerpruefung/"))
    assert "keinen" not in page.split("Leistungsschlüssel")[0][-20:]
    assert "Einen amtlichen Leistungsschlüssel nennen unsere Quellen nicht" in page


def test_uncached_page_needs_few_queries_and_warm_one(client, django_assert_max_num_queries, django_assert_num_queries):
    with django_assert_max_num_queries(12):
        client.get(RENEWAL)
    with django_assert_num_queries(1):
        client.get(RENEWAL)


def test_etag_answers_unchanged(client, now):
    first = client.get(RENEWAL)
    again = client.get(RENEWAL, headers={"if-none-match": first["ETag"]})
    assert again.status_code == 304
    assert not again.content
    install(now, short="Anders.")
    assert client.get(RENEWAL, headers={"if-none-match": first["ETag"]}).status_code == 200


def test_text_of_a_service_is_escaped(client, now):
    install(now, short="<script>alert(1)</script>", text="a < b & c", documents=["<img src=x>"])
    page = text(client.get(RENEWAL))
    assert "<script>alert" not in page
    assert "<img src=x>" not in page
    assert escape("a < b & c") in page


def test_measured_duration_is_shown_from_five_cases_on(client, now, monkeypatch):
    readings = {
        4: statistics.Row(key="99108001020000", label="x", value=2.5, count=4),
        6: statistics.Row(key="99108001020000", label="x", value=2.5, count=6),
    }
    for count, row in readings.items():
        cache.clear()
        reading = statistics.Reading(value=2.5, count=count, rows=(row,), as_of=now)
        figure = statistics.Figure(statistics.PROCESSING_DAYS, "t", "d", lambda _now, r=reading: r, "s", "Tage")
        monkeypatch.setattr(statistics, "_FIGURES", {figure.key: figure})
        page = text(client.get(RENEWAL))
        assert ("2,5 Kalendertage" in page) is (count == 6)


@pytest.mark.parametrize("question", ["anwohnerparken verlängern", "BEWOHNERPARKAUSWEIS verlaengern", "parkausweis verlängern"])
def test_search_finds(client, question):
    page = text(client.get("/suche/", {"q": question}))
    assert page.index(RENEWAL) > 0
    assert page.index(RENEWAL) == page.index("/leistungen/bewohnerparkausweis")


def test_search_without_match_leads_on(client):
    page = text(client.get("/suche/", {"q": "Quantenchromodynamik"}))
    assert "Nichts gefunden" in page
    assert "tel:115" in page


@pytest.mark.parametrize(
    "query",
    [
        "q=",
        "q=%00",
        "q=<script>alert(1)</script>",
        "q=%F0%9F%8F%9B",
        "q=a&ab=-1",
        "q=parken&ab=99999999999",
        "ab=x",
        "q=parken&lebenslage='--",
        "q=parken&online=ja",
        "q=" + "x" * 5000,
    ],
)
def test_hostile_search(client, query):
    assert "<script>alert" not in text(client.get(f"/suche/?{query}"))


def test_suggestions(client):
    page = text(client.get("/suche/vorschlaege/", {"q": "anwohner"}))
    assert '<option value="Anwohnerparken verlängern">' in page
    assert not text(client.get("/suche/vorschlaege/")).strip()


def test_life_events(client):
    page = text(client.get("/lebenslagen/"))
    assert "/lebenslagen/tierhaltung/" in page
    page = text(client.get("/lebenslagen/kfz-besitz/"))
    assert page.index(RENEWAL) < page.index("99108001001000")
    assert client.get("/lebenslagen/gibt-es-nicht/").status_code == 404
    LifeEvent.objects.create(slug="leer", name="Leer", subject="x")
    assert "115" in text(client.get("/lebenslagen/leer/"))


def test_a_to_z(client):
    assert RENEWAL in text(client.get("/leistungen/"))
    page = text(client.get("/leistungen/?buchstabe=h"))
    assert BARE in page
    assert RENEWAL not in page
    assert "99108001000000" not in text(client.get("/leistungen/?buchstabe=b"))  # the bare object
    assert client.get("/leistungen/?buchstabe=%00&seite=x").status_code == 200


PAGES = ("/", "/suche/?q=parken", "/lebenslagen/", "/lebenslagen/kfz-besitz/", "/leistungen/", "/leistungen/?buchstabe=b")


@pytest.mark.parametrize("path", PAGES)
def test_pages_need_at_most_twelve_queries(client, path, django_assert_max_num_queries):
    client.get(path)
    with django_assert_max_num_queries(12):
        client.get(path)


def test_changing_methods_are_refused(client):
    assert client.post("/suche/").status_code == 405
    assert client.post(RENEWAL).status_code == 405
    assert Service.objects.count() == 5


def test_legal_basis_of_the_source_becomes_links(client):
    law = "Kreislaufwirtschaftsgesetz (KrWG) [http://www.gesetze-im-internet.de/krwg/], § 1 X [javascript:alert(1)]"
    Service.objects.filter(key="99102013002000").update(legal_basis=law)
    page = text(client.get(BARE))
    assert (
        '<a class="kern-link" href="http://www.gesetze-im-internet.de/krwg/" rel="external">Kreislaufwirtschaftsgesetz (KrWG)</a>'
        in page
    )
    assert 'href="javascript' not in page
