"""DIN SPEC 91379: the Latin letters of names, with the signs that occur in them.

The check takes every Latin letter of Unicode, bare or with combining marks, and the non-letters of data type C. It is
wider than the normative list in a few letters that no register issues, and narrower nowhere.
"""

import unicodedata
from functools import lru_cache

_SIGNS = frozenset(
    " \n\t\u00a0'’‘ʹʺʾʿˈˌ`´¨~·.,-–—‡!\"#$%&()*+/0123456789:;<=>?@[\\]^_{|}¡¢£¤¥¦§©ª«¬®¯°±²³µ¶¸¹º»¼½¾¿×÷€„“”‚…†•‰ʰ№ℓ™"
)


@lru_cache(maxsize=4096)
def _allowed(character: str) -> bool:
    if character in _SIGNS:
        return True
    if "\u0300" <= character <= "\u036f":
        return True
    return unicodedata.category(character)[0] in {"L", "S"} and unicodedata.name(character, "").startswith(
        ("LATIN ", "MODIFIER LETTER ")
    )


def outside(text: str) -> str:
    """The first character outside, or the empty text."""
    return next((character for character in text if not _allowed(character)), "")
