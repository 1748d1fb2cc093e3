"""The frame of a page: assets, header, navigation, breadcrumb, pagination, footer."""

from collections.abc import Iterable
from functools import cache
from urllib.parse import quote

from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from rathaus.web.components.markup import esc
from rathaus.web.components.text import icon
from rathaus.web.navigation import NavLink

_STYLES = (
    ("vendor/kern/kern.min.css", "all"),
    ("rathaus/base.css", "all"),
    ("rathaus/components.css", "all"),
    ("rathaus/print.css", "print"),
)
_FONTS = ("vendor/fira-sans/fira-sans-latin-400-normal.woff2", "vendor/fira-sans/fira-sans-latin-600-normal.woff2")
MARK = ' aria-current="page"'
_FOOTER = (
    ("Impressum", "/impressum/"),
    ("Datenschutz", "/datenschutz/"),
    ("Barrierefreiheit", "/barrierefreiheit/"),
    ("Leichte Sprache", "/leichte-sprache/"),
    ("Gebärdensprache", "/gebaerdensprache/"),
)


@cache
def chrome_assets() -> SafeString:
    """Style sheets, preloaded fonts and the one small script; the addresses never change while the process lives."""
    fonts = format_html_join(
        "\n", '<link rel="preload" href="{}" as="font" type="font/woff2" crossorigin>', ((static(name),) for name in _FONTS)
    )
    styles = format_html_join(
        "\n", '<link rel="stylesheet" href="{}" media="{}">', ((static(name), media) for name, media in _STYLES)
    )
    return format_html(
        '{}\n{}\n<link rel="icon" href="{}" type="image/svg+xml">\n<script src="{}" defer></script>',
        fonts,
        styles,
        static("rathaus/icon.svg"),
        static("rathaus/rathaus.js"),
    )


def page_header(name: str, realm_label: str, home: str, aside: str = "") -> SafeString:
    """The name of the service and of the half of the house, as one link to its start page; `aside` stands at the right."""
    label = format_html('<span class="r-header__realm">{}</span>', realm_label) if realm_label else ""
    return format_html(
        '<header class="r-header"><div class="kern-container r-header__row">'
        '<a class="r-header__home" href="{}">{}<span class="r-header__name">{}</span>{}</a>{}</div></header>',
        home,
        icon("home"),
        name,
        label,
        aside,
    )


def main_navigation(links: Iterable[NavLink], label: str) -> SafeString:
    """The main menu; the current entry carries `aria-current` and a bar, never colour alone. Empty where there is no entry."""
    items = "".join(f'<li><a href="{esc(link.url)}"{MARK if link.current else ""}>{esc(link.label)}</a></li>' for link in links)
    if not items:
        return SafeString()
    return mark_safe(
        f'<nav class="r-nav" aria-label="{esc(label)}"><details class="kern-container">'
        f"<summary>Menü</summary><ul>{items}</ul></details></nav>"
    )


def breadcrumb(*parts: str) -> SafeString:
    """`"Start", "/", "Leistungen", "/leistungen/", "Diese Seite"`: pairs of text and address, the page itself last."""
    pairs = list(zip(parts[:-1:2], parts[1::2], strict=True))
    items = "".join(f'<li><a class="kern-link" href="{esc(url)}">{esc(text)}</a></li>' for text, url in pairs)
    here = f'<li><span aria-current="page">{esc(parts[-1])}</span></li>' if len(parts) % 2 else ""
    return mark_safe(f'<nav class="r-breadcrumb" aria-label="Sie sind hier"><ol>{items}{here}</ol></nav>')


_FOOTER_HEAD = '<footer class="r-footer"><div class="kern-container"><nav aria-label="Rechtliches und Hilfe"><ul>' + "".join(
    f'<li><a class="kern-link" href="{url}">{label}</a></li>' for label, url in _FOOTER
)


def page_footer(path: str, helps: Iterable[tuple[str, str]] = ()) -> SafeString:
    """Legal pages, ways to help and the barrier report, on every page of both realms (BGG LSA; § 5 DDG)."""
    ways = (*helps, ("Barriere melden", "/barriere-melden/"))
    page = quote(path)
    links = "".join(f'<li><a class="kern-link" href="{url}?seite={page}">{esc(label)}</a></li>' for label, url in ways)
    return mark_safe(f"{_FOOTER_HEAD}{links}</ul></nav></div></footer>")
