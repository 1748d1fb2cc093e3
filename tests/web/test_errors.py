import pytest
from django.core.exceptions import RequestDataTooBig
from django.db import DataError
from django.http import Http404, HttpResponse
from django.test import Client, RequestFactory
from django.urls import path
from django.views.decorators.csrf import csrf_protect

from rathaus.foundation.errors import Conflict, Forbidden, Invalid, NotFound
from rathaus.web import errors
from rathaus.web.middleware import ErrorPages

RAISES = {
    "conflict": Conflict("Jemand war schneller. Laden Sie die Seite neu."),
    "forbidden": Forbidden("Dafür haben Sie kein Recht."),
    "invalid": Invalid("Das passt nicht.", {"name": "Der Name fehlt."}),
    "not-found": NotFound("Diesen Vorgang gibt es nicht."),
    "big": RequestDataTooBig("too big"),
    "broken": ZeroDivisionError("secret detail"),
    "missing": Http404("Diese Leistung bieten wir nicht an."),
}


def raising(request, what):
    raise RAISES[what]


@csrf_protect
def guarded(request):
    return HttpResponse(f"angekommen: {request.POST.getlist('name')}")


urlpatterns = [path("raise/<str:what>/", raising), path("amt/raise/<str:what>/", raising), path("guarded/", guarded)]
handler400 = errors.bad_request
handler403 = errors.permission_denied
handler404 = errors.page_not_found
handler500 = errors.server_error

pytestmark = pytest.mark.urls(__name__)


@pytest.fixture
def client():
    return Client(raise_request_exception=False)


@pytest.mark.parametrize(
    ("what", "status", "text"),
    [
        ("conflict", 409, "Jemand war schneller. Laden Sie die Seite neu."),
        ("forbidden", 403, "Dafür haben Sie kein Recht."),
        ("invalid", 422, "Der Name fehlt."),
        ("not-found", 404, "Diesen Vorgang gibt es nicht."),
        ("big", 413, "höchstens 20 MB"),
        ("broken", 500, "Der Fehler liegt nicht bei Ihnen."),
        ("missing", 404, "Diese Leistung bieten wir nicht an."),
    ],
)
def test_refusal_becomes_a_page(client, what, status, text):
    answer = client.get(f"/raise/{what}/", HTTP_ACCEPT="text/html")
    page = answer.content.decode()
    assert answer.status_code == status
    assert text in page
    assert f"Fehler {status}" in page
    assert "secret detail" not in page


def test_client_without_html_gets_json(client):
    answer = client.get("/raise/invalid/", HTTP_ACCEPT="application/json")
    assert answer.status_code == 422
    assert answer.json() == {"error": "Das passt nicht.", "fields": {"name": "Der Name fehlt."}}


def test_unknown_address_says_no_pattern(client):
    page = client.get("/gibt-es-nicht/").content.decode()
    assert "Diese Seite gibt es nicht" in page
    assert "guarded" not in page


@pytest.mark.parametrize(
    ("path", "referrer", "back"),
    [
        ("/raise/conflict/", "", "/"),
        ("/amt/raise/conflict/", "", "/amt/"),
        ("/raise/conflict/", "http://testserver/antrag/?x=1", "/antrag/?x=1"),
        ("/raise/conflict/", "http://evil.example/", "/"),
        ("/raise/conflict/", "http://testserver/raise/conflict/", "/"),
        ("/raise/conflict/", "http://testserver//evil.example/", "/"),
    ],
)
def test_way_back_stays_in_the_house(client, path, referrer, back):
    page = client.get(path, HTTP_REFERER=referrer, HTTP_HOST="testserver").content.decode()
    assert f'<a class="kern-btn kern-btn--primary" href="{back}">' in page


def test_address_is_escaped(client):
    page = client.get("/%3Cscript%3Ealert(1)%3C/script%3E/").content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;" in page


@pytest.mark.parametrize("error", [ValueError("embedded null"), DataError("text fields cannot contain NUL (0x00) bytes")])
def test_a_nul_in_the_request_is_no_fault_of_ours(error):
    middleware = ErrorPages(raising)
    requests = RequestFactory()
    for request in (requests.get("/", {"q": "\0"}), requests.post("/", {"q\0": "x"}), requests.get("/a%00/")):
        assert middleware.process_exception(request, error).status_code == 400
    assert middleware.process_exception(requests.get("/", {"q": "0"}), error) is None


def test_other_errors_pass_the_middleware():
    def view(request):
        raise AssertionError

    middleware = ErrorPages(view)
    assert middleware.process_exception(RequestFactory().get("/"), KeyError("x")) is None


class TestOldPage:
    """A form whose token is no longer valid."""

    def post(self, origin, **data):
        client = Client(enforce_csrf_checks=True)
        return client, client.post("/guarded/?a=1", data, HTTP_ORIGIN=origin, HTTP_ACCEPT="text/html")

    def test_entries_come_back_and_one_click_sends_them(self):
        client, answer = self.post(
            "http://testserver", name=["Ærøskøbing <b>", "zwei"], password="geheim", csrfmiddlewaretoken="alt"
        )
        page = answer.content.decode()
        assert answer.status_code == 403
        assert 'name="name" value="Ærøskøbing &lt;b&gt;"' in page
        assert 'action="/guarded/?a=1"' in page
        assert "geheim" not in page
        assert answer.headers["Cache-Control"] == "no-store"
        token = page.split('name="csrfmiddlewaretoken" value="')[1].split('"')[0]
        again = client.post("/guarded/?a=1", {"name": ["x", "y"], "csrfmiddlewaretoken": token}, HTTP_ORIGIN="http://testserver")
        assert again.content.decode() == "angekommen: ['x', 'y']"

    @pytest.mark.parametrize("origin", ["http://evil.example", "null", "https://testserver", "http://testserver.evil.example"])
    def test_what_another_site_sends_is_not_shown(self, origin):
        _, answer = self.post(origin, name="untergeschoben")
        assert answer.status_code == 403
        assert "untergeschoben" not in answer.content.decode()
