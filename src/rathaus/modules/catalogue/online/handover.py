"""The address of an online service with what it wants to be told: never anything about a person.

Hosts and paths are fixed. What we know goes into the query alone, as a parameter of its own or in the place of a `{value}` that
stands there; what the target's own query says is kept letter by letter. The kinds 001 to 009 of XZuFi's dynamic parameters mean
what the operator says they mean (`rules`): no source we know tells.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import quote, unquote_plus, urlsplit

VALUES = {
    "service_key": "Leistungsschlüssel",
    "ars": "Amtlicher Regionalschlüssel der Gemeinde",
    "ags": "Amtlicher Gemeindeschlüssel",
    "postal_code": "Postleitzahl der zuständigen Stelle",
    "unit": "Kürzel der zuständigen Stelle",
    "unit_id": "Kennung der zuständigen Stelle",
    "language": "Sprache der Seite",
    "reference": "Kennzeichen der Übergabe, nur mit Einwilligung",
}
"""What can be handed over, by the name that data uses."""
KINDS = frozenset({*(f"{number:03d}" for number in range(1, 10)), "100"})
LONGEST = 2000
_UNSAFE = re.compile(r"[\x00-\x20\x7f\\\"<>^`|]|[^\x00-\x7f]")
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._~\-\[\]:]{0,99}")
_PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")

Rules = Mapping[tuple[str, str], str]
"""(kind, name) -> value; either of the two may be empty."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """What a service wants to be told. `value` is one of VALUES, or empty where only the kind is known."""

    name: str
    kind: str = ""
    value: str = ""
    required: bool = False


@dataclass(frozen=True, slots=True)
class Address:
    """`missing` names the required parameters that were left out, `unmapped` all that nobody has given a meaning."""

    url: str
    missing: tuple[str, ...] = ()
    unmapped: tuple[str, ...] = ()


def meaning(parameter: Parameter, rules: Rules) -> str:
    """The value it stands for, the most exact rule first; empty where nobody has said."""
    if parameter.value in VALUES:
        return parameter.value
    for key in ((parameter.kind, parameter.name), ("", parameter.name), (parameter.kind, "")):
        if key != ("", "") and (found := rules.get(key, "")):
            return found
    return ""


def build(url: str, parameters: Iterable[Parameter], rules: Rules, facts: Mapping[str, str]) -> Address:
    """`facts` are our values by name; one we do not know is left out. Raises ValueError for an address with `faults`."""
    if found := faults(url):
        raise ValueError(found)
    base, _, fragment = url.partition("#")
    base, _, query = base.partition("?")
    pieces, own, missing = _own_query(query, facts)
    unmapped: list[str] = []
    for parameter in parameters:
        if parameter.name in own or not _NAME.fullmatch(parameter.name):
            continue  # the target's own word stands
        value = meaning(parameter, rules)
        if not value:
            unmapped.append(parameter.name)
        told = facts.get(value, "")
        if told:
            pieces.append(f"{quote(parameter.name, safe='')}={quote(told, safe='')}")
            own.add(parameter.name)
        elif parameter.required and value != "reference":
            missing.append(parameter.name)
    whole = base + ("?" + "&".join(pieces) if pieces else "") + (f"#{fragment}" if fragment else "")
    return Address(whole, tuple(missing), tuple(unmapped))


def _own_query(query: str, facts: Mapping[str, str]) -> tuple[list[str], set[str], list[str]]:
    """The target's own pairs as they stand, placeholders filled; their names; the placeholders we know no value for."""
    pieces, names, missing = [], set(), []
    for piece in query.split("&") if query else ():
        name, equals, value = piece.partition("=")
        found = _PLACEHOLDER.fullmatch(unquote_plus(value))
        if found is None:
            pieces.append(piece)
            names.add(unquote_plus(name))
        elif told := facts.get(found[1], ""):
            pieces.append(f"{name}{equals}{quote(told, safe='')}")
            names.add(unquote_plus(name))
        elif found[1] != "reference":
            missing.append(unquote_plus(name))
    return pieces, names, missing


def plain(url: str) -> str:
    """The address as it is asked for when nobody goes there: without fragment and without what a placeholder would tell."""
    base, _, query = url.partition("#")[0].partition("?")
    pieces, _names, _missing = _own_query(query, {})
    return base + ("?" + "&".join(pieces) if pieces else "")


def faults(url: str) -> str:
    """What is wrong with the address of an online service, in German; empty where nothing is."""
    if len(url) > LONGEST or _UNSAFE.search(url):
        return f"die Adresse ist länger als {LONGEST} Zeichen, oder sie enthält Zeichen, die man dort mit %XX schreibt"
    try:
        parts = urlsplit(url)
        port, host = parts.port, parts.hostname
    except ValueError:
        return "das ist keine Adresse"
    if parts.scheme != "https" or not host or port == 0 or "@" in parts.netloc:
        return "die Adresse beginnt nicht mit https:// und einem Rechner, oder sie enthält Zugangsdaten"
    if any(brace in part for brace in "{}" for part in (parts.netloc, parts.path, parts.fragment)):
        return "Platzhalter in geschweiften Klammern dürfen nur hinter dem Fragezeichen stehen"
    return _query_faults(parts.query)


def _query_faults(query: str) -> str:
    for piece in query.split("&"):
        name, _, value = piece.partition("=")
        found = _PLACEHOLDER.fullmatch(unquote_plus(value))
        braces = any(brace in unquote_plus(name) or (found is None and brace in unquote_plus(value)) for brace in "{}")
        if braces or (found is not None and found[1] not in VALUES):
            return f"einen Platzhalter wie {piece!r} gibt es nicht; möglich sind {', '.join(VALUES)} als ganzer Wert"
    return ""


def parameter_faults(parameter: Parameter) -> str:
    if not _NAME.fullmatch(parameter.name):
        return f"der Parameter {parameter.name!r} heißt nicht wie ein Teil einer Adresse"
    if parameter.kind and parameter.kind not in KINDS:
        return f"den Typ {parameter.kind!r} gibt es nicht (001 bis 009, 100)"
    if parameter.value and parameter.value not in VALUES:
        return f"den Wert {parameter.value!r} gibt es nicht; möglich sind {', '.join(VALUES)}"
    if not (parameter.value or parameter.kind):
        return f"der Parameter {parameter.name!r} braucht einen Wert (value) oder einen Typ (kind)"
    return ""
