"""What every browser test asks of a page, besides its own story."""

import json
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit
from weakref import WeakKeyDictionary

if TYPE_CHECKING:
    from playwright.sync_api import Page

AXE = (Path(__file__).parent / "vendor/axe-core/axe.min.js").read_text(encoding="utf-8")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

_SEEN: "WeakKeyDictionary[Page, dict[str, list[str]]]" = WeakKeyDictionary()


def watch(page: "Page") -> None:
    """Notes every request and every complaint of the browser; called before the first page opens."""
    seen: dict[str, list[str]] = defaultdict(list)
    _SEEN[page] = seen
    page.on("request", lambda request: seen["requests"].append(request.url))
    page.on("console", lambda message: seen["console"].append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: seen["errors"].append(str(error)))


def violations(page: "Page", selector: str | None = None) -> list[str]:
    """What axe finds in the page, or below `selector`: rule, help and the first places."""
    page.evaluate(AXE)
    found = page.evaluate(
        """([scope, rules]) => axe.run(scope || document, {runOnly: rules, resultTypes: ["violations"]})
        .then(result => result.violations)""",
        [selector, RULES],
    )
    return [
        f"{entry['id']}: {entry['help']} {json.dumps([node['html'][:160] for node in entry['nodes'][:3]])}" for entry in found
    ]


def assert_accessible(page: "Page", selector: str | None = None) -> None:
    """WCAG 2.2 A and AA and axe's best practice."""
    assert violations(page, selector) == []


def assert_reflow(page: "Page") -> None:
    """Nothing sticks out sideways (WCAG 1.4.10)."""
    wide = page.evaluate(
        """() => {
        const limit = document.documentElement.clientWidth;
        if (document.documentElement.scrollWidth <= limit) return [];
        return [...document.body.querySelectorAll("*")].filter(e => e.getBoundingClientRect().right > limit + 0.5)
          .slice(0, 5).map(e => e.outerHTML.slice(0, 160));
        }"""
    )
    assert wide == []


def assert_no_foreign_requests(page: "Page") -> None:
    """Everything comes from the house itself."""
    home = urlsplit(page.url).netloc
    foreign = {url for url in _SEEN[page]["requests"] if not url.startswith("data:") and urlsplit(url).netloc != home}
    assert foreign == set()


def assert_no_csp_errors(page: "Page") -> None:
    """No refused script or style, no script error at all."""
    complaints = [text for text in _SEEN[page]["console"] if "Content Security Policy" in text or "Refused to" in text]
    assert complaints + _SEEN[page]["errors"] == []


def assert_readable(page: "Page") -> None:
    """Every visible text stands out from the ground behind it by 4.5 (3 if large): axe skips what it cannot decide."""
    poor = page.evaluate(
        """() => {
        const channel = v => { v /= 255; return v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4; };
        const canvas = new OffscreenCanvas(1, 1).getContext("2d", {willReadFrequently: true});
        const rgba = text => { canvas.clearRect(0, 0, 1, 1); canvas.fillStyle = text; canvas.fillRect(0, 0, 1, 1);
          return [...canvas.getImageData(0, 0, 1, 1).data]; };
        const light = c => 0.2126 * channel(c[0]) + 0.7152 * channel(c[1]) + 0.0722 * channel(c[2]);
        const over = (top, below) => { const a = top[3] / 255;
          return [0, 1, 2].map(i => top[i] * a + below[i] * (1 - a)).concat(255); };
        const ground = element => { const layers = [];
          for (let e = element; e; e = e.parentElement) layers.push(rgba(getComputedStyle(e).backgroundColor));
          return layers.reverse().reduce((below, top) => over(top, below), [255, 255, 255, 255]); };
        const bad = [];
        const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
        while (walker.nextNode()) {
          const element = walker.currentNode.parentElement;
          if (!walker.currentNode.data.trim()) continue;
          if (!element.checkVisibility({opacityProperty: true, visibilityProperty: true})) continue;
          if (["SCRIPT", "STYLE", "OPTION"].includes(element.tagName) || element.closest("[disabled], .kern-sr-only")) continue;
          const style = getComputedStyle(element);
          const below = ground(element);
          const text = over(rgba(style.color), below);
          const [a, b] = [light(text), light(below)].sort((x, y) => y - x);
          const size = parseFloat(style.fontSize);
          const needed = size >= 24 || (size >= 18.66 && parseInt(style.fontWeight) >= 700) ? 3 : 4.5;
          const ratio = (a + 0.05) / (b + 0.05);
          if (ratio < needed) bad.push(ratio.toFixed(2) + " " + walker.currentNode.data.trim().slice(0, 60));
        }
        return bad.slice(0, 10);
        }"""
    )
    assert poor == []


def assert_sound(page: "Page") -> None:
    """All of the above; where script runs."""
    assert_accessible(page)
    assert_readable(page)
    assert_reflow(page)
    assert_no_foreign_requests(page)
    assert_no_csp_errors(page)


def errors_are_linked(page: "Page") -> list[str]:
    """The targets of the error summary that do not exist in the page; empty where all is well."""
    targets = page.locator(".r-error-summary a").evaluate_all("links => links.map(link => link.getAttribute('href'))")
    return [target for target in targets if page.locator(target).count() != 1]
