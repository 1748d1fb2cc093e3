"""Checklists by life situation: questions, what follows from them, links that hold the answers, nothing kept."""

import pytest
from django.core.cache import cache

from rathaus.foundation.errors import NotFound
from rathaus.modules.catalogue import bundles
from rathaus.modules.catalogue import public as catalogue
from rathaus.modules.catalogue.bundles import Entry
from rathaus.modules.catalogue.domain.install_demo import demo_services
from rathaus.modules.catalogue.errands import tree
from rathaus.modules.catalogue.models import LifeEvent, Service
from tests.modules.catalogue.factories import install
from tests.modules.catalogue.test_online import enter, entry
from tests.modules.organisation import factories as organisation

HOME, STOP, CAR, DOG, KEEP, RENEW, PARK = (
    "99115005104000", "99108011153000", "99036008071000", "99102013104000", "99110009104000", "99108001020000", "99108001001000",
)  # fmt: skip
LIST = "/checklisten/umzug/liste/"


@pytest.fixture
def city(db, now):
    cache.clear()
    organisation.unit("buergerservice")
    install(now, key=HOME, name="Wohnsitz anmelden", unit="buergerservice", deadline="Innerhalb von zwei Wochen.")
    install(now, key=STOP, name="Halteverbot", unit="buergerservice", deadline="")
    for key, name in (
        (CAR, "Auto ummelden"),
        (DOG, "Hund anmelden"),
        (RENEW, "Ausweis verlängern"),
        (PARK, "Ausweis beantragen"),
    ):
        install(now, key=key, name=name, unit="buergerservice")
    return now


def text(response):
    return response.content.decode()


@pytest.mark.parametrize(
    ("entry", "answers", "needed"),
    [
        (Entry("k"), {}, True),
        (Entry("k", when="a"), {}, None),
        (Entry("k", when="a"), {"a": True}, True),
        (Entry("k", when="a"), {"a": False}, False),
        (Entry("k", when="a", unless="b"), {"a": True}, None),
        (Entry("k", when="a", unless="b"), {"a": True, "b": False}, True),
        (Entry("k", when="a", unless="b"), {"a": True, "b": True}, False),
        (Entry("k", when="a", unless="b"), {"b": True}, False),
        (Entry("k", unless="b"), {}, None),
    ],
)
def test_what_follows_from_an_answer(entry, answers, needed):
    assert entry.needed(answers) is needed


def test_the_data_names_services_pages_and_questions_that_are_there(db):
    demo = {service["key"] for service in demo_services()}
    situations = {situation.slug for theme in tree() for situation in theme.situations}
    for bundle in bundles.bundles():
        assert set(bundle.keys) <= demo
        assert set(bundle.situations) <= situations
        used = {name for step in bundle.steps for one in step.entries for name in (one.when, one.unless) if name}
        assert used == {question.slug for question in bundle.questions}


def test_a_condition_without_its_question_is_refused():
    row = {"slug": "x", "title": "X", "intro": "", "step": [{"title": "S", "service": [{"key": "k", "when": "fehlt"}]}]}
    with pytest.raises(ValueError, match="not asked"):
        bundles._read(row)


def test_questions_and_list(city, client):
    page = text(client.get("/checklisten/umzug/"))
    assert "Haben Sie einen Hund?" in page
    answered = text(client.get(LIST, {"hund": "ja", "umzugswagen": "nein", "auto": "nein"}))
    assert "Hund anmelden" in answered
    assert "Innerhalb von zwei Wochen." in answered
    assert "Halteverbot" not in answered
    assert "Auto ummelden" not in answered
    assert answered.index("Wohnsitz anmelden") < answered.index("Vielleicht auch") < answered.index("Ausweis verlängern")
    assert 'href="/checklisten/umzug/?umzugswagen=nein&amp;auto=nein&amp;hund=ja"' in answered
    assert "tel:115" in answered


def test_the_link_holds_the_answers_and_nothing_else(city, client):
    changed = text(client.get("/checklisten/umzug/?hund=ja&name=Mustermann&auto=vielleicht"))
    assert changed.count("checked") == 1
    shown = text(client.get(LIST + "?hund=ja&name=Mustermann&auto=vielleicht"))
    assert "Mustermann" not in shown
    assert "/checklisten/umzug/?hund=ja" in shown
    assert client.cookies == {}


def test_where_it_goes_online(city, client):
    enter(city, entry(services=[HOME], provider="Land Muster"))
    catalogue.set_online(service_key=DOG, slug="hund", now=city)
    catalogue.set_online(service_key=RENEW, slug="parken", now=city)
    page = text(client.get(LIST, {"hund": "ja", "parkausweis": "ja"}))
    assert "online bei Land Muster" in page
    assert 'href="/antraege/gemeinsam/?aus=umzug&amp;dienst=hund&amp;dienst=parken"' in page
    assert "gemeinsam vorbereiten" not in text(client.get(LIST, {"hund": "ja", "parkausweis": "nein"}))


def test_a_service_that_ended_is_left_out(city, client):
    Service.objects.filter(key=HOME).update(valid_until=city.date())
    assert "Wohnsitz anmelden" not in text(client.get(LIST))


def test_nothing_here_nothing_offered(db, client):
    assert bundles.offered() == []
    assert "noch nichts eingerichtet" in text(client.get("/checklisten/"))
    assert "nichts zu erledigen" in text(client.get(LIST))


def test_pages_lead_there(city, client):
    LifeEvent.objects.get_or_create(slug="wohnen-umzug", defaults={"name": "Wohnen & Umzug", "subject": "Wohnen"})
    for path in ("/lebenslagen/wohnen-umzug/", "/erledigen/umzug-wohnen/ich-ziehe-um/"):
        assert 'href="/checklisten/umzug/"' in text(client.get(path))
    assert 'href="/checklisten/"' in text(client.get("/lebenslagen/"))


def test_unknown(city, client):
    assert {client.get(path).status_code for path in ("/checklisten/fort/", "/checklisten/fort/liste/")} == {404}
    with pytest.raises(NotFound):
        bundles.find_bundle("fort")
    assert (catalogue.bundle_title("fort"), catalogue.bundle_title("hund")) == ("", "Ein Hund kommt ins Haus")


def test_few_queries(city, client, django_assert_max_num_queries):
    enter(city, entry(services=[HOME]))
    with django_assert_max_num_queries(9):
        client.get(LIST, {"hund": "ja", "auto": "ja", "umzugswagen": "ja", "parkausweis": "ja"})
