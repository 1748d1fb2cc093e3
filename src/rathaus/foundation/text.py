"""Text as the house keeps it: NFC, sorted after DIN 5007-1, searchable without umlauts."""

import unicodedata

_FOLD = str.maketrans(
    {"ß": "ss", "ẞ": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "ł": "l", "þ": "th", "ı": "i"}
    | {"ä": "a", "ö": "o", "ü": "u"}  # as decomposing them would give; with them most German texts need no more
)
_FORBIDDEN = {"Cc", "Cs", "Co", "Cn"}


def clean(text: str, *, multiline: bool = False) -> str:
    """NFC, outer blanks gone, control characters and lone surrogates gone; line ends as LF where lines are allowed.

    Names after DIN SPEC 91379 (letters with combining marks that have no NFC form) pass unchanged.
    """
    if text.isprintable() and unicodedata.is_normalized("NFC", text):
        return text.strip()
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    keep = "\n\t" if multiline else ""
    out = "".join(c if c in keep or unicodedata.category(c) not in _FORBIDDEN else " " if c in "\n\t" else "" for c in text)
    return out.strip()


def fold(text: str) -> str:
    """Lower case without marks: `Größe` -> `grosse`. Umlauts lose their dots (DIN 5007-1: ä sorts as a, ß as ss)."""
    lower = text.casefold()
    if lower.isascii():
        return lower
    lower = lower.translate(_FOLD)
    if lower.isascii():
        return lower
    decomposed = unicodedata.normalize("NFKD", lower)
    return "".join(c for c in decomposed if not unicodedata.combining(c))


def sort_key(text: str) -> str:
    """A stored key that any database orders as DIN 5007-1 does: folded, signs as blanks, the text itself to break ties."""
    folded = "".join(c if c.isalnum() else " " for c in fold(text))
    return " ".join(folded.split())[:200]


def match_key(text: str) -> str:
    """A stored key for finding names: folded as `sort_key`, and ae, oe, ue as a, o, u, so that Müller finds Mueller."""
    key = sort_key(text)
    for written, letter in (("ae", "a"), ("oe", "o"), ("ue", "u")):
        key = key.replace(written, letter)
    return key
