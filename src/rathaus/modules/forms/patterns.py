"""Patterns from forms are foreign text: anchored, short, and free of what makes matching explode.

XSD patterns match the whole text and know no anchors; real FIM files carry a stray `$` (e-mail field F60000000242).
"""

import re
from functools import lru_cache

from rathaus.foundation.errors import Invalid

MAX_PATTERN = 300
MAX_TEXT = 500
MAX_OPEN = 4
"""How many repetitions without a small bound one pattern may have."""
_ATOM = re.compile(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|[()|]|.", re.DOTALL)
_QUANTIFIER = re.compile(r"[*+?]|\{(\d{0,4})(,?)(\d{0,4})\}")


def simple(pattern: str) -> str:
    """The pattern without anchors. Raises Invalid where it is too long, unreadable or may take forever."""
    text = pattern.removeprefix("^")
    if text.endswith("$") and not text.endswith("\\$"):
        text = text[:-1]
    if len(text) > MAX_PATTERN:
        raise Invalid(f"Das Muster ist länger als {MAX_PATTERN} Zeichen.")
    if "(?" in text or re.search(r"\\[1-9]", text):
        raise Invalid("Das Muster benutzt Rückbezüge oder Sondergruppen; erlaubt sind einfache Muster.")
    try:
        re.compile(text)
    except (re.error, OverflowError, RecursionError) as error:
        raise Invalid(f"Das Muster ist nicht lesbar: {error}.") from error
    _require_bounded(text)
    return text


def _require_bounded(text: str) -> None:
    """No repetition around a group that itself varies, and few open repetitions in all."""
    varies = [False]
    at = opened = 0
    while at < len(text):
        atom = _ATOM.match(text, at)
        if atom is None:
            raise Invalid("Das Muster ist nicht lesbar.")
        at = atom.end()
        group_varies = False
        if atom[0] == "(":
            varies.append(False)
            continue
        if atom[0] == "|":
            varies[-1] = True
            continue
        if atom[0] == ")":
            group_varies = varies.pop()
            varies[-1] |= group_varies
        quantifier = _QUANTIFIER.match(text, at)
        if quantifier is None:
            continue
        at = quantifier.end()
        least, most = _bounds(quantifier)
        if group_varies and most > 1:
            raise Invalid("Das Muster wiederholt eine Gruppe, die selbst schwankt; das kann beim Prüfen beliebig lange dauern.")
        varies[-1] |= least != most
        opened += most - least > 20
    if opened > MAX_OPEN:
        raise Invalid(f"Das Muster hat mehr als {MAX_OPEN} offene Wiederholungen; das kann beim Prüfen beliebig lange dauern.")


def _bounds(quantifier: re.Match[str]) -> tuple[int, int]:
    match quantifier[0]:
        case "*" | "+":
            return 0, MAX_TEXT
        case "?":
            return 0, 1
    least = int(quantifier[1] or 0)
    most = (int(quantifier[3]) if quantifier[3] else MAX_TEXT) if quantifier[2] else least
    return least, most


@lru_cache(maxsize=512)
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


def matches(pattern: str, text: str) -> bool:
    """Whether the whole text fits. The pattern has passed `simple`; longer texts than MAX_TEXT never fit."""
    return len(text) <= MAX_TEXT and _compiled(pattern).fullmatch(text) is not None
