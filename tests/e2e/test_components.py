import re

import pytest

from tests.e2e.helpers import (
    assert_accessible,
    assert_no_csp_errors,
    assert_no_foreign_requests,
    assert_readable,
    assert_reflow,
    assert_sound,
    errors_are_linked,
)  # fmt: skip

GALLERY = "/demo/bausteine/"
PARTS = (
    "meldungen", "schaltflaechen", "zustaende", "karten", "aufgaben", "antworten", "tabellen", "wege", "suche", "dateien",
    "verlauf", "mehr", "nachladen", "felder", "formular",
)  # fmt: skip


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("width", [1280, 320])
def test_every_component_is_accessible(open_page, width, dark):
    page = open_page(width=width, dark=dark)
    page.goto(GALLERY)
    assert page.locator(".r-sample").evaluate_all("parts => parts.map(part => part.id)") == list(PARTS)
    if width == 1280 and not dark:  # names the component; the whole page below finds the same
        for part in PARTS:
            assert_accessible(page, f"#{part}")
    assert_sound(page)


def test_text_of_double_size_reflows(open_page):
    page = open_page(width=640)
    page.goto(GALLERY)
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    assert_reflow(page)


def test_forced_colours(open_page):
    page = open_page(forced_colors="active")
    page.goto(GALLERY)
    assert_accessible(page)


def test_error_summary_takes_the_focus_and_leads_to_each_field(page):
    page.goto(GALLERY + "fehler/")
    assert page.evaluate("document.activeElement.id") == "fehler"
    assert errors_are_linked(page) == []
    assert page.locator(".r-error-summary a").count() == 7
    page.get_by_role("link", name="Geburtsdatum").click()
    assert page.evaluate("document.activeElement.id") == "id_wrong-birthday_day"
    assert_sound(page)


def test_error_summary_takes_the_focus_without_script(page_without_script):
    page_without_script.goto(GALLERY + "fehler/")
    assert page_without_script.locator(".r-error-summary:focus").count() == 1


def test_counter_says_what_is_left(page):
    page.goto(GALLERY)
    page.get_by_label("Begründung", exact=True).first.fill("x" * 1003)
    counter = page.locator("#id_demo_area_count")
    assert counter.inner_text() == "3 Zeichen zu viel"
    assert page.get_by_label("Begründung", exact=True).first.input_value() == "x" * 1003


def test_dialog_opens_by_keyboard_and_gives_the_focus_back(page):
    page.goto(GALLERY)
    link = page.get_by_role("link", name="Antrag zurückziehen")
    link.focus()
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog", name="Antrag zurückziehen?")
    assert dialog.is_visible()
    assert_accessible(page, "#zurueckziehen")
    page.keyboard.press("Escape")
    assert dialog.is_hidden()
    assert page.evaluate("document.activeElement.dataset.dialog") == "zurueckziehen"


def test_without_script_nothing_dead_is_offered(page_without_script):
    page = page_without_script
    page.goto(GALLERY)
    assert page.get_by_role("button", name=re.compile("Kopieren")).count() == 0
    assert page.locator("#id_demo_area_count").inner_text() == "Höchstens 1.000 Zeichen"
    assert_no_foreign_requests(page)


def test_skip_link_comes_first_and_focus_is_visible(page):
    page.goto(GALLERY)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "r-skip"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.getElementById('inhalt').contains(document.activeElement)")


def test_every_focus_is_seen(page):
    """WCAG 2.4.7 and 2.4.11: an outline or shadow, within the window."""
    page.goto(GALLERY)
    hidden = []
    for _ in range(120):
        page.keyboard.press("Tab")
        state = page.evaluate(
            """() => { const e = document.activeElement; if (e === document.body) return null;
            const own = getComputedStyle(e), after = getComputedStyle(e, "::after"), box = e.getBoundingClientRect();
            const ring = s => (s.outlineStyle !== "none" && parseFloat(s.outlineWidth) >= 2) || s.boxShadow !== "none";
            const seen = box.bottom > 0 && box.top < innerHeight;
            return (ring(own) || ring(after)) && seen ? "" : e.outerHTML.slice(0, 120); }"""
        )
        if state is None:
            break
        if state:
            hidden.append(state)
    assert hidden == []


@pytest.mark.parametrize(
    "path", ["/impressum/", "/datenschutz/", "/barrierefreiheit/", "/leichte-sprache/", "/gebaerdensprache/", "/barriere-melden/"]
)
def test_legal_pages(open_page, path):
    for width, dark in ((1280, False), (320, True)):
        page = open_page(width=width, dark=dark)
        page.goto(path)
        assert page.locator("h1").count() == 1
        assert_sound(page)


def test_error_page(open_page):
    page = open_page(width=320)
    answer = page.goto("/gibt-es-nicht/")
    assert answer.status == 404
    assert_accessible(page)
    assert_readable(page)
    assert_reflow(page)
    assert_no_csp_errors(page)


def test_tables_unfold_on_a_phone_and_stay_tables(phone):
    phone.goto(GALLERY)
    table = phone.get_by_role("table", name="Ihre Vorgänge")
    assert table.get_by_role("row").count() == 4
    assert table.locator("caption").bounding_box()["height"] < 60
    first, second = table.get_by_role("row").nth(1).locator("td").all()[:2]
    assert second.bounding_box()["y"] > first.bounding_box()["y"]


def test_htmx_swaps_under_the_strict_policy_and_the_new_part_is_alive(page):
    page.goto(GALLERY)
    page.get_by_role("link", name="Weitere Angaben zeigen").click()
    piece = page.locator("#stueck")
    piece.get_by_text("Der Ausweis gilt ein Jahr.").wait_for()
    assert "mehr" not in page.url
    piece.get_by_role("button", name="Kopieren Kassenzeichen").wait_for()
    assert_sound(page)


def test_the_same_without_script(page_without_script):
    page_without_script.goto(GALLERY)
    page_without_script.get_by_role("link", name="Weitere Angaben zeigen").click()
    assert page_without_script.locator("#stueck").inner_text().startswith("Der Ausweis gilt ein Jahr.")


def test_main_menu_folds_on_a_phone(open_page):
    wide, narrow = open_page(script=False), open_page(width=320, script=False)
    for page in (wide, narrow):
        page.goto("/impressum/")
    entry = "nav[aria-label=Hauptmenü] a >> nth=0"
    assert wide.locator(entry).is_visible()
    assert wide.locator(entry).bounding_box()["height"] > 20
    assert not narrow.locator(entry).is_visible()
    narrow.get_by_text("Menü", exact=True).click()
    assert narrow.locator(entry).is_visible()
