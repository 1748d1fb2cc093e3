"""XDatenfelder 3.0.0: what is said otherwise than before."""

from rathaus.standards.xdatenfelder import values
from rathaus.standards.xdatenfelder import vocabulary as words
from rathaus.standards.xdatenfelder.errors import XdfError
from rathaus.standards.xdatenfelder.parts import CodeListRef, FieldKind, Header, Limits, Release, Rule, Standard
from rathaus.standards.xdatenfelder.reading import common
from rathaus.standards.xdatenfelder.reading.edition import Edition, names
from rathaus.standards.xdatenfelder.reading.markup import Node, content

_RULE = frozenset(words.EDITION_3.rule)
_LIST = frozenset({"canonicalIdentification", "version", "canonicalVersionUri"})
_LIMITS = frozenset({"minLength", "maxLength", "minValue", "maxValue", "pattern"})


def header(node: Node) -> Header:
    return Header(node.text("nachrichtID"), common.moment(node, "erstellungszeitpunkt"), node.text("referenzID"))


def _identity(node: Node, kind: str) -> tuple[str, str]:
    return common.identity(node, kind, version_needed=True)


def _release_state(node: Node) -> str:
    return node.code("freigabestatus", words.RELEASE_STATES, needed=True, number=1032)


def _release(node: Node) -> Release:
    return Release(
        status_date=common.date(node, "statusGesetztAm"),
        status_by=node.text("statusGesetztDurch"),
        valid_from=common.date(node, "gueltigAb"),
        valid_until=common.date(node, "gueltigBis"),
        version_note=node.text("versionshinweis"),
        published=common.date(node, "veroeffentlichungsdatum"),
        last_change=common.moment(node, "letzteAenderung"),
    )


def _limits(node: Node) -> Limits:
    found = node.elements("praezisierung")
    if not found:
        return Limits()
    if len(found) > 1:
        raise XdfError("Das Element 'praezisierung' steht mehrfach.", node.path)
    element, here = found[0], f"{node.path}/praezisierung"
    note = content(element, here, _LIMITS)
    return limits({str(name): str(value) for name, value in element.attrib.items()}, here, note=note)


def limits(said: dict[str, str], here: str, *, note: str = "") -> Limits:
    """The attributes of `praezisierung`, or the same names of the JSON in edition 2."""
    lower, upper = said.get("minValue", "").strip(), said.get("maxValue", "").strip()
    low, high = values.number(lower), values.number(upper)
    return Limits(
        min_length=common.length(said.get("minLength", "").strip(), f"{here}@minLength", 1059),
        max_length=common.length(said.get("maxLength", "").strip(), f"{here}@maxLength", 1060),
        min_value=low,
        max_value=high,
        pattern=said.get("pattern", ""),
        min_text="" if str(low) == lower else lower,
        max_text="" if str(high) == upper else upper,
        note=note,
    )


def _code_list(node: Node) -> CodeListRef | None:
    inner = node.maybe("codelisteReferenz", _LIST)
    if inner is None:
        return None
    found = CodeListRef(inner.text("canonicalIdentification"), inner.text("version"), inner.text("canonicalVersionUri"))
    return found if found != CodeListRef("") else None


def _rules(node: Node) -> tuple[Rule, ...]:
    return tuple(_rule(inner) for inner in node.each("regel", _RULE))


def _rule(node: Node) -> Rule:
    identifier, version = _identity(node, "R")
    return Rule(
        id=identifier,
        version=version,
        name=node.text("name"),
        text=node.text("freitextRegel"),
        kind=node.code("typ", words.RULE_KINDS),
        legal_basis=common.legal_basis(node),
        description=node.text("beschreibung"),
        author=node.text("fachlicherErsteller"),
        last_change=common.moment(node, "letzteAenderung"),
        script=node.text("skript"),
        parameters=common.parts(node, "param"),
        targets=common.parts(node, "ziel"),
        errors=common.parts(node, "fehler"),
        keywords=common.keywords(node),
    )


EDITION = Edition(
    standard=Standard.XDF3,
    namespace="urn:xoev-de:fim:standard:xdatenfelder_3.0.0",
    messages={
        "xdatenfelder.stammdatenschema.0102": "stammdatenschema",
        "xdatenfelder.datenfeldgruppe.0103": "datenfeldgruppe",
        "xdatenfelder.datenfeld.0104": "datenfeld",
    },
    field_kinds=frozenset(FieldKind),
    datatypes=words.DATATYPES,
    title_name="bezeichnung",
    empty_schema=False,
    header=header,
    identity=_identity,
    release_state=_release_state,
    release=_release,
    limits=_limits,
    code_list=_code_list,
    rules=_rules,
    **names(words.EDITION_3),
)
