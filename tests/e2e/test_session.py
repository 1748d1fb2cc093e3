from urllib.parse import urlsplit

import pytest
from django.test import Client

from tests.e2e.helpers import assert_accessible, assert_sound
from tests.modules.accounts.factories import citizen, sign_in


@pytest.fixture
def signed_in(live_server):
    """Puts the session cookie of a citizen into the context of a page."""

    def enter(page):
        client = sign_in(Client(), citizen())
        host = urlsplit(live_server.url).hostname
        page.context.add_cookies(
            [{"name": name, "value": cookie.value, "domain": host, "path": "/"} for name, cookie in client.cookies.items()]
        )
        return page

    return enter


def test_warning_comes_before_the_end_and_one_key_extends(open_page, signed_in):
    page = signed_in(open_page())
    page.clock.install()
    page.goto("/impressum/")
    assert page.locator(".r-session").inner_text().startswith("Sie bleiben bis ")
    assert_sound(page)
    page.clock.fast_forward("24:00")
    dialog = page.get_by_role("dialog", name="Möchten Sie angemeldet bleiben?")
    assert dialog.is_hidden()
    page.clock.fast_forward("01:30")
    assert dialog.is_visible()
    assert_accessible(page, "#sitzung")
    with page.expect_response("**/sitzung/") as answer:
        page.keyboard.press("Enter")
    assert answer.value.status == 200
    dialog.wait_for(state="hidden")
    page.clock.fast_forward("20:00")
    assert dialog.is_hidden()
    page.clock.fast_forward("11:00")
    assert page.get_by_role("alert").inner_text().strip().startswith("Ihre Sitzung ist beendet.")


def test_time_is_said_without_script(open_page, signed_in):
    page = signed_in(open_page(script=False, width=320))
    page.goto("/impressum/")
    assert "Jede neue Seite verlängert die Zeit." in page.locator(".r-session").inner_text()
    assert page.get_by_role("button", name="Abmelden").is_visible()


def test_entries_survive_the_end_of_the_token(open_page):
    """The cookie is gone when the form is sent: the same entries, one more click."""
    page = open_page(script=False)
    page.goto("/barriere-melden/")
    page.get_by_label("Auf welcher Seite?").fill("/antrag/")
    page.get_by_label("Was hindert Sie?").fill("Die Knöpfe haben keinen Namen: ǰ ḩ z̆")
    page.context.clear_cookies()
    page.get_by_role("button", name="Meldung senden").click()
    assert page.get_by_role("heading", level=1).inner_text() == "Bitte noch einmal absenden"
    page.get_by_role("button", name="Noch einmal absenden").click()
    page.get_by_text("Danke. Ihre Meldung ist bei uns angekommen.").wait_for()
