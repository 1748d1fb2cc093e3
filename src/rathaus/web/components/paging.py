"""Ways through a long thing: pages, keyset pages, sections, steps, search, languages, text to copy."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Page
from django.utils.safestring import SafeString, mark_safe

from rathaus.web.components.markup import esc
from rathaus.web.components.text import icon


def page_url(query: Mapping[str, Any], number: int, name: str = "seite") -> str:
    """The present query with another page number; `query` is a QueryDict or a plain mapping."""
    pairs = [
        (key, value)
        for key, values in getattr(query, "lists", lambda: [(k, [v]) for k, v in query.items()])()
        for value in values
    ]
    return "?" + urlencode([pair for pair in pairs if pair[0] != name] + [(name, str(number))])


def pagination(page: Page[Any], query: Mapping[str, Any], name: str = "seite", label: str = "Seiten") -> SafeString:
    """For Django's `Page`: neighbours, first, last, the present one marked. Nothing where one page is enough.

    Where a page has several lists, each has its `name` in the address and its `label`.
    """
    paginator = page.paginator
    if paginator.num_pages <= 1:
        return SafeString()
    items = []
    for number in paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1):
        if not isinstance(number, int):
            items.append('<li aria-hidden="true">…</li>')
        elif number == page.number:
            items.append(f'<li><span aria-current="page"><span class="kern-sr-only">Seite </span>{number}</span></li>')
        else:
            url = esc(page_url(query, number, name))
            items.append(f'<li><a href="{url}"><span class="kern-sr-only">Seite </span>{number}</a></li>')
    before = page_url(query, page.number - 1, name) if page.has_previous() else ""
    after = page_url(query, page.number + 1, name) if page.has_next() else ""
    return _pager(before, after, "".join(items), label)


def pager(previous_url: str = "", next_url: str = "", text: str = "") -> SafeString:
    """For lists by key, where the number of pages is unknown: back, further, and a word on where we are."""
    if not previous_url and not next_url:
        return SafeString()
    return _pager(previous_url, next_url, f'<li class="r-note">{esc(text)}</li>' if text else "", "Blättern")


def _pager(before: str, after: str, middle: str, label: str) -> SafeString:
    first = f'<li><a href="{esc(before)}" rel="prev">{icon("chevron-left")}Zurück</a></li>' if before else ""
    last = f'<li><a href="{esc(after)}" rel="next">Weiter{icon("chevron-right")}</a></li>' if after else ""
    return mark_safe(f'<nav class="r-pages" aria-label="{esc(label)}"><ul>{first}{middle}{last}</ul></nav>')


def section_navigation(links: Iterable[Sequence[str]], label: str, current: str = "") -> SafeString:
    """The sections of one thing as ordinary links (text, address): pages, not tabs."""
    items = "".join(
        f'<li><a href="{esc(url)}"{" aria-current=page" if url == current else ""}>{esc(text)}</a></li>' for text, url in links
    )
    return mark_safe(f'<nav class="r-sections" aria-label="{esc(label)}"><ul>{items}</ul></nav>')


def steps(current: int, total: int, title: str = "") -> SafeString:
    """`Schritt 2 von 5: Ihr Fahrzeug` with a bar."""
    text = f"Schritt {current} von {total}" + (f": {title}" if title else "")
    return mark_safe(
        f'<div class="kern-progress r-steps"><label class="kern-label" for="fortschritt">{esc(text)}</label>'
        f'<progress id="fortschritt" value="{current}" max="{total}">{esc(text)}</progress></div>'
    )


def search_field(label: str, value: str = "", action: str = "", name: str = "q", hint: str = "") -> SafeString:
    """A whole search form by GET; the words stay in the field."""
    described = f' aria-describedby="suche_{esc(name)}_hint"' if hint else ""
    note = f'<div class="kern-hint" id="suche_{esc(name)}_hint">{esc(hint)}</div>' if hint else ""
    send = f'{icon("search")}<span class="kern-label">Suchen</span>'
    return mark_safe(
        f'<form class="r-search" role="search" action="{esc(action)}" method="get">'
        f'<label class="kern-label" for="suche_{esc(name)}">{esc(label)}</label>{note}'
        f'<div class="r-search__row"><input class="kern-form-input__input" type="search" '
        f'id="suche_{esc(name)}" name="{esc(name)}" value="{esc(value)}" autocomplete="off" maxlength="200"{described}>'
        f'<button class="kern-btn kern-btn--primary" type="submit">{send}</button>'
        "</div></form>"
    )


def language_switch(languages: Iterable[Sequence[str]], current: str = "de") -> SafeString:
    """(code, name in that language, address). Empty where there is one language only."""
    entries = list(languages)
    if len(entries) < 2:
        return SafeString()
    items = "".join(
        f'<li><a class="kern-link" href="{esc(url)}" lang="{esc(code)}" hreflang="{esc(code)}"'
        f"{' aria-current=true' if code == current else ''}>{esc(name)}</a></li>"
        for code, name, url in entries
    )
    return mark_safe(f'<nav class="r-languages" aria-label="Sprache"><ul>{items}</ul></nav>')


def copy_block(text: str, label: str) -> SafeString:
    """A text to take along: number, address, fingerprint. A button copies it where there is script."""
    return mark_safe(
        f'<div class="r-copy"><span class="r-copy__label">{esc(label)}</span>'
        f'<code class="r-copy__text">{esc(text)}</code>'
        f'<button class="kern-btn kern-btn--secondary" type="button" data-copy hidden>{icon("content-copy")}'
        f'<span class="kern-label">Kopieren<span class="kern-sr-only"> {esc(label)}</span></span></button></div>'
    )
