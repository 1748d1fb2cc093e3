"""The resolver and its proof: pure functions over rows."""

import datetime as dt
import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rathaus.modules.catalogue.enums import PlaceOf, Role, Slot
from rathaus.modules.catalogue.responsibility.matching import Candidate, Facts, Need, clash, name_key
from rathaus.modules.catalogue.responsibility.partition import letter_intervals, prove
from rathaus.modules.catalogue.responsibility.resolve import explain, resolve
from rathaus.modules.geo import public as geo
from tests.modules.geo.factories import DAY, HALLE

CITY = "15002"
NORD, SUED, ULRICH, TOR, ZONE = (uuid.UUID(int=number) for number in range(1, 6))
DISTRICTS = [geo.Named(NORD, "nord", "Nord", HALLE), geo.Named(SUED, "sued", "Süd", HALLE)]
RANGES = [
    geo.RangeInfo(ULRICH, "Große Ulrichstraße", NORD, 100, 1299, geo.Parity.ALL, frozenset({ZONE})),
    geo.RangeInfo(ULRICH, "Große Ulrichstraße", SUED, 1300, 4099, geo.Parity.ODD, frozenset()),
    geo.RangeInfo(ULRICH, "Große Ulrichstraße", NORD, 1300, 4099, geo.Parity.EVEN, frozenset()),
    geo.RangeInfo(TOR, "Am Tor", SUED, 100, geo.OPEN_END, geo.Parity.ALL, frozenset()),
]


def row(unit, territory=CITY, **fields):
    return Candidate(
        id=uuid.uuid4(), service_key="x", territory=territory, role=fields.pop("role", Role.IN_CHARGE), unit_slug=unit, **fields
    )


def place(entry=RANGES[0], number=None):
    return geo.Place(
        HALLE, street_id=entry.street_id, number=number or entry.first, district_id=entry.district_id, area_ids=entry.area_ids
    )


def facts(**known):
    return Facts(HALLE, **known)


def winner(rows, known, day=DAY):
    found = resolve(rows, known, day).in_charge.winner
    return found.unit_slug if found else None


# --- the most specific one wins


@pytest.mark.parametrize(
    ("ars", "unit"),
    [
        (HALLE, "stadt"), ("150020000", "stadt"), (CITY, "stadt"), ("150830001001", "land"), ("15", "land"), ("150", "land"),
        ("064350014014", "bund"), ("06", "bund"),
    ],
)  # fmt: skip
def test_the_most_specific_territory_wins(ars, unit):
    rows = [row("bund", ""), row("land", "15"), row("stadt", CITY)]
    assert winner(rows, Facts(ars)) == unit


def test_county_and_association_before_land_and_each_role_for_itself():
    rows = [row("land", "06"), row("kreis", "06435"), row("verband", "064355001"), row("dorf", "064355001001", role=Role.CONTACT)]
    found = resolve(rows, Facts("064355001001"), DAY)
    assert found.in_charge.winner.unit_slug == "verband"
    assert found.answers[Role.CONTACT, Slot.BODY].winner.unit_slug == "dorf"
    assert winner(rows, Facts("064350014014")) == "kreis"


def test_a_unit_an_online_service_and_a_form_stand_side_by_side():
    online = Candidate(id=uuid.uuid4(), service_key="x", territory=CITY, role=Role.IN_CHARGE, online_slug="parken")
    form = Candidate(
        id=uuid.uuid4(), service_key="x", territory=CITY, role=Role.IN_CHARGE, form_name="F", form_url="https://f.example"
    )
    found = resolve([row("stadt"), online, form], facts(), DAY)
    assert {group[1] for group in found.answers} == set(Slot)
    assert all(answer.winner for answer in found.answers.values())


def test_inside_the_city_street_before_area_before_district_before_all():
    rows = [
        row("alle"), row("nord", district_id=NORD), row("zone", area_id=ZONE), row("ulrich", street_id=ULRICH),
        row("haus", street_id=ULRICH, number_from=1200, number_to=1299),
    ]  # fmt: skip
    assert winner(rows, facts(place=place(number=1201))) == "haus"
    assert winner(rows, facts(place=place(number=1100))) == "ulrich"
    assert winner([one for one in rows if one.street_id is None], facts(place=place())) == "zone"
    assert winner(rows, facts(place=place(RANGES[3]))) == "alle"
    assert winner([rows[0], rows[1]], facts(place=place(RANGES[2]))) == "nord"


@pytest.mark.parametrize(
    ("name", "unit"),
    [
        ("Meyer", "l-z"),
        ("kühn", "a-k"),
        ("Özdemir", "l-z"),
        ("Ångström", "a-k"),
        ("ßmann", "l-z"),
        ("Zoë", "l-z"),
        ("L", "l-z"),
        ("K", "a-k"),
    ],
)
def test_first_letters(name, unit):
    rows = [row("a-k", letter_from="a", letter_to="k"), row("l-z", letter_from="l", letter_to="z")]
    assert winner(rows, facts(name=name_key(name))) == unit


def test_ranges_of_several_letters():
    rows = [row("a-sa", letter_to="sa"), row("sb-z", letter_from="sb")]
    assert winner(rows, facts(name=name_key("Sauer"))) == "a-sa"
    assert winner(rows, facts(name=name_key("Schmidt"))) == "sb-z"
    assert winner(rows, facts(name=name_key("S"))) == "a-sa"


def test_seat_of_the_company():
    rows = [row("alle"), row("firmen", place_of=PlaceOf.SEAT)]
    assert winner(rows, facts(place_of=PlaceOf.SEAT)) == "firmen"
    assert winner(rows, facts(place_of=PlaceOf.RESIDENCE)) == "alle"
    assert resolve(rows, facts(), DAY).needs == {Need.PLACE_OF}


def test_dates_are_inclusive():
    rows = [row("alt", valid_until=DAY), row("neu", valid_from=DAY + dt.timedelta(days=1))]
    assert winner(rows, facts()) == "alt"
    assert winner(rows, facts(), DAY + dt.timedelta(days=1)) == "neu"
    assert winner([rows[0]], facts(), DAY + dt.timedelta(days=1)) is None


def test_what_is_not_known_is_asked_for_only_where_it_matters():
    assert resolve([row("alle"), row("nord", district_id=NORD)], facts(), DAY).needs == {Need.ADDRESS}
    same = [row("alle"), row("alle", district_id=NORD)]
    assert resolve(same, facts(), DAY).needs == frozenset()
    assert winner(same, facts()) == "alle"
    both = [row("a", district_id=NORD, letter_to="k"), row("b", district_id=NORD, letter_from="l")]
    assert resolve(both, facts(), DAY).needs == {Need.ADDRESS, Need.NAME}
    assert resolve(both, facts(place=place(RANGES[3])), DAY).in_charge.winner is None
    assert resolve(both, facts(place=place(RANGES[3])), DAY).needs == frozenset()


def test_two_equally_specific_ones_are_a_contradiction_and_nobody_wins():
    found = resolve([row("eins"), row("zwei")], facts(), DAY).in_charge
    assert found.winner is None
    assert {one.unit_slug for one in found.conflict} == {"eins", "zwei"}
    assert not resolve([row("eins"), row("eins")], facts(), DAY).in_charge.conflict


# --- what holds for some only, in words of a source


def said(unit, territory=CITY, condition=None, weight=2, **fields):
    return row(unit, territory, condition=condition, weight=weight, **fields)


@pytest.mark.parametrize(
    ("plain", "conditional", "beside"),
    [
        (("15",), (CITY,), True),  # the narrower territory does not hide what holds for all others
        ((CITY,), (CITY,), True),
        ((CITY,), ("15",), False),  # less specific than what holds for everybody
        (("15", None, 1), ("15", "A", 2), True),  # of the federation and of the Land
        (("15", None, 2), ("15", "A", 1), False),
        ((CITY, None, None), (CITY,), False),  # the city itself has the last word
    ],
)
def test_a_condition_in_words_stands_beside_what_holds_for_all_others(plain, conditional, beside):
    some = said("manche", *conditional) if len(conditional) > 1 else said("manche", *conditional, condition="A bis K")
    everybody = said("alle", *plain)
    found = resolve([everybody, some], facts(), DAY).in_charge
    assert found.winner is everybody
    assert found.for_some == ((some,) if beside else ())
    assert not found.conflict
    verdicts = {one.candidate.unit_slug: one.verdict for one in explain([everybody, some], facts(), DAY)}
    assert verdicts == {"alle": "won", "manche": "for_some" if beside else "less_specific"}


def test_conditions_alone_choose_nobody():
    first, second = said("a", condition="A bis K"), said("b", "15", condition="L bis Z")
    found = resolve([first, second], facts(), DAY).in_charge
    assert (found.winner, found.conflict, set(found.for_some)) == (None, (), {first, second})


def test_conditions_stay_where_the_rest_contradicts_itself_or_needs_an_address():
    some = said("manche", condition="A")
    found = resolve([said("eins"), said("zwei"), some], facts(), DAY).in_charge
    assert ({one.unit_slug for one in found.conflict}, found.for_some) == ({"eins", "zwei"}, (some,))
    found = resolve([row("nord", district_id=NORD), some], facts(), DAY).in_charge
    assert (found.needs, found.for_some) == ({Need.ADDRESS}, (some,))


def test_the_same_body_for_some_is_nothing_more():
    assert resolve([said("eins", "15"), said("eins", condition="A")], facts(), DAY).in_charge.for_some == ()


def test_no_match_is_an_answer():
    assert resolve([], facts(), DAY).in_charge.winner is None
    assert resolve([row("land", "06")], facts(), DAY).answers == {}


def test_every_row_is_explained():
    rows = [
        row("alle"), row("nord", district_id=NORD), row("sued", district_id=SUED), row("hessen", "06"),
        row("alt", valid_until=dt.date(2020, 1, 1)),
        row("tor", street_id=TOR), row("haus", street_id=ULRICH, number_from=3000), row("zone", area_id=uuid.UUID(int=99)),
        row("a-k", letter_to="k"), row("seat", place_of=PlaceOf.SEAT),
    ]  # fmt: skip
    found = explain(rows, facts(place=place(), name="meyer", place_of=PlaceOf.RESIDENCE), DAY)
    verdicts = {one.candidate.unit_slug: one.verdict for one in found}
    assert verdicts == {
        "nord": "won", "alle": "less_specific", "sued": "district", "hessen": "territory", "alt": "not_valid", "tor": "street",
        "haus": "numbers", "zone": "area", "a-k": "letters", "seat": "place_of",
    }  # fmt: skip
    assert found[0].candidate.unit_slug == "nord"
    assert explain([row("a"), row("b")], facts(), DAY)[0].verdict == "conflict"
    assert {one.verdict for one in explain([row("a"), row("b", district_id=NORD)], facts(), DAY)} == {"open"}


# --- the proof


def checked(*rows):
    return prove(rows, ars=HALLE, ranges=RANGES, districts=DISTRICTS, day=DAY)


def test_a_planted_gap_is_found():
    proof = checked(row("nord", district_id=NORD))
    assert not proof.holds
    assert [one.where.place.district for one in proof.gaps] == ["Süd"]
    assert checked(row("nord", district_id=NORD), row("sued", district_id=SUED)).holds


def test_a_planted_overlap_is_found():
    first = row("eins", street_id=ULRICH, number_from=100, number_to=1299)
    second = row("zwei", street_id=ULRICH, number_from=1200, number_to=4099, parity="even")
    proof = checked(row("alle"), first, second)
    assert not proof.gaps
    (where, both), *more = proof.overlaps
    assert more == []
    assert set(both) == {first, second}
    assert where.where.numbers == (1200, 1299, "even")


def test_gaps_between_letters_and_kinds_of_address():
    assert [one.letters for one in checked(row("a", letter_to="k"), row("b", letter_from="m")).gaps] == [("l", "m")]
    assert [one.place_of for one in checked(row("firmen", place_of=PlaceOf.SEAT)).gaps] == [PlaceOf.RESIDENCE]
    assert checked(row("a", letter_to="k"), row("b", letter_from="l")).holds


def test_a_district_without_streets_counts_too():
    more = [*DISTRICTS, geo.Named(uuid.UUID(int=9), "neu", "Neubaugebiet", HALLE)]
    proof = prove(
        [row("nord", district_id=NORD), row("sued", district_id=SUED)], ars=HALLE, ranges=RANGES, districts=more, day=DAY
    )
    assert [one.where.place.district for one in proof.gaps] == ["Neubaugebiet"]


def test_a_row_that_never_holds_is_idle():
    lost = row("niemand", street_id=uuid.UUID(int=77))
    assert checked(row("alle"), lost).idle == (lost,)


def test_everybody_has_a_body_where_some_have_another_one_in_words():
    assert checked(said("alle", "15"), said("manche", condition="A")).holds
    alone = checked(said("a", condition="A"), said("b", condition="B"))
    assert not alone.holds
    assert {one.unit_slug for one in alone.overlaps[0][1]} == {"a", "b"}
    assert not alone.idle


def test_nothing_narrowed_is_one_class():
    assert checked(row("stadt")).classes == 1
    assert checked(row("stadt")).holds
    assert len(checked().gaps) == 1


# --- the theorem: on a class every rule is constant

LETTERS = st.sampled_from([None, "a", "c", "k", "l", "sa", "sch", "st", "z"])
CODES = st.one_of(st.none(), st.integers(100, 4200))
NARROWED = st.builds(
    lambda unit, fields: row(unit, **fields),
    st.sampled_from("abc"),
    st.fixed_dictionaries(
        {},
        optional={
            "district_id": st.sampled_from([NORD, SUED]),
            "area_id": st.just(ZONE),
            "letter_from": LETTERS,
            "letter_to": LETTERS,
            "place_of": st.sampled_from(PlaceOf),
            "territory": st.sampled_from(["", "15", CITY, "06"]),
        },
    ),
)
NUMBERED = st.builds(
    lambda unit, first, last, side: row(unit, street_id=ULRICH, number_from=first, number_to=last, parity=side),
    st.sampled_from("abc"), CODES, CODES, st.sampled_from([None, "odd", "even"]),
)  # fmt: skip


@given(st.lists(NARROWED | NUMBERED, max_size=6), st.data())
def test_whoever_asks_is_in_a_class_that_has_the_same_answer(rows, data):
    entry = data.draw(st.sampled_from(RANGES))
    last = min(entry.last, 9999)
    number = data.draw(st.integers(entry.first, last).filter(entry.contains))
    name = data.draw(st.text("abcklmsthz", min_size=1, max_size=4))
    kind = data.draw(st.sampled_from(PlaceOf))
    asked = resolve(rows, facts(place=place(entry, number), name=name, place_of=kind), DAY).in_charge
    proof = checked(*rows)
    if asked.winner is None and not asked.conflict:
        assert proof.gaps
    if asked.conflict:
        assert proof.overlaps
    if proof.holds:
        assert asked.winner is not None


@given(st.lists(st.tuples(LETTERS, LETTERS), min_size=1, max_size=5), st.text("abcklmsthz", max_size=4))
def test_letter_intervals_are_complete_and_disjoint(bounds, name):
    rows = [row("a", letter_from=first, letter_to=last) for first, last in bounds]
    assert sum(low <= name and (high is None or name < high) for low, high in letter_intervals(rows)) == 1


@given(NARROWED | NUMBERED, NARROWED | NUMBERED)
def test_rows_that_contradict_each_other_for_somebody_clash(one, other):
    """Every contradiction the proof finds would have been refused on writing."""
    if checked(one, other).overlaps:
        assert clash(one, other)
        assert clash(other, one)


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ({}, {}, True),
        ({}, {"territory": "15"}, False),
        ({}, {"role": Role.CONTACT}, False),
        ({}, {"district_id": NORD}, False),
        ({"district_id": NORD}, {"district_id": SUED}, False),
        ({"district_id": NORD}, {"district_id": NORD}, True),
        ({"letter_to": "k"}, {"letter_from": "l"}, False),
        ({"letter_to": "k"}, {"letter_from": "k"}, True),
        ({"valid_until": DAY}, {"valid_from": DAY + dt.timedelta(days=1)}, False),
        ({"valid_until": DAY}, {"valid_from": DAY}, True),
        ({"street_id": TOR, "parity": "odd"}, {"street_id": TOR, "parity": "even"}, False),
        ({"street_id": TOR, "number_to": 1299}, {"street_id": TOR, "number_from": 1201}, True),
    ],
)
def test_what_clashes(first, second, expected):
    assert clash(row("eins", **first), row("zwei", **second)) is expected
    assert not clash(row("eins", **first), row("eins", **second))
