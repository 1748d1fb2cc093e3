"""How complete the catalogue is: numbers, lists behind them, the same as a table."""

import csv
import io
import json

import pytest
from django.core.cache import cache
from django.core.management import call_command

from rathaus.modules.catalogue.coverage import PARTS, coverage, level_words, line, lines, titles
from rathaus.modules.catalogue.domain.import_ozg import import_ozg
from rathaus.modules.catalogue.domain.measure import measure_services
from rathaus.modules.catalogue.domain.set_online import set_online
from rathaus.modules.catalogue.models import LifeEvent, Responsibility, Service
from tests.modules.catalogue.factories import install, write_catalogue
from tests.modules.organisation.factories import authority, unit

pytestmark = pytest.mark.django_db
KEY, ISSUE, DOGS, FEDERAL = "99108001020000", "99108001001000", "99102013002000", "99041007017000"


@pytest.fixture(autouse=True)
def _catalogue(tmp_path, now):
    cache.clear()
    authority()
    unit("strassenverkehr")
    import_ozg(folder=write_catalogue(tmp_path), now=now)
    install(now)


def keys(name, now, **asked):
    return [line(row).key for row in lines(name, today=now.date(), **asked)]


def test_what_the_city_executes_is_counted_with_what_it_has(now):
    found = coverage(today=now.date())
    assert found.executed.total == 3  # the bare object is none, the federation's is not ours
    assert found.executed.there == {"described": 1, "with_unit": 1, "online": 0, "rated": 0}
    assert [(other.level, other.number) for other in found.others] == [("federal", 1)]
    set_online(service_key=KEY, slug="parken", now=now)
    assert coverage(today=now.date()).executed.there["online"] == 1


def test_by_life_situation(now):
    found = {event.slug: event.numbers for event in coverage(today=now.date()).life_events}
    assert (found["kfz-besitz"].total, found["kfz-besitz"].there["described"]) == (2, 1)
    assert (found["tierhaltung"].total, found["tierhaltung"].there["described"]) == (1, 0)
    Service.objects.filter(key=DOGS).update(ozg_service=None)
    found = {event.slug: event.numbers for event in coverage(today=now.date()).life_events}
    assert found["ohne-lebenslage"].total == 1
    assert keys("ausgefuehrt", now, life_event="ohne-lebenslage") == [DOGS]


def test_a_service_of_two_life_situations_counts_in_each_and_once_in_all(now):
    Service.objects.get(key=KEY).life_events.add(LifeEvent.objects.get(slug="tierhaltung"))
    found = coverage(today=now.date())
    assert found.executed.total == 3
    assert {event.slug: event.numbers.total for event in found.life_events} == {"kfz-besitz": 2, "tierhaltung": 2}


def test_each_number_is_the_length_of_its_list(now):
    found = coverage(today=now.date())
    assert len(keys("ausgefuehrt", now)) == found.executed.total
    for part in PARTS:
        there, missing = keys(part.there, now), keys(part.missing, now)
        assert len(there) == found.executed.there[part.key]
        assert sorted(there + missing) == sorted(keys("ausgefuehrt", now))
    for event in found.life_events:
        assert len(keys("ausgefuehrt", now, life_event=event.slug)) == event.numbers.total
    with pytest.raises(KeyError):
        lines("gibt-es-nicht", today=now.date())


def test_somebody_outside_who_is_in_charge_is_named(now):
    service = Service.objects.get(key=DOGS)
    Responsibility.objects.create(service=service, territory="15002", external_name="Landkreis", source="Satzung")
    assert DOGS not in keys("ausgefuehrt", now)
    found = {one.key: one for one in map(line, lines("andere", today=now.date()))}
    assert (found[DOGS].who, found[DOGS].source) == ("Landkreis", "Satzung")
    assert found[FEDERAL].who == "Bund"
    assert found[FEDERAL].source != "keine Quelle"
    Responsibility.objects.create(service=service, territory="150020000000", unit_id=unit("steuern").id, unit_slug="steuern")
    assert DOGS in keys("mit-stelle", now)  # the more specific row wins


def test_a_unit_that_is_gone_is_none(now):
    Responsibility.objects.update(unit_id=Service.objects.first().pk)
    assert coverage(today=now.date()).executed.there["with_unit"] == 0
    assert KEY in keys("ohne-stelle", now)


def test_maturity_is_at_most_and_what_is_unknown_stays_unknown(client, now):
    first, second = coverage(today=now.date()).maturity
    assert (first.model, first.top, first.unknown, sum(first.numbers.values())) == ("1.1", 4, 3, 0)
    assert keys("mit-reifegrad", now) == []
    measure_services([KEY, ISSUE, DOGS], now=now)
    cache.clear()
    first, second = coverage(today=now.date()).maturity
    assert (first.numbers, first.unknown) == ({0: 0, 1: 1, 2: 0, 3: 0, 4: 0}, 2)  # described and not online: information alone
    assert (second.model, second.unknown) == ("2.0", 3)  # its criteria are not published: nothing is known, not even 0
    assert keys("mit-reifegrad", now) == [KEY]
    assert sorted(keys("ohne-reifegrad", now)) == sorted([ISSUE, DOGS])
    page = client.get("/leistungen/vollstaendig/").content.decode()
    assert "höchstens 1 von 4" in page
    assert "Reifegrad nach Modell 2.0" in page
    listed = client.get("/leistungen/vollstaendig/ausgefuehrt/").content.decode()
    assert "Modell 1.1: höchstens 1 von 4; Modell 2.0: unbekannt" in listed
    assert "Modell 1.1: unbekannt; Modell 2.0: unbekannt" in listed
    table = b"".join(client.get("/leistungen/vollstaendig/ausgefuehrt.csv").streaming_content).decode("utf-8-sig")
    rows = {row["schluessel"]: row for row in csv.DictReader(io.StringIO(table), delimiter=";")}
    assert (rows[KEY]["reifegrad_1_1"], rows[KEY]["reifegrad_2_0"], rows[DOGS]["reifegrad_1_1"]) == ("1", "", "")


def test_level_0_is_exact():
    assert [level_words(level, 4) for level in (None, 0, 4)] == ["unbekannt", "0 von 4", "höchstens 4 von 4"]


def test_the_pages_lead_from_number_to_list_to_table(client, now):
    page = client.get("/leistungen/vollstaendig/").content.decode()
    assert "3 Leistungen" in page
    assert "1 von 3" in page
    for part in PARTS:
        assert f"/leistungen/vollstaendig/{part.there}/" in page
    assert "/leistungen/vollstaendig/ausgefuehrt/?lebenslage=kfz-besitz" in page
    page = client.get("/leistungen/vollstaendig/ohne-text/?lebenslage=tierhaltung").content.decode()
    assert DOGS in page
    assert ISSUE not in page
    assert "Quelle: " in page
    assert "/leistungen/vollstaendig/ohne-text.csv?lebenslage=tierhaltung" in page


@pytest.mark.parametrize("name", sorted(titles()))
def test_every_list_and_table_answers(client, name):
    page = client.get(f"/leistungen/vollstaendig/{name}/")
    assert page.status_code == 200
    response = client.get(f"/leistungen/vollstaendig/{name}.csv")
    rows = list(csv.DictReader(io.StringIO(b"".join(response.streaming_content).decode("utf-8-sig")), delimiter=";"))
    for row in rows:
        assert row["schluessel"] in page.content.decode()


def test_no_cell_is_a_formula(client):
    Service.objects.filter(key=DOGS).update(name="=1+1")
    response = client.get("/leistungen/vollstaendig/ausgefuehrt.csv")
    assert "'=1+1" in b"".join(response.streaming_content).decode()


@pytest.mark.parametrize("path", ["nichts/", "nichts.csv", "ausgefuehrt/?lebenslage=nichts", "ausgefuehrt/?lebenslage=%00"])
def test_what_there_is_not_is_404(client, path):
    assert client.get(f"/leistungen/vollstaendig/{path}").status_code == 404


def test_queries_do_not_grow(client, now, django_assert_max_num_queries):
    for number in range(30):
        install(now, key=f"local:nr-{number}", name=f"Nummer {number}")
    cache.clear()
    with django_assert_max_num_queries(9):
        client.get("/leistungen/vollstaendig/")
    with django_assert_max_num_queries(8):
        client.get("/leistungen/vollstaendig/ausgefuehrt/?lebenslage=kfz-besitz")


def test_the_command_says_the_same(now, capsys):
    call_command("catalogue", "check", "--json")
    said = json.loads(capsys.readouterr().out)
    found = coverage(today=now.date())
    assert said["coverage"]["executed"] == {"total": found.executed.total, "there": dict(found.executed.there)}
    assert [(one["model"], one["unknown"]) for one in said["coverage"]["maturity"]] == [("1.1", 3), ("2.0", 3)]
    assert {event["slug"] for event in said["coverage"]["life_events"]} == {"kfz-besitz", "tierhaltung"}
    call_command("catalogue", "check")
    said = capsys.readouterr().out
    assert "Die Stadt führt selbst aus: 3" in said
    assert "OZG-Reifegrad 1.1 (höchstens): unbekannt: 3" in said
