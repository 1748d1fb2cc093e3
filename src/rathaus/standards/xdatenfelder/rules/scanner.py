"""Walking through a rule in free text: words, signs, references. What is taken is consumed, what is not stays."""

import re
from functools import lru_cache
from typing import Never

from rathaus.standards.xdatenfelder.rules.scope import Named, NotUnderstood, Scope, plain

MAX_TEXT = 10_000

_ID = re.compile(r"[FG]\d{8,14}(?:\.[FG]\d{8,14})*(?!\w)")
_QUOTED = re.compile(r'"([^"„“”]*)"|„([^"„“”]*)[“”"]|“([^"„“”]*)”|\'([^\'"]*)\'')
_NOUNS = re.compile(
    r"(?:(?:das|die|dem|der|den)\s+)?(?:(?:Datenfeldgruppe|Feldgruppe|Gruppe|Datenfeld|Feld)\s+)*(?=[FG]\d{8})", re.IGNORECASE
)


@lru_cache(maxsize=256)
def _words(words: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(r"\s+".join(map(re.escape, words)) + r"(?!\w)", re.IGNORECASE)


class Scanner:
    """`at` is where reading stands; blanks before a token do not count."""

    def __init__(self, text: str, scope: Scope) -> None:
        if len(text) > MAX_TEXT:
            raise NotUnderstood(f"Der Text ist länger als {MAX_TEXT} Zeichen.")
        self.text = " ".join(text.split())
        self.scope = scope
        self.at = 0

    @property
    def ended(self) -> bool:
        return not self.text[self.at :].strip()

    def _match(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        while self.at < len(self.text) and self.text[self.at] == " ":
            self.at += 1
        return pattern.match(self.text, self.at)

    def take(self, *phrases: str) -> str:
        """The first of the phrases that stands here, in any case; empty where none does."""
        for phrase in phrases:
            match = self._match(_words(tuple(phrase.split())))
            if match:
                self.at = match.end()
                return phrase
        return ""

    def expect(self, *phrases: str) -> str:
        return self.take(*phrases) or self.fail()

    def sign(self, *signs: str) -> str:
        """The first of the signs that stands here."""
        for one in signs:
            if self._match(_sign(one)):
                self.at += len(one)
                return one
        return ""

    def pattern(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        match = self._match(pattern)
        if match:
            self.at = match.end()
        return match

    def quoted(self) -> str | None:
        match = self.pattern(_QUOTED)
        return None if match is None else plain(next(group for group in match.groups() if group is not None))

    def starts_reference(self) -> bool:
        return self._match(_NOUNS) is not None

    def reference(self) -> Named:
        """`das Feld F… "Name"`. A name behind the id must be a name of this very element."""
        if (nouns := self._match(_NOUNS)) is None:
            self.fail()
        self.at = nouns.end()
        match = self.pattern(_ID) or self.fail()
        named = self.scope.find(match[0])
        given = self.quoted()
        if given is not None and given not in named.names:
            raise NotUnderstood(f"Bei {match[0]} steht „{given}“; das Element heißt „{named.element.name}“.")
        if given is None:
            self._bare_name(named)
        return named

    def _bare_name(self, named: Named) -> None:
        for name in named.names:
            if self.literally(name):
                return

    def literally(self, text: str) -> bool:
        """Whether the very text stands here, up to the end of a word."""
        self._match(_ID)
        end = self.at + len(text)
        if not text or self.text[self.at : end] != text or re.match(r"\w", self.text[end : end + 1]):
            return False
        self.at = end
        return True

    def fail(self, reason: str = "") -> Never:
        rest = self.text[self.at :].strip()
        where = f"Ab „{rest[:60]}{'…' if len(rest) > 60 else ''}“" if rest else "Am Ende"
        raise NotUnderstood(f"{where} ist die Formulierung nicht eindeutig verstanden. {reason}".strip())


@lru_cache(maxsize=64)
def _sign(sign: str) -> re.Pattern[str]:
    return re.compile(re.escape(sign))
