import datetime as dt
import uuid

import pytest
from django.core.paginator import Paginator
from django.http import HttpResponse, QueryDict
from django.template import engines
from django.test import RequestFactory
from django.urls import path

from rathaus.foundation.permissions.public import GUEST, Actor, ActorKind, Grant, Role, declare
from rathaus.web import checks, navigation
from rathaus.web.components import paging
from rathaus.web.components.chrome import breadcrumb, main_navigation, page_footer
from rathaus.web.navigation import NavItem

TODAY = dt.date(2026, 11, 20)
declare({"web-test.see": [Role.CLERK]})


def view(request):
    return HttpResponse()


urlpatterns = [
    path("", view, name="start"),
    path("leistungen/", view, name="services"),
    path("konto/", view, name="account"),
    path("amt/", view, name="desk"),
    path("amt/korb/", view, name="worklist"),
]
pytestmark = pytest.mark.urls(__name__)

CLERK = Actor(kind=ActorKind.STAFF, name="K", id=uuid.uuid4(), grants=(Grant(role=Role.CLERK, unit_id=None),))
CITIZEN = Actor(kind=ActorKind.CITIZEN, name="B", id=uuid.uuid4())


@pytest.fixture(autouse=True)
def entries(monkeypatch):
    monkeypatch.setattr(navigation, "_ITEMS", {})
    monkeypatch.setattr(navigation, "_HELP", {})
    navigation._reverse.cache_clear()
    navigation.register(
        NavItem("citizen", "Leistungen", "services", 20),
        NavItem("citizen", "Start", "start", 10),
        NavItem("citizen", "Mein Konto", "account", 30, signed_in=True),
        NavItem("staff", "Übersicht", "desk", 10),
        NavItem("staff", "Arbeitskorb", "worklist", 20, "web-test.see"),
    )
    yield
    navigation._reverse.cache_clear()


def labels(realm, actor, at="/"):
    return [link.label for link in navigation.links(realm=realm, actor=actor, path=at, today=TODAY)]


def test_entries_stand_in_order_and_by_realm():
    assert labels("citizen", GUEST) == ["Start", "Leistungen"]
    assert labels("citizen", CITIZEN) == ["Start", "Leistungen", "Mein Konto"]


def test_right_hides_an_entry():
    assert labels("staff", CLERK) == ["Übersicht", "Arbeitskorb"]
    assert labels("staff", Actor(kind=ActorKind.STAFF, name="N")) == ["Übersicht"]


@pytest.mark.parametrize(
    ("at", "current"), [("/", "Start"), ("/leistungen/x/", "Leistungen"), ("/anderes/", None), ("/konto/", "Mein Konto")]
)
def test_at_most_one_entry_is_current(at, current):
    found = navigation.links(realm="citizen", actor=CITIZEN, path=at, today=TODAY)
    assert [link.label for link in found if link.current] == ([current] if current else [])
    assert str(main_navigation(found, "Menü")).count('aria-current="page"') == (1 if current else 0)


def test_start_of_the_staff_realm_is_current_there_alone():
    found = navigation.links(realm="staff", actor=CLERK, path="/amt/korb/7/", today=TODAY)
    assert [link.label for link in found if link.current] == ["Arbeitskorb"]


def test_check_finds_dead_entries_and_undeclared_rights():
    navigation.register(NavItem("citizen", "Nirgends", "nowhere"), NavItem("staff", "Geheim", "desk", right="nobody.declared"))
    assert sorted(str(problem.id) for problem in checks.check_navigation(None)) == ["web.E001", "web.E002"]
    assert "Nirgends" not in labels("citizen", GUEST)


def test_second_registration_replaces_the_first():
    navigation.register(NavItem("citizen", "Angebote", "services", 20))
    assert labels("citizen", GUEST) == ["Start", "Angebote"]


def test_breadcrumb_ends_with_the_page_itself():
    html = str(breadcrumb("Start", "/", "Konto & mehr", "/konto/", "Hier <b>"))
    assert html.count("<li>") == 3
    assert '<a class="kern-link" href="/konto/">Konto &amp; mehr</a>' in html
    assert '<span aria-current="page">Hier &lt;b&gt;</span>' in html


def test_footer_carries_the_page_in_the_barrier_report():
    assert 'href="/barriere-melden/?seite=/amt/korb/%22%3E%3Cb%3E"' in page_footer('/amt/korb/"><b>')


def test_pagination_keeps_the_query():
    page = Paginator(range(100), 10).page(5)
    html = str(paging.pagination(page, QueryDict("q=a%26b&seite=5&stand=x&stand=y")))
    assert 'href="?q=a%26b&amp;stand=x&amp;stand=y&amp;seite=4" rel="prev"' in html
    assert html.count('aria-current="page"') == 1
    assert paging.pagination(Paginator([1], 10).page(1), QueryDict()) == ""


def test_pager_without_neighbours_is_empty():
    assert paging.pager() == ""
    assert 'rel="prev"' not in paging.pager("", "?nach=1")


def test_page_of_a_guest_reads_no_session_and_no_database(django_assert_num_queries):
    class Session:
        session_key = None

        def __getattr__(self, name):
            raise AssertionError(name)

    request = RequestFactory().get("/")
    request.session = Session()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("django.contrib.auth.context_processors.auth", lambda _: {})
        html = engines["django"].from_string('{% extends "web/citizen.html" %}').render({"user": None, "messages": ()}, request)
    assert "Mein Konto" not in html


def test_languages_stand_in_the_header_where_a_page_has_several():
    render = engines["django"].from_string('{% extends "web/citizen.html" %}').render
    languages = [("de", "Deutsch", "?"), ("uk", "Українська", "?sprache=uk")]
    html = render({"user": None, "messages": (), "languages": languages}, RequestFactory().get("/"))
    assert '<a class="kern-link" href="?sprache=uk" lang="uk" hreflang="uk">Українська</a>' in html
    assert 'aria-label="Sprache"' not in render({"user": None, "messages": ()}, RequestFactory().get("/"))


def test_a_way_to_help_takes_the_page_along_and_belongs_to_its_realm():
    navigation.register_help(NavItem("citizen", "Kontakt", "services"), NavItem("citizen", "Nirgends", "nowhere"))
    assert navigation.help_links("citizen") == [("Kontakt", "/leistungen/")]
    assert navigation.help_links("staff") == []
    footer = page_footer('/suche/"><b>', navigation.help_links("citizen"))
    assert '<a class="kern-link" href="/leistungen/?seite=/suche/%22%3E%3Cb%3E">Kontakt</a>' in footer
    assert sorted(str(problem.id) for problem in checks.check_navigation(None)) == ["web.E001"]
