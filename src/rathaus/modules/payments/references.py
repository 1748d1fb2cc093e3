"""Kassenzeichen: digits alone, so that every bank form and every telephone takes them, with two check digits."""

import datetime as dt
import secrets
import unicodedata

BODY = 12  # two digits of the year, ten random ones


def new_cash_reference(on: dt.date) -> str:
    """A fresh reference in groups of four: `2612 3456 7890 45`."""
    body = f"{on.year % 100:02d}{secrets.randbelow(10**10):010d}"
    return grouped(body + check_digits(body))


def check_digits(body: str) -> str:
    """ISO/IEC 7064 MOD 97-10: finds every single wrong digit and every swap of two digits side by side."""
    return f"{98 - int(body) * 100 % 97:02d}"


def grouped(digits: str) -> str:
    return " ".join(digits[at : at + 4] for at in range(0, len(digits), 4))


def read_cash_reference(typed: str) -> str | None:
    """The reference as stored, from what somebody typed; None if it cannot be right."""
    digits = "".join(character for character in typed if not character.isspace() and character not in "-/.")
    if len(digits) != BODY + 2 or not digits.isascii() or not digits.isdigit() or check_digits(digits[:BODY]) != digits[BODY:]:
        return None
    return grouped(digits)


_SEPA = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/-?:().,'+ ")
_LETTERS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "ß": "ss", "–": "-", "&": "+"})


def sepa_text(text: str, length: int = 140) -> str:
    """The text in the SEPA character set (EPC 217-08): umlauts written out, marks dropped, anything else a blank."""
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFC", text).translate(_LETTERS))
    kept = "".join(c if c in _SEPA else "" if unicodedata.combining(c) else " " for c in plain)
    return " ".join(kept.split())[:length].rstrip()
