"""Texts of a service as its page shows them: cleaned, in order, and each of others with its source and who approved it.

Of the city's own texts nobody needs to read where they come from; those of the Land or the federation say it, because the
city has not checked them. What a machine translated never stands there unmarked. What is missing in the language asked for
stands there in German; Leichte Sprache and sign language are not asked for, they are always offered.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.utils.html import linebreaks
from django.utils.safestring import SafeString, mark_safe

from rathaus.foundation import html
from rathaus.modules.catalogue.enums import Markup, TextCode
from rathaus.modules.catalogue.languages import GERMAN, LANGUAGES, PLAIN, SIGN, Language
from rathaus.modules.catalogue.models import TextModule

HEADINGS = {
    TextCode.FULL: "Worum es geht",
    TextCode.REQUIREMENTS: "Voraussetzungen",
    TextCode.DOCUMENTS: "Was Sie dafür brauchen",
    TextCode.PROCEDURE: "So läuft es ab",
    TextCode.FORMS: "Formulare",
    TextCode.HINTS: "Hinweise",
    TextCode.FURTHER: "Mehr dazu",
    TextCode.AUTHORITY: "Zuständige Stelle nach diesem Text",
    TextCode.CONTACT: "Ansprechstelle nach diesem Text",
    TextCode.REMEDY: "Wenn Sie nicht einverstanden sind",
}
MACHINE = "Maschinell übersetzt, noch von niemandem geprüft"  # for answers that have nothing but words
_ASIDE = {PLAIN, SIGN}


@dataclass(frozen=True, slots=True)
class Link:
    title: str
    url: str


@dataclass(frozen=True, slots=True)
class Passage:
    """`html` may stand on a page as it is. `attribution` is a German sentence, empty for the city's own words."""

    heading: str
    html: SafeString
    links: tuple[Link, ...]
    attribution: str
    machine_translated: bool
    language: str

    @property
    def right_to_left(self) -> bool:
        return self.language in LANGUAGES and LANGUAGES[self.language].right_to_left


@dataclass(frozen=True, slots=True)
class Translation:
    """What is said in a language that stands beside the German; `anchor` is its place on the page."""

    language: Language
    passages: tuple[Passage, ...]

    @property
    def anchor(self) -> str:
        return f"sprache-{self.language.tag}"


@dataclass(frozen=True, slots=True)
class Passages:
    """`languages` are those that can be asked for, German among them; `language` is the one that the page is in."""

    short: Passage | None
    long: tuple[Passage, ...]
    legal_basis: Passage | None
    plain_language: Translation | None
    videos: tuple[Link, ...]  # in German Sign Language
    language: str
    languages: tuple[str, ...]


def holds(row: object, day: dt.date) -> bool:
    """Whether the validity of a text, fee, deadline or duration contains the day; both ends belong to it, an open end is open."""
    begins, ends = getattr(row, "valid_from", None), getattr(row, "valid_until", None)
    return (begins is None or begins <= day) and (ends is None or day <= ends)


def passages(rows: Iterable[TextModule], *, own: str, day: dt.date, language: str = GERMAN) -> Passages:
    """The texts that hold on this day. `own` names the city's own source; empty where the city says nothing itself."""
    said: dict[str, dict[str, list[Passage]]] = {}
    videos: list[Link] = []
    for row in rows:
        if not holds(row, day):
            continue
        if row.language == SIGN:
            videos += links_of(row)
        elif row.language in LANGUAGES and (found := _passage(row, own)):
            said.setdefault(row.language, {}).setdefault(row.code, []).append(found)
    languages = tuple(tag for tag in LANGUAGES if tag == GERMAN or (tag in said and tag not in _ASIDE))
    language = language if language in languages else GERMAN
    main = said.get(GERMAN, {}) | said.get(language, {})
    plain = said.get(PLAIN, {})
    return Passages(
        short=next(iter(main.get(TextCode.SHORT, ())), None),
        long=tuple(found for code in HEADINGS for found in main.get(code, ())),
        legal_basis=next(iter(main.get(TextCode.LEGAL_BASIS, ())), None),
        plain_language=Translation(
            LANGUAGES[PLAIN], tuple(found for code in (TextCode.SHORT, *HEADINGS) for found in plain.get(code, ()))
        )
        if plain
        else None,
        videos=tuple(videos),
        language=language,
        languages=languages,
    )


def _passage(row: TextModule, own: str) -> Passage | None:
    said, links = shown(row), links_of(row)
    if not said and not links:
        return None
    return Passage(
        heading=HEADINGS.get(TextCode(row.code), ""),
        html=said,
        links=links,
        attribution="" if own and row.source == own else attribution(row),
        machine_translated=row.machine_translated,
        language=row.language,
    )


def shown(row: TextModule) -> SafeString:
    """HTML cleaned, plain words in paragraphs; empty where the text only says that nothing is said."""
    if row.markup == Markup.HTML:
        return html.shown(row.text)
    words = row.text.strip()
    return mark_safe(linebreaks(words, autoescape=True)) if words.casefold() not in html.PLACEHOLDERS else mark_safe("")


def links_of(row: TextModule) -> tuple[Link, ...]:
    """Absolute addresses of the web alone; one without a title shows its address."""
    found = ((str(link.get("title") or "").strip(), str(link.get("uri") or "").strip()) for link in row.links)
    return tuple(Link(title or url, url) for title, url in found if _is_web(url))


def _is_web(url: str) -> bool:
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in {"https", "http"} and bool(parts.netloc)


RECIPE, RECIPE_WORDS = "recipe:", "mit dem Onlinedienst mitgeliefert"


def attribution(row: TextModule) -> str:
    """`Text: Redaktion des Landes, fachlich freigegeben durch das Ministerium am 12.3.2026.`"""
    approval = ""
    if row.approved_by or row.approved_on:
        by = f" durch {row.approved_by}" if row.approved_by else ""
        on = f" am {row.approved_on.day}.{row.approved_on.month}.{row.approved_on.year}" if row.approved_on else ""
        approval = f", fachlich freigegeben{by}{on}"
    source = RECIPE_WORDS if row.source.startswith(RECIPE) else row.source or "Quelle nicht angegeben"
    return f"Text: {source}{approval}."
