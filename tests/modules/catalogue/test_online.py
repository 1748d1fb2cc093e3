"""Online services of others: what is handed over, which one holds where, what sources send, whether they answer."""

import datetime as dt
import io
import json
import string
import uuid
from urllib.parse import parse_qsl, urlsplit

import pytest
from django.core.cache import cache
from django.core.management import CommandError, call_command
from hypothesis import given
from hypothesis import strategies as st

from rathaus.foundation import clock
from rathaus.foundation.audit import public as audit
from rathaus.foundation.errors import Conflict, Forbidden, Invalid, NotFound
from rathaus.foundation.events import public as events
from rathaus.foundation.permissions.public import Role
from rathaus.modules.catalogue import public as catalogue
from rathaus.modules.catalogue.domain import check_links as probe
from rathaus.modules.catalogue.domain.check_links import check_links, collect_links
from rathaus.modules.catalogue.domain.install_demo import DEMO
from rathaus.modules.catalogue.domain.online_services import map_parameters, replace_online_services, report_status
from rathaus.modules.catalogue.domain.refresh_online import refresh_all_online
from rathaus.modules.catalogue.finding import find
from rathaus.modules.catalogue.management.online import findings
from rathaus.modules.catalogue.models import Handover, OnlineParameter, OnlineService, Responsibility, Service, WebLink
from rathaus.modules.catalogue.online import handover
from rathaus.modules.catalogue.online.entries import rules
from rathaus.modules.catalogue.online.handover import Parameter, build
from tests.foundation.net.test_request import http_server
from tests.modules.catalogue.factories import install, worker
from tests.modules.organisation import factories as organisation

KEY, OTHER = "99108001020000", "99108001001000"
PAGE = "/leistungen/bewohnerparkausweis-verlaengern-99108001020000/"
URL = "https://efa.example/parken?mandant=st"
FACTS = {"service_key": KEY, "ars": "150020000000", "ags": "15002000", "language": "de"}


# the address


def test_what_we_know_goes_into_the_query_and_the_targets_own_query_stays():
    wanted = [Parameter("leika", value="service_key"), Parameter("ort", kind="003"), Parameter("mandant", value="ars")]
    found = build("https://efa.example/p%C3%A4th?mandant=st&leer&x=%2F#teil", wanted, {("003", ""): "ars"}, FACTS)
    assert found.url == f"https://efa.example/p%C3%A4th?mandant=st&leer&x=%2F&leika={KEY}&ort=150020000000#teil"
    assert (found.missing, found.unmapped) == ((), ())


def test_a_placeholder_is_filled_or_left_out():
    assert build("https://efa.example/?ort={ags}&x=1", (), {}, FACTS).url == "https://efa.example/?ort=15002000&x=1"
    assert build("https://efa.example/?ort=%7Bags%7D", (), {}, FACTS).url == "https://efa.example/?ort=15002000"
    assert build("https://efa.example/?ort={unit}&x=1", (), {}, FACTS) == handover.Address("https://efa.example/?x=1", ("ort",))
    assert handover.plain("https://efa.example/?a=1&ort={ags}#x") == "https://efa.example/?a=1"


def test_a_kind_nobody_has_given_a_meaning_is_left_out_and_named():
    found = build(URL, [Parameter("gebiet", kind="003", required=True), Parameter("x", kind="100")], {}, FACTS)
    assert (found.url, found.missing, found.unmapped) == (URL, ("gebiet",), ("gebiet", "x"))


def test_the_most_exact_rule_counts():
    by = {("003", "ort"): "ags", ("", "ort"): "ars", ("003", ""): "language"}
    assert build(URL, [Parameter("ort", kind="003")], by, FACTS).url == URL + "&ort=15002000"
    assert build(URL, [Parameter("ort", kind="004")], by, FACTS).url == URL + "&ort=150020000000"
    assert build(URL, [Parameter("wo", kind="003")], by, FACTS).url == URL + "&wo=de"


@pytest.mark.parametrize(
    "url",
    [
        "", "http://efa.example/", "javascript:alert(1)", "https://", "https:///x", "//efa.example/", "https://user:pw@efa.example/",
        "https://efa.example:0/", "https://efa.example:x/", "https://efa.example/ x", "https://efa.example/\n", "https://efa.example\\@b/",
        'https://efa.example/"><script>', "https://{ars}.example/", "https://efa.example/{ars}/", "https://efa.example/#{ars}",
        "https://efa.example/?a={familienname}", "https://efa.example/?{ars}=1", "https://efa.example/?a=x{ars}", "https://[::",
        "https://efa.example/?a=%7Bname%7D", "https://efa.exämple/", "https://efa.example/" + "a" * 2000, "data:text/html,x",
    ],
)  # fmt: skip
def test_hostile_addresses_are_refused(url):
    assert handover.faults(url)
    with pytest.raises(ValueError, match=r"\w"):
        build(url, (), {}, FACTS)


ANY = st.text(max_size=40)
NAMES = st.text(string.ascii_letters + string.digits + "._~-[]:", min_size=1, max_size=10).filter(lambda name: name[0].isalnum())


@given(told=st.dictionaries(st.sampled_from(sorted(handover.VALUES)), ANY), names=st.lists(NAMES, max_size=5, unique=True))
def test_whatever_we_know_host_and_path_stay_and_every_value_arrives_whole(told, names):
    wanted = [Parameter(name, value=value) for name, value in zip(names, handover.VALUES, strict=False)]
    found = urlsplit(build("https://efa.example:8443/a/b?fest=1%202&x#ende", wanted, {}, told).url)
    assert (found.scheme, found.netloc, found.path, found.fragment) == ("https", "efa.example:8443", "/a/b", "ende")
    assert found.query.startswith("fest=1%202&x")
    arrived = parse_qsl(found.query, keep_blank_values=True, errors="surrogatepass")
    expected = [(one.name, told[one.value]) for one in wanted if told.get(one.value) and one.name not in {"fest", "x"}]
    assert arrived[2:] == expected
    assert found.geturl().isascii()


@given(name=ANY, kind=ANY, value=ANY)
def test_any_parameter_is_refused_or_harmless(name, kind, value):
    parameter = Parameter(name, kind, value)
    found = build(URL, [parameter], {}, FACTS).url
    assert found == URL or (handover.parameter_faults(parameter) == "" and found.startswith(URL + "&"))


# entries by hand


@pytest.fixture
def city(db, now):
    cache.clear()
    organisation.unit("strassenverkehr")
    install(now)
    install(now, key=OTHER, name="Bewohnerparkausweis beantragen")
    return now


def entry(**changes):
    return {
        "slug": "efa-parken", "name": "Parken online", "provider": "Land Muster", "url": URL, "services": [KEY],
        "territories": ["15"], "parameters": [{"name": "ars", "value": "ars"}], "trust_level": "30", "languages": ["de", "en"],
    } | changes  # fmt: skip


def enter(now, *entries, origin="Test", **keys):
    return replace_online_services(entries=entries, origin=origin, now=now, **keys)


def elsewhere(key=KEY):
    return Service.objects.get(key=key).online_elsewhere


def test_an_entry_shows_on_the_page_in_search_in_lists_and_goes_again(city, client):
    assert enter(city, entry()) == set()
    assert elsewhere() == "efa-parken"
    body = client.get(PAGE).content.decode()
    assert 'href="https://efa.example/parken?mandant=st&amp;ars=150020000000" rel="external"' in body
    assert "Land Muster" in body
    assert "Sie verlassen damit unsere Seiten" in body
    assert [hit.service.key for hit in find("bewohnerparkausweis", online=True).hits] == [KEY]
    assert client.get("/api/v1/services?online=true").json()["items"][0]["online"] is True
    said = client.get(f"/api/v1/services/{KEY}").json()
    assert [(one["provider"], one["url"]) for one in said["online_services"]] == [("Land Muster", URL + "&ars=150020000000")]
    assert said["summary"]["online_url"] is None
    assert '"serviceUrl":"https://efa.example/parken?mandant=st\\u0026ars=150020000000"' in body
    enter(city)
    assert (elsewhere(), OnlineService.objects.count(), Responsibility.objects.exclude(online_slug="").count()) == ("", 0, 0)
    assert find("bewohnerparkausweis", online=True).hits == ()


def test_twice_is_once(city):
    enter(city, entry())
    before = (Service.objects.get(key=KEY).version, list(Responsibility.objects.values_list("pk")))
    enter(city, entry())
    assert (Service.objects.get(key=KEY).version, list(Responsibility.objects.values_list("pk"))) == before
    acts = [item.act for item in audit.history(audit.Subject("catalogue", "online"))]
    assert acts == ["catalogue.online_services_replaced"]


def test_one_that_is_followed_ends_once(city):
    enter(city, entry())
    Handover.objects.create(
        account_id=uuid.uuid4(), online_service=OnlineService.objects.get(), service_key=KEY, reference="x", begun_at=city
    )
    last_day = clock.today(city) - dt.timedelta(days=1)
    for later in (0, 0, 7):
        enter(city + dt.timedelta(days=later))
        assert OnlineService.objects.get().valid_until == last_day
    assert (elsewhere(), Responsibility.objects.exclude(online_slug="").count()) == ("", 0)
    assert len(audit.history(audit.Subject("catalogue", "online"))) == 2


def test_the_most_specific_territory_wins_and_a_tie_shows_both(city, client):
    enter(city, entry(), entry(slug="kreis", name="Kreis", provider="Kreis", territories=["15002"]))
    assert elsewhere() == "kreis"
    assert "Land Muster" not in client.get(PAGE).content.decode()
    enter(city, entry(), entry(slug="zwei", name="Zweiter", provider="Zweiter Anbieter"))
    body = client.get(PAGE + "?x").content.decode()
    assert "Land Muster" in body
    assert "Zweiter Anbieter" in body


def test_our_own_form_comes_first(city, client):
    enter(city, entry())
    catalogue.set_online(service_key=KEY, slug="bewohnerparkausweis", now=city)
    body = client.get(PAGE).content.decode()
    assert "efa.example" not in body
    assert 'href="/antrag/bewohnerparkausweis/"' in body


def test_what_has_ended_or_is_for_others_is_not_shown(city):
    enter(city, entry(valid_until=city.date() - dt.timedelta(days=1)))
    assert elsewhere() == ""
    enter(city, entry(territories=["05"]))
    assert elsewhere() == ""
    enter(city, entry(valid_from=city.date() + dt.timedelta(days=1)))
    assert (elsewhere(), refresh_all_online(now=city)) == ("", 0)
    assert refresh_all_online(now=city + dt.timedelta(days=1)) == 1
    assert elsewhere() == "efa-parken"


def test_a_rule_of_the_city_names_an_entry(city):
    enter(city, entry(services=["99000000000000"]))
    catalogue.record_responsibility(service_key=OTHER, data={"territory": "15002", "online": "efa-parken"}, now=city)
    events.dispatch_pending(now=city)
    assert elsewhere(OTHER) == "efa-parken"


def test_a_rule_of_the_city_follows_the_entry_it_names(city):
    catalogue.record_responsibility(service_key=OTHER, data={"territory": "15", "online": "efa-parken"}, now=city)
    enter(city, entry())
    assert elsewhere(OTHER) == "efa-parken"
    enter(city)
    assert elsewhere(OTHER) == ""


def test_a_new_text_of_the_service_keeps_its_online_service(city):
    enter(city, entry())
    install(city, text="Neu")
    assert elsewhere() == "efa-parken"
    assert Responsibility.objects.filter(online_slug="efa-parken").exists()


def test_a_key_we_do_not_have_is_named(city):
    assert enter(city, entry(services=[KEY, "99000000000000"])) == {"99000000000000"}


@pytest.mark.parametrize(
    ("change", "word"),
    [
        ({"slug": "Groß"}, "slug"),
        ({"name": ""}, "name fehlt"),
        ({"name": "x" * 301}, "länger als 300"),
        ({"provider": "x" * 201}, "länger als 200"),
        ({"url": "http://efa.example/"}, "https"),
        ({"services": []}, "services"),
        ({"services": "99108001020000"}, "services"),
        ({"territories": ["1"]}, "Regionalschlüssel"),
        ({"trust_level": "99"}, "trust_level"),
        ({"languages": "de"}, "languages"),
        ({"valid_from": "morgen"}, "valid_from"),
        ({"valid_from": dt.date(2027, 1, 1), "valid_until": dt.date(2026, 1, 1)}, "Ende"),
        ({"parameters": [{"name": "x"}]}, "Wert"),
        ({"parameters": [{"name": "x", "value": "familienname"}]}, "familienname"),
        ({"parameters": [{"name": "a&b", "value": "ars"}]}, "heißt nicht"),
        ({"parameters": [{"name": "x", "kind": "010"}]}, "010"),
        ({"parameters": [{"wert": "x"}]}, "Abschnitte"),
        ({"parameters": ["x"]}, "Abschnitte"),
        ({"sender": "niemand"}, "niemand"),
        ({"farbe": "rot"}, "farbe"),
    ],
)
def test_faults_are_named_and_change_nothing(city, change, word):
    enter(city, entry())
    with pytest.raises(Invalid, match=word):
        enter(city, entry(slug="gut"), entry(**change))
    assert OnlineService.objects.get().slug == "efa-parken"


def test_refusals(city):
    with pytest.raises(Invalid, match="zweimal"):
        enter(city, entry(), entry())
    with pytest.raises(Invalid, match="Herkunft"):
        enter(city, entry(), origin=" ")
    with pytest.raises(Invalid, match="länger als 300"):
        enter(city, entry(), origin="x" * 301)
    enter(city, entry())
    with pytest.raises(Conflict, match="efa-parken"):
        enter(city, entry(), origin="Andere")
    with pytest.raises(Forbidden):
        enter(city, entry(), actor=worker(Role.CLERK))
    enter(city, entry(), actor=worker(Role.EDITOR))
    with pytest.raises(NotFound, match="gibt es nicht"):
        report_status(slug="fort", sender="", now=city)
    with pytest.raises(NotFound, match="Absender"):
        report_status(slug="efa-parken", sender="niemand", now=city)


# what the parameters mean


def test_the_operator_says_what_a_kind_means(city, client):
    enter(city, entry(parameters=[{"name": "gebiet", "kind": "003", "required": True}]))
    assert URL.replace("&", "&amp;") + '"' in client.get(PAGE + "?1").content.decode()
    assert ["verlangt den Parameter gebiet (Typ 003)" in line for line in findings()] == [True]
    assert map_parameters(rules=[{"kind": "003", "value": "ags"}], now=city) == 1
    Service.objects.update(version=99)
    assert URL.replace("&", "&amp;") + "&amp;gebiet=15002000" in client.get(PAGE + "?2").content.decode()
    assert findings() == []
    map_parameters(rules=[{"name": "gebiet", "value": "ars"}], now=city)
    assert rules() == {("", "gebiet"): "ars"}


@pytest.mark.parametrize(
    ("rule", "word"),
    [
        ({"value": "ars"}, "kind"),
        ({"kind": "010", "value": "ars"}, "010"),
        ({"kind": "001", "value": "geburtstag"}, "geburtstag"),
        ({"kind": "001"}, "Wert"),
        ({"kind": "001", "value": "ars", "farbe": "rot"}, "farbe"),
    ],
)
def test_a_meaning_we_do_not_have_is_refused(db, now, rule, word):
    map_parameters(rules=[{"kind": "002", "value": "ars"}], now=now)
    with pytest.raises(Invalid, match=word):
        map_parameters(rules=[rule], now=now)
    assert OnlineParameter.objects.get().kind == "002"


def test_two_meanings_of_one_kind_are_refused(db, now):
    with pytest.raises(Invalid, match="zweimal"):
        map_parameters(rules=[{"kind": "001", "value": "ars"}, {"kind": "001", "value": "ags"}], now=now)
    with pytest.raises(Forbidden):
        map_parameters(rules=[], now=now, actor=worker(Role.CLERK))


# does it answer?


@pytest.fixture
def server(settings):
    with http_server(lambda handler: handler.say(handler.server.status)) as running:
        running.status = 200
        settings.RATHAUS_NET_ALLOW = [f"127.0.0.1:{running.server_port}"]
        yield running


def watch(server, now):
    """The link of the entry, as if its host were the test server."""
    enter(now, entry())
    assert collect_links(now=now) == 1
    link = WebLink.objects.get()
    assert (link.url, link.watched, link.due_at) == (URL, True, now)
    WebLink.objects.update(url=f"http://127.0.0.1:{server.server_port}/", host="127.0.0.1")
    return link


def test_one_that_does_not_answer_says_so_on_its_page_with_the_other_ways(city, client, server):
    link, at = watch(server, city), city
    server.status, pauses = 503, []
    for _ in range(6):
        assert check_links(now=at) == 1
        link.refresh_from_db()
        pauses.append(int((link.due_at - at).total_seconds() // 60))
        if len(pauses) == 1:
            assert "gerade nicht erreichbar" not in client.get(PAGE + "?1").content.decode()
        at = link.due_at
    assert pauses == [5, 10, 20, 40, 60, 60]
    assert link.failing_since == city
    Service.objects.update(version=99)
    body = client.get(PAGE + "?2").content.decode()
    assert "gerade nicht erreichbar" in body
    assert "Trotzdem versuchen" in body
    assert "tel:115" in body
    assert client.get(f"/api/v1/services/{KEY}").json()["online_services"][0]["unreachable_since"]
    assert ["antwortet seit" in line for line in findings()] == [True]
    server.status = 200
    check_links(now=at)
    link.refresh_from_db()
    assert (link.failing_since, link.due_at) == (None, at + probe.WATCHED)


@pytest.mark.parametrize("status", [401, 403, 405, 429])
def test_one_that_wants_a_sign_in_is_there(city, server, status):
    link = watch(server, city)
    server.status = status
    check_links(now=city)
    link.refresh_from_db()
    assert (link.failures, link.failing_since) == (0, None)


def test_nobody_asks_again_what_is_offered_no_more(city, server):
    watch(server, city)
    enter(city)
    collect_links(now=city)
    assert not WebLink.objects.exists()


# commands, staff, demonstration


def run(*words):
    out = io.StringIO()
    call_command("catalogue", "online", *words, stdout=out)
    return out.getvalue()


def test_the_commands(city, tmp_path):
    file = tmp_path / "online.toml"
    file.write_text((DEMO / "online.toml").read_text("utf-8") + '\n[[parameter]]\nkind = "001"\nvalue = "service_key"\n', "utf-8")
    assert "2 Onlinedienste eingetragen" in run("add", str(file))
    assert "99115005104000 steht nicht im Katalog" in run("add", str(file))
    assert {one["slug"] for one in json.loads(run("list", "--json"))} == {"demo-efa-kfz", "demo-efa-wohnsitz"}
    assert "2 Onlinedienste anderer" in run("list")
    assert run("check", "--strict").strip() == "Es fehlt nichts."
    enter(city, entry(parameters=[{"name": "x", "kind": "001"}, {"name": "y", "kind": "002"}]))
    assert "kennt den Parameter y (Typ 002)" in run("check")
    with pytest.raises(CommandError, match=r"1 Befunde"):
        run("check", "--strict")
    for broken in ("= x", "[farbe]\nrot = 1"):
        file.write_text(broken, "utf-8")
        with pytest.raises(CommandError, match=r"online\.toml"):
            run("add", str(file))


def test_demonstration_providers_are_invented():
    hosts = [
        urlsplit(line.split('"')[1]).hostname
        for line in (DEMO / "online.toml").read_text("utf-8").splitlines()
        if "url =" in line
    ]
    assert hosts
    assert all(host.endswith(".example") for host in hosts)


def test_pages_need_few_more_queries(city, client, django_assert_max_num_queries):
    enter(city, *(entry(slug=f"zahl-{number}", parameters=[{"name": "a", "value": "ars"}]) for number in range(6)))
    with django_assert_max_num_queries(15):
        client.get(PAGE + "?x")
