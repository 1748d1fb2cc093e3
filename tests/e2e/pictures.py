"""The pictures of the README, taken on its own way through a fresh demonstration city.

    ./run --port 8010 --data FOLDER        (in another window)
    .venv/bin/python -m tests.e2e.pictures http://localhost:8010

Writes into `docs/bilder`. Whoever takes them looks at each.
"""

import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from tests.e2e.conftest import REMEDY, chromium

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

PASSWORD = "rathaus-demo-2026"
FOLDER = Path(__file__).resolve().parents[2] / "docs" / "bilder"
WIDE, PHONE = {"width": 1280, "height": 900}, {"width": 320, "height": 640}
PATIENCE = 60  # reloads of a page until the worker has done its part


class Sitting:
    """One person at one browser."""

    def __init__(self, browser: "Browser", home: str, size: dict[str, int], scale: int = 1) -> None:
        self.context: BrowserContext = browser.new_context(
            base_url=home, viewport=size, device_scale_factor=scale, locale="de-DE"
        )
        self.page: Page = self.context.new_page()

    def shot(self, name: str) -> None:
        self.page.screenshot(path=FOLDER / f"{name}.png")

    def press(self, name: str | re.Pattern[str]) -> None:
        main = self.page.locator("main")
        main.get_by_role("button", name=name).or_(main.get_by_role("link", name=name)).first.click()

    def sign_in(self, address: str) -> None:
        self.page.get_by_label("E-Mail-Adresse").first.fill(address)
        self.page.get_by_label("Passwort").first.fill(PASSWORD)
        self.press("Anmelden")

    def until(self, shown: Callable[[], int]) -> None:
        for _ in range(PATIENCE):
            if shown():
                return
            self.page.wait_for_timeout(1000)
            self.page.reload()
        raise SystemExit(f"{self.page.url}: das Erwartete kam nicht. Läuft der Worker?")


def apply(citizen: Sitting) -> None:
    page = citizen.page
    page.goto("/")
    citizen.shot("start")
    page.locator("main input[name=q]").fill("anwohnerparken verlängern")
    citizen.press("Suchen")
    citizen.press("Bewohnerparkausweis verlängern")
    citizen.shot("leistung")
    citizen.press(re.compile("Online beantragen"))
    citizen.press("Mit Servicekonto beginnen")
    citizen.sign_in("erika@example.org")
    citizen.press("Antrag beginnen")
    if not page.get_by_label("Kennzeichen").count():
        page.get_by_role("button", name="Weiter", exact=True).last.click()
    page.get_by_label("Kennzeichen").first.fill("HAL-AB 123")
    page.get_by_label("Ja", exact=True).check()
    page.get_by_role("button", name="Weiter", exact=True).last.click()
    page.get_by_label(re.compile("Postfach")).first.check()
    page.get_by_label(re.compile("^Ich versichere")).check()
    page.evaluate("scrollTo(0, 0)")
    citizen.shot("antrag-pruefen")
    citizen.press("Verbindlich absenden")
    citizen.press("Vorgang verfolgen")
    citizen.until(page.get_by_role("link", name="Jetzt bezahlen").count)
    citizen.press("Jetzt bezahlen")
    citizen.press("Jetzt bezahlen")
    citizen.press(re.compile("^Bezahlen$"))
    citizen.press("Zurück zu Ihrem Vorgang")
    citizen.until(page.get_by_text("bezahlt").count)
    citizen.shot("vorgang-buerger")


def decide(clerk: Sitting) -> None:
    page = clerk.page
    page.goto("/amt/")
    clerk.sign_in("sachbearbeitung@example.org")
    page.goto("/amt/?ansicht=free")
    clerk.shot("arbeitskorb")
    clerk.press(re.compile("Erika Mustermann|Bewohnerparkausweis HAL-AB 123"))
    clerk.press("Übernehmen")
    clerk.shot("vorgang-amt")
    clerk.press("Alle Prüfpunkte in Ordnung, entscheiden")
    clerk.shot("entscheiden")
    clerk.press(re.compile("^Entscheiden$"))


def retrieve(citizen: Sitting) -> bytes:
    page = citizen.page
    page.reload()
    citizen.until(page.get_by_role("link", name="Zum Bescheid").count)
    citizen.press("Zum Bescheid")
    citizen.press("Dokument abrufen")
    with page.expect_download() as download:
        citizen.press("Schreiben herunterladen")
    return Path(download.value.path()).read_bytes()


def main(home: str) -> None:
    from playwright.sync_api import sync_playwright

    path = chromium()
    if path is None:
        raise SystemExit(REMEDY)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-dev-shm-usage"])
        citizen, clerk = Sitting(browser, home, WIDE), Sitting(browser, home, WIDE)
        apply(citizen)
        decide(clerk)
        notice = retrieve(citizen)
        words = ["pdftoppm", "-png", "-r", "90", "-f", "1", "-singlefile", "-", str(FOLDER / "bescheid")]  # Debian: poppler-utils
        subprocess.run(words, input=notice, check=True)
        citizen.page.goto("/zahlen/")
        citizen.shot("zahlen")
        phone = Sitting(browser, home, PHONE, scale=2)
        phone.page.goto("/leistungen/bewohnerparkausweis-verlangern-99108001020000/")
        phone.shot("telefon")
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1])
