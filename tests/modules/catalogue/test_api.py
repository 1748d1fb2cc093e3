"""The JSON API: every answer is valid against its own description, whatever is asked."""

import json
from urllib.parse import quote, urlsplit

import pytest
from django.core.cache import cache
from django.urls import resolve
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from rathaus.modules.catalogue.api import openapi, views
from rathaus.modules.catalogue.domain.import_ozg import import_ozg
from rathaus.modules.catalogue.domain.set_online import set_online
from rathaus.modules.catalogue.models import Service, TextModule
from tests.modules.catalogue.factories import install, write_catalogue
from tests.modules.organisation.factories import authority, unit

pytestmark = pytest.mark.django_db
KEY = "99108001020000"
LISTS = {"/services": "Services", "/life-events": "LifeEvents", "/units": "Units"}


@pytest.fixture(autouse=True)
def _catalogue(tmp_path, now):
    cache.clear()
    other = authority("kreis", name="Landkreis", position=5)
    authority()
    hours = [{"days": [0, 1], "opens": "08:00:00", "closes": "12:30:00"}]
    unit("strassenverkehr", name="Straßenverkehr", details={"hours": hours})
    unit("strassenverkehr", of=other)
    import_ozg(folder=write_catalogue(tmp_path), now=now)
    install(now)


def check(name, body):
    """Against the schema of the description, as sent."""
    document = json.loads(json.dumps(openapi.document("https://stadt.example")))
    schema = {"$ref": f"#/components/schemas/{name}", "components": document["components"]}
    assert [error.message for error in Draft202012Validator(schema).iter_errors(body)] == []


def ask(client, path, name, status=200, **query):
    response = client.get(f"/api/v1{path}", query)
    assert response.status_code == status, response.content
    assert not response.cookies
    assert response["Access-Control-Allow-Origin"] == "*"
    assert response["Content-Type"] == ("application/json" if status == 200 else "application/problem+json")
    check(name, response.json())
    return response.json()


def test_the_description_names_addresses_that_exist(client):
    document = client.get("/api/v1/openapi.json").json()
    assert document["openapi"].startswith("3.1")
    for path, methods in document["paths"].items():
        assert resolve(f"/api/v1{path.replace('{key}', KEY)}")
        assert set(methods) == {"get"}
    for schema in document["components"]["schemas"].values():
        Draft202012Validator.check_schema(schema)
    assert set(LISTS.values()) < set(document["components"]["schemas"])


@pytest.mark.parametrize(("path", "name"), LISTS.items())
def test_a_list_is_valid_and_paged_without_loss(client, path, name):
    whole = ask(client, path, name, limit="100")
    assert whole["next"] is None
    found, query = [], {"limit": "1"}
    while query:
        page = ask(client, path, name, **query)
        found += page["items"]
        parts = urlsplit(page["next"] or "")
        query = dict(pair.split("=") for pair in parts.query.split("&")) if page["next"] else None
    assert found == whole["items"]
    assert len(found) > 1


def test_a_service_says_what_its_page_says(client, now):
    set_online(service_key=KEY, slug="bewohnerparken", now=now)
    TextModule.objects.filter(code="06").update(machine_translated=True, text="<b>roh</b>\n\nzwei")
    found = ask(client, f"/services/{KEY}", "Service")
    assert found["summary"]["online_url"].endswith("/antrag/bewohnerparken/")
    assert found["responsible"] == {
        "ours": True, "name": "Straßenverkehr", "unit": "strassenverkehr",
        "url": found["responsible"]["url"], "depends": [],
    }  # fmt: skip
    full = next(text for text in found["texts"] if text["code"] == "06")
    assert full["html"] == "<p>&lt;b&gt;roh&lt;/b&gt;</p>\n\n<p>zwei</p>"
    assert full["machine_translated"]
    assert [(fee["cents"], fee["checked"]) for fee in found["fees"]] == [(3070, False)]


def test_a_bare_service_claims_nothing(client):
    found = ask(client, "/services/99041007017000", "Service")
    assert (found["texts"], found["fees"], found["responsible"]["ours"]) == ([], [], False)
    assert found["responsible"]["name"] == "eine Behörde des Bundes"


def test_filters(client, now):
    assert [item["key"] for item in ask(client, "/services", "Services", described="true")["items"]] == [KEY]
    assert KEY not in [item["key"] for item in ask(client, "/services", "Services", described="false")["items"]]
    assert ask(client, "/services", "Services", online="true")["items"] == []
    assert [item["key"] for item in ask(client, "/services", "Services", life_event="tierhaltung")["items"]] == ["99102013002000"]
    assert ask(client, "/services", "Services", life_event="gibt-es-nicht")["items"] == []


@pytest.mark.parametrize(
    "query",
    ["limit=0", "limit=101", "limit=x", "described=ja", "cursor=%%%", "cursor=", "seite=2", "limit=1&limit=2", "life_event=A"],
)
def test_a_wrong_parameter_is_named(client, query):
    response = client.get(f"/api/v1/services?{query}")
    assert response.status_code == 400
    check("Problem", response.json())
    assert query.split("=")[0] in response.json()["detail"]


def test_unknown_service_and_changing_methods(client):
    ask(client, "/services/99999999999999", "Problem", status=404)
    response = client.post("/api/v1/services")
    assert response.status_code == 405
    check("Problem", response.json())
    assert client.options("/api/v1/services").status_code == 204
    assert Service.objects.count() == 5


def test_who_has_it_gets_it_not_again(client):
    first = client.get("/api/v1/units")
    again = client.get("/api/v1/units", headers={"if-none-match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again["Access-Control-Allow-Origin"] == "*"


def test_the_limit_is_told_and_kept(client, monkeypatch):
    monkeypatch.setattr(views, "LIMIT", 2)
    left = [client.get("/api/v1/units")["RateLimit-Remaining"] for _ in range(2)]
    assert left == ["1", "0"]
    response = client.get("/api/v1/units")
    assert response.status_code == 429
    assert int(response["Retry-After"]) > 0
    check("Problem", response.json())


def test_a_failure_of_ours_is_a_problem_too(client, monkeypatch):
    monkeypatch.setattr(views.reading, "services", lambda _asked: 1 / 0)
    ask(client, "/services", "Problem", status=500)


def test_queries_do_not_grow(client, now, django_assert_max_num_queries):
    for number in range(30):
        install(now, key=f"local:nr-{number}", name=f"Nummer {number}")
    client.get("/api/v1/services")
    for path in ("services?limit=100", "life-events", "units"):
        cache.clear()
        with django_assert_max_num_queries(8):
            client.get(f"/api/v1/{path}")


VALUES = st.one_of(st.text(max_size=20), st.sampled_from(["true", "false", "1", "50", "tierhaltung", "OTk", "bG9jYWw6"]))
QUERIES = st.dictionaries(st.sampled_from(["cursor", "limit", "described", "online", "life_event", "x"]), VALUES, max_size=4)


@given(path=st.sampled_from(sorted(LISTS)), query=QUERIES)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_parameters_give_a_valid_answer(client, monkeypatch, path, query):
    monkeypatch.setattr(views, "LIMIT", 10_000)
    response = client.get(f"/api/v1{path}", query)
    assert response.status_code in {200, 400}
    check(LISTS[path] if response.status_code == 200 else "Problem", response.json())


@example(key="\x00")
@given(key=st.text(min_size=1, max_size=30).filter(lambda key: "/" not in key and key not in {".", ".."}))
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_key_gives_a_problem_or_a_service(client, monkeypatch, key):
    monkeypatch.setattr(views, "LIMIT", 10_000)
    found = client.get(f"/api/v1/services/{quote(key, safe='')}")
    assert found.status_code in {200, 404}


def test_the_page_for_people_names_everything(client):
    page = client.get("/api/").content.decode()
    for operation in openapi.OPERATIONS:
        assert operation.path in page
    assert "/api/v1/openapi.json" in page
