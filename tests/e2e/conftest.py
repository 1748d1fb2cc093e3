"""A real Chromium against a live server. Missing browser: skipped with the remedy; with CI=true it fails."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

pytest.register_assert_rewrite("tests.e2e.helpers")

from tests.e2e import helpers  # noqa: E402  (after the line above)

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page, Playwright

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # Playwright's loop runs in the thread of the tests

REMEDY = "Kein Chromium gefunden: `apt-get install chromium`, oder CHROMIUM=/pfad/zum/chromium setzen."


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.e2e)


def chromium() -> str | None:
    candidates = [os.environ.get("CHROMIUM"), *(shutil.which(name) for name in ("chromium", "chromium-browser", "google-chrome"))]
    return next((path for path in candidates if path and Path(path).exists()), None)


@pytest.fixture(scope="session")
def _playwright() -> "Iterator[Playwright]":
    from playwright.sync_api import sync_playwright  # heavy: only where a browser test runs

    with sync_playwright() as playwright:
        yield playwright


@pytest.fixture(scope="session")
def browser(request: pytest.FixtureRequest) -> "Iterator[Browser]":
    path = chromium()
    if path is None:
        if os.environ.get("CI") == "true":
            pytest.fail(REMEDY)
        pytest.skip(REMEDY)
    playwright: Playwright = request.getfixturevalue("_playwright")
    browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-dev-shm-usage"])
    yield browser
    browser.close()


@pytest.fixture
def open_page(browser: "Browser", live_server) -> Iterator:
    """`open_page(width=320, dark=True, script=False)` gives a watched page with a fresh context; addresses are relative."""
    contexts: list[BrowserContext] = []

    def make(*, width: int = 1280, dark: bool = False, script: bool = True, **options: object) -> "Page":
        context = browser.new_context(
            base_url=live_server.url,
            viewport={"width": width, "height": 640 if width < 500 else 900},
            color_scheme="dark" if dark else "light",
            java_script_enabled=script,
            locale="de-DE",
            timezone_id="Europe/Berlin",
            reduced_motion="reduce",
            **options,
        )
        context.set_default_timeout(15_000)
        contexts.append(context)
        page = context.new_page()
        helpers.watch(page)
        return page

    yield make
    for context in contexts:
        context.close()


@pytest.fixture
def page(open_page) -> "Page":
    """A desktop: 1280 pixels, light, with script."""
    return open_page()


@pytest.fixture
def phone(open_page) -> "Page":
    """320 pixels wide."""
    return open_page(width=320)


@pytest.fixture
def page_without_script(open_page) -> "Page":
    return open_page(script=False)


@pytest.fixture
def dark_page(open_page) -> "Page":
    return open_page(dark=True)
