"""The session ends while a person types: after the sign-in everything typed is there."""

import pytest
from django.db import connection

from rathaus.modules.accounts.models import User
from rathaus.modules.applications.models import Draft
from rathaus.modules.cases.models import Case, Message
from tests.failures import small_city, way
from tests.modules.accounts import factories as accounts

pytestmark = pytest.mark.django_db


def end_sessions():
    """Signs everybody out on the server; their cookies stay."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM accounts_session")


def begin(visitor):
    page = visitor.fill(visitor.get(f"/antrag/{way.SLUG}/"), {})
    if page.address.endswith("/person/"):
        page = visitor.fill(page, way.PERSON, has="F60000000228")
    return page


def sign_in_again(visitor, page, email):
    return visitor.fill(page, {"login": email, "password": accounts.PASSWORD}, has="password")


def test_a_citizens_page_sent_after_the_end_is_there_after_the_sign_in():
    small_city.built()
    visitor = small_city.citizen()
    page = begin(visitor)
    end_sessions()
    asked = visitor.fill(page, way.VEHICLE, has="local:kennzeichen")
    assert asked.address.startswith("/konto/login/")
    assert "HAL-AB 123" not in asked.source
    back = sign_in_again(visitor, asked, "erika@example.org")
    assert back.address == page.address
    assert back.values("local:kennzeichen")["local:kennzeichen"] == "HAL-AB 123"
    assert back.values("local:kennzeichen")["local:registerabfrage"] == "true"


def test_a_file_sent_after_the_end_is_there_as_well():
    small_city.built()
    visitor = small_city.citizen()
    page = visitor.fill(begin(visitor), {**way.VEHICLE, "local:registerabfrage": "false"}, has="local:kennzeichen")
    end_sessions()
    asked = visitor.fill(
        page, {}, has="local:fahrzeugschein", files={"local:fahrzeugschein": ("schein.txt", b"Mein Fahrzeugschein")}
    )
    back = sign_in_again(visitor, asked, "erika@example.org")
    assert "schein.txt" in back.text


def test_the_choice_on_the_last_page_is_there_after_the_sign_in():
    small_city.built()
    visitor = small_city.citizen()
    review = visitor.fill(begin(visitor), way.VEHICLE, has="local:kennzeichen")
    end_sessions()
    asked = visitor.fill(review, {**way.DECLARED, "local:zustellung": "letter"}, has="local:erklaerung")
    back = sign_in_again(visitor, asked, "erika@example.org")
    assert back.address == review.address
    assert Draft.objects.get().review["local:zustellung"] == "letter"
    assert Case.objects.count() == 0, "nothing is sent that the person did not send signed in"


def test_a_citizens_message_survives_the_sign_in():
    small_city.built()
    visitor = small_city.citizen()
    way.submit_signed_in(visitor)
    case = Case.objects.get()
    page = visitor.get(f"/vorgang/{case.token}/")
    end_sessions()
    words = "Ich bin umgezogen, innerhalb der Zone."
    asked = visitor.fill(page, {"nachricht_text": words}, has="nachricht_text")
    told = send_after_sign_in(visitor, asked, "/konto/login/", "erika@example.org")
    assert "Ihre Nachricht ist angekommen" in told.text
    assert Message.objects.get().text == words


REASONS = "Das Fahrzeug ist nicht auf Sie zugelassen.\nDas haben wir zweimal geprüft."


def test_a_clerks_reasons_survive_the_sign_in():
    small_city.built()
    small_city.sent_case()
    small_city.work()
    clerk = small_city.clerk()
    case = clerk.fill(clerk.get("/amt/?ansicht=free"), {}, has="naechster")
    decide = way.to_decision(clerk, case)
    end_sessions()
    asked = clerk.fill(decide, {"kind": "refusal", "reasons": REASONS, "preview": "1"}, has="reasons")
    shown = send_after_sign_in(clerk, asked, "/amt/konto/login/", "clara@example.org")
    assert shown.values("reasons")["reasons"].replace("\r\n", "\n") == REASONS


def test_what_the_counter_typed_survives_the_sign_in():
    small_city.built()
    counter = small_city.clerk("berta")
    page = counter.fill(counter.get("/amt/antraege/neu/"), {}, has="slug")
    assert page.address.endswith("/person/"), page.address
    end_sessions()
    asked = counter.fill(page, way.PERSON, has="F60000000228")
    after = send_after_sign_in(counter, asked, "/amt/konto/login/", "berta@example.org")
    assert after.status in {200, 422}
    assert Draft.objects.get().party["F60000000227"] == "Mustermann"


def send_after_sign_in(visitor, page, sign_in, email):
    """What the page says: sign in in a second window, then send again. The text stands in the page the person holds."""
    assert page.status == 403, page.text
    assert "Ihre Eingaben sind noch da" in page.text
    address = page.link("Anmelden")
    assert address.startswith(sign_in)
    window = visitor.get(address)
    signed_in = sign_in_again(visitor, window, email)
    assert signed_in.status == 200
    assert User.objects.filter(email=email).exists()
    again = visitor.fill(page, {})
    return visitor.fill(again, {}) if again.status == 403 else again
