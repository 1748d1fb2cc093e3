"""The steps of the main job over HTTP, as one person takes them."""

import re

PASSWORD = "rathaus-demo-2026"
PERSON = {
    "F60000000228": "Erika",
    "F60000000227": "Mustermann",
    "local:strasse_hausnummer": "Weg 2",
    "local:plz_ort": "06108 Halle (Saale)",
}
VEHICLE = {"local:kennzeichen": "HAL-AB 123", "local:registerabfrage": "true"}
DECLARED = {"local:erklaerung": "true"}
SLUG = "bewohnerparkausweis"


def begin(browser):
    """A new draft of a guest; the first page."""
    return browser.fill(browser.get(f"/antrag/{SLUG}/"), {"fuer": "self"})


def token_of(page):
    return re.search(r"/e/([^/]+)/", page.address)[1]


def to_review(browser, *, person=PERSON, vehicle=VEHICLE):
    """Fills everything in; the page with the answers to be checked."""
    page = begin(browser)
    page = browser.fill(page, person, has="F60000000228")
    assert page.address.endswith("/fahrzeug/"), page.text[:500]
    page = browser.fill(page, vehicle, has="local:kennzeichen")
    assert page.address.endswith("/pruefen/"), page.text[:500]
    return page


def submit(browser, **given):
    page = browser.fill(to_review(browser, **given), DECLARED, has="local:erklaerung")
    assert page.address.endswith("/gesendet/"), page.text[:500]
    return page


def sign_in(browser, address, *, at="/amt/"):
    """As staff; the page that was wanted."""
    page = browser.get(at)
    return browser.fill(page, {"login": address, "password": PASSWORD}, has="password")


def pay(browser, case_page, *, button="bezahlen"):
    """Through the hosted page with one of its buttons; the page the person sees then."""
    page = browser.get(case_page.link("Jetzt bezahlen"))
    hosted = browser.fill(page, {}, has="bezahlen")
    return browser.fill(hosted, {"knopf": button})


def submit_signed_in(browser, *, choice="portal", vehicle=VEHICLE):
    """As `submit`, for a browser that is signed in to a Servicekonto."""
    page = browser.fill(browser.get(f"/antrag/{SLUG}/"), {})
    if page.address.endswith("/person/"):
        page = browser.fill(page, PERSON, has="F60000000228")
    review = browser.fill(page, vehicle, has="local:kennzeichen")
    page = browser.fill(review, {**DECLARED, "local:zustellung": choice}, has="local:erklaerung")
    assert page.address.endswith("/gesendet/"), page.text[:500]
    return page


def to_decision(clerk, case_page):
    """All points in order, on to the decision; where the registers have said so already, there is only the way on."""
    if "Alle Prüfpunkte in Ordnung" in case_page.text:
        return clerk.fill(case_page, {}, has="alles-in-ordnung")
    return clerk.get(case_page.link("Entscheiden"))
