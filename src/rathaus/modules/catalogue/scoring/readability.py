"""How hard a German text is to read: the first Wiener Sachtextformel (Bamberger, Vanecek 1984).

    0.1935 MS + 0.1672 SL + 0.1297 IW - 0.0327 ES - 0.875

MS per cent of words of three syllables and more, SL words a sentence, IW per cent of words longer than six letters, ES per cent
of words of one syllable. The result is meant as a school grade: 4 very easy, 15 very hard. It counts letters and knows no
meaning: names of laws and offices make a text look harder, missing order or wrong advice do not. Short texts swing, so fewer
than `FEWEST_WORDS` words give no value.
"""

import re
from dataclasses import dataclass

FEWEST_WORDS = 30
EASY, HARD = 8.0, 12.0  # what pages call easy, and hard to read: our own bounds inside the scale of the formula

_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_SENTENCE_END = re.compile(r"[.!?:;](?=\s|$)|\n+")
_NOT_AN_END = re.compile(r"\b(?:z\. ?B|d\. ?h|u\. ?a|i\. ?d\. ?R|Abs|Nr|Art|Satz|S|Str|bzw|ggf|usw|ca|vgl|\d{1,2})\.(?=\s)")
_VOWELS = re.compile(r"(?:aa|ee|oo|ie|ei|ai|au|eu|äu|ey|ay|oi|[aeiouyäöüáéíóúàèìòùâêîôûåø])", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Reading:
    """`grade` None where the text is too short to say. `longest` is the longest sentence in words."""

    grade: float | None
    words: int
    sentences: int
    longest: int

    @property
    def label(self) -> str:
        if self.grade is None:
            return "zu kurz für eine Aussage"
        return "leicht" if self.grade < EASY else "mittel" if self.grade < HARD else "schwer"


def syllables(word: str) -> int:
    """Groups of vowels, at least one: close for German words, not exact."""
    return max(1, len(_VOWELS.findall(word)))


def read(text: str) -> Reading:
    """Lines count as sentences: lists are read line by line."""
    sentences = [words for part in _split(text) if (words := _WORD.findall(part))]
    words = [word for sentence in sentences for word in sentence]
    if not words:
        return Reading(None, 0, 0, 0)
    parts = [syllables(word) for word in words]
    many = 100 * sum(count >= 3 for count in parts) / len(words)
    one = 100 * sum(count == 1 for count in parts) / len(words)
    long = 100 * sum(len(word) > 6 for word in words) / len(words)
    grade = 0.1935 * many + 0.1672 * len(words) / len(sentences) + 0.1297 * long - 0.0327 * one - 0.875
    enough = len(words) >= FEWEST_WORDS
    return Reading(round(grade, 1) if enough else None, len(words), len(sentences), max(map(len, sentences)))


def _split(text: str) -> list[str]:
    return _SENTENCE_END.split(_NOT_AN_END.sub(lambda found: found[0].replace(".", " "), text))
