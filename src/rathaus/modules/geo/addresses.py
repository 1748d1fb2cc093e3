"""Addresses as people write them: „Große Ulrichstr. 12a“, „Gr. Ulrichstraße 12 A“. Pure functions, nothing is kept.

A house number is one integer: number times 100 plus the letter (12 is 1200, 12a is 1201, 12z is 1226). A range that ends
with a bare number takes its letters in: „bis 12“ contains 12a.
"""

import re
from dataclasses import dataclass

from rathaus.foundation import text
from rathaus.modules.geo.enums import Parity

STEP = 100
OPEN_END = 9999 * STEP + STEP - 1  # a range without an end
LONGEST = 200
_NUMBER = re.compile(r"(?P<number>[0-9]{1,4})\s?(?P<letter>[A-Za-z])?")
_HOUSE = re.compile(
    r"(?P<street>.*[^\W\d_].*?)(?P<between>[\s,.]*)(?<![0-9])(?P<number>[0-9]{1,4})\s?(?P<letter>[A-Za-z])?"
    r"(?:\s?[-–/+]\s?[0-9]{1,4}\s?[A-Za-z]?|\s[0-9]/[0-9])?",
    re.DOTALL,
)
_TOWN = re.compile(r"[,;\n].*?[0-9]{5}(?:\s.*)?$|\s[0-9]{5}\s+[^\W\d_].*$", re.DOTALL)
# what people shorten, as folded words; `_ENDINGS` are the last letters of a word
_WORDS = {
    "gr": "gross", "grosse": "gross", "grosser": "gross", "grosses": "gross", "grossen": "gross",
    "kl": "klein", "kleine": "klein", "kleiner": "klein", "kleines": "klein", "kleinen": "klein",
    "st": "sankt", "pl": "platz", "alte": "alt", "alter": "alt", "neue": "neu", "neuer": "neu",
    "obere": "ober", "oberer": "ober", "untere": "unter", "unterer": "unter",
}  # fmt: skip
_ENDINGS = (("strasse", "str"),)


@dataclass(frozen=True, slots=True)
class Address:
    """`number` as typed, `code` as an integer; both empty (None) where no house number is given."""

    street: str
    number: str
    code: int | None


def parse(line: str) -> Address:
    """Street and house number of one line; a town behind it is left out. The last number is the house number.

    Of „12-14“ and „12/2“ the first number counts.
    """
    line = text.clean(line[:LONGEST], multiline=True)
    line = _TOWN.sub("", line).strip(" ,;\n\t") or line
    match = _HOUSE.fullmatch(line)
    if match is None:
        return Address(street=line, number="", code=None)
    number = match["number"] + (match["letter"] or "").lower()
    dot = "." if match["between"].startswith(".") else ""
    return Address(street=match["street"].strip(" ,") + dot, number=number, code=number_code(number))


def number_code(number: str) -> int | None:
    """12 -> 1200, 12a -> 1201. None where it is no house number of at most four digits and one letter."""
    match = _NUMBER.fullmatch(number.strip())
    if match is None or int(match["number"]) == 0:
        return None
    letter = ord(match["letter"].lower()) - ord("a") + 1 if match["letter"] else 0
    return int(match["number"]) * STEP + letter


def last_code(number: str) -> int | None:
    """The upper end of a range: a bare number takes its letters in, an empty one is open."""
    if not number.strip():
        return OPEN_END
    code = number_code(number)
    return code + STEP - 1 if code is not None and code % STEP == 0 else code


def number_words(code: int) -> str:
    """1201 -> 12a, for people. The upper end of a range reads as its bare number."""
    number, letter = divmod(code, STEP)
    return f"{number}{chr(ord('a') + letter - 1) if 0 < letter <= 26 else ''}"


def on_side(parity: str | None, number: int) -> bool:
    """Whether a house number is on that side; 12 with its letters is even as a whole."""
    return parity in {None, Parity.ALL} or (parity == Parity.ODD) == bool(number // STEP % 2)


def first_on_side(first: int, last: int, parity: str | None) -> int | None:
    """The first house number from `first` to `last` on that side; None where there is none."""
    if first > last:
        return None
    if on_side(parity, first):
        return first
    following = (first // STEP + 1) * STEP
    return following if following <= last else None


def numbers_meet(one: tuple[int, int, str | None], other: tuple[int, int, str | None]) -> bool:
    """Whether a house number can lie in both ranges, each given as first, last and side."""
    first, last = max(one[0], other[0]), min(one[1], other[1])
    sides = {one[2], other[2]} - {None, Parity.ALL}
    return len(sides) < 2 and first_on_side(first, last, next(iter(sides), None)) is not None


def street_key(name: str) -> str:
    """A key under which all spellings of a street meet: no marks, no blanks, „Straße“ as str, „Gr.“ as gross."""
    return "".join(_word(word) for word in text.match_key(name).split())


def _word(word: str) -> str:
    word = _WORDS.get(word, word)
    for ending, short in _ENDINGS:
        if word.endswith(ending):
            return word[: -len(ending)] + short
    return word
