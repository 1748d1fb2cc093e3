"""XDatenfelder 2 and 1, read into the model of edition 3.

As the converter of the FIM editors (XDF2_2_XDF3) has it: freigabedatum is the date of the state, fachlicherErsteller who set
it, a rule's definition its free text. The state itself stays as written; there is no writer. Not kept: bezeichnungAusgabe of a
schema and of a rule, the version of a code list's own id, and, in edition 1, what the message says about a code list beyond its
name.
"""

import json
import re

from rathaus.standards.xdatenfelder import vocabulary as words
from rathaus.standards.xdatenfelder.errors import XdfError
from rathaus.standards.xdatenfelder.parts import CodeListRef, Header, Limits, Release, Rule, Standard
from rathaus.standards.xdatenfelder.reading import common, edition3
from rathaus.standards.xdatenfelder.reading.edition import Edition, names
from rathaus.standards.xdatenfelder.reading.markup import Node

_KEYS = ("minLength", "maxLength", "minValue", "maxValue", "pattern")
_UNESCAPED = re.compile(r'\{\s*(?:"[A-Za-z]+"\s*:\s*"[^"]*"\s*,?\s*)*\}')
_PAIR = re.compile(r'"([A-Za-z]+)"\s*:\s*"([^"]*)"')
_REFERENCE = frozenset({"identifikation", "genericodeIdentification"})
_GENERICODE = frozenset({"canonicalIdentification", "version", "canonicalVersionUri"})
_LIST_1 = frozenset(
    {"id", "name", "bezeichnungEingabe", "beschreibung", "definition", "bezug", "status", "kennung", "version", "langname"}
)


def _identity_2(node: Node, kind: str) -> tuple[str, str]:
    return common.identity(node, kind, version_needed=False)


def _identity_1(node: Node, kind: str) -> tuple[str, str]:
    return common.checked_id(node.text("id", needed=True, number=1038), kind, node.path), ""


def _header_1(node: Node) -> Header:
    return Header(node.text("fimId"), common.date(node, "datum"))


def _release(node: Node) -> Release:
    return Release(
        status_date=common.date(node, "freigabedatum"),
        status_by=node.text("fachlicherErsteller"),
        valid_from=common.date(node, "gueltigAb"),
        valid_until=common.date(node, "gueltigBis"),
        version_note=node.text("versionshinweis"),
        published=common.date(node, "veroeffentlichungsdatum"),
        status=node.code("status", words.OLD_STATES, needed=True, number=1032),
    )


def _limits(node: Node) -> Limits:
    """`praezisierung` is JSON in a text, with backslashes of patterns often left unescaped, or a remark."""
    text, here = node.text("praezisierung"), f"{node.path}/praezisierung"
    if not text.startswith("{"):
        return Limits(note=text)
    said = _loosely(text, here)
    unknown = set(said) - set(_KEYS)
    if unknown:
        raise XdfError(f"Die Angabe {min(unknown)[:40]!r} gehört nicht hierher.", here)
    return edition3.limits(said, here)


def _loosely(text: str, here: str) -> dict[str, str]:
    try:
        said = json.loads(text, parse_int=str, parse_float=str, parse_constant=str)
    except (ValueError, RecursionError) as error:
        if not _UNESCAPED.fullmatch(text):
            raise XdfError("Die Präzisierung ist kein JSON. Berichtigen Sie sie im Editor.", here) from error
        said = dict(_PAIR.findall(text))
    if not all(isinstance(value, str) for value in said.values()):
        raise XdfError("Die Präzisierung darf nur Texte und Zahlen enthalten.", here)
    return {str(name): value for name, value in said.items()}


def _code_list_2(node: Node) -> CodeListRef | None:
    inner = node.maybe("codelisteReferenz", _REFERENCE)
    if inner is None:
        return None
    own = inner.maybe("identifikation", frozenset({"id", "version"}))
    genericode = inner.maybe("genericodeIdentification", _GENERICODE)
    found = CodeListRef(
        uri=genericode.text("canonicalIdentification") if genericode else "",
        version=genericode.text("version") if genericode else "",
        version_uri=genericode.text("canonicalVersionUri") if genericode else "",
        id=own.text("id") if own else "",
    )
    return found if found != CodeListRef("") else None


def _code_list_1(node: Node) -> CodeListRef | None:
    """Of the list's own description only its names and version are kept."""
    inner = node.maybe("codeliste", _LIST_1)
    if inner is None:
        return None
    return CodeListRef(inner.text("kennung"), inner.text("version"), id=inner.text("id"), name=inner.text("name"))


def _rule(node: Node, identity: tuple[str, str]) -> Rule:
    release = _release(node)
    return Rule(
        id=identity[0],
        version=identity[1],
        name=node.text("name"),
        text=node.text("definition"),
        kind="",
        legal_basis=common.legal_basis(node),
        description=node.text("beschreibung"),
        author=release.status_by,
        script=node.text("script"),
        label=node.text("bezeichnungEingabe"),
        release=release,
    )


def _rules_2(node: Node) -> tuple[Rule, ...]:
    return tuple(_rule(inner, _identity_2(inner, "R")) for inner in node.each("regel", frozenset(words.EDITION_2.rule)))


def _rules_1(node: Node) -> tuple[Rule, ...]:
    return tuple(_rule(inner, _identity_1(inner, "R")) for inner in node.each("regel", frozenset(words.EDITION_1.rule)))


def _no_state(_node: Node) -> str:
    """The states 1 to 8 came with edition 3."""
    return ""


EDITION_2 = Edition(
    standard=Standard.XDF2,
    namespace="urn:xoev-de:fim:standard:xdatenfelder_2",
    messages=edition3.EDITION.messages,
    field_kinds=words.OLD_FIELD_KINDS,
    datatypes=words.OLD_DATATYPES,
    title_name="bezeichnungEingabe",
    empty_schema=True,
    header=edition3.header,
    identity=_identity_2,
    release_state=_no_state,
    release=_release,
    limits=_limits,
    code_list=_code_list_2,
    rules=_rules_2,
    **names(words.EDITION_2),
)
EDITION_1 = Edition(
    standard=Standard.XDF1,
    namespace="urn:xoev-de:fim:standard:xdatenfelder_1",
    messages={"xdatenfelder.stammdatenschema.0102001": "stammdatenschema"},
    field_kinds=words.OLD_FIELD_KINDS,
    datatypes=words.OLD_DATATYPES,
    title_name="bezeichnungEingabe",
    empty_schema=True,
    header=_header_1,
    identity=_identity_1,
    release_state=_no_state,
    release=_release,
    limits=_limits,
    code_list=_code_list_1,
    rules=_rules_1,
    **names(words.EDITION_1),
)
