"""The parameters of the Routing API 2.0.0, by property: what the patterns of the description accept is read, nothing else."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rathaus.standards.fitconnect import routing

# the patterns as the description writes them
ARS = r"^(\d{2}|\d{3}|\d{5}|\d{9}|\d{12})$"
AGS = r"^(\d{2}|\d{3}|\d{5}|\d{8})$"
LEIKA = r"^99\d{12}$"
EXPRESSION = r"^(\*?([^\*]{2,})\*?)*$"
KEY = "99108001020000"
DIGITS = st.text("0123456789", max_size=14)


def accepts(read, **query):
    try:
        read({name: values if isinstance(values, list) else [values] for name, values in query.items()})
    except routing.BadRequest:
        return False
    return True


@given(DIGITS)
def test_ars(text):
    assert accepts(routing.read_routes, leikaKey=KEY, ars=text) is bool(re.fullmatch(ARS, text))


@given(DIGITS)
def test_ags(text):
    assert accepts(routing.read_routes, leikaKey=KEY, ags=text) is bool(re.fullmatch(AGS, text))


@given(DIGITS.map(lambda text: f"99{text}"[:16]) | st.text(max_size=16))
def test_leika_key(text):
    assert accepts(routing.read_routes, leikaKey=text, ars="15") is bool(re.fullmatch(LEIKA, text, re.ASCII))


@given(st.text("ab* ", min_size=1, max_size=9))
def test_search_expression_as_the_published_pattern(text):
    assert accepts(routing.read_areas, areaSearchexpression=text) is bool(re.fullmatch(EXPRESSION, text))


@given(st.integers(-5, 600), st.integers(-5, 600))
def test_paging(offset, limit):
    good = offset >= 0 and 1 <= limit <= 500
    assert accepts(routing.read_areas, areaSearchexpression="Halle", offset=str(offset), limit=str(limit)) is good


@given(st.sets(st.sampled_from(["ars", "ags", "areaId"])))
def test_exactly_one_area(names):
    assert accepts(routing.read_routes, leikaKey=KEY, **dict.fromkeys(names, "15")) is (len(names) == 1)


@given(st.dictionaries(st.sampled_from(["leikaKey", "ars", "ags", "areaId", "offset", "limit", "areaSearchexpression", "x"]),
                       st.lists(st.text(max_size=30), max_size=3)))  # fmt: skip
def test_anything_is_read_or_refused(query):
    accepts(routing.read_routes, **query)
    accepts(routing.read_areas, **query)


@pytest.mark.parametrize(
    ("query", "word"),
    [
        ({"leikaKey": [KEY, KEY], "ars": ["15"]}, "leikaKey darf nur einmal"),
        ({"leikaKey": [KEY], "ars": ["15", "16"]}, "ars darf nur einmal"),
        ({"leikaKey": [KEY], "ars": ["15"], "limit": ["1", "2"]}, "limit darf nur einmal"),
        ({"leikaKey": [KEY], "areaId": ["x1"]}, "areaId hat nicht die Form"),
    ],
)
def test_refusals_name_the_parameter(query, word):
    with pytest.raises(routing.BadRequest, match=word):
        routing.read_routes(query)


@pytest.mark.parametrize("expressions", [[], ["Halle"] * 11, ["x" * 201], ["*"], ["a"], ["ab**"]])
def test_expressions_refused(expressions):
    with pytest.raises(routing.BadRequest):
        routing.read_areas({"areaSearchexpression": expressions})


def test_a_hostile_expression_takes_no_time():
    """The published pattern needs exponential time for this one."""
    assert not accepts(routing.read_areas, areaSearchexpression="ab" * 90 + "**")


def test_usual_values():
    found = routing.read_routes({"leikaKey": [KEY], "areaId": ["1024"]})
    assert (found.area_id, found.page) == ("1024", routing.Page(0, 100))
