"""How a German word sounds, roughly: words that are spelt by ear meet (`Fürerschein`, `Apostile`, `Foto`, `Hauptwonsitz`)."""

import re
from functools import lru_cache

_SPELLINGS = (
    ("sch", "$"), ("ph", "f"), ("pf", "f"), ("th", "t"), ("dt", "t"), ("tz", "z"), ("ts", "z"), ("ck", "k"), ("chs", "x"),
    ("ks", "x"), ("qu", "kw"), ("ch", "$"), ("ai", "ei"), ("ay", "ei"), ("ey", "ei"), ("ie", "i"), ("v", "f"),
    ("w", "f"), ("c", "k"), ("q", "k"), ("y", "i"), ("d", "t"), ("b", "p"), ("g", "k"), ("z", "s"), ("j", "i"),
)  # fmt: skip
_SILENT = re.compile(r"(?<=[aeiou])h")
_DOUBLED = re.compile(r"(.)\1+")


@lru_cache(maxsize=2048)
def sound(word: str) -> str:
    """The same text for folded words that sound alike; it is no word."""
    for spelt, heard in _SPELLINGS:
        word = word.replace(spelt, heard)
    return _DOUBLED.sub(r"\1", _SILENT.sub("", word))
