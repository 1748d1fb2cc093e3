"""What machines outside find: robots.txt, the site map, the feed of news."""

import datetime as dt
from xml.etree import ElementTree as ET

import pytest
from django.core.cache import cache

from rathaus.modules.catalogue.domain.import_ozg import import_ozg
from rathaus.modules.catalogue.endpoints import crawlers
from rathaus.modules.catalogue.models import FeedEntry, Service
from tests.modules.catalogue.factories import install, write_catalogue
from tests.modules.organisation.factories import authority, unit

pytestmark = pytest.mark.django_db
MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
ATOM = "{http://www.w3.org/2005/Atom}"
RENEWAL = "/leistungen/bewohnerparkausweis-verlaengern-99108001020000/"


@pytest.fixture(autouse=True)
def _catalogue(tmp_path, now):
    cache.clear()
    authority()
    unit("strassenverkehr")
    import_ozg(folder=write_catalogue(tmp_path), now=now)
    install(now)


def tree(client, path):
    response = client.get(path)
    assert response.status_code == 200
    assert not response.cookies
    return ET.fromstring(response.content)  # noqa: S314  (our own)


def locations(root):
    return [node.text for node in root.iter(f"{MAP}loc")]


def test_robots_closes_what_is_personal_and_names_the_map(client, settings):
    settings.RATHAUS_DEMO = False
    settings.RATHAUS_BASE_URL = "https://stadt.example"
    text = client.get("/robots.txt").content.decode()
    for path in ("/amt/", "/konto/", "/vorgang/", "/antrag/e/", "/antraege/"):
        assert f"Disallow: {path}\n" in text
    assert "Sitemap: https://stadt.example/sitemap.xml" in text
    settings.RATHAUS_DEMO = True
    assert "Disallow: /\n" in client.get("/robots.txt").content.decode()


def test_the_map_names_what_is_described_and_nothing_bare(client, settings, now):
    settings.RATHAUS_BASE_URL = "https://stadt.example"
    parts = locations(tree(client, "/sitemap.xml"))
    assert [part.removeprefix("https://stadt.example") for part in parts] == [
        "/sitemap/leistungen-1.xml",
        "/sitemap/lebenslagen-1.xml",
        "/sitemap/stellen-1.xml",
    ]
    services = tree(client, "/sitemap/leistungen-1.xml")
    assert locations(services) == [f"https://stadt.example{RENEWAL}"]
    assert [dt.date.fromisoformat(node.text) for node in services.iter(f"{MAP}lastmod")] == [now.date()]
    assert "https://stadt.example/lebenslagen/tierhaltung/" in locations(tree(client, "/sitemap/lebenslagen-1.xml"))
    assert locations(tree(client, "/sitemap/stellen-1.xml")) == ["https://stadt.example/stellen/strassenverkehr/"]


def test_the_map_comes_in_parts(client, monkeypatch):
    monkeypatch.setattr(crawlers, "PART", 2)
    events = [part for part in locations(tree(client, "/sitemap.xml")) if "lebenslagen" in part]
    assert len(events) == 2
    found = [locations(tree(client, f"/sitemap/lebenslagen-{part}.xml")) for part in (1, 2)]
    assert [len(part) for part in found] == [2, 1]
    assert len({path for part in found for path in part}) == 3


@pytest.mark.parametrize("path", ["leistungen-2", "leistungen-0", "nichts-1", "leistungen-99999999999"])
def test_a_part_that_does_not_exist_is_404(client, path):
    assert client.get(f"/sitemap/{path}.xml").status_code == 404


def test_the_feed_names_the_latest_first_with_ids_that_stay(client, now, settings):
    settings.RATHAUS_BASE_URL = "https://stadt.example"
    later = now + dt.timedelta(days=1)
    install(later, key="local:zwei", name="Zwei & <drei>", short="kurz \x0b <b>")
    root = tree(client, "/leistungen/neu.atom")
    entries = root.findall(f"{ATOM}entry")
    assert [entry.findtext(f"{ATOM}title") for entry in entries] == ["Zwei & <drei>", "Bewohnerparkausweis verlängern"]
    assert entries[0].findtext(f"{ATOM}id") == "tag:stadt.example,2026:leistung:local:zwei"
    assert "<b>" in entries[0].findtext(f"{ATOM}summary")
    assert [entry.find(f"{ATOM}category").get("term") for entry in entries] == ["neu", "neu"]
    install(later + dt.timedelta(days=1), name="Bewohnerparken verlängern")
    again = tree(client, "/leistungen/neu.atom").findall(f"{ATOM}entry")
    assert again[0].findtext(f"{ATOM}id") == entries[1].findtext(f"{ATOM}id")
    assert again[0].findtext(f"{ATOM}updated") > entries[1].findtext(f"{ATOM}updated")
    assert again[0].findtext(f"{ATOM}published") == entries[1].findtext(f"{ATOM}published")
    assert again[0].find(f"{ATOM}category").get("term") == "geaendert"


def test_the_feed_forgets_what_is_withdrawn(client):
    FeedEntry.objects.update(deleted=True)
    assert tree(client, "/leistungen/neu.atom").findall(f"{ATOM}entry") == []


@pytest.mark.parametrize("path", ["/robots.txt", "/sitemap.xml", "/leistungen/neu.atom"])
def test_who_has_it_gets_it_not_again(client, path):
    first = client.get(path)
    again = client.get(path, headers={"if-none-match": first["ETag"]})
    assert again.status_code == 304
    assert "public" in again["Cache-Control"]


def test_few_queries(client, django_assert_max_num_queries, now):
    for number in range(30):
        install(now, key=f"local:nr-{number}", name=f"Nummer {number}")
    assert Service.objects.filter(described=True).count() == 31
    for path in ("/sitemap.xml", "/sitemap/leistungen-1.xml", "/leistungen/neu.atom"):
        with django_assert_max_num_queries(4):
            client.get(path)
