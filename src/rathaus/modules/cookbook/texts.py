"""`texts/`: what a recipe says about its service, one file a language, in a very small part of Markdown."""

import re

from rathaus.foundation.errors import Invalid
from rathaus.modules.catalogue import public as catalogue

EASY = "leichte-sprache"  # the file name of `de-simple`
_HEADING = re.compile(r"^#{1,6}\s+", re.MULTILINE)
_TITLE = re.compile(r"\A#\s+[^\n]*\n+")
_STRONG = re.compile(r"\*\*(?P<text>[^*\n]+)\*\*")
_LINK = re.compile(r"\[(?P<text>[^\]\n]+)\]\((?P<address>https?://[^)\s]+)\)")


def language(name: str) -> str:
    """The BCP 47 tag behind a file name: `de.md`, `leichte-sprache.md`, `en.md`. Raises Invalid for any other."""
    stem = name.removesuffix(".md")
    tag = "de-simple" if stem == EASY else stem
    known = catalogue.text_languages()
    if not name.endswith(".md") or tag not in known or stem == "de-simple":
        names = ", ".join(f"{EASY if known_tag == 'de-simple' else known_tag}.md" for known_tag in known)
        raise Invalid(f"texts/{name} ist nicht vorgesehen. Möglich sind: {names}.")
    return tag


def plain(markdown: str) -> str:
    """Without its title, which the page has already; emphasis and headings become plain words, links keep their address."""
    text = _HEADING.sub("", _TITLE.sub("", markdown.strip()))
    return _LINK.sub(r"\g<text> (\g<address>)", _STRONG.sub(r"\g<text>", text)).strip()
