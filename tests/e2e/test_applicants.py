"""Who applies, in a browser: a letter typed in, a mandate used, a draft taken along, an address confirmed."""

import re

import pikepdf
import pytest

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
