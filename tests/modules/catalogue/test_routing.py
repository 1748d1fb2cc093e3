"""The Routing API as other systems call it: every answer keeps to the published description but for what the Kochbuch lists."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from rathaus.modules.catalogue.endpoints import routing
from rathaus.modules.geo import public as geo
from tests.modules.catalogue.places import HALLE, KEY, city, rule
from tests.modules.geo.factories import write_list

AGENT = {"user-agent": "Test/1"}
LEFT_OUT = {"destinationId", "destinationSignature"}  # required by the description; we have none and invent none
STRINGS = {"destinationName", "destinationShortName", "origin", "privacyPolicyUrl", "imprintUrl", "accessibilityUrl"}
DESCRIBED = {"furtherInformation", "requiredDocuments", "legalBasis", "deadline"}
OTHERS = {"contactPersons", "address", "processingDuration", "customParameters"}


def ask(client, path, query=None, **headers):
    return client.get(f"/routing/v2/{path}", query or {}, headers=AGENT | headers)


def check_headers(response):
    for name in ("RateLimit-Limit", "RateLimit-Remaining", "RateLimit-Reset"):
        assert int(response[name]) >= 0
    assert not response.cookies
    assert "Cookie" not in response.get("Vary", "")


def check_problem(response, status):
    assert response.status_code == status
    assert response["Content-Type"] == "application/problem+json"
    body = response.json()
    assert {"type", "title", "status"} <= set(body) <= {"type", "title", "status", "detail", "instance"}
    assert body["status"] == status
    check_headers(response)


def check_result(response, name, *, offset, limit):
    assert response.status_code == 200
    assert response["Content-Type"] == "application/json"
    assert "public" in response["Cache-Control"]
    check_headers(response)
    body = response.json()
    assert set(body) == {"count", "offset", "totalCount", name}
    assert body["count"] == len(body[name]) <= limit
    assert body["offset"] == offset
    assert body["totalCount"] >= body["count"]
    for entry in body[name]:
        check_area(entry) if name == "areas" else check_route(entry)
    return body


def check_area(entry):
    assert set(entry) == {"id", "name", "type"}
    assert entry["id"].isdigit()
    assert entry["name"]
    assert entry["type"]


def check_route(entry):
    assert set(entry) <= STRINGS | DESCRIBED | OTHERS
    assert not set(entry) & LEFT_OUT
    for name in STRINGS & set(entry):
        assert isinstance(entry[name], str)
        assert entry[name]
    for name in DESCRIBED & set(entry):
        assert isinstance(entry[name]["description"]["de"], str)
    for person in entry.get("contactPersons", ()):
        assert set(person) <= {"name", "tel", "fax", "email"}
    assert set(entry.get("address", ())) <= {"street", "houseNumber", "additional", "zip", "city"}
    duration = entry.get("processingDuration", {"maxDuration": 1, "unit": "day"})
    assert isinstance(duration["maxDuration"], int)
    assert duration["unit"] in {"year", "month", "week", "day", "workday", "hour", "minute", "second"}


@pytest.fixture
def house(db, now, tmp_path):
    city(now)
    geo.import_territories(path=write_list(tmp_path), now=now)


@pytest.mark.parametrize("area", [{"ars": HALLE}, {"ars": "15002"}, {"ags": "15002000"}, {"ags": "15002"}, {"areaId": HALLE}])
def test_who_is_in_charge(house, client, area):
    body = check_result(ask(client, "routes", {"leikaKey": KEY, **area}), "routes", offset=0, limit=100)
    (route,) = body["routes"]
    assert route["destinationShortName"] == "Strassenverkehr"
    assert route["destinationName"] == "Halle - Strassenverkehr"
    assert route["address"] == {"street": "Markt", "houseNumber": "1a", "zip": "06100", "city": "Ort"}
    assert route["contactPersons"] == [{"name": "Strassenverkehr", "tel": "0345 1", "email": "strassenverkehr@example.org"}]
    assert route["processingDuration"] == {"maxDuration": 3, "unit": "workday"}
    assert route["requiredDocuments"]["description"]["de"] == "<p>Fahrzeugschein</p><p>Vollmacht</p>"
    assert route["customParameters"] == {"role": "in_charge", "unit": "strassenverkehr"}


def test_links_of_a_house_on_https(house, client, settings):
    settings.RATHAUS_BASE_URL = "https://rathaus.example.org"
    (route,) = ask(client, "routes", {"leikaKey": KEY, "ars": HALLE}).json()["routes"]
    assert route["imprintUrl"] == "https://rathaus.example.org/impressum/"


def test_where_the_address_decides_all_are_named_with_their_condition(house, client, now):
    rule(now, district="sued", unit="amt-sued")
    body = check_result(ask(client, "routes", {"leikaKey": KEY, "ars": HALLE}), "routes", offset=0, limit=100)
    assert [route["customParameters"].get("condition") for route in body["routes"]] == ["Stadtteil Süd", None]
    second = check_result(
        ask(client, "routes", {"leikaKey": KEY, "ars": HALLE, "offset": 1, "limit": 1}), "routes", offset=1, limit=1
    )
    assert second["totalCount"] == 2
    assert second["routes"] == body["routes"][1:]


def test_an_old_key_leads_to_its_successor(house, client, now):
    geo.apply_changes(now=now)
    rule(now, territory="064150000000", unit="amt-nord")
    body = ask(client, "routes", {"leikaKey": KEY, "ars": "064350014014"}).json()
    assert [route["destinationShortName"] for route in body["routes"]] == ["Amt-Nord"]


@pytest.mark.parametrize(
    "query",
    [
        {"leikaKey": "99000000000000", "ars": HALLE},
        {"leikaKey": KEY, "ars": "010010000000"},
        {"leikaKey": KEY, "ags": "99999999"},
        {"leikaKey": KEY, "areaId": "1024"},
        {"leikaKey": KEY, "areaId": "15x"},
    ],
)
def test_nobody_is_an_empty_list(house, client, query):
    assert check_result(ask(client, "routes", query), "routes", offset=0, limit=100)["totalCount"] == 0


def test_areas(house, client):
    body = check_result(ask(client, "areas", {"areaSearchexpression": ["Halle", "Saal*"]}), "areas", offset=0, limit=100)
    assert body["areas"] == [{"id": HALLE, "name": "Halle (Saale)", "type": "Kreisfreie Stadt"}]
    page = check_result(
        ask(client, "areas", {"areaSearchexpression": "Ha*", "offset": 1, "limit": 1}), "areas", offset=1, limit=1
    )
    assert page["totalCount"] == 3


def test_info(db, client):
    response = ask(client, "info")
    assert response.json() == {"version": {"major": 2, "minor": 0, "patch": 0}}
    check_headers(response)


@pytest.mark.parametrize("path", ["info", "areas?areaSearchexpression=Halle", f"routes?leikaKey={KEY}&ars=15"])
def test_without_user_agent(db, client, path):
    check_problem(client.get(f"/routing/v2/{path}"), 403)


@pytest.mark.parametrize(
    "path", ["routes", "areas", "routes?leikaKey=1&ars=15", f"routes?leikaKey={KEY}", "areas?areaSearchexpression=*"]
)
def test_bad_requests(db, client, path):
    check_problem(client.get(f"/routing/v2/{path}", headers=AGENT), 400)


def test_too_many(db, client, monkeypatch):
    monkeypatch.setattr(routing, "LIMIT", 2)
    answers = [ask(client, "info") for _ in range(4)]
    assert [answer.status_code for answer in answers] == [200, 200, 429, 429]
    assert [answer["RateLimit-Remaining"] for answer in answers] == ["1", "0", "0", "0"]
    check_problem(answers[-1], 429)


def test_a_failure_of_ours_is_a_problem_too(db, client, monkeypatch):
    monkeypatch.setattr(routing.routing, "VERSION", property())
    check_problem(ask(client, "info"), 500)


def test_only_reading(db, client):
    for path in ("routes", "areas", "info"):
        assert client.post(f"/routing/v2/{path}", headers=AGENT).status_code == 405


@pytest.mark.parametrize("district", [False, True])
def test_a_fixed_number_of_queries(house, client, now, django_assert_max_num_queries, district):
    if district:
        rule(now, district="sued", unit="amt-sued")
    ask(client, "info")
    with django_assert_max_num_queries(18):
        ask(client, "routes", {"leikaKey": KEY, "ars": HALLE})


NAMES = st.sampled_from(["leikaKey", "ars", "ags", "areaId", "offset", "limit", "areaSearchexpression", "x"])
VALUES = st.sampled_from(
    [KEY, "15", HALLE, "15002000", "Halle", "Ha*", "0", "1", "500", "501", "-1", "", "\x00", "**"]
) | st.text(max_size=12)


class AnyQuery(TestCase):
    @settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow], deadline=None)
    @given(st.sampled_from(["routes", "areas"]), st.dictionaries(NAMES, st.lists(VALUES, max_size=2), max_size=5))
    def test_every_query_has_an_answer_of_the_description(self, path, query):
        response = self.client.get(f"/routing/v2/{path}", query, headers=AGENT)
        if response.status_code == 200:
            check_result(
                response, path, offset=int((query.get("offset") or ["0"])[0]), limit=int((query.get("limit") or ["100"])[0])
            )
        else:
            check_problem(response, 400)
