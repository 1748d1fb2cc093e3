"""One question: from the page of a service to the answer, by a guest; taken in by telephone, handed over, answered."""

import re

import pytest

from tests.e2e import city, helpers
from tests.e2e.city import Walk

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


@pytest.fixture(autouse=True)
def _city(live_server, settings, tmp_path):
    settings.RATHAUS_DATA = tmp_path
    settings.RATHAUS_KEYS = tmp_path / "keys"
    settings.RATHAUS_BASE_URL = live_server.url
    settings.CSRF_TRUSTED_ORIGINS = [live_server.url]
    city.load()


def clerk_at(open_page, email: str, *, width: int, script: bool) -> Walk:
    walk = Walk(open_page(width=width, script=script), script=script, shots=f"kontakt-amt-{width}-{script}-")
    walk.page.goto("/amt/")
    walk.sign_in(email)
    return walk


@pytest.mark.parametrize(("width", "script"), [(1280, True), (320, True), (1280, False)])
def test_a_question_about_a_service_is_answered(open_page, width, script):
    citizen = Walk(open_page(width=width, script=script), script=script, shots=f"kontakt-{width}-{script}-")
    citizen.page.goto("/suche/?q=bewohnerparkausweis+verlängern")
    citizen.follow("Bewohnerparkausweis verlängern")
    citizen.page.locator("footer").get_by_role("link", name="Kontakt und Fragen").click()
    citizen.look("formular")
    assert "Bewohnerparkausweis verlängern: Ihre Nachricht geht an die Stelle" in citizen.text()
    citizen.page.get_by_label(re.compile("^Frage oder Hinweis")).check()
    citizen.page.get_by_label("Widerspruch gegen einen Bescheid").check()
    citizen.fill("Betreff", "Zweites Auto")
    citizen.page.wait_for_timeout(0 if script else 3500)  # a person without script takes longer than a machine
    citizen.press("Nachricht senden")
    citizen.look("fehler")
    if script:
        assert helpers.errors_are_linked(citizen.page) == []
    assert citizen.page.get_by_label("Betreff").input_value() == "Zweites Auto"
    citizen.page.get_by_label("Frage, Hinweis oder Beschwerde").check()
    citizen.page.get_by_label("Nachricht", exact=True).fill("Gilt der Ausweis auch für ein zweites Auto?")
    citizen.page.get_by_label(re.compile("^Name")).fill("Anna Muster")
    citizen.page.get_by_label("Telefon").fill("0345 000-9")
    citizen.page.wait_for_timeout(0 if script else 3500)
    citizen.press("Nachricht senden")
    citizen.look("eingegangen")
    assert "Abteilung Straßenverkehr" in citizen.text()
    assert "keine der wirklichen Stadt" in citizen.text()
    city.work()
    citizen.press("Vorgang verfolgen")
    citizen.look("vorgang")
    assert "Wir haben zugesagt, bis zum" in citizen.text()

    clerk = clerk_at(open_page, "sachbearbeitung@example.org", width=width, script=script)
    clerk.press("Nächsten freien Vorgang übernehmen")
    clerk.look("vorgang")
    assert "Gilt der Ausweis auch für ein zweites Auto?" in clerk.text()
    clerk.page.get_by_label("Ihre Antwort").fill("Nein. Beantragen Sie einen zweiten Ausweis.")
    clerk.page.get_by_label("telefonisch").check()
    clerk.press("Antworten und abschließen")
    city.work()
    clerk.look("beantwortet")
    assert "Abgeschlossen" in clerk.text()

    citizen.page.reload()
    citizen.look("antwort")
    assert "Wir haben geantwortet." in citizen.text()
    assert "Nein. Beantragen Sie einen zweiten Ausweis." in citizen.text()


@pytest.mark.parametrize("width", [1280, 320])
def test_a_call_is_taken_in_handed_over_and_found_there(open_page, width):
    counter = clerk_at(open_page, "schalter@example.org", width=width, script=True)
    counter.open("/amt/anfragen/neu/", "aufnehmen")
    counter.page.get_by_label(re.compile("^Auskunft aus Akten")).check()
    counter.fill("Betreff", "Baumfällungen")
    counter.page.get_by_label("Nachricht", exact=True).fill("Wie viele Bäume wurden 2025 gefällt?")
    counter.page.get_by_label(re.compile("^Telefon")).last.fill("0345 000-9")
    counter.press("Anfrage aufnehmen", exact=True)
    counter.look("aufgenommen")
    assert "Gesetzliche Frist" in counter.text()
    city.work()

    front = clerk_at(open_page, "auskunft@example.org", width=width, script=True)
    front.press("Nächsten freien Vorgang übernehmen")
    front.look("vorgang-frist")
    assert "Gesetzliche Frist (§ 7 Abs. 5 IZG LSA)" in front.text()
    front.page.get_by_text("An eine andere Stelle abgeben").click()
    front.page.get_by_label("Stelle", exact=True).select_option(label="Abteilung Umwelt")
    front.look("abgeben")
    front.press("Abgeben", exact=True)
    front.look("abgegeben")
    assert "liegt jetzt bei der anderen Stelle" in front.page.content()
