"""What people do to a form: back, twice, reload, two windows, a session that ends. One case, every word kept."""

import re

import pytest

from rathaus.modules.accounts.models import Session
from rathaus.modules.applications.models import Application, Draft
from rathaus.modules.cases.models import Case
from tests.e2e import city
from tests.e2e.city import Walk
from tests.e2e.helpers import assert_sound

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]

START = "/antrag/bewohnerparkausweis/"


@pytest.fixture(autouse=True)
def _city(live_server, settings, tmp_path):
    settings.RATHAUS_DATA = tmp_path
    settings.RATHAUS_KEYS = tmp_path / "keys"
    settings.RATHAUS_BASE_URL = live_server.url
    settings.CSRF_TRUSTED_ORIGINS = [live_server.url]
    city.load()


def signed_in(page):
    walk = Walk(page)
    page.goto(f"/konto/login/?next={START}")
    walk.sign_in("erika@example.org")
    walk.press("Antrag beginnen")
    page.get_by_label("Kennzeichen").wait_for()
    return walk


def answer(walk, plate="HAL-AB 123"):
    walk.fill("Kennzeichen", plate)
    walk.page.get_by_label("Ja", exact=True).check()


def test_back_double_click_and_reload_after_sending_make_one_case(open_page):
    page = open_page()
    walk = signed_in(page)
    answer(walk)
    walk.onward()
    page.get_by_role("heading", name=re.compile("Prüfen")).first.wait_for()
    page.go_back()
    assert page.get_by_label("Kennzeichen").input_value() == "HAL-AB 123"
    walk.fill("Kennzeichen", "HAL-CD 456")
    walk.onward()
    page.get_by_text("HAL-CD 456").first.wait_for()
    page.get_by_label(re.compile("Postfach")).first.check()
    page.get_by_label(re.compile("^Ich versichere")).check()
    page.get_by_role("button", name="Verbindlich absenden").dblclick()
    page.get_by_text("Ihr Antrag ist eingegangen").first.wait_for()
    number = Case.objects.get().number
    page.reload()
    assert number in walk.text()
    page.go_back()
    page.wait_for_load_state()
    assert number in walk.text(), "back leads to the receipt, not to a form that could be sent again"
    assert_sound(page)
    assert Case.objects.count() == Application.objects.count() == 1
    assert Application.objects.get().values["local:kennzeichen"] == "HAL-CD 456"


def test_the_session_ends_in_the_middle_of_the_form(open_page):
    page = open_page(width=320)
    walk = signed_in(page)
    answer(walk, "HAL-ÖÄ 7")
    Session.objects.all().delete()
    walk.onward()
    page.get_by_role("heading", name=re.compile("Anmelden")).first.wait_for()
    walk.sign_in("erika@example.org")
    page.get_by_label("Kennzeichen").wait_for()
    assert page.get_by_label("Kennzeichen").input_value() == "HAL-ÖÄ 7"
    assert page.get_by_label("Ja", exact=True).is_checked()
    assert_sound(page)


@pytest.mark.parametrize("script", [True, False])
def test_two_windows_on_one_draft_show_both_words(open_page, script):
    page = open_page(script=script)
    walk = signed_in(page)
    other = page.context.new_page()
    other.goto(page.url)
    answer(walk)
    walk.onward()
    page.get_by_text("HAL-AB 123").first.wait_for()
    second = Walk(other, script=script)
    answer(second, "HAL-CD 456")
    second.onward()
    other.get_by_text("Im anderen Fenster gespeichert").first.wait_for()
    assert "HAL-AB 123" in second.text()
    assert "HAL-CD 456" in second.text()
    assert Draft.objects.get().answers["local:kennzeichen"] == "HAL-AB 123"


def test_the_clerks_words_survive_the_end_of_the_session_in_a_second_window(open_page):
    page = open_page()
    walk = signed_in(page)
    answer(walk)
    walk.onward()
    page.get_by_label(re.compile("Postfach")).first.check()
    page.get_by_label(re.compile("^Ich versichere")).check()
    walk.press("Verbindlich absenden")
    page.get_by_text("Ihr Antrag ist eingegangen").first.wait_for()
    city.work()
    clerk = Walk(open_page())
    clerk.page.goto("/amt/")
    clerk.sign_in("sachbearbeitung@example.org")
    clerk.press("Nächsten freien Vorgang übernehmen")
    clerk.page.get_by_text("Vermerk schreiben").first.click()
    clerk.page.locator("form[action$='/vermerk/'] textarea").fill("Telefonat: Frau Mustermann kommt am Montag.")
    Session.objects.all().delete()
    clerk.press("Vermerk speichern")
    clerk.page.get_by_text("Ihre Eingaben sind noch da").wait_for()
    assert_sound(clerk.page)
    with clerk.page.context.expect_page() as opened:
        clerk.page.get_by_role("link", name=re.compile("Anmelden")).last.click()
    window = Walk(opened.value)
    window.sign_in("sachbearbeitung@example.org")
    window.page.get_by_role("heading", level=1).first.wait_for()
    clerk.press("Noch einmal absenden")
    again = clerk.page.get_by_role("button", name="Noch einmal absenden")
    saved = clerk.page.get_by_text("Vermerk gespeichert.")
    again.or_(saved).first.wait_for()
    if again.count():
        again.click()
    saved.wait_for()
    assert "Frau Mustermann kommt am Montag." in clerk.text()
