"""Identifiers: sortable keys for rows, unguessable tokens for addresses, numbers people read aloud."""

import os
import secrets
import time
import uuid

ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # no 0 O 1 I: read aloud, typed from paper


def new_id() -> uuid.UUID:
    """A UUID of version 7 (RFC 9562, section 5.7): it sorts by creation, for rows of one transaction too.

    48 bits of Unix milliseconds, 12 bits of the fraction of one (section 6.2, method 3: steps of 244 ns), 62 random bits.
    """
    milliseconds, rest = divmod(time.time_ns(), 1_000_000)
    fraction = rest * 4096 // 1_000_000
    random = int.from_bytes(os.urandom(8), "big") >> 2
    return uuid.UUID(int=milliseconds << 80 | 0x7 << 76 | fraction << 64 | 0x2 << 62 | random)


def token(bits: int = 160) -> str:
    """An unguessable text for an address, URL-safe."""
    return secrets.token_urlsafe(bits // 8)


def check_character(body: str) -> str:
    """The Luhn check character modulo 32 over ALPHABET (ISO/IEC 7812-1 annex B, carried to base 32).

    It finds every single wrong character and nearly every swap of neighbours. Raises ValueError for other characters.
    """
    total = 0
    for position, character in enumerate(reversed(body)):
        value = ALPHABET.index(character) * (2 if position % 2 == 0 else 1)
        total += value // 32 + value % 32
    return ALPHABET[-total % 32]


def readable_code(length: int = 8) -> str:
    """A random code of `length` characters, the last a check character, in groups of four: `7KQ2-M9XF`."""
    body = "".join(ALPHABET[byte % 32] for byte in os.urandom(length - 1))
    code = body + check_character(body)
    return "-".join(code[at : at + 4] for at in range(0, length, 4))


def read_code(typed: str) -> str | None:
    """The code as stored, from what a person typed (blanks, hyphens, small letters allowed); None if it cannot be right."""
    code = "".join(character for character in typed.upper() if character.isalnum())
    if len(code) < 2 or any(character not in ALPHABET for character in code):
        return None
    if check_character(code[:-1]) != code[-1]:
        return None
    return "-".join(code[at : at + 4] for at in range(0, len(code), 4))
