"""Two windows, two clerks: the second one sees what the first one did and keeps every word."""

import pytest

from rathaus.modules.applications.models import Draft
from rathaus.modules.cases.models import Case, Decision, DocumentRequest
from rathaus.modules.organisation.models import Person
from tests.failures import small_city, way
from tests.failures.browser import Visitor
from tests.modules.organisation import factories as organisations

pytestmark = pytest.mark.django_db

FIRST, SECOND = {"local:kennzeichen": "HAL-AB 123"}, {"local:kennzeichen": "HAL-CD 456"}


@pytest.fixture
def tabs():
    """One page of one draft in two windows; the first one has saved its answers."""
    small_city.built()
    visitor = Visitor()
    page = visitor.fill(way.begin(visitor), way.PERSON, has="F60000000228")
    other = visitor.get(page.address)
    visitor.fill(page, {**way.VEHICLE, **FIRST}, has="local:kennzeichen")
    return visitor, visitor.fill(other, {**way.VEHICLE, **SECOND}, has="local:kennzeichen")


def test_both_values_are_shown_and_nothing_is_overwritten(tabs):
    _visitor, both = tabs
    assert both.status == 409
    assert "Eben eingegeben: HAL-CD 456" in both.text
    assert "Im anderen Fenster gespeichert: HAL-AB 123" in both.text
    assert Draft.objects.get().answers["local:kennzeichen"] == "HAL-AB 123"


@pytest.mark.parametrize(("choice", "kept"), [("mine", "HAL-CD 456"), ("stored", "HAL-AB 123")])
def test_the_choice_counts(tabs, choice, kept):
    visitor, both = tabs
    visitor.fill(both, {"wahl.local:kennzeichen": choice}, has="_resolve")
    assert Draft.objects.get().answers == {**way.VEHICLE, "local:kennzeichen": kept}


def test_a_file_chosen_in_the_second_window_is_kept_beside_the_question():
    small_city.built()
    visitor = Visitor()
    page = visitor.fill(way.begin(visitor), way.PERSON, has="F60000000228")
    page = visitor.fill(page, {**way.VEHICLE, "local:registerabfrage": "false"}, has="local:kennzeichen")
    other = visitor.get(page.address)
    visitor.fill(
        page, {"_upload": "local:fahrzeugschein"}, has="fahrzeugschein", files={"local:fahrzeugschein": ("eins.txt", b"eins")}
    )
    visitor.fill(
        other, {"_upload": "local:fahrzeugschein"}, has="fahrzeugschein", files={"local:fahrzeugschein": ("zwei.txt", b"zwei")}
    )
    shown = visitor.get(page.address).text
    assert "eins.txt" in shown
    assert "zwei.txt" in shown


def colleague():
    """A second clerk of the same unit."""
    person = organisations.person("zora", name="Zora")
    clara = Person.objects.get(slug="clara").holdings.first()
    organisations.holding(person, clara.post)
    return small_city.clerk("zora")


@pytest.fixture
def clerks():
    """Two clerks with the same open case before them."""
    small_city.built()
    small_city.sent_case()
    small_city.work()
    first, second = small_city.clerk(), colleague()
    pages = [clerk.get(f"/amt/vorgaenge/{Case.objects.get().pk}/") for clerk in (first, second)]
    return first, second, pages


def test_only_one_takes_the_case_and_the_other_learns_who(clerks):
    first, second, pages = clerks
    assert first.fill(pages[0], {}, has="uebernehmen").status == 200
    refused = second.fill(pages[1], {}, has="uebernehmen")
    assert refused.status in {409, 422}
    assert Case.objects.get().assignee_id == Person.objects.get(slug="clara").pk
    assert "inzwischen" in refused.text or "schon" in refused.text


def test_a_request_for_papers_against_the_other_clerks_change_keeps_its_text(clerks):
    first, second, _pages = clerks
    first.fill(first.get(f"/amt/vorgaenge/{Case.objects.get().pk}/"), {}, has="uebernehmen")
    mine = first.get(f"/amt/vorgaenge/{Case.objects.get().pk}/")
    theirs = second.get(mine.address)
    words = {"text": "Bitte schicken Sie die Rückseite."}
    first.fill(mine, {"text": "Bitte schicken Sie den Fahrzeugschein."}, has="/nachforderung/")
    refused = second.fill(theirs, words, has="/nachforderung/")
    assert refused.status in {409, 422}
    assert "Jemand hat diesen Vorgang inzwischen geändert" in refused.text
    assert DocumentRequest.objects.count() == 1
    assert words["text"] in refused.text or refused.values("/nachforderung/")["text"] == words["text"]


def test_notes_of_both_stand_in_the_history(clerks):
    first, second, pages = clerks
    first.fill(pages[0], {"text": "Telefonat mit Frau Mustermann."}, has="/vermerk/")
    second.fill(pages[1], {"text": "Foto liegt bei der Kollegin."}, has="/vermerk/")
    shown = first.get(pages[0].address).text
    assert "Telefonat mit Frau Mustermann." in shown
    assert "Foto liegt bei der Kollegin." in shown


def test_the_second_decision_is_refused_with_its_reasons_kept(clerks):
    first, second, pages = clerks
    mine, theirs = way.to_decision(first, pages[0]), way.to_decision(second, pages[1])
    first.fill(mine, {}, has="reasons")
    refused = second.fill(theirs, {"kind": "refusal", "reasons": "Sie wohnen nicht in der Zone."}, has="reasons")
    assert refused.status in {409, 422}
    assert "inzwischen" in refused.text
    assert "Sie wohnen nicht in der Zone." in refused.source
    assert Decision.objects.count() == 1
