"""Staff say on a page who is responsible where, and let a rule end."""

import datetime as dt

import pytest
from django.core.cache import cache

from rathaus.foundation import clock
from rathaus.foundation.permissions.public import Role
from rathaus.modules.catalogue.domain.record_responsibility import record_responsibility
from rathaus.modules.catalogue.enums import Origin
from rathaus.modules.catalogue.models import Responsibility, Service
from rathaus.modules.catalogue.rule_forms import RuleForm
from rathaus.modules.geo import public as public_geo
from rathaus.modules.organisation.models import Unit
from tests.modules.catalogue.factories import install
from tests.modules.catalogue.places import HALLE, KEY, PAGE, city, rule
from tests.modules.geo import factories as geo
from tests.modules.organisation import factories as organisation
from tests.modules.records.test_pages import worker

pytestmark = pytest.mark.django_db
RULES = f"/amt/leistungen/{KEY}/zustaendigkeit/"
OWN = {
    "who": "unit",
    "unit": "halle/amt-sued",
    "role": "in_charge",
    "territory": HALLE,
    "source": "Geschäftsverteilung",
    "side": "all",
}


@pytest.fixture(autouse=True)
def _today(now, monkeypatch):
    cache.clear()
    monkeypatch.setattr(clock, "now", lambda: now)
    city(now)


@pytest.fixture
def editor(client):
    return worker(client, Role.EDITOR)[0]


def text(response, status=200):
    assert response.status_code == status
    return response.content.decode()


def test_a_rule_is_entered_and_the_public_page_follows(editor, client):
    assert "Es gibt noch keine eigene Regel" in text(editor.get(RULES))
    assert editor.post(RULES, {**OWN, "district": "sued", "checked": "on"}).status_code == 302
    row = Responsibility.objects.get(origin=Origin.OWN)
    assert (row.unit_slug, row.territory, row.certainty, row.source) == ("amt-sued", "15002", "checked", "Geschäftsverteilung")
    page = text(editor.get(RULES))
    assert "Amt-Sued, zuständige Stelle" in page
    assert "Stadtteil Süd" in page
    assert "Geschäftsverteilung (geprüft)" in page
    assert "hängt von Ihren Angaben ab" in text(client.get(PAGE))


def test_a_street_with_numbers_and_letters(editor):
    said = {"street": "Große Ulrichstraße", "number_from": "1", "number_to": "19a", "side": "odd", "letter_to": "K"}
    assert editor.post(RULES, {**OWN, **said}).status_code == 302
    row = Responsibility.objects.get(origin=Origin.OWN)
    assert (row.number_from, row.number_to, row.parity, row.letter_to) == (100, 1901, "odd", "k")
    assert "1 bis 19a (ungerade), Nachname A bis K" in text(editor.get(RULES))


def test_somebody_else_with_a_link(editor, client):
    other = {**OWN, "who": "other", "name": "Landesamt", "url": "https://land.example/amt", "place_of": "seat"}
    assert editor.post(RULES, other).status_code == 302
    row = Responsibility.objects.get(origin=Origin.OWN)
    assert (row.external_name, row.external_url, row.place_of, row.unit_slug) == (
        "Landesamt",
        "https://land.example/amt",
        "seat",
        "",
    )


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"unit": ""}, "Das brauchen wir für „eine Stelle von uns“."),
        ({"who": "other"}, "Das brauchen wir für „jemand anderes“."),
        ({"who": "form", "name": "Antrag", "url": "javascript:alert(1)"}, "Adresse im Netz"),
        ({"who": "online"}, "Das brauchen wir für „ein Onlinedienst“."),
        ({"territory": "15002x"}, "Ein Regionalschlüssel hat 2, 3, 5, 9 oder 12 Ziffern."),
        ({"territory": "", "district": "sued"}, "brauchen den Regionalschlüssel der Gemeinde"),
        ({"number_from": "3"}, "Zu Hausnummern gehört die Straße."),
        ({"street": "Große Ulrichstraße", "number_from": "eins"}, "Geben Sie die Hausnummer an wie 12 oder 12a."),
        ({"street": "Große Ulrichstraße", "number_from": "9", "number_to": "3"}, "Diese Hausnummer liegt vor der ersten."),
        ({"street": "Gibtsnichtstraße"}, "gibt es dort nicht"),
        ({"letter_from": "3"}, "Geben Sie nur Buchstaben an."),
        ({"letter_from": "M", "letter_to": "C"}, "Diese Buchstaben liegen vor den ersten."),
        ({"source": ""}, "Bitte füllen Sie „Woher wissen wir das?“ aus."),
        ({"valid_from_day": "2", "valid_from_month": "1", "valid_from_year": "2027", "valid_until_day": "1",
          "valid_until_month": "1", "valid_until_year": "2027"}, "Das Ende liegt vor dem Anfang."),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_and_what_was_typed_stays(editor, changes, said):
    page = text(editor.post(RULES, {**OWN, "source": "Meine Quelle", **changes}), 422)
    assert said in page
    assert "Fehler:" in page
    assert changes.get("source") == "" or "Meine Quelle" in page
    assert not Responsibility.objects.filter(origin=Origin.OWN).exists()


def test_a_contradiction_names_the_rule_in_the_way(editor, now):
    rule(now, district="sued", unit="amt-sued")
    page = text(editor.post(RULES, {**OWN, "unit": "halle/strassenverkehr", "district": "sued"}), 422)
    assert "amt-sued" in page
    assert "Beenden Sie diese Regelung zuerst" in page


def test_a_rule_ends_on_a_day(editor, now):
    row = rule(now, district="sued", unit="amt-sued")
    today = clock.today(now)
    end = {"regel": str(row), f"{row}-last_day_day": today.day, f"{row}-last_day_month": today.month}
    assert "Letzter Tag" in text(editor.post(RULES, end), 422)
    assert editor.post(RULES, {**end, f"{row}-last_day_year": today.year}).status_code == 302
    assert Responsibility.objects.get(pk=row).valid_until == today
    assert "bis 20.11.2026" in text(editor.get(RULES))


def test_the_page_of_the_unit_names_the_service_until_the_rule_ends(editor, client, now):
    assert editor.post(RULES, {**OWN, "district": "sued"}).status_code == 302
    row = Responsibility.objects.get(origin=Origin.OWN)
    row.valid_until = clock.today(now)
    row.save()
    assert KEY in text(client.get("/stellen/amt-sued/"))
    row.valid_until -= dt.timedelta(days=1)
    row.save()
    assert KEY not in text(client.get("/stellen/amt-sued/"))


def test_a_rule_cannot_end_before_it_began(editor, now):
    row = rule(now, district="sued", unit="amt-sued", valid_from=dt.date(2027, 1, 1))
    end = {"regel": str(row), f"{row}-last_day_day": 31, f"{row}-last_day_month": 12, f"{row}-last_day_year": 2026}
    assert "Sie beginnt erst am 01.01.2027" in text(editor.post(RULES, end), 422)


def test_what_is_wrong_with_the_last_day_does_not_hide_in_a_closed_box(editor, now):
    row = rule(now, district="sued", unit="amt-sued")
    assert '<details class="kern-accordion" open>' not in text(editor.get(RULES))
    page = text(editor.post(RULES, {"regel": str(row)}), 422)
    assert page.count('<details class="kern-accordion" open>') == 1
    assert page.index('<details class="kern-accordion" open>') < page.index("Letzter Tag")


def test_an_end_is_not_moved_into_the_time_of_the_rule_after(editor, now):
    first = rule(now, district="sued", unit="amt-sued", valid_until=dt.date(2026, 12, 31))
    rule(now, district="sued", unit="strassenverkehr", valid_from=dt.date(2027, 1, 1))
    day = f"{first}-last_day"
    end = {"regel": str(first), f"{day}_day": 30, f"{day}_month": 6, f"{day}_year": 2027}
    assert "Beenden Sie diese Regelung zuerst" in text(editor.post(RULES, end), 422)
    assert Responsibility.objects.get(pk=first).valid_until == dt.date(2026, 12, 31)
    assert editor.post(RULES, {**end, f"{day}_month": 11, f"{day}_year": 2026}).status_code == 302


def test_what_belongs_to_a_text_is_not_ended_here(editor):
    row = Responsibility.objects.exclude(origin=Origin.OWN).get()
    end = {"regel": str(row.pk), f"{row.pk}-last_day_day": 1, f"{row.pk}-last_day_month": 12, f"{row.pk}-last_day_year": 2026}
    assert "Ändern Sie sie dort" in text(editor.post(RULES, end), 404)


def test_two_authorities_may_have_a_unit_of_the_same_name(editor):
    other = organisation.unit("amt-sued", of=organisation.authority("guetersloh"))
    page = text(editor.get(RULES))
    assert "Amt-Sued (Guetersloh)" in page
    assert "Amt-Sued (Halle)" in page
    assert editor.post(RULES, {**OWN, "unit": "guetersloh/amt-sued", "district": "sued"}).status_code == 302
    assert Responsibility.objects.get(origin=Origin.OWN).unit_id == other.pk


def test_a_rule_of_another_service_is_not_ended_here(editor, now):
    install(now, key="99001001000000", name="Anderes", unit="amt-nord")
    row = record_responsibility(
        service_key="99001001000000", data={"territory": HALLE, "unit": "amt-sued", "role": "contact"}, now=now
    )
    end = {"regel": str(row), f"{row}-last_day_day": 1, f"{row}-last_day_month": 12, f"{row}-last_day_year": 2026}
    assert editor.post(RULES, end).status_code == 404
    assert Responsibility.objects.get(pk=row).valid_until is None


def test_who_only_reads_sees_no_form_and_is_refused(client):
    reader = worker(client, Role.COUNTER)[0]
    page = text(reader.get(RULES))
    assert "Neue Regel" not in page
    assert reader.post(RULES, OWN).status_code == 403
    assert not Responsibility.objects.filter(origin=Origin.OWN).exists()


def test_an_unknown_service_is_404(editor):
    assert editor.get("/amt/leistungen/99000000000000/zustaendigkeit/").status_code == 404


def test_the_page_keeps_its_number_of_queries(editor, now, django_assert_max_num_queries):
    rule(now, district="sued", unit="amt-sued")
    with django_assert_max_num_queries(20):
        first = editor.get(RULES)
    for letter in "bcdefg":
        rule(now, letters={"from": letter, "to": letter}, unit="amt-sued")
    with django_assert_max_num_queries(20):
        assert len(editor.get(RULES).content) > len(first.content)


@pytest.fixture
def many(now):
    """A rule for each of 120 streets, ten that are over, and one of the text."""
    streets = [f"Straße {number:03}" for number in range(130)]
    geo.install(now, street=[{"name": name, "district": "sued"} for name in streets])
    ids = {name: found[0].id for name, found in public_geo.streets_named(streets, ars=HALLE).items()}
    service, unit_id = Service.objects.get(key=KEY), Unit.objects.get(slug="amt-sued").pk
    Responsibility.objects.bulk_create(
        Responsibility(
            service=service, territory="15002", unit_slug="amt-sued", unit_id=unit_id, street_id=ids[name], origin=Origin.OWN,
            source="Satzung", valid_until=dt.date(2020, 1, 1) if at >= 120 else None,
        )
        for at, name in enumerate(streets)
    )  # fmt: skip


def shown(page):
    return [name for name in (f"Straße {number:03}" for number in range(130)) if name in page]


@pytest.mark.usefixtures("many")
def test_thousands_of_rules_come_a_page_at_a_time_by_street(editor):
    first, second, third = (text(editor.get(RULES, {"eigene": number})) for number in (1, 2, 3))
    assert [len(shown(page)) - 10 for page in (first, second, third)] == [50, 50, 20]
    assert shown(first)[:50] == [f"Straße {number:03}" for number in range(50)]
    assert "120 eigene Regeln" in first
    assert "10 Regeln, die nicht mehr gelten" in first
    assert 'rel="next"' in first


@pytest.mark.usefixtures("many")
@pytest.mark.parametrize(
    ("words", "number"),
    [("straße 119", 1), ("STRASSE 01", 10), ("amt-sued", 50), ("Stadt Halle", 0), ("gibtsnicht", 0), ("Satzung", 50)],
)
def test_rules_are_found_by_street_unit_and_source(editor, words, number):
    page = text(editor.get(RULES, {"q": words}))
    assert page.count("Diese Regel beenden") == number
    assert ("Zu Ihren Wörtern gibt es keine Regel" in page) is (number == 0)


@pytest.mark.usefixtures("many")
def test_a_rule_on_a_later_page_is_ended_there_and_its_fault_is_seen(editor, now):
    row = Responsibility.objects.get(street_id=public_geo.streets_named(["Straße 119"], ars=HALLE)["Straße 119"][0].id)
    place = f"{RULES}?eigene=3&q=Stra%C3%9Fe"
    assert "Letzter Tag" in text(editor.post(place, {"regel": str(row.pk)}), 422)
    page = text(editor.post(RULES, {"regel": str(row.pk)}), 422)  # from another page of the list
    assert "Straße 119" in page
    day = f"{row.pk}-last_day"
    today = clock.today(now)
    end = {"regel": str(row.pk), f"{day}_day": today.day, f"{day}_month": today.month, f"{day}_year": today.year}
    assert editor.post(place, end).url == place


@pytest.mark.usefixtures("many")
def test_the_queries_of_a_page_do_not_grow_with_the_rules(editor, django_assert_max_num_queries):
    with django_assert_max_num_queries(20):
        editor.get(RULES, {"eigene": 2})
    with django_assert_max_num_queries(20):
        editor.get(RULES, {"q": "Straße 1"})


def test_every_kind_of_target_has_its_field():
    form = RuleForm(units=[], districts=[], areas=[])
    assert {"unit", "online", "name", "url"} <= set(form.fields)
