"""Lines instead of variants, filters as links, what comes after nothing, the question tree."""

import json

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from rathaus.foundation.search import public as search
from rathaus.modules.catalogue import errands, finding
from rathaus.modules.catalogue import public as catalogue
from rathaus.modules.catalogue.domain.import_ozg import import_ozg
from rathaus.modules.catalogue.domain.install_demo import demo_services
from rathaus.modules.catalogue.index import everyday_words, index_keys
from rathaus.modules.catalogue.models import Service
from rathaus.modules.catalogue.naming import object_of
from tests.modules.catalogue.factories import LEIKA, install, write_catalogue

RENEWAL = "99108001020000"
PERMITS = tuple(
    (f"99010001001{number:03d}", f"Aufenthaltserlaubnis Erteilung zum Zweck {number}", "1", "10173", "", "", "")
    for number in range(1, 31)
)
BARE = ("99010001000000", "Aufenthaltserlaubnis", "1", "10173", "", "", "")


@pytest.fixture
def _catalogue(tmp_path, now):
    cache.clear()
    import_ozg(folder=write_catalogue(tmp_path, leika=(*LEIKA, BARE, *PERMITS)), now=now)
    install(now)


def hit(key, *, described=False, score=1.0):
    return search.Hit(key, key, score, (("described", "ja" if described else "nein"),))


def keys(lines):
    return [[found.key for found in line] for line in lines]


def test_object_of_a_key():
    assert object_of("99108001020000") == "99108001"
    assert object_of("local:falknerpruefung") == "local:falknerpruefung"


def test_variants_stand_behind_the_best_of_their_object():
    found = [hit("99010001001003"), hit("99020001000000"), hit("99010001000000"), hit("99010001001001")]
    assert keys(finding.fold(found)) == [["99010001001003", "99010001000000", "99010001001001"], ["99020001000000"]]


def test_a_described_service_is_the_head_even_where_a_variant_fits_better():
    found = [hit("99010001001003"), hit("99010001002000", described=True), hit("99010001000000")]
    assert keys(finding.fold(found)) == [["99010001002000", "99010001001003", "99010001000000"]]


def test_two_described_services_of_one_object_are_two_lines():
    found = [hit("99036008070000", described=True), hit("99036008071000", described=True), hit("99036008000000")]
    assert keys(finding.fold(found)) == [["99036008070000", "99036008000000"], ["99036008071000"]]


def test_keys_that_are_no_leistungsschluessel_are_never_put_together():
    assert len(finding.fold([hit("local:abc-eins"), hit("local:abc-zwei")])) == 2


@pytest.mark.django_db
@pytest.mark.usefixtures("_catalogue")
def test_totals_paging_and_counts_are_those_of_lines(django_assert_max_num_queries):
    with django_assert_max_num_queries(7):
        found = catalogue.find("aufenthaltserlaubnis")
    assert found.total == len(found.hits) == 1
    assert len(found.hits[0].keys) == 31
    assert len(found.hits[0].variants) == finding.SHOWN_VARIANTS
    assert found.hits[0].object.key == BARE[0]
    assert found.counts["level"] == {"federal": 1}
    assert catalogue.find("aufenthaltserlaubnis", offset=1).hits == ()
    assert found.unsure is False


@pytest.mark.django_db
@pytest.mark.usefixtures("_catalogue")
def test_more_hits_need_no_more_queries():
    counted = []
    for question in ("kindergeld", "aufenthaltserlaubnis", "bewohnerparkausweis kindergeld hundesteuer"):
        catalogue.find(question)
        with CaptureQueriesContext(connection) as queries:
            catalogue.find(question)
        counted.append(len(queries))
    assert max(counted) <= 7


@pytest.mark.django_db
@pytest.mark.usefixtures("_catalogue")
def test_the_search_says_when_it_is_unsure():
    assert catalogue.find("kindergeld raumschiff marsmond").unsure is True
    assert catalogue.find("wie lange habe ich für das kindergeld zeit").unsure is False


@pytest.mark.django_db
@pytest.mark.usefixtures("_catalogue")
def test_command_prints_the_lines_of_the_page(capsys):
    call_command("catalogue", "search", "aufenthaltserlaubnis", "--json")
    said = json.loads(capsys.readouterr().out)
    assert said["total"] == 1
    assert len(said["hits"][0]["keys"]) == 31
    assert said["unsure"] is False


def test_everyday_words_are_many_and_none_is_empty():
    words = list(everyday_words())
    assert len({said for said, _ in words}) >= 10_000
    assert all(said.strip() and names and all(name.strip() for name in names) for said, names in words)


def page(client, path):
    response = client.get(path)
    assert response.status_code == 200, path
    return response.content.decode()


@pytest.mark.django_db
@pytest.mark.usefixtures("_catalogue")
def test_variants_are_on_the_page_and_the_object_lists_what_can_be_done(client):
    assert "30 Varianten" in page(client, "/suche/?q=aufenthaltserlaubnis")
    said = page(client, f"/leistungen/aufenthaltserlaubnis-{BARE[0]}/")
    assert "Was Sie dazu erledigen können" in said
    assert all(key in said for key, *_ in PERMITS)


@pytest.mark.django_db
@pytest.mark.usefixtures("_catalogue")
def test_filters_are_links_and_chips_take_them_away(client):
    said = page(client, "/suche/?q=bewohnerparkausweis+kindergeld")
    assert "wer=bund" in said
    assert "Eingrenzen" not in page(client, "/suche/?q=aufenthaltserlaubnis")  # one line: nothing to leave out
    narrowed = page(client, "/suche/?q=kindergeld&wer=bund")
    assert "Ihre Auswahl" in narrowed
    assert 'href="?q=kindergeld"' in narrowed
    assert "Kindergeld Bewilligung" in narrowed
    assert "Kindergeld Bewilligung" not in page(client, "/suche/?q=kindergeld&wer=land")
    assert "Ohne Ihre Auswahl suchen" in page(client, "/suche/?q=kindergeld&wer=land")
    assert "Ihre Auswahl" not in page(client, "/suche/?q=kindergeld&wer=mond&online=vielleicht&fuer=niemand")


@pytest.mark.django_db
@pytest.mark.usefixtures("_catalogue")
def test_audience_is_a_filter_where_the_addressees_are_known(client):
    assert "fuer=" not in page(client, "/suche/?q=bewohnerparkausweis")
    Service.objects.filter(key=RENEWAL).update(addressees=["001"])
    index_keys([RENEWAL])
    assert "fuer=buerger" in page(client, "/suche/?q=bewohnerparkausweis+kindergeld")
    assert [found.service.key for found in catalogue.find("bewohnerparkausweis", audience="buerger").hits] == [RENEWAL]
    assert catalogue.find("bewohnerparkausweis", audience="unternehmen").hits == ()


@pytest.mark.django_db
@pytest.mark.usefixtures("_catalogue")
def test_a_short_question_offers_names_without_script(client):
    assert "Meinen Sie eines davon?" in page(client, "/suche/?q=kin")
    assert "Meinen Sie eines davon?" not in page(client, "/suche/?q=kindergeld")


@pytest.mark.django_db
@pytest.mark.usefixtures("_catalogue")
def test_nothing_found_is_no_dead_end(client, now):
    said = page(client, "/suche/?q=quantenfeld+xylophon")
    assert "Nichts gefunden" in said
    for way in ("/erledigen/", "tel:115", "/stellen/", "?buchstabe=q", "/lebenslagen/"):
        assert way in said
    ways = finding.next_ways("hundesteuer xylophon", day=now.date())
    assert ways.words == ("hundesteuer",)
    assert "Kindergeld Bewilligung" in finding.next_ways("kandageld", day=now.date()).similar


@pytest.mark.django_db
@pytest.mark.usefixtures("_catalogue")
def test_a_to_z_shows_other_words(client):
    assert "Anwohnerparken verlängern siehe" in page(client, "/leistungen/?buchstabe=a")
    assert "siehe" not in page(client, "/leistungen/?buchstabe=k")


def test_every_described_service_is_reached_in_three_steps():
    reached = {key for theme in errands.tree() for situation in theme.situations for key in situation.services}
    assert {data["key"] for data in demo_services()} == reached


def test_the_tree_has_no_double_address():
    themes = errands.tree()
    assert len({theme.slug for theme in themes}) == len(themes)
    for theme in themes:
        assert len({situation.slug for situation in theme.situations}) == len(theme.situations)
        assert all(len(set(situation.services)) == len(situation.services) for situation in theme.situations)


@pytest.mark.django_db
@pytest.mark.usefixtures("_catalogue")
def test_the_tree_leads_by_links_to_what_is_there_and_hides_the_rest(client, django_assert_max_num_queries):
    start = page(client, "/erledigen/")
    assert "/erledigen/auto-verkehr/" in start
    assert "/erledigen/wahl/" not in start
    assert "/erledigen/auto-verkehr/parken/" in page(client, "/erledigen/auto-verkehr/")
    with django_assert_max_num_queries(6):
        said = page(client, "/erledigen/auto-verkehr/parken/")
    assert f"/leistungen/bewohnerparkausweis-verlaengern-{RENEWAL}/" in said
    for path in ("/erledigen/nirgends/", "/erledigen/auto-verkehr/nirgends/", "/erledigen/wahl/"):
        assert client.get(path).status_code == 404
