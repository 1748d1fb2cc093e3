"""From text to stems. Umlauts and their spellings as two letters meet: Gebühr, Gebuehr, GEBÜHR."""

import re
from functools import lru_cache
from pathlib import Path

import Stemmer

from rathaus.foundation.text import fold

_WORD = re.compile(r"[^\W_]+")
_DIGRAPH = re.compile(r"(?<![aeq])([aou])e")  # not in neue, Bauer, Quelle
_STEMMER = Stemmer.Stemmer("german", 0)  # without a store of its own, which threads would share
MAX_WORDS = 20_000
MAX_LETTERS = 60


def _word_list(name: str) -> frozenset[str]:
    return frozenset((Path(__file__).parent / name).read_text(encoding="ascii").split())


STOPWORDS = _word_list("stopwords.txt")  # carry no meaning in a question to a town hall
WEAK = _word_list("weak_words.txt")  # stems found in half of all questions and texts: they order, they do not find
ACTS = _word_list("acts.txt")  # stems of what one does with many things: they count half beside the thing itself

ORDINARY = _word_list("ordinary_words.txt")  # words that are no typing errors, though an index may not know them


def words(text: str) -> list[str]:
    """The words of a text, folded: lower case, no marks, no difference between ü and ue. At most 20,000 of 60 letters."""
    found = []
    for match in _WORD.finditer(fold(text).casefold()):
        word = match.group()
        found.append((_DIGRAPH.sub(r"\1", word) if "e" in word[1:] else word)[:MAX_LETTERS])
        if len(found) == MAX_WORDS:
            break
    return found


@lru_cache(maxsize=2048)
def stem(word: str) -> str:
    """The stem of a folded word: Snowball's for German, and verb and noun made one (`verlangern`, `verlangerung`)."""
    root: str = _STEMMER.stemWord(word)
    for ending in ("ung", "er", "el"):
        if root.endswith(ending) and len(root) - len(ending) >= 5:
            root = root[: -len(ending)]
    return root


def content_words(text: str) -> list[str]:
    """`words` without those that carry no meaning; all of them where nothing else was said."""
    found = words(text)
    return [word for word in found if word not in STOPWORDS] or found


def analyse(text: str) -> list[str]:
    """The stems of a text, in order, doubles kept."""
    return [stem(word) for word in content_words(text)]


def token(root: str) -> str:
    """A stem as both databases keep it without looking into it: letters outside ASCII as hexadecimal."""
    return root if root.isascii() else "x" + root.encode().hex()


_PARTICLES = "ab|an|auf|aus|bei|ein|fest|frei|her|hin|los|mit|nach|um|vor|weg|zuruck|zusammen|zu"
PARTICLES = frozenset(_PARTICLES.split("|"))  # what German puts before a verb, and at the end of a sentence
_INSIDE = re.compile(rf"(?P<particle>(?:{_PARTICLES})?)(?:ge|zu)(?P<verb>.{{3,}})")  # an-ge-meldet, ge-kauft
_STRONG = {
    "zog": "zieh", "storb": "sterb", "stirb": "sterb", "verlor": "verlier", "stohl": "stehl", "nomm": "nehm", "nimm": "nehm",
    "worf": "werf", "schrieb": "schreib", "biss": "beiss", "riss": "reiss", "sproch": "sprech", "brann": "brenn",
    "schloss": "schliess", "tritt": "tret", "schlug": "schlag", "ging": "geh", "kam": "komm", "gab": "geb", "gib": "geb",
    "verli": "verlier",
}  # fmt: skip
_WHOLE = frozenset(["gas", "kurs", "mieten", "wetter"])  # whose stem is another word: Kur, Miete, Wette


@lru_cache(maxsize=2048)
def lemma(word: str) -> str:
    """What the forms of a verb have in common: gekauft, kauft, kaufen; anzumelden, angemeldet, meldet an (see `rejoined`).

    Coarser than `stem` and a hundred times as fast: for comparing questions with everyday sayings, not for finding documents.
    """
    if word in _WHOLE:
        return word
    root = _without_ending(word)
    particle, verb = "", root
    if (inside := _INSIDE.fullmatch(root)) and (inside["particle"] or root.endswith("t") or _strong(inside["verb"])):
        particle, verb = inside["particle"], inside["verb"]
    for ending in ("et", "t"):
        if verb.endswith(ending) and len(verb) - len(ending) >= 3:
            verb = verb[: -len(ending)]
    return particle + (_strong(verb) or verb)


def _without_ending(word: str) -> str:
    """The word without what declension, conjugation and -ung, -er, -el add to it; not always what Snowball leaves."""
    for ending in ("innen", "in"):
        if word.endswith(f"er{ending}"):
            word = word[: -len(ending)]
    for ending in ("ern", "em", "er", "en", "es", "e"):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            word = word[: -len(ending)]
            break
    else:
        if word.endswith("s") and len(word) > 3 and word[-2] in "bdfghklmnrt":
            word = word[:-1]
    for ending in ("ung", "er", "el"):
        if word.endswith(ending) and len(word) - len(ending) >= 5:
            word = word[: -len(ending)]
    return word


def _strong(verb: str) -> str:
    """The stem a strong verb has in its infinitive, where this ends with a form of one; else nothing."""
    for ending, infinitive in _STRONG.items():
        if verb.endswith(ending):
            return verb[: -len(ending)] + infinitive
    return ""
