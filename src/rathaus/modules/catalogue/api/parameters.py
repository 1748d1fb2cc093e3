"""The query of a request: read strictly, and described to others from the same list."""

import base64
import binascii
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

MOST = 100
DEFAULT = 50
_SLUG = re.compile(r"[a-z0-9-]{1,80}")
_FLAGS = {"true": True, "false": False}


class BadRequest(Exception):
    """The text is German and names the parameter."""


@dataclass(frozen=True, slots=True)
class Parameter:
    name: str
    description: str
    schema: Mapping[str, Any]


CURSOR = Parameter("cursor", "Wo es weitergeht; aus `next` der vorigen Antwort.", {"type": "string", "maxLength": 200})
LIMIT = Parameter("limit", "Wie viele Einträge.", {"type": "integer", "minimum": 1, "maximum": MOST, "default": DEFAULT})
DESCRIBED = Parameter("described", "Nur was die Stadt selbst beschreibt, oder nur das andere.", {"type": "boolean"})
ONLINE = Parameter("online", "Nur was hier online geht, oder nur das andere.", {"type": "boolean"})
LIFE_EVENT = Parameter("life_event", "Nur Leistungen dieser Lebenslage (slug).", {"type": "string", "pattern": "^[a-z0-9-]+$"})
PAGE = (CURSOR, LIMIT)
SERVICES = (*PAGE, DESCRIBED, ONLINE, LIFE_EVENT)


@dataclass(frozen=True, slots=True)
class Asked:
    """`after` is where the page begins, empty for the beginning."""

    after: str = ""
    limit: int = DEFAULT
    described: bool | None = None
    online: bool | None = None
    life_event: str = ""


def read(query: Mapping[str, list[str]], known: tuple[Parameter, ...]) -> Asked:
    """Raises BadRequest for an unknown, doubled or wrong parameter: a typo must not look like an answer."""
    names = {parameter.name for parameter in known}
    values: dict[str, Any] = {}
    for name, given in query.items():
        if name not in names:
            raise BadRequest(f"Den Parameter {name[:40]!r} gibt es hier nicht. Möglich: {', '.join(sorted(names)) or 'keiner'}.")
        if len(given) != 1:
            raise BadRequest(f"{name} darf nur einmal stehen.")
        target = "after" if name == "cursor" else name
        values[target] = _READERS[name](name, given[0])
    return Asked(**values)


def cursor(after: str) -> str:
    return base64.urlsafe_b64encode(after.encode()).decode().rstrip("=")


def _cursor(name: str, text: str) -> str:
    try:
        found = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True).decode()
    except (binascii.Error, ValueError):
        found = ""
    if not found or len(text) > 200 or "\x00" in found:
        raise BadRequest(f"{name} ist ungültig. Nehmen Sie die Adresse aus `next` unverändert.")
    return found


def _limit(name: str, text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 5 and 1 <= int(text) <= MOST):
        raise BadRequest(f"{name} ist eine ganze Zahl von 1 bis {MOST}.")
    return int(text)


def _flag(name: str, text: str) -> bool:
    if text not in _FLAGS:
        raise BadRequest(f"{name} ist true oder false.")
    return _FLAGS[text]


def _slug(name: str, text: str) -> str:
    if not _SLUG.fullmatch(text):
        raise BadRequest(f"{name} ist ein Kürzel aus Kleinbuchstaben, Ziffern und Bindestrichen.")
    return text


_READERS = {"cursor": _cursor, "limit": _limit, "described": _flag, "online": _flag, "life_event": _slug}
