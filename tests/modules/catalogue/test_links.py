"""The check of links, against a server of our own: what is found, how often a host is asked, what never happens."""

import datetime as dt

import pytest

from rathaus.modules.catalogue.domain import check_links as links
from rathaus.modules.catalogue.domain.check_links import check_links, collect_links
from rathaus.modules.catalogue.enums import LinkState
from rathaus.modules.catalogue.links import host_of, in_text, state_after
from rathaus.modules.catalogue.models import LinkPlace, Service, WebLink
from tests.foundation.net.test_request import http_server
from tests.modules.catalogue.factories import install

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


def answer(handler):
    """What the pages of the test server say."""
    path = handler.path
    if path.startswith("/gut"):
        return handler.say()
    if path == "/umgezogen":
        return handler.say(301, Location="/gut")
    if path == "/fort":
        return handler.say(404)
    if path == "/kein-head":
        return handler.say(405 if handler.command == "HEAD" else 200)
    if path == "/lang":
        return handler.say(405) if handler.command == "HEAD" else handler.say(body=b"x" * (11 * 1024 * 1024))
    return handler.say(500)


@pytest.fixture
def server(settings):
    with http_server(answer) as running:
        running.home = f"http://127.0.0.1:{running.server_port}"
        settings.RATHAUS_NET_ALLOW = [f"127.0.0.1:{running.server_port}"]
        yield running


def one(url, now, **fields):
    return WebLink.objects.create(url=url, sha256=url[-64:], host=host_of(url), due_at=now, **fields)


@pytest.mark.parametrize(
    ("path", "state", "status", "asked"),
    [
        ("/gut", LinkState.GOOD, 200, ["HEAD"]),
        ("/umgezogen", LinkState.MOVED, 200, ["HEAD", "HEAD"]),
        ("/fort", LinkState.BROKEN, 404, ["HEAD", "GET"]),
        ("/kein-head", LinkState.GOOD, 200, ["HEAD", "GET"]),
        ("/lang", LinkState.GOOD, 200, ["HEAD", "GET"]),
        ("/kaputt", LinkState.SHAKY, 500, ["HEAD", "GET"]),
    ],
)
def test_what_is_found_at_a_link(server, now, *, path, state, status, asked):
    seen = []

    def watched(handler):
        seen.append(handler.command)
        answer(handler)

    server.answer = watched
    link = one(server.home + path, now)
    assert check_links(now=now) == 1
    link.refresh_from_db()
    assert (link.state, link.status, seen) == (state, status, asked)
    assert link.leads_to == (f"{server.home}/gut" if state is LinkState.MOVED else "")
    assert link.seen_at == (now if state in {LinkState.GOOD, LinkState.MOVED} else None)
    assert link.due_at == now + (links.EVERY if link.seen_at else links.AGAIN)
    assert check_links(now=now) == 0


def test_a_server_that_fails_is_given_three_days_and_forgiven_at_once(server, now):
    link = one(f"{server.home}/kaputt", now)
    states = []
    for day in range(4):
        if day == 3:
            server.answer = lambda handler: handler.say()
        assert check_links(now=now + day * DAY) == 1
        link.refresh_from_db()
        states.append((link.state, link.failures))
    assert states == [(LinkState.SHAKY, 1), (LinkState.SHAKY, 2), (LinkState.BROKEN, 3), (LinkState.GOOD, 0)]


def test_nobody_answers(settings, now):
    settings.RATHAUS_NET_ALLOW = ["127.0.0.1:9"]
    link = one("http://127.0.0.1:9/", now)
    check_links(now=now)
    link.refresh_from_db()
    assert (link.state, link.failures, link.status) == (LinkState.SHAKY, 1, None)
    assert link.reason


@pytest.mark.parametrize("url", ["http://127.0.0.1:1/", "http://10.0.0.1/intern", "http://[::1]/", "http://user:pw@127.0.0.1/"])
def test_addresses_inside_the_house_are_never_asked(now, url):
    link = one(url, now)
    check_links(now=now)
    link.refresh_from_db()
    assert link.state == LinkState.REFUSED


def test_a_redirect_into_the_house_is_not_followed(server, now):
    server.answer = lambda handler: handler.say(302, Location="http://127.0.0.1:1/intern")
    link = one(f"{server.home}/", now)
    check_links(now=now)
    link.refresh_from_db()
    assert link.state == LinkState.REFUSED


def test_a_host_is_asked_once_a_run(server, now):
    for number in range(5):
        one(f"{server.home}/gut?{number}", now - dt.timedelta(minutes=5 - number))
    assert [check_links(now=now) for _ in range(6)] == [1, 1, 1, 1, 1, 0]
    assert [path for path, _ in server.seen] == [f"/gut?{number}" for number in range(5)]


def test_links_are_collected_where_they_stand_and_what_was_found_stays(now):
    def say(text, **more):
        install(now, text=text, fees=[{"kind": "none", "url": "https://example.org/satzung"}], **more)

    say("Siehe https://example.org/a. Und (http://example.org/b#teil), nicht mailto:x@example.org")
    assert collect_links(now=now) == 3
    WebLink.objects.filter(url="https://example.org/a").update(state=LinkState.GOOD, due_at=now + DAY)
    say("Nur noch https://example.org/a und neu https://example.org/c")
    install(now, key="local:zweite", name="Zweite", text="Auch https://example.org/a", fees=[])
    assert collect_links(now=now) == 3
    assert set(WebLink.objects.values_list("url", "state")) == {
        ("https://example.org/a", LinkState.GOOD),
        ("https://example.org/c", LinkState.NEW),
        ("https://example.org/satzung", LinkState.NEW),
    }
    assert set(LinkPlace.objects.values_list("link__url", "service__key", "place")) == {
        ("https://example.org/a", "99108001020000", "Volltext (de)"),
        ("https://example.org/a", "local:zweite", "Volltext (de)"),
        ("https://example.org/c", "99108001020000", "Volltext (de)"),
        ("https://example.org/satzung", "99108001020000", "Kosten"),
    }
    Service.objects.update(valid_until=now.date())
    assert collect_links(now=now) == 0
    assert not WebLink.objects.exists()


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ('<a href="https://example.org/?a=1&amp;b=2">x</a>', ["https://example.org/?a=1&b=2"]),
        ("https://example.org/!?", ["https://example.org/"]),
        ("kein Link: example.org, javascript:alert(1)", []),
    ],
)
def test_links_in_text(text, found):
    assert in_text(text) == found


@pytest.mark.parametrize("address", ["", "mailto:a@b.de", "https://", "http://x:99999999/", "//example.org", "https://[::"])
def test_no_address_of_the_web(address):
    assert host_of(address) == ""


def test_gone_is_believed_at_once():
    assert state_after(410, moved=False, failures=1) is LinkState.BROKEN
    assert state_after(503, moved=False, failures=2) is LinkState.SHAKY
    assert state_after(503, moved=False, failures=3) is LinkState.BROKEN
