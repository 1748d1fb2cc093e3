"""Back button, double click, reload: whatever is sent again, it counts once and nothing typed goes missing."""

import threading

import pytest
from django.db import connection

from rathaus.modules.applications.models import Application, Draft
from rathaus.modules.cases.enums import State
from rathaus.modules.cases.models import Case, Decision, Message
from tests.failures import small_city, way
from tests.failures.browser import Visitor

pytestmark = pytest.mark.django_db


def test_reload_of_the_answer_to_a_submission_is_the_same_receipt():
    small_city.built()
    visitor = Visitor()
    review = way.to_review(visitor)
    first = visitor.fill(review, way.DECLARED, has="local:erklaerung")
    again = visitor.fill(review, way.DECLARED, has="local:erklaerung")
    assert first.address == again.address
    number = Case.objects.get().number
    assert number in first.text
    assert number in again.text


@pytest.mark.django_db(transaction=True)
def test_two_clicks_at_the_same_time_show_the_same_receipt():
    small_city.built()
    visitor = Visitor()
    review = way.to_review(visitor)
    gate, answers = threading.Barrier(2), []

    def click():
        try:
            other = Visitor()
            other.client.cookies, other.last = visitor.client.cookies.copy(), visitor.last
            gate.wait(10)
            answers.append(other.fill(review, way.DECLARED, has="local:erklaerung"))
        finally:
            connection.close()

    threads = [threading.Thread(target=click) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert Case.objects.count() == Application.objects.count() == 1
    assert [answer.address.rpartition("/e/")[2].partition("/")[2] for answer in answers] == ["gesendet/"] * 2
    assert all(Case.objects.get().number in answer.text for answer in answers)


def test_back_from_the_review_shows_what_was_typed_and_the_change_counts():
    small_city.built()
    visitor = Visitor()
    review = way.to_review(visitor)
    page = visitor.get(review.address.replace("pruefen", "fahrzeug"))
    assert page.values("local:kennzeichen")["local:kennzeichen"] == "HAL-AB 123"
    review = visitor.fill(page, {"local:kennzeichen": "HAL-CD 456"}, has="local:kennzeichen")
    assert "HAL-CD 456" in review.text


def test_an_old_page_from_the_browsers_memory_overwrites_nothing_unseen():
    """The page of before, sent once more with another word: both words are shown, and the choice counts."""
    small_city.built()
    visitor = Visitor()
    page = visitor.fill(way.begin(visitor), way.PERSON, has="F60000000228")
    empty = visitor.get(page.address)
    visitor.fill(empty, way.VEHICLE, has="local:kennzeichen")
    both = visitor.fill(empty, {**way.VEHICLE, "local:kennzeichen": "HAL-CD 456"}, has="local:kennzeichen")
    assert both.status == 409
    assert "HAL-AB 123" in both.text
    assert "HAL-CD 456" in both.text
    visitor.fill(both, {"wahl.local:kennzeichen": "mine"}, has="_resolve")
    assert Draft.objects.get().answers["local:kennzeichen"] == "HAL-CD 456"


def test_back_after_the_submission_leads_to_the_receipt_and_changes_nothing():
    small_city.built()
    visitor = Visitor()
    review = way.to_review(visitor)
    page = visitor.get(review.address.replace("pruefen", "fahrzeug"))
    visitor.fill(review, way.DECLARED, has="local:erklaerung")
    late = visitor.fill(page, {"local:kennzeichen": "HAL-ZZ 1"}, has="local:kennzeichen")
    assert late.address.endswith("/gesendet/")
    assert "Ihr Antrag ist eingegangen" in late.text
    assert "HAL-ZZ 1" not in str(Application.objects.get().values)


def test_a_message_sent_twice_stands_once():
    small_city.built()
    visitor = Visitor()
    case = small_city.sent_case(visitor)
    page = visitor.get(f"/vorgang/{case.token}/")
    for _ in range(2):
        told = visitor.fill(page, {"nachricht_text": "Mein Auto ist jetzt blau."}, has="nachricht_text")
        assert "Ihre Nachricht ist angekommen" in told.text
    assert Message.objects.count() == 1


def test_a_decision_sent_twice_is_one_decision():
    small_city.built()
    case = small_city.sent_case()
    small_city.work()
    clerk = small_city.clerk()
    page = clerk.fill(clerk.get("/amt/?ansicht=free"), {}, has="naechster")
    decide = way.to_decision(clerk, page)
    clerk.fill(decide, {}, has="reasons")
    again = clerk.fill(decide, {}, has="reasons")
    assert again.status in {200, 409, 422}
    assert "Bescheid" in again.text or "entschieden" in again.text
    assert Decision.objects.count() == 1
    small_city.work()
    case.refresh_from_db()
    assert case.state in {State.DECIDED, State.CLOSED}


def test_withdrawing_twice_is_withdrawn_once_and_said():
    small_city.built()
    visitor = Visitor()
    case = small_city.sent_case(visitor)
    page = visitor.get(f"/vorgang/{case.token}/zurueckziehen/")
    visitor.fill(page, {})
    again = visitor.fill(page, {})
    assert again.status in {200, 409, 422}
    assert "zurückgezogen" in again.text.lower()
    assert case.history.filter(kind="withdrawn").count() == 1
