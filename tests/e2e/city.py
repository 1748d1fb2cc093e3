"""The demonstration city for browser walks, and the small steps every walk takes."""

import io
import os
import re
from pathlib import Path
from typing import TYPE_CHECKING

from django.core.management import call_command

from rathaus.foundation.tasks import public as tasks
from tests.e2e import helpers

if TYPE_CHECKING:
    from playwright.sync_api import Page

PASSWORD = "rathaus-demo-2026"


def load() -> None:
    call_command("demo", "load", "--bare", stdout=io.StringIO())


def work() -> None:
    """What the worker does meanwhile."""
    tasks.run_pending()


class Walk:
    """One person at one browser; every page that is met is looked at as a whole."""

    def __init__(self, page: "Page", *, script: bool = True, shots: str = "") -> None:
        self.page = page
        self.script = script
        self.shots = shots
        self.count = 0

    def look(self, name: str) -> None:
        """axe, contrast, reflow, no foreign request, no script error; a picture where RATHAUS_SCREENSHOTS names a folder."""
        self.count += 1
        if folder := os.environ.get("RATHAUS_SCREENSHOTS"):
            self.page.screenshot(path=Path(folder) / f"{self.shots}{self.count:02d}-{name}.png", full_page=True)
        if self.script:
            helpers.assert_sound(self.page)
        else:
            helpers.assert_no_foreign_requests(self.page)

    def open(self, address: str, name: str) -> None:
        response = self.page.goto(address)
        assert response is not None
        assert response.status == 200, f"{address}: {response.status}"
        self.look(name)

    def press(self, name: str, *, exact: bool = False) -> None:
        """A button, or a link that looks like one."""
        button, link = (self.page.locator("main").get_by_role(role, name=name, exact=exact) for role in ("button", "link"))
        button.or_(link).first.click()

    def follow(self, name: str | re.Pattern[str]) -> None:
        self.page.get_by_role("link", name=name).first.click()

    def fill(self, label: str, text: str) -> None:
        self.page.get_by_label(label).first.fill(text)

    def onward(self) -> None:
        self.page.get_by_role("button", name="Weiter", exact=True).last.click()

    def text(self) -> str:
        return self.page.locator("main").inner_text()

    def sign_in(self, address: str) -> None:
        self.fill("E-Mail-Adresse", address)
        self.fill("Passwort", PASSWORD)
        self.press("Anmelden", exact=True)
