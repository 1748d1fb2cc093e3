"""HTML that others wrote (editorial systems, PVOG): the allow-list that stands between their texts and our pages.

What is no allowed element loses its tags and keeps its words; scripts, styles, pictures and frames go with their content.
No class, style or id of others survives, no address but absolute http(s), mailto and tel: a page makes no third-party request.
"""

import html
import re
from typing import Final

import nh3
from django.utils.safestring import SafeString, mark_safe

TAGS: Final = frozenset(
    {"a", "abbr", "b", "blockquote", "br", "caption", "dd", "dl", "dt", "em", "h3", "h4", "h5", "h6", "i", "li", "ol", "p"}
    | {"strong", "sub", "sup", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "u", "ul"}
)
"""h1 and h2 belong to the page: they come out as h3."""
_ATTRIBUTES: Final = {
    "*": {"lang", "dir"},
    "a": {"href"},
    "abbr": {"title"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
    "ol": {"start"},
}
_SCHEMES: Final = frozenset({"http", "https", "mailto", "tel"})
_GONE: Final = frozenset({"script", "style", "iframe", "object", "template", "noscript", "svg", "math", "title", "textarea"})
_ABSOLUTE: Final = re.compile(r"\s*(?:https?://|mailto:|tel:)", re.IGNORECASE)
_HEADING: Final = re.compile(r"<(/?)h[12](?=[\s/>])", re.IGNORECASE)
_EMPTY: Final = re.compile(r"<(p|li|h[3-6])(?: [^<>]*)?>(?:\s|&nbsp;|<br>)*</\1>")
_TAG: Final = re.compile(r"<[^<>]*>")
_BLOCK_END: Final = re.compile(r"<br>|</(?:p|li|h[3-6]|td|th|dt|dd|caption|blockquote)>")
PLACEHOLDERS: Final = frozenset(
    {
        "",
        "nicht angegeben",
        "keine angabe",
        "keine angaben",
        "k. a.",
        "k.a.",
        "k. a",
        "platzhalter",
        "-",
        "--",
        "–",
        ".",
        "...",
        "…",
    }
)
"""What editorial systems write where nothing is said, in lower case. "Keine" and "entfällt" are answers and stay."""


def _kept(tag: str, attribute: str, value: str) -> str | None:
    """A relative address would point into our pages."""
    return None if (tag, attribute) == ("a", "href") and not _ABSOLUTE.match(value) else value


_CLEANER: Final = nh3.Cleaner(  # built once: that costs three times what cleaning a text does
    tags=set(TAGS),
    clean_content_tags=set(_GONE),
    attributes={tag: set(names) for tag, names in _ATTRIBUTES.items()},
    attribute_filter=_kept,
    url_schemes=set(_SCHEMES),
    strip_comments=True,
    link_rel="noopener noreferrer",
)


def clean(text: str) -> SafeString:
    """The text as HTML that may stand on a page. Plain text comes out escaped."""
    found = _CLEANER.clean(_HEADING.sub(r"<\1h3", text.replace("\x00", "")))
    left = _EMPTY.sub("", found)
    while left != found:  # what held nothing but an empty part is empty now itself
        found, left = left, _EMPTY.sub("", left)
    return mark_safe(left.strip())


def shown(text: str) -> SafeString:
    """As `clean`, and empty where the text only says that nothing is said ("nicht angegeben")."""
    found = clean(text)
    return found if _lines(found).replace("\n", " ").casefold() not in PLACEHOLDERS else mark_safe("")


def lines(text: str) -> str:
    """The words alone, a line a block; for typing, comparing and measuring. Escape it before it stands on a page."""
    return _lines(clean(text))


def _lines(cleaned: str) -> str:
    found = _BLOCK_END.sub("\n", " ".join(cleaned.split()))
    words = (" ".join(line.split()) for line in html.unescape(_TAG.sub("", found)).split("\n"))
    return "\n".join(filter(None, words))


def plain(text: str) -> str:
    """The words alone, one blank between them; for search, previews and counting. Escape it before it stands on a page."""
    return lines(text).replace("\n", " ")
