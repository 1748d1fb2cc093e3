"""Writing responsibilities, reading them in bulk, and the report over all of them."""

import datetime as dt
import json
import threading

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from rathaus.foundation.audit import public as audit
from rathaus.foundation.errors import Conflict, Forbidden, Invalid, NotFound
from rathaus.foundation.permissions.public import Actor, ActorKind
from rathaus.modules.catalogue import public as catalogue
from rathaus.modules.catalogue.domain.install_demo import install_demo
from rathaus.modules.catalogue.domain.record_responsibility import end_responsibility, replace_responsibilities
from rathaus.modules.catalogue.enums import Origin
from rathaus.modules.catalogue.models import Responsibility, Service
from rathaus.modules.catalogue.responsibility.report import report, served
from rathaus.modules.geo import public as geo
from rathaus.modules.organisation import public as organisation
from rathaus.modules.organisation.models import Unit
from tests.modules.catalogue.factories import install
from tests.modules.catalogue.places import HALLE, KEY, city, rule
from tests.modules.geo.factories import DAY, write_list
from tests.modules.organisation import factories as units

pytestmark = pytest.mark.django_db
STRANGER = Actor(kind=ActorKind.STAFF, name="x")


def winner(line="", **known):
    place = geo.locate(line, ars=HALLE, day=DAY).place if line else None
    found = catalogue.resolve_services([KEY], facts=catalogue.Facts(HALLE, place=place, **known), day=DAY)[KEY].in_charge
    return found.winner.unit_slug or found.winner.external_name if found.winner else None


def kinds(day=DAY):
    return [(one.kind, one.where) for one in report(today=day).days[0].findings]


# --- writing


def test_a_rule_inside_the_city(now):
    city(now)
    rule(now, district="sued", unit="amt-sued")
    assert winner("Am Südhang 3") == "amt-sued"
    assert winner("Gr. Ulrichstr. 3") == "strassenverkehr"
    assert winner() is None
    assert catalogue.responsible_unit(KEY, ars=HALLE, day=DAY) is None
    assert Service.objects.get().version == 2
    assert [entry.act for entry in audit.history(audit.Subject("service", KEY))][-1] == "catalogue.responsibility_recorded"
    assert install(now, short="neu"), "a new description keeps the rules of the city"
    assert winner("Am Südhang 3") == "amt-sued"


def test_somebody_else_is_a_full_answer(now):
    city(now, default="")
    rule(now, other={"name": "Landkreis", "url": "https://kreis.example.org/"})
    assert winner() == "Landkreis"


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        ({}, "genau eines von unit, online, form, other"),
        ({"unit": "amt-nord", "online": "x"}, "genau eines von"),
        ({"unit": "gibt-es-nicht"}, "'gibt-es-nicht' gibt es in der Organisation nicht"),
        ({"unit": "amt-nord", "territory": "1500"}, "kein Regionalschlüssel"),
        ({"unit": "amt-nord", "territory": "", "district": "nord"}, "brauchen den Regionalschlüssel"),
        ({"unit": "amt-nord", "district": "west"}, "den Stadtteil 'west' gibt es dort nicht"),
        ({"unit": "amt-nord", "area": "west"}, "die Fläche 'west' gibt es dort nicht"),
        ({"unit": "amt-nord", "street": "Nirgends"}, "die Straße 'Nirgends' gibt es dort nicht"),
        ({"unit": "amt-nord", "numbers": {"from": "1"}}, "numbers braucht die Straße"),
        ({"unit": "amt-nord", "street": "Am Südhang", "numbers": {"from": "9", "to": "3"}}, "to liegt nicht vor from"),
        ({"unit": "amt-nord", "street": "Am Südhang", "numbers": {"side": "links"}}, "side ist"),
        ({"unit": "amt-nord", "letters": {"from": "1"}}, "ein bis sechs Buchstaben"),
        ({"unit": "amt-nord", "letters": {"from": "M", "to": "K"}}, "to liegt vor from"),
        ({"unit": "amt-nord", "role": "chef"}, "role 'chef' gibt es nicht"),
        ({"unit": "amt-nord", "place_of": "mond"}, "place_of 'mond' gibt es nicht"),
        ({"other": {"name": "x"}}, "other braucht name und url"),
        ({"unit": "amt-nord", "valid_from": "morgen"}, "sind Tage"),
        ({"unit": "amt-nord", "valid_from": DAY, "valid_until": dt.date(2020, 1, 1)}, "das Ende liegt vor dem Anfang"),
        ({"unit": "amt-nord", "mehr": 1}, "unbekannte Angaben mehr"),
    ],
)
def test_refusals_name_the_fault(now, data, reason):
    city(now)
    before = Responsibility.objects.count()
    with pytest.raises(Invalid) as caught:
        rule(now, **data)
    assert reason in str(caught.value)
    assert Responsibility.objects.count() == before


def test_two_equally_specific_units_are_refused(now):
    city(now)
    with pytest.raises(Conflict, match="schon eine andere Stelle genauso genau bestimmt"):
        rule(now, unit="amt-nord")
    first = rule(now, district="nord", unit="amt-nord")
    with pytest.raises(Conflict):
        rule(now, district="nord", unit="amt-sued")
    rule(now, district="nord", unit="amt-sued", role="contact")
    end_responsibility(service_key=KEY, row_id=first, last_day=DAY, now=now)
    rule(now, district="nord", unit="amt-sued", valid_from=DAY + dt.timedelta(days=1))
    assert winner("Gr. Ulrichstr. 3") == "amt-nord"


def test_ending(now):
    city(now)
    row = rule(now, district="nord", unit="amt-nord", valid_from=DAY)
    with pytest.raises(Invalid, match="beginnt erst"):
        end_responsibility(service_key=KEY, row_id=row, last_day=DAY - dt.timedelta(days=1), now=now)
    with pytest.raises(NotFound):
        end_responsibility(service_key=KEY, row_id=Service.objects.get().id, last_day=DAY, now=now)
    with pytest.raises(NotFound):
        end_responsibility(service_key="99001001000000", row_id=row, last_day=DAY, now=now)


def test_only_own_rules_end_here(now):
    """What a text or a source says ends with it, whoever calls."""
    city(now)
    row = Responsibility.objects.get()
    for origin in (Origin.SERVICE, Origin.SOURCE, Origin.ONLINE):
        Responsibility.objects.update(origin=origin)
        with pytest.raises(NotFound, match="Ändern Sie sie dort"):
            end_responsibility(service_key=KEY, row_id=row.pk, last_day=DAY, now=now)
    row.refresh_from_db()
    assert row.valid_until is None


def test_only_editors_write(now):
    city(now)
    for act in (
        lambda: catalogue.record_responsibility(service_key=KEY, data={"unit": "amt-nord"}, now=now, actor=STRANGER),
        lambda: end_responsibility(service_key=KEY, row_id=Service.objects.get().id, last_day=DAY, now=now, actor=STRANGER),
        lambda: replace_responsibilities(entries={}, source="x", now=now, actor=STRANGER),
    ):
        with pytest.raises(Forbidden):
            act()
    with pytest.raises(NotFound, match="steht nicht im Katalog"):
        catalogue.record_responsibility(service_key="99000000000000", data={"unit": "amt-nord"}, now=now)


def test_a_file_is_taken_over_whole_or_not_at_all(now):
    city(now)
    entries = {KEY: [{"territory": HALLE, "district": "nord", "unit": "amt-nord"}]}
    assert replace_responsibilities(entries=entries, source="Datei", now=now) == 1
    assert replace_responsibilities(entries=entries, source="Datei", now=now) == 0
    clash = {KEY: [{"territory": HALLE, "unit": "amt-nord"}]}
    with pytest.raises(Conflict):
        replace_responsibilities(entries=clash, source="Datei", now=now)
    wrong = {KEY: [{"territory": HALLE, "unit": "nirgends"}]}
    with pytest.raises(Invalid, match="Bewohnerparkausweis verlängern"):
        replace_responsibilities(entries=wrong, source="Datei", now=now)
    assert winner("Gr. Ulrichstr. 3") == "amt-nord"
    assert replace_responsibilities(entries={}, source="Datei", now=now) == 1
    assert winner("Gr. Ulrichstr. 3") == "strassenverkehr"


@pytest.mark.django_db(transaction=True)
def test_of_two_writers_at_once_the_second_is_refused(now):
    city(now)
    barrier, said = threading.Barrier(2), []

    def write(unit):
        try:
            barrier.wait(10)
            rule(now, district="nord", unit=unit)
            said.append("written")
        except Conflict:
            said.append("refused")
        finally:
            connection.close()

    threads = [threading.Thread(target=write, args=(unit,)) for unit in ("amt-nord", "amt-sued")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert sorted(said) == ["refused", "written"]
    assert Responsibility.objects.exclude(district_id=None).count() == 1


# --- reading in bulk


def test_many_services_at_one_place_in_one_query(now, django_assert_num_queries):
    city(now)
    keys = [KEY]
    for number in range(30):
        install(now, key=f"local:x{number}", name=f"Leistung {number}")
        keys.append(f"local:x{number}")
    with django_assert_num_queries(1):
        found = catalogue.resolve_services([*keys, "local:fehlt"], facts=catalogue.Facts(HALLE), day=DAY)
    assert len(found) == 32
    assert found[keys[7]].in_charge.winner
    assert found["local:fehlt"].in_charge.winner is None


def test_one_service_at_many_places_in_one_query(now, django_assert_num_queries):
    city(now, default="")
    catalogue.record_responsibility(service_key=KEY, data={"territory": "15", "unit": "amt-nord"}, now=now)
    catalogue.record_responsibility(service_key=KEY, data={"territory": "064350014014", "unit": "amt-sued"}, now=now)
    places = [catalogue.Facts(ars) for ars in (HALLE, "064350014014", "010010000000", "150830001001") * 50]
    with django_assert_num_queries(1):
        found = catalogue.resolve_places(KEY, places=places, day=DAY)
    names = [one.in_charge.winner.unit_slug if one.in_charge.winner else None for one in found[:4]]
    assert names == ["amt-nord", "amt-sued", None, "amt-nord"]


def test_each_of_two_authorities_answers_for_its_own_territory(now):
    """County and municipality in one house: one service, two levels."""
    city(now)
    county = units.authority("saalekreis", ars="150880000000")
    units.unit("kreisamt", of=county)
    rule(now, territory="15088", unit="kreisamt", authority="saalekreis")
    names = {ars: catalogue.responsible_unit(KEY, ars=ars, day=DAY) for ars in (HALLE, "150880020020")}
    assert organisation.get_units(names.values())[names[HALLE]].slug == "strassenverkehr"
    assert organisation.get_units(names.values())[names["150880020020"]].slug == "kreisamt"


# --- the report


def test_the_report_bites(now):
    city(now, default="")
    assert kinds() == [("gap", "das ganze Gebiet")]
    rule(now, district="nord", unit="amt-nord")
    assert kinds() == [("gap", "Stadtteil Süd")]
    rule(now, district="sued", unit="amt-sued")
    assert report(today=DAY).proven
    service = Service.objects.get()
    row = Responsibility.objects.filter(unit_slug="amt-nord").get()
    service.responsibilities.create(
        territory="15002", district_id=row.district_id, unit_slug="x", unit_id=Unit.objects.get(slug="amt-sued").id
    )
    found = report(today=DAY).days[0].findings
    assert [(one.kind, one.where) for one in found] == [("overlap", "Stadtteil Nord")]
    assert "Beenden oder begrenzen" in found[0].remedy
    assert len(found[0].who) == 2


def test_the_report_looks_at_the_next_day_of_change(now):
    city(now, default="")
    rule(now, unit="amt-nord", valid_until=dt.date(2026, 12, 31))
    found = report(today=DAY)
    assert [(day.day, day.proven) for day in found.days] == [(DAY, True), (dt.date(2027, 1, 1), False)]
    assert not found.proven


def test_units_that_are_gone_and_territories_that_ended(now, tmp_path):
    city(now)
    Unit.objects.filter(slug="strassenverkehr").update(valid_until=DAY)
    later = report(today=DAY).days[1]
    assert [one.kind for one in later.findings] == ["unit"]
    assert "Tragen Sie die Nachfolgerin ein" in later.findings[0].remedy
    Service.objects.get().responsibilities.update(unit_id=None)
    assert kinds()[0][0] == "unit"
    geo.import_territories(path=write_list(tmp_path), now=now)
    geo.apply_changes(now=now)
    rule(now, territory="064350014014", unit="amt-nord")
    ended = [one for one in report(today=DAY).days[0].findings if one.kind == "territory"]
    assert len(ended) == 1
    assert "Nachfolger: 064150000000" in ended[0].remedy


def test_a_county_serves_all_its_municipalities(now, tmp_path):
    geo.import_territories(path=write_list(tmp_path), now=now)
    units.authority("kreis", ars="064350000000")
    assert list(served(DAY)) == ["064355001001"] if geo.apply_changes(now=now) else []
    units.authority("stadt", ars="990020000000")
    assert served(DAY)["990020000000"] == "Stadt"


def test_the_report_needs_as_many_queries_for_many_services(now, django_assert_num_queries):
    city(now)
    rule(now, district="sued", unit="amt-sued")
    with django_assert_num_queries(27) as first:
        report(today=DAY)
    for number in range(20):
        install(now, key=f"local:x{number}", name=f"Leistung {number}")
    with django_assert_num_queries(len(first.captured_queries)):
        assert report(today=DAY).days[0].services == 21


def test_the_demonstration_city_is_proven(now):
    organisation.install_organisation({"valid_from": dt.date(2020, 1, 1), **organisation.demo_organisation()}, now=now)
    install_demo(now=now)
    found = report(today=DAY)
    assert found.days[0].findings == ()
    assert found.days[0].services > 60
    assert found.days[0].territories == 2
    assert found.days[0].classes > 2 * found.days[0].services
    assert install_demo(now=now) == 0


def test_the_command(now, capsys, tmp_path):
    city(now, default="")
    call_command("catalogue", "responsibility", "--json", "--day", DAY.isoformat())
    said = json.loads(capsys.readouterr().out)
    assert said["proven"] is False
    assert said["days"][0]["findings"][0]["kind"] == "gap"
    with pytest.raises(CommandError, match="Der Beweis gelingt nicht"):
        call_command("catalogue", "responsibility", "--strict", "--day", DAY.isoformat())
    assert "Lücke: 1" in capsys.readouterr().out
    rules = tmp_path / "rules.toml"
    rules.write_text(
        f'source = "Test"\n[[rule]]\nservices = ["{KEY}"]\nterritory = "{HALLE}"\nunit = "amt-nord"\n', encoding="utf-8"
    )
    call_command("catalogue", "responsibility", "--load", str(rules))
    call_command("catalogue", "responsibility", "--strict", "--day", DAY.isoformat())
    assert "bewiesen" in capsys.readouterr().out
    rules.write_text("[[rule]]\n", encoding="utf-8")
    with pytest.raises(CommandError, match="fehlt"):
        call_command("catalogue", "responsibility", "--load", str(rules))
