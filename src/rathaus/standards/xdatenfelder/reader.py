"""Bytes to the model. Every refusal is an XdfError: German, with the path of the place in the file."""

import re
from collections.abc import Callable, Mapping
from decimal import Decimal, InvalidOperation

from lxml import etree
from lxml.etree import _Element as _Node

from rathaus.standards.xdatenfelder import vocabulary as known_names
from rathaus.standards.xdatenfelder.model import (
    Cardinality,
    CodeListRef,
    Element,
    Field,
    FieldKind,
    Group,
    LegalBasis,
    Limits,
    Option,
    Prefill,
    Rule,
    Schema,
    Structure,
)

NAMESPACE = "urn:xoev-de:fim:standard:xdatenfelder_3.0.0"
MAX_BYTES = 16 * 1024 * 1024
MAX_DEPTH = 40
"""Groups within groups."""
MAX_PLACES = 20_000
MAX_TEXT = 100_000

_PREFIX = f"{{{NAMESPACE}}}"
_ID = {kind: re.compile(kind + r"\d{1,14}") for kind in "SDGFR"}
_VERSION = re.compile(r"\d+(?:\.\d+){0,3}")
_COUNT = re.compile(r"(\d{1,6}):(\d{1,6}|\*)")

_SKIPPED = frozenset({"relation", "stichwort"})  # one field may carry 20,000 of them


class XdfError(ValueError):
    """The file is no XDatenfelder 3.0.0, or breaks it. `path` names the place."""

    def __init__(self, message: str, path: str = "") -> None:
        super().__init__(f"{message} (Stelle: {path})" if path else message)
        self.path = path


_Index = Mapping[str, "list[_Node]"]


def read_schema(data: bytes) -> Schema:
    """A message stammdatenschema.0102. Raises XdfError."""
    body, path = _message(data, {"xdatenfelder.stammdatenschema.0102": "stammdatenschema"})
    return _schema(body, path)


def read_element(data: bytes) -> Element:
    """A message datenfeldgruppe.0103 or datenfeld.0104. Raises XdfError."""
    wanted = {"xdatenfelder.datenfeldgruppe.0103": "datenfeldgruppe", "xdatenfelder.datenfeld.0104": "datenfeld"}
    body, path = _message(data, wanted)
    return _element(body, path, 1, _Budget())


class _Budget:
    """How many places may still come: a small file may not unfold into a large model."""

    def __init__(self) -> None:
        self.left = MAX_PLACES

    def spend(self, path: str) -> None:
        self.left -= 1
        if self.left < 0:
            raise XdfError(
                f"Das Schema hat mehr als {MAX_PLACES} Felder und Gruppen; so große Schemata werden nicht gelesen.", path
            )


def _message(data: bytes, wanted: Mapping[str, str]) -> tuple[_Node, str]:
    if len(data) > MAX_BYTES:
        raise XdfError(f"Die Datei ist größer als {MAX_BYTES // 1024 // 1024} MB; so große Schemata werden nicht gelesen.")
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise XdfError(f"Die Datei ist kein wohlgeformtes XML: {str(error)[:200]}") from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise XdfError(
            "Die Datei enthält eine Dokumenttypdefinition (DOCTYPE). Solche Dateien werden aus Sicherheitsgründen nicht gelesen."
        )
    tag = etree.QName(root)
    if tag.namespace != NAMESPACE:
        raise XdfError(f"Der Namensraum ist {tag.namespace or 'leer'!r}; gelesen wird XDatenfelder 3.0.0 ({NAMESPACE}).")
    if tag.localname not in wanted:
        raise XdfError(f"Die Nachricht ist {tag.localname!r}; erwartet wird {' oder '.join(sorted(wanted))}.")
    name = wanted[tag.localname]
    index = _index(root, frozenset({"header", name}), tag.localname)
    return _one(index, name, tag.localname), f"{tag.localname}/{name}"


def _index(element: _Node, known: frozenset[str], path: str) -> _Index:
    """The children by local name; unknown ones are refused, never dropped."""
    index: dict[str, list[_Node]] = {}
    for child in element:
        tag = child.tag
        if not isinstance(tag, str):
            raise XdfError("Entitäten sind nicht erlaubt.", path)
        name = tag.removeprefix(_PREFIX)
        if name not in known or (name == tag and name != "code"):
            raise XdfError(f"Das Element {etree.QName(child).localname!r} gehört nicht hierher.", path)
        if name in _SKIPPED:
            continue
        index.setdefault(name, []).append(child)
    return index


def _one(index: _Index, name: str, path: str) -> _Node:
    found = index.get(name, [])
    if len(found) != 1:
        problem = "fehlt" if not found else "steht mehrfach"
        raise XdfError(f"Das Element {name!r} {problem}.", path)
    return found[0]


def _text(index: _Index, name: str, path: str, *, needed: bool = False) -> str:
    """The one text under this name; empty repetitions are tolerated, as real files have them."""
    texts = [text for text in (_content(element, f"{path}/{name}") for element in index.get(name, ())) if text]
    if len(texts) > 1:
        raise XdfError(f"Das Element {name!r} steht mehrfach.", path)
    if needed and not texts:
        raise XdfError(f"Das Element {name!r} fehlt oder ist leer.", path)
    return texts[0] if texts else ""


def _content(element: _Node, path: str) -> str:
    if len(element):
        raise XdfError("Hier wird ein Text erwartet, kein Element.", path)
    text = (element.text or "").strip()
    if len(text) > MAX_TEXT:
        raise XdfError(f"Der Text ist länger als {MAX_TEXT} Zeichen.", path)
    return text


def _code(index: _Index, name: str, path: str, allowed: frozenset[str] | None, *, needed: bool = True) -> str:
    """The wrapped, un-namespaced `code`."""
    if name not in index and not needed:
        return ""
    element = _one(index, name, path)
    code = _text(_index(element, frozenset({"code", "name"}), f"{path}/{name}"), "code", f"{path}/{name}", needed=True)
    if allowed is not None and code not in allowed:
        raise XdfError(
            f"Der Code {code!r} steht nicht in der Codeliste; erlaubt: {', '.join(sorted(allowed))}.", f"{path}/{name}"
        )
    return code


def _identity(index: _Index, kind: str, path: str) -> tuple[str, str]:
    here = f"{path}/identifikation"
    inner = _index(_one(index, "identifikation", path), frozenset({"id", "version"}), here)
    for name in ("id", "version"):
        _one(inner, name, here)
    identifier, version = _text(inner, "id", here, needed=True), _text(inner, "version", here, needed=True)
    if not _ID[kind].fullmatch(identifier):
        raise XdfError(f"{identifier[:40]!r} ist keine Kennung der Art {kind}.", here)
    if not _VERSION.fullmatch(version):
        raise XdfError(f"{version[:40]!r} ist keine Versionsnummer.", here)
    return identifier, version


def _bases(index: _Index, path: str) -> tuple[LegalBasis, ...]:
    found = (
        LegalBasis(_content(element, f"{path}/bezug"), element.get("link", "").strip()) for element in index.get("bezug", ())
    )
    return tuple(basis for basis in found if basis.text or basis.link)


def _rules(index: _Index, path: str) -> tuple[Rule, ...]:
    return tuple(_rule(element, f"{path}/regel[{at}]") for at, element in enumerate(index.get("regel", ()), start=1))


def _rule(element: _Node, path: str) -> Rule:
    index = _index(element, known_names.RULE, path)
    identifier, version = _identity(index, "R", path)
    return Rule(
        id=identifier,
        version=version,
        name=_text(index, "name", path),
        text=_text(index, "freitextRegel", path),
        kind=_code(index, "typ", path, known_names.RULE_KINDS, needed=False),
        legal_basis=_bases(index, path),
    )


def _cardinality(index: _Index, path: str) -> Cardinality:
    text = _text(index, "anzahl", path, needed=True)
    match = _COUNT.fullmatch(text)
    if match is None:
        raise XdfError(f"{text[:40]!r} ist keine Anzahl wie 0:1 oder 1:*.", path)
    minimum, maximum = int(match[1]), None if match[2] == "*" else int(match[2])
    if maximum is not None and (maximum < minimum or maximum == 0):
        raise XdfError(f"Die Anzahl {text} ist unmöglich.", path)
    return Cardinality(minimum, maximum)


def _children(index: _Index, path: str, depth: int, budget: _Budget) -> tuple[Structure, ...]:
    places = []
    for at, element in enumerate(index.get("struktur", ()), start=1):
        here = f"{path}/struktur[{at}]"
        inner = _index(element, frozenset({"anzahl", "bezug", "enthaelt"}), here)
        holder = _one(inner, "enthaelt", here)
        content = _index(holder, frozenset({"datenfeld", "datenfeldgruppe"}), f"{here}/enthaelt")
        elements = [child for group in content.values() for child in group]
        if len(elements) != 1:
            raise XdfError("Genau ein Datenfeld oder eine Datenfeldgruppe wird erwartet.", f"{here}/enthaelt")
        child = _element(elements[0], f"{here}/{etree.QName(elements[0]).localname}", depth + 1, budget)
        places.append(Structure(_cardinality(inner, here), child, _bases(inner, here)))
    return tuple(places)


def _element(element: _Node, path: str, depth: int, budget: _Budget) -> Element:
    if depth > MAX_DEPTH:
        raise XdfError(f"Die Gruppen sind tiefer als {MAX_DEPTH} Ebenen verschachtelt.", path)
    budget.spend(path)
    return _group(element, path, depth, budget) if element.tag == f"{_PREFIX}datenfeldgruppe" else _field(element, path)


def _schema(element: _Node, path: str) -> Schema:
    index = _index(element, known_names.SCHEMA, path)
    identifier, version = _identity(index, "S", path)
    name = _text(index, "name", path, needed=True)
    children = _children(index, f"{path}[{identifier}]", 0, _Budget())
    if not children:
        raise XdfError("Das Schema enthält kein Feld.", path)
    return Schema(
        id=identifier,
        version=version,
        name=name,
        title=_text(index, "bezeichnung", path) or name,
        children=children,
        description=_text(index, "beschreibung", path),
        definition=_text(index, "definition", path),
        help=_text(index, "hilfetext", path),
        release_state=_code(index, "freigabestatus", path, known_names.RELEASE_STATES),
        legal_basis=_bases(index, path),
        rules=_rules(index, path),
    )


def _group(element: _Node, path: str, depth: int, budget: _Budget) -> Group:
    index = _index(element, known_names.GROUP, path)
    identifier, version = _identity(index, "G", path)
    name = _text(index, "name", path, needed=True)
    here = f"{path}[{identifier}]"
    return Group(
        id=identifier,
        version=version,
        name=name,
        label=_text(index, "bezeichnungEingabe", here) or name,
        label_output=_text(index, "bezeichnungAusgabe", here),
        children=_children(index, here, depth, budget),
        description=_text(index, "beschreibung", here),
        definition=_text(index, "definition", here),
        help=_text(index, "hilfetextEingabe", here),
        help_output=_text(index, "hilfetextAusgabe", here),
        choice=_code(index, "art", here, frozenset({"X"}), needed=False) == "X",
        release_state=_code(index, "freigabestatus", here, known_names.RELEASE_STATES),
        legal_basis=_bases(index, here),
        rules=_rules(index, here),
    )


def _field(element: _Node, path: str) -> Field:
    index = _index(element, known_names.FIELD, path)
    identifier, version = _identity(index, "F", path)
    name = _text(index, "name", path, needed=True)
    here = f"{path}[{identifier}]"
    size = _text(index, "maxSize", here)
    prefill = _code(index, "vorbefuellung", here, frozenset(Prefill), needed=False)
    return Field(
        id=identifier,
        version=version,
        name=name,
        label=_text(index, "bezeichnungEingabe", here) or name,
        label_output=_text(index, "bezeichnungAusgabe", here),
        kind=FieldKind(_code(index, "feldart", here, frozenset(FieldKind))),
        datatype=_code(index, "datentyp", here, known_names.DATATYPES),
        description=_text(index, "beschreibung", here),
        definition=_text(index, "definition", here),
        help=_text(index, "hilfetextEingabe", here),
        help_output=_text(index, "hilfetextAusgabe", here),
        content=_text(index, "inhalt", here),
        limits=_limits(index, here),
        options=_options(index, here),
        code_list=_code_list(index, here),
        max_bytes=int(_number(size, int, f"{here}/maxSize")) if size else None,
        media_types=tuple(_content(child, f"{here}/mediaType") for child in index.get("mediaType", ())),
        prefill=Prefill(prefill) if prefill else Prefill.NONE,
        release_state=_code(index, "freigabestatus", here, known_names.RELEASE_STATES),
        legal_basis=_bases(index, here),
        rules=_rules(index, here),
    )


def _number(text: str, kind: "Callable[[str], int | Decimal]", path: str) -> "int | Decimal":
    try:
        value = kind(text) if len(text) <= 40 and text.isascii() else None
    except (ValueError, InvalidOperation):
        value = None
    if value is None or (isinstance(value, Decimal) and not value.is_finite()):
        raise XdfError(f"{text[:40]!r} ist keine Zahl.", path)
    return value


def _limits(index: _Index, path: str) -> Limits:
    if "praezisierung" not in index:
        return Limits()
    element = _one(index, "praezisierung", path)
    here = f"{path}/praezisierung"
    unknown = set(element.attrib) - {"minLength", "maxLength", "minValue", "maxValue", "pattern"}
    if unknown:
        raise XdfError(f"Das Attribut {min(map(str, unknown))!r} gehört nicht hierher.", here)

    def length(name: str) -> int | None:
        text = element.get(name, "").strip()
        return int(_number(text, int, f"{here}@{name}")) if text else None

    def bound(name: str) -> Decimal | None:
        text = element.get(name, "").strip()
        return Decimal(_number(text, Decimal, f"{here}@{name}")) if text else None

    return Limits(length("minLength"), length("maxLength"), bound("minValue"), bound("maxValue"), element.get("pattern", ""))


def _options(index: _Index, path: str) -> tuple[Option, ...]:
    if "werte" not in index:
        return ()
    here = f"{path}/werte"
    options = []
    for at, element in enumerate(_index(_one(index, "werte", path), frozenset({"wert"}), here).get("wert", ()), start=1):
        place = f"{here}/wert[{at}]"
        inner = _index(element, frozenset({"code", "name", "hilfe"}), place)
        code, name = _text(inner, "code", place, needed=True), _text(inner, "name", place, needed=True)
        options.append(Option(code, name, _text(inner, "hilfe", place)))
    if len({option.code for option in options}) != len(options):
        raise XdfError("Ein Code steht zweimal in der Liste.", here)
    return tuple(options)


def _code_list(index: _Index, path: str) -> CodeListRef | None:
    if "codelisteReferenz" not in index:
        return None
    here = f"{path}/codelisteReferenz"
    known = frozenset({"canonicalIdentification", "version", "canonicalVersionUri"})
    inner = _index(_one(index, "codelisteReferenz", path), known, here)
    uri = _text(inner, "canonicalIdentification", here)
    if not uri:
        return None
    return CodeListRef(uri, _text(inner, "version", here), _text(inner, "canonicalVersionUri", here))
