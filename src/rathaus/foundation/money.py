"""Money is an integer number of euro cents, everywhere. This file reads and writes it in German."""

import re

_AMOUNT = re.compile(r"(?P<sign>-?)(?P<euros>\d{1,3}(?:\.\d{3})+|\d+)(?:,(?P<cents>\d{2}))?(?:\s*(?:€|EUR))?")


def format_cents(cents: int) -> str:
    """`123456` -> `1.234,56 €` with a no-break space, as DIN 5008 sets it."""
    sign = "-" if cents < 0 else ""
    euros, rest = divmod(abs(cents), 100)
    return f"{sign}{euros:,}".replace(",", ".") + f",{rest:02d}\u00a0€"


def parse_cents(text: str) -> int:
    """`1.234,56 €`, `30,70` or `12` as cents. Raises ValueError where the text is no amount."""
    match = _AMOUNT.fullmatch(text.strip())
    if match is None:
        raise ValueError(f"kein Geldbetrag: {text!r}")
    cents = int(match["euros"].replace(".", "")) * 100 + int(match["cents"] or 0)
    return -cents if match["sign"] else cents
