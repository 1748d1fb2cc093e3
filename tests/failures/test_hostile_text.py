"""Empty and hostile text through the whole house: it stays text, everywhere."""

import pytest

from rathaus.modules.applications.models import Draft
from rathaus.modules.cases.models import Case
from tests.failures import small_city, way
from tests.failures.browser import Visitor

pytestmark = pytest.mark.django_db

SCRIPT = "<script>alert(1)</script>"
SQL = "'; DROP TABLE cases_case; --"
BACKWARDS = "\u202eEVIL\u202c"


def person(name):
    return {**way.PERSON, "F60000000227": name}


@pytest.mark.parametrize(
    "name",
    [
        SCRIPT,
        '"><img src=x onerror=alert(1)>',
        "{{ 7*7 }}{% debug %}",
        SQL,
        "%s%n%(x)s",
        "#let x = 1; #panic()",
        "\\u0000 ${jndi:x}",
    ],
)
def test_markup_and_code_stay_text_on_every_page(name):
    small_city.built()
    visitor = Visitor()
    page = way.begin(visitor)
    answered = visitor.fill(page, person(name), has="F60000000228")
    if answered.address.endswith("/person/"):  # refused: then with a sentence and the text as it was typed
        assert answered.status == 422
        assert answered.values("F60000000228")["F60000000227"] == name
        assert "<script>alert" not in answered.source
        return
    review = visitor.fill(answered, way.VEHICLE, has="local:kennzeichen")
    assert name in review.text
    sent = visitor.fill(review, way.DECLARED, has="local:erklaerung")
    case = Case.objects.get()
    small_city.work()
    clerk = small_city.clerk()
    pages = [
        sent,
        visitor.get(f"/vorgang/{case.token}/"),
        clerk.get("/amt/?ansicht=free"),
        clerk.get(
            "/amt/",
        ),
        clerk.get(f"/amt/vorgaenge/{case.pk}/"),
        clerk.get(f"/amt/vorgaenge/{case.pk}/bescheid/"),
    ]
    for one in pages:
        assert one.status == 200
        assert not [tag for tag in one.tree.iter("script", "img") if "alert" in (tag.text or "") or tag.get("onerror")]
    assert name in pages[4].text


@pytest.mark.parametrize("name", ["", " ", "\u00a0\u2003", "\u200b\u200d", "\n\r\n"])
def test_nothing_but_blanks_is_an_empty_field(name):
    small_city.built()
    visitor = Visitor()
    answered = visitor.fill(way.begin(visitor), person(name), has="F60000000228")
    assert answered.status == 422
    assert "Familienname" in answered.text


def test_nul_control_characters_and_lone_surrogates_are_left_out():
    small_city.built()
    visitor = Visitor()
    answered = visitor.fill(way.begin(visitor), person("Muster\x00\x01\x1b\ud800mann"), has="F60000000228")
    assert answered.status in {200, 422}
    kept = Draft.objects.get().party["F60000000227"]
    assert "\x00" not in kept
    kept.encode()


def test_text_of_a_megabyte_is_refused_with_a_sentence():
    small_city.built()
    visitor = Visitor()
    answered = visitor.fill(way.begin(visitor), person("A" * 1_000_000), has="F60000000228")
    assert answered.status == 422
    assert "Familienname" in answered.text
    assert len(answered.body) < 200_000


def test_a_megabyte_in_a_message_is_refused_and_comes_back():
    small_city.built()
    visitor = Visitor()
    case = small_city.sent_case(visitor)
    page = visitor.get(f"/vorgang/{case.token}/")
    words = "Ä" * 1_000_000
    refused = visitor.fill(page, {"nachricht_text": words}, has="nachricht_text")
    assert refused.status == 422
    assert "Kürzen Sie" in refused.text
    assert refused.values("nachricht_text")["nachricht_text"] == words


def test_text_that_turns_the_direction_is_refused_or_shown_harmlessly():
    small_city.built()
    visitor = Visitor()
    answered = visitor.fill(way.begin(visitor), person(f"Muster{BACKWARDS}mann"), has="F60000000228")
    assert answered.status == 422, "no name has a sign that turns the direction of writing"


@pytest.mark.parametrize("address", ["/amt/?ansicht=open&q={}", "/suche/?q={}", "/suche/vorschlaege/?q={}"])
@pytest.mark.parametrize(
    "query", [SCRIPT, SQL, "\x00", "%ED%A0%80", '"', "*", "a AND NOT (", "NEAR(", "-", "x" * 6000, BACKWARDS]
)
def test_searches_answer_whatever_is_asked(address, query):
    from urllib.parse import quote

    small_city.built()
    small_city.sent_case()
    clerk = small_city.clerk()
    answered = clerk.get(address.format(query if query.startswith("%") else quote(query)))
    assert answered.status == 200
    assert SCRIPT not in answered.source
    assert Case.objects.count() == 1
