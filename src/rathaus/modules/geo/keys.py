"""The Amtliche Regionalschlüssel (ARS): Land 2 + region 1 + county 2 + association 4 + municipality 3 digits. Pure arithmetic.

A shorter key is the beginning of the longer ones inside it. Where a level is missing its digits are zero, so that several
spellings name one territory: Halle (Saale) is 150020000000, 150020000 and 15002. `shortest` gives the one spelling to
compare and to store.
"""

import re

LENGTHS = (12, 9, 5, 3, 2)
_KEY = re.compile(r"(?:[0-9]{2}|[0-9]{3}|[0-9]{5}|[0-9]{9}|[0-9]{12})")
_ENDS = ((12, 9), (9, 5), (5, 3), (3, 2))
INDEPENDENT, UNINCORPORATED, IN_ASSOCIATION = "0000", "9", "5"  # what the digits of the association say


def is_key(key: str) -> bool:
    return _KEY.fullmatch(key) is not None


def shortest(key: str) -> str:
    """The shortest key of the same territory: trailing levels that are all zero go. Empty stays empty."""
    for whole, kept in _ENDS:
        if len(key) == whole and not key[kept:].strip("0"):
            key = key[:kept]
    return key


def beginnings(key: str) -> tuple[str, ...]:
    """The key and everything around it, the most specific first; the last one is empty: everywhere."""
    return (*dict.fromkeys([key[:length] for length in LENGTHS if length <= len(key)]), "")


def within(key: str, around: str) -> bool:
    """Whether the territory lies in the other one or is the same."""
    return shortest(key).startswith(shortest(around))


def ags_of(ars: str) -> str:
    """Amtlicher Gemeindeschlüssel: the twelve digits without those of the association. Shorter keys stay as they are."""
    return ars[:5] + ars[9:] if len(ars) == 12 else ars
