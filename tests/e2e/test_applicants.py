"""Who applies, in a browser: a letter typed in, a mandate used, a draft taken along, an address confirmed."""

import re

import pikepdf
import pytest

from rathaus.foundation.mail.models import Mail
from tests.e2e import city
from tests.e2e.city import Walk

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
SIZES = [(1280, True), (320, True), (1280, False)]


@pytest.fixture(autouse=True)
def _city(live_server, settings, tmp_path):
    settings.RATHAUS_DATA = tmp_path
    settings.RATHAUS_KEYS = tmp_path / "keys"
    settings.RATHAUS_BASE_URL = live_server.url
    settings.CSRF_TRUSTED_ORIGINS = [live_server.url]
    city.load()


@pytest.mark.parametrize(("width", "script"), SIZES)
def test_a_letter_is_registered_and_typed_in(open_page, tmp_path, width, script):
    post = Walk(open_page(width=width, script=script), script=script, shots=f"brief-{width}-{script}-")
    post.page.goto("/amt/posteingang/")
    post.sign_in("poststelle@example.org")
    scan = tmp_path / "brief.pdf"
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(scan)
    post.page.get_by_label("Oder Leistung auswählen").select_option(label="Bewohnerparkausweis verlängern")
    post.fill("Absenderin oder Absender", "Carl Papier")
    post.fill("Straße und Hausnummer", "Briefweg 1")
    post.fill("Postleitzahl und Ort", "06110 Halle (Saale)")
    post.page.get_by_label("Scan des Briefes").set_input_files(scan)
    post.press("Registrieren")
    post.look("registriert")
    city.work()
    post.press("Angaben aus dem Brief eintragen")
    post.look("person")
    assert post.page.get_by_label("Familienname").first.input_value() == "Papier"
    assert "brief.pdf" in post.text()
    post.onward()
    post.page.get_by_label("Ja", exact=True).check()
    post.look("fahrzeug")
    post.onward()
    post.look("abschliessen")
    post.page.get_by_label("Steht nicht im Brief").check()
    post.page.get_by_label("Ja", exact=True).check()
    post.press("Angaben in den Vorgang übernehmen")
    post.look("uebernommen")
    assert "Kennzeichen" in post.text()
    city.work()

    clerk = Walk(open_page(width=width, script=script), script=script, shots=f"brief-amt-{width}-{script}-")
    clerk.page.goto("/amt/")
    clerk.sign_in("sachbearbeitung@example.org")
    clerk.page.goto("/amt/?ansicht=free")
    clerk.follow("Carl Papier")
    clerk.look("vorgang")
    assert "Offen im Brief: Kennzeichen" in clerk.text()
    clerk.press("Angaben aus dem Brief berichtigen")
    clerk.page.wait_for_url(re.compile("/amt/briefe/e/"))
    clerk.look("berichtigen")


FEW = [(320, True), (1280, False)]


@pytest.mark.parametrize(("width", "script"), FEW)
def test_a_mandate_is_given_accepted_and_used(open_page, width, script):
    def walk(name):
        return Walk(open_page(width=width, script=script), script=script, shots=f"vollmacht-{name}-{width}-{script}-")

    principal = walk("gibt")
    principal.page.goto("/konto/vollmachten/")
    principal.sign_in("max@example.org")
    principal.look("leer")
    principal.fill("E-Mail-Adresse der Person", "erika@example.org")
    principal.page.get_by_label("Wofür").select_option(label="Bewohnerparkausweis verlängern")
    principal.page.get_by_label(re.compile("Meine Anschrift darf")).check()
    principal.press("Vollmacht erteilen")
    principal.look("erteilt")
    assert "noch nicht angenommen" in principal.text()

    agent = walk("nimmt")
    agent.page.goto("/konto/vollmachten/")
    agent.sign_in("erika@example.org")
    agent.look("angeboten")
    agent.press("Annehmen")
    agent.look("angenommen")
    agent.open("/antrag/bewohnerparkausweis/", "start")
    agent.press("Für Max Beispielmann beantragen")
    agent.page.wait_for_url(re.compile("/antrag/e/"))
    if not agent.page.get_by_label("Kennzeichen").count():
        agent.look("person")
        agent.onward()
    agent.fill("Kennzeichen", "HAL-AB 123")
    agent.page.get_by_label("Ja", exact=True).check()
    agent.onward()
    agent.look("pruefen")
    assert "Max Beispielmann" in agent.text()
    assert "aus der Vollmacht" in agent.text()
    agent.page.get_by_label(re.compile("Mit der Post")).check()
    agent.page.get_by_label(re.compile("^Ich versichere")).check()
    agent.press("Verbindlich absenden")
    agent.look("gesendet")
    principal.page.goto("/konto/vollmachten/")
    principal.page.locator("summary", has_text="Verlauf").first.click()
    principal.look("benutzt")
    assert "benutzt: Bewohnerparkausweis verlängern, Vorgang V-" in principal.text()
    principal.press("Widerrufen")
    principal.look("widerrufen")
    assert "widerrufen" in principal.text()


def guest_person(walk: Walk, email: str = "") -> None:
    walk.open("/antrag/bewohnerparkausweis/", "start")
    walk.press("Ohne Anmeldung beginnen")
    walk.fill("Vornamen", "Ida")
    if email:
        for label, text in (
            ("Familienname", "Probe"),
            ("Straße und Hausnummer", "Weg 5"),
            ("Postleitzahl und Ort", "06108 Halle"),
        ):
            walk.fill(label, text)
        walk.fill("E-Mail-Adresse", email)
    walk.look("person")


@pytest.mark.parametrize(("width", "script"), FEW)
def test_a_draft_goes_along_into_the_account(open_page, width, script):
    guest = Walk(open_page(width=width, script=script), script=script, shots=f"mitnehmen-{width}-{script}-")
    guest_person(guest)
    guest.press("Speichern und später weitermachen")
    guest.look("gespeichert")
    guest.follow("Entwurf ins Servicekonto mitnehmen")
    guest.sign_in("erika@example.org")
    guest.look("frage")
    assert "Mustermann" in guest.text()
    guest.press("Übernehmen und leere Felder ausfüllen")
    guest.page.goto(guest.page.url)
    guest.look("weiter")
    guest.open("/konto/entwuerfe/", "liste")
    guest.follow("Bewohnerparkausweis verlängern")
    guest.page.goto(re.sub("/[a-z]+/$", "/person/", guest.page.url))
    assert guest.page.get_by_label("Vornamen").first.input_value() == "Ida"
    assert guest.page.get_by_label("Familienname").first.input_value() == "Mustermann"


@pytest.mark.parametrize(("width", "script"), [(320, True)])  # without script a guest has to take their time
def test_a_guest_confirms_the_address_before_any_message(open_page, width, script):
    guest = Walk(open_page(width=width, script=script), script=script, shots=f"adresse-{width}-{script}-")
    guest_person(guest, email="ida@exmaple.org")
    guest.onward()
    guest.fill("Kennzeichen", "HAL-AB 123")
    guest.page.get_by_label("Ja", exact=True).check()
    guest.onward()
    guest.look("pruefen")
    guest.page.get_by_label(re.compile("^Ich versichere")).check()
    guest.press("Verbindlich absenden")
    guest.look("gesendet")
    assert "Ihr Antrag ist eingegangen" in guest.text()
    city.work()
    guest.page.locator("summary", has_text="Andere E-Mail-Adresse").click()
    guest.page.locator("#id_email").fill("ida@example.org")
    guest.press("Adresse speichern")
    guest.look("berichtigt")
    number = re.search(r"V-[0-9A-Z]{4}-[0-9A-Z]{4}", guest.text())[0]
    assert "noch nicht bestätigt" in guest.text()
    receipt = guest.page.url
    link = re.search(r"/adresse-bestaetigen/\S+/", Mail.objects.order_by("-pk").first().text)[0]
    guest.open(link, "frage")
    guest.fill("Vorgangsnummer", "V-AAAA-AAAA")
    guest.press("Adresse bestätigen")
    guest.look("falsch")
    guest.fill("Vorgangsnummer", number)
    guest.press("Adresse bestätigen")
    guest.look("bestaetigt")
    guest.open(receipt, "beleg")
    assert "noch nicht bestätigt" not in guest.text()
    city.work()
    assert "/vorgang/" in Mail.objects.order_by("-pk").first().text
