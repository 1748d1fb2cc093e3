"""Districts, streets with their house numbers, areas, and where an address lands."""

import datetime as dt

import pytest

from rathaus.foundation.errors import Forbidden, Invalid
from rathaus.foundation.permissions.public import Actor, ActorKind
from rathaus.modules.geo import public as geo
from rathaus.modules.geo.models import AddressRange, Area, District, Street
from tests.modules.geo.factories import DAY, HALLE, install, places, square

pytestmark = pytest.mark.django_db


def where(line, day=DAY):
    return geo.locate(line, ars=HALLE, day=day)


@pytest.mark.parametrize(
    ("line", "district"),
    [
        ("Große Ulrichstr. 1", "Nord"),
        ("Gr. Ulrichstraße 12 A", "Nord"),
        ("Große Ulrichstr. 12b", "Nord"),
        ("Große Ulrichstr. 13", "Süd"),
        ("Große Ulrichstr. 14", "Nord"),
        ("Große Ulrichstr. 41z", "Süd"),
        ("Am Suedhang 999", "Süd"),
    ],
)
def test_an_address_lands_in_its_district(now, line, district):
    install(now)
    found = where(line)
    assert (found.problem, found.place.district) == ("", district)


@pytest.mark.parametrize(
    ("line", "problem", "suggestions"),
    [
        ("", "no_street", ()),
        ("12", "no_street", ()),
        ("Große Ulrichstr.", "no_number", ()),
        ("Große Ulrichstr. 99", "unknown_number", ()),
        ("Ulrichstr. 3", "unknown_street", ("Große Ulrichstraße",)),
        ("Südhang 3", "unknown_street", ("Am Südhang",)),
        ("Xyz 3", "unknown_street", ()),
    ],
)
def test_what_is_wrong_with_an_address(now, line, problem, suggestions):
    install(now)
    found = where(line)
    if line == "12":
        assert found.problem in {"no_street", "unknown_street"}
        return
    assert (found.problem, found.suggestions) == (problem, suggestions)


def test_two_streets_of_one_name_are_told_apart_by_their_ranges(now):
    twins = [
        {"name": "Dorfstraße", "key": "1", "ranges": [{"to": "20", "district": "nord"}]},
        {"name": "Dorfstr.", "key": "2", "ranges": [{"from": "21", "district": "sued"}]},
        {"name": "Dorfstraße", "key": "3", "ranges": [{"from": "5", "to": "6", "district": "sued"}]},
    ]
    install(now, street=twins)
    assert where("Dorfstr. 4").place.district == "Nord"
    assert where("Dorfstr. 30").place.district == "Süd"
    assert where("Dorfstr. 5").problem == "ambiguous"
    assert set(where("Dorfstr. 5").suggestions) == {"Dorfstraße (1)", "Dorfstr. (2)", "Dorfstraße (3)"}


def test_ranges_are_dated(now):
    until, begin = dt.date(2026, 12, 31), dt.date(2027, 1, 1)
    ranges = [{"district": "nord", "valid_until": until}, {"district": "sued", "valid_from": begin}]
    install(now, street=[{"name": "Am Tor", "ranges": ranges}])
    assert where("Am Tor 1").place.district == "Nord"
    assert where("Am Tor 1", day=begin).place.district == "Süd"
    assert geo.next_change(DAY) == begin


def test_areas_under_an_address_and_a_point(now):
    install(now)
    names = geo.get_names(where("Große Ulrichstr. 1").place.area_ids)
    assert sorted(names.values()) == ["Umriss Nord", "Zone"]
    point = geo.place_at(510_000_000, 115_000_000, ars=HALLE, day=DAY)  # on the edge of both districts
    assert point.district == "Nord"
    assert geo.place_at(0, 0, ars=HALLE, day=DAY).district_id is None


def test_many_addresses_need_as_many_queries_as_one(now, django_assert_num_queries):
    install(now)
    with django_assert_num_queries(4):
        geo.locate_many(["Große Ulrichstr. 1"], ars=HALLE, day=DAY)
    with django_assert_num_queries(5):  # one more, once, for suggestions
        found = geo.locate_many(["Große Ulrichstr. 1", "Am Südhang 2", "Nirgends 3", "Nirgendwo 4"] * 20, ars=HALLE, day=DAY)
    assert [one.problem for one in found[:4]] == ["", "", "unknown_street", "unknown_street"]
    with django_assert_num_queries(2):
        ranges = geo.ranges_in("15002", DAY)
    assert len(ranges) == 4


def test_installing_twice_gives_the_same(now):
    first, again = install(now), install(now)
    assert first == again
    assert (first.districts, first.streets, first.ranges, first.areas) == (2, 2, 4, 3)
    assert [model.objects.count() for model in (District, Street, AddressRange, Area)] == [2, 2, 4, 3]
    ids = set(District.objects.values_list("pk", flat=True))
    install(now)
    assert set(District.objects.values_list("pk", flat=True)) == ids


def street(*ranges):
    return {"street": [{"name": "Am Tor", "ranges": list(ranges)}]}


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"ars": "15002"}, "zwölf Ziffern"),
        ({"source": ""}, "source fehlt"),
        ({"mehr": 1}, "unbekannte Angaben mehr"),
        ({"district": [{"slug": "nord", "name": "Nord"}, {"slug": "nord", "name": "Nord 2"}]}, "kommt zweimal vor"),
        ({"district": [{"slug": "nord"}]}, "Name oder Kürzel fehlt"),
        ({"street": [{"name": "Am Tor", "district": "west"}]}, "den Stadtteil west"),
        ({"street": [{"name": "Am Tor"}, {"name": "am  tor"}]}, "kommt zweimal vor"),
        ({"area": [{"slug": "x", "name": "X", "rings": [[[[0, 0], [1, 1]]]]}]}, "drei verschiedene Punkte"),
        ({"area": [{"slug": "x", "name": "X", "rings": square(0, 0, 200, 1)}]}, "nicht auf der Erde"),
        ({"area": [{"slug": "x", "name": "X", "rings": [["x"]]}]}, "rings"),
        ({"area": [{"slug": "x", "name": "X"}]}, "rings fehlt"),
        (street({"from": "5", "to": "4", "district": "nord"}), "to liegt nicht vor from"),
        (street({"from": "zwei", "district": "nord"}), "Hausnummern wie 12"),
        (street({"side": "links", "district": "nord"}), "side ist"),
        (street({"district": "nord", "point": [91, 0]}), "point ist"),
        (street({"district": "nord", "valid_from": DAY, "valid_until": dt.date(2020, 1, 1)}), "das Ende liegt vor dem Anfang"),
        (street({"to": "12", "district": "nord"}, {"from": "12a", "district": "sued"}), "liegen auch in einem anderen Bereich"),
        (street({"side": "odd", "district": "nord"}, {"district": "sued"}), "liegen auch in einem anderen Bereich"),
    ],
)
def test_faults_are_named_and_nothing_is_written(now, changes, reason):
    with pytest.raises(Invalid, match="nichts übernommen") as caught:
        install(now, **changes)
    assert reason in str(caught.value)
    assert not District.objects.exists()


def test_sides_and_dates_keep_ranges_apart(now):
    install(now, **street({"side": "odd", "district": "nord"}, {"side": "even", "district": "sued"}))
    assert (where("Am Tor 3").place.district, where("Am Tor 4c").place.district) == ("Nord", "Süd")


def test_faults_in_the_register_are_listed(now):
    install(now)
    assert geo.register_faults(HALLE, DAY) == []
    tor = Street.objects.create(ars=HALLE, name="Am Tor", name_key="amtor", sort_key="am tor", source="Test")
    assert geo.register_faults(HALLE, DAY) == ["Am Tor: kein Bereich von Hausnummern. Tragen Sie einen ein."]
    nord, sued = District.objects.order_by("slug")
    for district in (nord, sued):
        AddressRange.objects.create(street=tor, district=district, first=100, last=1299)
    assert "eine Hausnummer liegt in zwei Bereichen" in geo.register_faults(HALLE, DAY)[0]


def test_only_editors_install(now):
    with pytest.raises(Forbidden):
        geo.install_places(data=places(), now=now, actor=Actor(kind=ActorKind.STAFF, name="x"))


def test_the_demonstration_says_that_it_is_one(now):
    done = geo.install_demo(now=now)
    assert done.streets == Street.objects.filter(demo=True).count() > 5
    assert geo.register_faults(HALLE, DAY) == []
    assert all(entry.area_ids for entry in geo.ranges_in(HALLE, DAY)), "every range has its point"
    for row in District.objects.all():
        assert row.source == "Vorführdaten, erfunden"
    inside = {entry.district_id for entry in geo.ranges_in(HALLE, DAY)}
    assert inside == set(District.objects.values_list("pk", flat=True))
