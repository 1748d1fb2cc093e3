"""The main job end to end: a citizen applies and pays, a clerk decides, the answer arrives with its clock and its proof."""

import re
import subprocess
import sys
import zipfile

import pikepdf
import pytest

from tests.e2e import city
from tests.e2e.city import Walk

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


@pytest.fixture(autouse=True)
def _city(live_server, settings, tmp_path):
    settings.RATHAUS_DATA = tmp_path
    settings.RATHAUS_KEYS = tmp_path / "keys"
    settings.RATHAUS_BASE_URL = live_server.url
    settings.CSRF_TRUSTED_ORIGINS = [live_server.url]
    city.load()


def find_and_start(walk: Walk) -> None:
    walk.open("/", "start")
    walk.page.locator("main input[name=q]").fill("anwohnerparken verlängern")
    walk.press("Suchen")
    walk.page.wait_for_url("**/suche/**")  # the first question of a process takes its time
    walk.look("suche")
    walk.follow("Bewohnerparkausweis verlängern")
    walk.look("leistung")
    assert "Ja, bei uns" in walk.text()
    walk.follow(re.compile("Online beantragen"))
    walk.look("antrag")


def answer_and_send(walk: Walk, plate: str) -> None:
    walk.fill("Kennzeichen", plate)
    walk.page.get_by_label("Ja", exact=True).check()
    walk.look("fahrzeug")
    walk.onward()
    walk.look("pruefen")
    if (portal := walk.page.get_by_label(re.compile("Postfach"))).count():
        portal.first.check()
    walk.page.get_by_label(re.compile("^Ich versichere")).check()
    walk.press("Verbindlich absenden")
    walk.look("gesendet")
    assert "Ihr Antrag ist eingegangen" in walk.text()
    city.work()


def pay(walk: Walk) -> None:
    walk.follow("Jetzt bezahlen")
    walk.look("zahlung")
    walk.press("Jetzt bezahlen")
    walk.look("zahlungsdienst")
    walk.press("Bezahlen", exact=True)
    walk.look("bezahlt")
    city.work()
    walk.follow("Zurück zu Ihrem Vorgang")
    walk.look("vorgang-bezahlt")
    assert "bezahlt" in walk.text()


@pytest.mark.parametrize(("width", "script"), [(1280, True), (320, True), (1280, False)])
def test_a_renewal_from_the_question_to_the_proof(open_page, width, script, tmp_path):
    citizen = Walk(open_page(width=width, script=script), script=script, shots=f"buerger-{width}-{script}-")
    find_and_start(citizen)
    citizen.press("Mit Servicekonto beginnen")
    citizen.look("anmelden")
    citizen.sign_in("erika@example.org")
    citizen.look("antrag-angemeldet")
    citizen.press("Antrag beginnen")
    if not citizen.page.get_by_label("Kennzeichen").count():
        citizen.look("person")
        citizen.onward()
    answer_and_send(citizen, "HAL-AB 123")
    citizen.follow("Vorgang verfolgen")
    citizen.look("vorgang")
    pay(citizen)

    clerk = Walk(open_page(width=width, script=script), script=script, shots=f"amt-{width}-{script}-")
    clerk.page.goto("/amt/")
    clerk.look("anmelden")
    clerk.sign_in("sachbearbeitung@example.org")
    clerk.look("arbeitskorb-leer")
    clerk.press("Nächsten freien Vorgang übernehmen")
    clerk.look("vorgang")
    clerk.press("Alle Prüfpunkte in Ordnung")
    clerk.look("entscheiden")
    assert "Widerspruch" in clerk.text()
    clerk.press("Entscheiden")
    city.work()
    clerk.page.reload()
    clerk.look("entschieden")

    citizen.page.reload()
    citizen.look("vorgang-entschieden")
    citizen.follow("Zum Bescheid")
    citizen.look("bescheid")
    citizen.press("Dokument abrufen")
    city.work()
    citizen.look("abgerufen")
    assert re.search(r"Gilt als bekannt gegeben am \d\d\.\d\d\.\d{4}, Frist endet am \d\d\.\d\d\.\d{4}", citizen.text())
    with citizen.page.expect_download() as download:
        citizen.follow(re.compile("Nachweis"))
    folder = tmp_path / "nachweis"
    with zipfile.ZipFile(download.value.path()) as bundle:
        bundle.extractall(folder)
    found = subprocess.run([sys.executable, "-I", "pruefen.py"], cwd=folder, capture_output=True, text=True, check=False)
    assert found.returncode == 0, found.stdout + found.stderr
    clerk.page.reload()
    assert "Gilt als bekannt gegeben am" in clerk.text()


def test_a_refusal_by_two_people_goes_out_as_a_letter_and_the_fee_comes_back(open_page):
    guest = Walk(open_page(), shots="ablehnung-buerger-")
    find_and_start(guest)
    guest.press("Ohne Anmeldung beginnen")
    for label, text in (
        ("Vornamen", "Max"),
        ("Familienname", "Probe"),
        ("Straße und Hausnummer", "Teststraße 5"),
        ("Postleitzahl und Ort", "06108 Halle (Saale)"),
    ):
        guest.fill(label, text)
    guest.look("person")
    guest.onward()
    answer_and_send(guest, "HAL-XY 9")
    guest.follow("Vorgang verfolgen")
    pay(guest)

    clerk = Walk(open_page(), shots="ablehnung-amt-")
    clerk.page.goto("/amt/")
    clerk.sign_in("sachbearbeitung@example.org")
    clerk.press("Nächsten freien Vorgang übernehmen")
    clerk.press("Alle Prüfpunkte in Ordnung")
    clerk.look("widerspruch-des-registers")
    assert "ein Register hat widersprochen" in clerk.page.locator("body").inner_text()
    objection = clerk.page.locator("form", has=clerk.page.get_by_role("button", name="Nicht erfüllt")).filter(
        has=clerk.page.locator("textarea")
    )
    objection.first.get_by_label("Bemerkung").fill("Nicht mit Hauptwohnung in der Zone gemeldet.")
    objection.first.get_by_role("button", name="Nicht erfüllt").click()
    clerk.follow("Entscheiden")
    clerk.page.get_by_label("Ablehnen").check()
    clerk.press("Entscheiden")
    clerk.look("ohne-begruendung")
    assert "Begründung" in clerk.text()
    clerk.fill("Begründung", "Sie sind nicht mit Hauptwohnung in der Zone gemeldet.")
    clerk.press("Entscheiden")
    clerk.look("zur-freigabe")

    second = Walk(open_page(), shots="ablehnung-freigabe-")
    second.page.goto("/amt/")
    second.sign_in("freigabe@example.org")
    second.page.goto("/amt/?ansicht=approve")
    second.look("freigaben")
    second.follow("Max Probe")
    second.look("vorschlag")
    second.press("Freigeben")
    city.work()
    second.page.reload()
    assert "Erstattung vorgeschlagen" in second.text()

    post = Walk(open_page(), shots="ablehnung-post-")
    post.page.goto("/amt/postausgang/")
    post.sign_in("poststelle@example.org")
    post.look("postausgang")
    assert "Max Probe" in post.text()

    cash = Walk(open_page(), shots="ablehnung-kasse-")
    cash.page.goto("/amt/kasse/erstattungen/")
    cash.sign_in("kasse@example.org")
    cash.look("erstattungen")
    assert "30,70" in cash.text().replace("\u00a0", " ")


def test_counter_letter_and_online_stand_in_one_list(open_page, tmp_path):
    counter = Walk(open_page(), shots="schalter-")
    counter.page.goto("/amt/antraege/neu/")
    counter.sign_in("schalter@example.org")
    counter.look("schalter")
    counter.press("Beginnen: Bewohnerparkausweis verlängern")
    for label, text in (
        ("Vornamen", "Berta"),
        ("Familienname", "Beispielmann"),
        ("Straße und Hausnummer", "Teststraße 7"),
        ("Postleitzahl und Ort", "06108 Halle (Saale)"),
    ):
        counter.fill(label, text)
    counter.page.get_by_label("Personalausweis", exact=True).check()
    counter.look("person")
    counter.onward()
    counter.fill("Kennzeichen", "HAL-RT 77")
    counter.page.get_by_label("Ja", exact=True).check()
    counter.onward()
    counter.look("pruefen")
    for box in counter.page.locator("main input[type=checkbox]").all():
        box.check()
    counter.page.locator("main input[type=radio]").last.check() if counter.page.locator(
        "main input[type=radio]"
    ).count() else None
    counter.press("Verbindlich absenden")
    counter.look("gesendet")
    assert "Vorgang V-" in counter.text()
    city.work()

    post = Walk(open_page(), shots="poststelle-")
    post.page.goto("/amt/posteingang/")
    post.sign_in("poststelle@example.org")
    post.look("posteingang")
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
    assert "registriert" in post.text()
    city.work()

    clerk = Walk(open_page(), shots="eine-liste-")
    clerk.page.goto("/amt/")
    clerk.sign_in("sachbearbeitung@example.org")
    clerk.page.goto("/amt/?ansicht=free")
    clerk.look("arbeitskorb")
    assert "Am Schalter" in clerk.text()
    assert "Brief" in clerk.text()
    clerk.follow("Berta Beispielmann")
    clerk.look("vorgang-schalter")
    assert "Identität am Schalter geprüft" in clerk.text()

    cash = Walk(open_page(), shots="bar-")
    cash.page.goto("/amt/kasse/")
    cash.sign_in("kasse@example.org")
    cash.look("kasse")
    cash.page.get_by_role("row", name=re.compile("Berta Beispielmann")).get_by_role("link").first.click()
    cash.press("Bar erhalten: ganzen Betrag buchen")
    cash.look("bar-gebucht")
    city.work()
    clerk.page.reload()
    assert "Gebühr bezahlt" in clerk.text()
