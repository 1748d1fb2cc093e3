"""The sign-in and the Servicekonto in a real browser: every page sound, passkeys, both ways of signing up."""

import os
import time
from pathlib import Path

import pytest
from django.core import mail

from rathaus.modules.accounts.models import User
from tests.e2e.helpers import assert_accessible, assert_reflow, assert_sound
from tests.modules.accounts import factories as make
from tests.modules.organisation import factories as house

GUEST_PAGES = (
    "/konto/login/",
    "/konto/signup/",
    "/konto/password/reset/",
    "/konto/password/reset/done/",
    "/konto/password/reset/key/x-y/",
    "/konto/password/reset/key/done/",
    "/konto/confirm-email/",
    "/konto/confirm-email/abc/",
    "/konto/inactive/",
    "/amt/konto/login/",
    "/amt/konto/password/reset/",
    "/amt/konto/einladung/x/",
)
CITIZEN_PAGES = (
    "/konto/",
    "/konto/profil/",
    "/konto/einwilligungen/",
    "/konto/vollmachten/",
    "/konto/daten/",
    "/konto/loeschen/",
    "/konto/sicherheit/",
    "/konto/logout/",
    "/konto/reauthenticate/",
)
PROVEN_PAGES = (
    "/konto/email/",
    "/konto/password/change/",
    "/konto/2fa/",
    "/konto/2fa/totp/activate/",
    "/konto/2fa/webauthn/",
    "/konto/2fa/webauthn/add/",
)
STAFF_PAGES = ("/amt/konto/sicherheit/", "/amt/organisation/", "/amt/datenschutz/", "/amt/konto/2fa/")


@pytest.fixture(autouse=True)
def _mail_in_memory(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"


def sign_in(page, email, where="/konto", *, prove=False):
    page.goto(f"{where}/login/")
    page.get_by_label("E-Mail-Adresse").fill(email)
    page.get_by_label("Passwort", exact=True).fill(make.PASSWORD)
    page.get_by_role("button", name="Anmelden", exact=True).click()
    page.wait_for_url(lambda url: "/login/" not in url)
    if prove:
        page.goto(f"{where}/reauthenticate/")
        page.get_by_label("Passwort").fill(make.PASSWORD)
        page.get_by_role("button", name="Bestätigen").click()
        page.wait_for_load_state()


def look(page, pages, check):
    for path in pages:
        answer = page.goto(path)
        assert answer.status < 500, path
        assert page.locator("h1").count() == 1, path
        check(page)
        if folder := os.environ.get("RATHAUS_SHOTS"):
            width = page.viewport_size["width"]
            page.screenshot(path=Path(folder) / f"{path.strip('/').replace('/', '-') or 'start'}-{width}.png", full_page=True)


@pytest.mark.parametrize("width", [1280, 320])
def test_pages_for_guests(open_page, width):
    look(open_page(width=width), GUEST_PAGES, assert_sound)


@pytest.mark.parametrize(("width", "dark"), [(1280, False), (320, True)])
def test_pages_of_the_account(open_page, width, dark):
    user = make.citizen()
    make.value(user, "F60000000227", "Mustermann")
    page = open_page(width=width, dark=dark)
    sign_in(page, user.email)
    look(page, CITIZEN_PAGES, assert_sound)


def test_pages_after_a_fresh_proof(open_page):
    make.citizen()
    page = open_page(width=320)
    sign_in(page, "erika@example.org", prove=True)
    look(page, PROVEN_PAGES, assert_sound)


@pytest.mark.parametrize("width", [1280, 320])
def test_pages_of_staff(open_page, width):
    dora = house.person("dora", name="Dora Modell")
    unit = house.unit("datenschutz", name="Datenschutz")
    house.holding(dora, house.post(unit, ("data_protection", "instance"), ("lead", "unit")))
    make.staff("dora@example.org", person=dora, name="Dora Modell")
    page = open_page(width=width)
    sign_in(page, "dora@example.org", "/amt/konto")
    look(page, STAFF_PAGES, assert_sound)


@pytest.mark.parametrize("script", [True, False])
def test_signing_up(open_page, script):
    page = open_page(script=script)
    page.goto("/konto/signup/")
    page.get_by_label("Name", exact=False).first.fill("Zoë Ñandú")
    page.get_by_label("E-Mail-Adresse").fill("neu@example.org")
    page.get_by_label("Passwort", exact=True).fill(make.PASSWORD)
    page.get_by_label("Passwort noch einmal").fill(make.PASSWORD)
    if not script:
        time.sleep(3)  # the time trap of the way without script measures real time
    page.get_by_role("button", name="Konto anlegen").click()
    page.wait_for_url("**/konto/confirm-email/")
    assert User.objects.get().name == "Zoë Ñandú"
    assert mail.outbox[0].to == ["neu@example.org"]


def test_a_mistake_is_said_in_words_and_linked(open_page):
    page = open_page(width=320)
    page.goto("/konto/login/")
    page.get_by_label("E-Mail-Adresse").fill("wer@example.org")
    page.get_by_role("button", name="Anmelden", exact=True).click()
    assert page.title().startswith("Fehler: ")
    assert page.get_by_label("E-Mail-Adresse").input_value() == "wer@example.org"
    assert_accessible(page)
    assert_reflow(page)
    assert page.locator(".r-error-summary a").count() == 1


def test_a_passkey_replaces_the_password(open_page):
    make.citizen()
    page = open_page()
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    key = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True}
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": {**key, "isUserVerified": True}})
    sign_in(page, "erika@example.org", prove=True)
    page.goto("/konto/2fa/webauthn/add/")
    page.get_by_label("Name des Schlüssels").fill("Mein Telefon")
    page.get_by_label("Als Passkey benutzen").check()
    page.get_by_role("button", name="Schlüssel einrichten").click()
    page.wait_for_url(lambda url: "/add/" not in url)
    page.goto("/konto/2fa/webauthn/")
    assert "Mein Telefon" in page.locator("main").inner_text()
    assert_sound(page)
    page.get_by_role("button", name="Abmelden").first.click()
    page.goto("/konto/login/")
    page.get_by_role("button", name="Mit Passkey anmelden").click()
    page.wait_for_url("**/konto/")
    assert page.get_by_role("heading", name="Mein Konto").is_visible()
