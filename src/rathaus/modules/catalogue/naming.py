"""Short names for addresses."""

import re

_GERMAN = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})
_OTHER = re.compile(r"[^a-z0-9]+")
PLAIN = {  # words under which the OZG catalogue files what has no place; addresses keep them, people read these
    "Querschnitt Bürger": "Allgemeine Anliegen von Bürgerinnen und Bürgern",
    "Querschnitt Unternehmen": "Allgemeine Anliegen von Unternehmen",
    "Querschnitt": "Allgemeines",
}
OFFICIAL_KEY = re.compile(r"99\d{12}")


def slug_of(name: str) -> str:
    """`Bewohnerparkausweis verlängern` -> `bewohnerparkausweis-verlaengern`, at most 80 characters, never empty."""
    return _OTHER.sub("-", name.lower().translate(_GERMAN)).strip("-")[:80].strip("-") or "leistung"


def plain_name(name: str) -> str:
    """A situation or subject of the OZG catalogue as people read it."""
    return PLAIN.get(name, name)


def is_official(key: str) -> bool:
    """Whether the key is a Leistungsschlüssel (`99` and twelve digits) and not a local one."""
    return OFFICIAL_KEY.fullmatch(key) is not None


def object_of(key: str) -> str:
    """The object of a Leistungsschlüssel (99, group, object: eight digits); another key is an object of its own."""
    return key[:8] if is_official(key) else key
