"""Citizens and staff: who is responsible for an address, without the address going anywhere."""

import pytest
from django.core.cache import cache

from rathaus.foundation import clock
from rathaus.foundation.permissions.public import Role
from tests.modules.catalogue.places import HALLE, KEY, PAGE, city, rule
from tests.modules.records.test_pages import worker

pytestmark = pytest.mark.django_db
ASK = f"{PAGE}zustaendig/"


@pytest.fixture(autouse=True)
def _today(now, monkeypatch):
    cache.clear()
    monkeypatch.setattr(clock, "now", lambda: now)
    city(now)


def text(response, status=200):
    assert response.status_code == status
    return response.content.decode()


def test_where_it_is_the_same_for_all_the_unit_is_simply_shown(client):
    page = text(client.get(PAGE))
    assert "<strong>Strassenverkehr</strong>" in page
    assert 'name="street"' not in page
    assert "Wer es ausführt: Kommune (Quelle: Angabe der Stadt)" in page
    assert "Dafür brauchen wir keine Angabe von Ihnen" in text(client.get(ASK))


def test_where_it_differs_the_page_asks_for_the_address(client, now):
    rule(now, district="sued", unit="amt-sued")
    page = text(client.get(PAGE))
    assert "hängt von Ihren Angaben ab" in page
    assert 'name="street"' in page
    assert 'name="name"' not in page
    assert "csrfmiddlewaretoken" not in page
    assert not client.cookies


def test_the_answer_names_the_rule_and_never_the_address(client, now, caplog):
    row = rule(now, district="sued", unit="amt-sued")
    answer = client.post(ASK, {"street": "Gr. Ulrichstr.", "number": "13"})
    assert answer.status_code == 302
    assert answer["Location"] == f"{ASK}?z={row}"
    assert not answer.cookies
    assert "Ulrich" not in "".join(f"{answer[name]}" for name in answer.headers)
    page = text(client.get(answer["Location"]))
    assert "<strong>Amt-Sued</strong>" in page
    assert "Das gilt für: Stadtteil Süd" in page
    assert "Ulrich" not in page
    assert not [record for record in caplog.records if "Ulrich" in str(record.__dict__)]
    other = client.post(ASK, {"street": "Gr. Ulrichstr.", "number": "1"})
    assert "Strassenverkehr" in text(client.get(other["Location"]))


def test_initial_letters_need_no_address(client, now):
    rule(now, letters={"from": "A", "to": "K"}, unit="amt-nord")
    rule(now, letters={"from": "L", "to": "Z"}, unit="amt-sued")
    page = text(client.get(PAGE))
    assert "Ihr Nachname beginnt mit" in page
    assert 'name="street"' not in page
    assert "Amt-Sued" in text(client.post(ASK, {"name": "Ö"}, follow=True))
    assert "Amt-Nord" in text(client.post(ASK, {"name": "kü"}, follow=True))
    assert "Amt-Sued" in text(client.post(ASK, {"name": "Lehmann-Özdemir"}, follow=True))  # the whole name will do
    assert "Fehler" in text(client.post(ASK, {"name": "?"}), 422)


def test_home_or_company(client, now):
    rule(now, place_of="seat", unit="amt-nord")
    assert "Sitz des Unternehmens" in text(client.get(PAGE))
    assert "Amt-Nord" in text(client.post(ASK, {"place_of": "seat"}, follow=True))


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"street": "Ulrichstr.", "number": "3"}, "Meinten Sie: Große Ulrichstraße?"),
        ({"street": "Große Ulrichstr.", "number": "999"}, "Diese Hausnummer kennen wir nicht"),
        ({"street": "Große Ulrichstr.", "number": ""}, "Fehler"),
        ({"street": "Große Ulrichstr.", "number": "x"}, "Geben Sie die Hausnummer mit Ziffern an"),
        ({"street": "<script>alert(1)</script>", "number": "1"}, "steht nicht in unserem Verzeichnis"),
        ({}, "Fehler"),
    ],
)
def test_what_cannot_be_found_is_said_beside_the_field(client, now, sent, said):
    rule(now, district="sued", unit="amt-sued")
    page = text(client.post(ASK, sent), 422)
    assert said in page
    assert "<script>alert" not in page


def test_nobody_is_an_answer_with_a_way_on(client, now):
    from rathaus.modules.catalogue.models import Responsibility

    rule(now, district="sued", unit="amt-sued")
    Responsibility.objects.filter(district_id=None).delete()
    page = text(client.post(ASK, {"street": "Gr. Ulrichstr.", "number": "1"}, follow=True))
    assert "Dafür ist bei uns keine Stelle eingetragen" in page
    assert "tel:115" in page
    assert "Einheitliche Ansprechpartner" in page


def test_not_we_but_somebody_else_with_name_and_link(client, now):
    from rathaus.modules.catalogue.models import Responsibility

    Responsibility.objects.all().delete()
    rule(now, other={"name": "Landkreis Beispiel", "url": "https://kreis.example.org/"})
    page = text(client.get(PAGE))
    assert "Nicht wir, sondern Landkreis Beispiel" in page
    assert 'href="https://kreis.example.org/"' in page
    assert "Angabe der Stadt" in page
    assert "Ja, bei uns" not in page


def test_a_second_role_is_shown_beside(client, now):
    rule(now, role="contact", unit="amt-nord")
    page = text(client.get(PAGE))
    assert "Ansprechstelle" in page
    assert "Amt-Nord" in page


@pytest.mark.parametrize(
    "query", ["?z=x", "?z=", "?z=00000000-0000-0000-0000-000000000000", "?z=keine&z=keine", "?z=" + "a" * 3000]
)
def test_hostile_answers(client, now, query):
    rule(now, district="sued", unit="amt-sued")
    assert 'name="street"' in text(client.get(ASK + query))


def test_unknown_service_is_404(client):
    for tail in ("x-99000000000000", "nichts"):
        assert client.get(f"/leistungen/{tail}/zustaendig/").status_code == 404
        assert client.post(f"/leistungen/{tail}/zustaendig/").status_code == 404


def test_asking_has_a_limit(client, now):
    rule(now, letters={"to": "K"}, unit="amt-nord")
    answers = [client.post(ASK, {"name": "a"}).status_code for _ in range(62)]
    assert answers[0] == 302
    assert answers[-1] == 429


def test_the_page_keeps_its_number_of_queries(client, now, django_assert_max_num_queries):
    rule(now, district="sued", unit="amt-sued")
    with django_assert_max_num_queries(12):
        client.get(PAGE)
    cache.clear()
    with django_assert_max_num_queries(10):
        client.post(ASK, {"street": "Gr. Ulrichstr.", "number": "13"})


# --- staff


@pytest.fixture
def editor(client):
    return worker(client, Role.EDITOR)[0]


def test_the_proof_is_a_page(editor, now):
    page = text(editor.get("/amt/leistungen/zustaendigkeit/"))
    assert "bewiesen" in page
    assert "1 Leistungen, 1 Gemeinden" in page
    from rathaus.modules.catalogue.models import Responsibility

    Responsibility.objects.all().delete()
    rule(now, district="sued", unit="amt-sued")
    page = text(editor.get("/amt/leistungen/zustaendigkeit/"))
    assert "nicht bewiesen" in page
    assert "Stadtteil Nord" in page
    assert "Tragen Sie für Stadtteil Nord eine zuständige Stelle ein" in page


def test_why_this_unit(editor, now):
    rule(now, district="sued", unit="amt-sued")
    assert f'value="{KEY}"' in text(editor.get("/amt/leistungen/zustaendigkeit/warum/", {"leistung": KEY}))
    page = text(
        editor.post("/amt/leistungen/zustaendigkeit/warum/", {"service": KEY, "address": "Am Südhang 3", "name": "Meyer"})
    )
    assert "zuständig: unter allen, die hier gelten, am genauesten" in page
    assert "eine genauere Regelung geht vor" in page
    assert "15002, Stadtteil Süd" in page
    assert "Fehler" in text(editor.post("/amt/leistungen/zustaendigkeit/warum/", {"service": "99000000000000"}), 422)
    wrong = text(editor.post("/amt/leistungen/zustaendigkeit/warum/", {"service": KEY, "address": "Ulrichstr. 3"}), 422)
    assert "Gemeint vielleicht: Große Ulrichstraße" in wrong
    assert HALLE not in wrong
