"""Schemas, groups and fields out of the tree, by walking the structure alone."""

from lxml.etree import _Element as _Node

from rathaus.standards.xdatenfelder import vocabulary as words
from rathaus.standards.xdatenfelder.errors import XdfError
from rathaus.standards.xdatenfelder.model import (
    Derivation,
    DocumentProfile,
    Element,
    ElementKind,
    Field,
    FieldKind,
    Group,
    Header,
    Limits,
    ListColumns,
    Option,
    Prefill,
    Schema,
    Structure,
)
from rathaus.standards.xdatenfelder.reading import common
from rathaus.standards.xdatenfelder.reading.edition import Edition
from rathaus.standards.xdatenfelder.reading.markup import Node, content
from rathaus.standards.xdatenfelder.reading.relations import relations

MAX_DEPTH = 40
"""Groups within groups."""
MAX_PLACES = 20_000

_PLACE = frozenset({"anzahl", "bezug", "enthaelt"})
_ELEMENTS = frozenset({"datenfeld", "datenfeldgruppe"})
_OPTION = frozenset({"code", "name", "hilfe"})
_PROFILE = frozenset({"id", "version"})
_NUMBERS = {"num": (1062, 1063), "num_currency": (1062, 1063), "num_int": (1065, 1066)}

_Above = tuple[tuple[str, str], ...]
"""The groups around an element, by id and version."""


class Walk:
    """One message being read. `left` is how many places may still come: a small file may not unfold into a large model."""

    def __init__(self, edition: Edition) -> None:
        self.edition = edition
        self.left = MAX_PLACES

    def schema(self, element: _Node, path: str, header: Header, version: str) -> Schema:
        """`version` is that of the header, where the edition gives it there."""
        node = Node(element, self.edition.prefix, self.edition.schema_names, path)
        identifier, own = self.edition.identity(node, "S")
        version = own or version
        if not version:
            raise XdfError("Das Schema hat keine Version. Geben Sie es im Editor in einer Version aus.", path)
        name = node.text("name", needed=True, number=1002)
        node.path = f"{path}[{identifier}]"
        title = node.text(self.edition.title_name)
        children = self._children(node, ())
        if not children and not self.edition.empty_schema:
            raise XdfError("Das Schema enthält kein Feld.", path, number=1078)
        return Schema(
            id=identifier,
            version=version,
            name=name,
            title=title or name,
            children=children,
            description=node.text("beschreibung"),
            definition=node.text("definition"),
            help=node.text("hilfetext"),
            release_state=self.edition.release_state(node),
            legal_basis=common.legal_basis(node),
            rules=self.edition.rules(node),
            standard=self.edition.standard,
            header=header,
            release=self.edition.release(node),
            keywords=common.keywords(node),
            relations=relations(node),
            derivation=Derivation(
                node.code("ableitungsmodifikationenStruktur", words.STRUCTURE_CHANGES, number=1033),
                node.code("ableitungsmodifikationenRepraesentation", words.REPRESENTATION_CHANGES, number=1034),
            ),
            document_profile=_profile(node),
            title_from_name=not title,
        )

    def element(self, element: _Node, path: str, above: _Above = ()) -> Element:
        if len(above) > MAX_DEPTH:
            raise XdfError(f"Die Gruppen sind tiefer als {MAX_DEPTH} Ebenen verschachtelt.", path)
        self.left -= 1
        if self.left < 0:
            raise XdfError(
                f"Das Schema hat mehr als {MAX_PLACES} Felder und Gruppen; so große Schemata werden nicht gelesen.", path
            )
        if element.tag == f"{self.edition.prefix}datenfeldgruppe":
            return self._group(Node(element, self.edition.prefix, self.edition.group_names, path), above)
        return self._field(Node(element, self.edition.prefix, self.edition.field_names, path))

    def _children(self, node: Node, above: _Above) -> tuple[Structure, ...]:
        places = []
        for place in node.each("struktur", _PLACE):
            holder = place.one("enthaelt", _ELEMENTS)
            found = [(name, element) for name, group in holder.children.items() for element in group]
            if len(found) != 1:
                raise XdfError("Genau ein Datenfeld oder eine Datenfeldgruppe wird erwartet.", holder.path)
            name, element = found[0]
            child = self.element(element, f"{place.path}/{name}", above)
            places.append(Structure(common.cardinality(place), child, common.legal_basis(place)))
        return tuple(places)

    def _group(self, node: Node, above: _Above) -> Group:
        identity = identifier, version = self.edition.identity(node, "G")
        if identity in above:
            raise XdfError(
                f"Die Gruppe {identifier} enthält sich selbst. Lösen Sie den Zirkel im Editor.", node.path, number=1026
            )
        name = node.text("name", needed=True, number=1002)
        node.path = f"{node.path}[{identifier}]"
        label = node.text("bezeichnungEingabe")
        return Group(
            id=identifier,
            version=version,
            name=name,
            label=label or name,
            label_output=node.text("bezeichnungAusgabe"),
            children=self._children(node, (*above, identity)),
            description=node.text("beschreibung"),
            definition=node.text("definition"),
            help=node.text("hilfetextEingabe"),
            help_output=node.text("hilfetextAusgabe"),
            choice=node.code("art", words.GROUP_KINDS, number=1042) == "X",
            release_state=self.edition.release_state(node),
            legal_basis=common.legal_basis(node),
            rules=self.edition.rules(node),
            element_kind=_element_kind(node),
            release=self.edition.release(node),
            keywords=common.keywords(node),
            relations=relations(node),
            label_from_name=not label,
        )

    def _field(self, node: Node) -> Field:
        identifier, version = self.edition.identity(node, "F")
        name = node.text("name", needed=True, number=1002)
        node.path = f"{node.path}[{identifier}]"
        label = node.text("bezeichnungEingabe")
        prefill = node.code("vorbefuellung", frozenset(Prefill), number=1030)
        datatype = node.code("datentyp", self.edition.datatypes, needed=True, number=1028)
        return Field(
            id=identifier,
            version=version,
            name=name,
            label=label or name,
            label_output=node.text("bezeichnungAusgabe"),
            kind=FieldKind(node.code("feldart", self.edition.field_kinds, needed=True, number=1027)),
            datatype=datatype,
            description=node.text("beschreibung"),
            definition=node.text("definition"),
            help=node.text("hilfetextEingabe"),
            help_output=node.text("hilfetextAusgabe"),
            content=node.text("inhalt"),
            limits=_fitting(self.edition.limits(node), datatype, node.path),
            options=_options(node),
            code_list=self.edition.code_list(node),
            max_bytes=common.length(node.text("maxSize"), f"{node.path}/maxSize"),
            media_types=tuple(text for text in (content(e, node.path) for e in node.elements("mediaType")) if text),
            prefill=Prefill(prefill) if prefill else Prefill.NONE,
            release_state=self.edition.release_state(node),
            legal_basis=common.legal_basis(node),
            rules=self.edition.rules(node),
            element_kind=_element_kind(node),
            release=self.edition.release(node),
            keywords=common.keywords(node),
            relations=relations(node),
            columns=ListColumns(node.text("codeKey"), node.text("nameKey"), node.text("helpKey")),
            label_from_name=not label,
        )


def _element_kind(node: Node) -> ElementKind | None:
    code = node.code("schemaelementart", frozenset(ElementKind), number=1031)
    return ElementKind(code) if code else None


def _profile(node: Node) -> DocumentProfile | None:
    inner = node.maybe("dokumentsteckbrief", _PROFILE)
    if inner is None or not inner.text("id"):
        return None
    version = inner.text("version")
    identifier = common.checked_id(inner.text("id"), "D", inner.path)
    return DocumentProfile(identifier, common.checked_version(version, inner.path) if version else "")


def _fitting(limits: Limits, datatype: str, path: str) -> Limits:
    """A bound of a number that is none would be lost on whoever reckons with it."""
    for number, value, text in zip(
        _NUMBERS.get(datatype, ()), (limits.min_value, limits.max_value), (limits.min_text, limits.max_text), strict=False
    ):
        if text and value is None:
            raise XdfError(f"{text[:40]!r} ist keine Zahl.", f"{path}/praezisierung", number=number)
    return limits


def _options(node: Node) -> tuple[Option, ...]:
    holder = node.maybe("werte", frozenset({"wert"}))
    if holder is None:
        return ()
    options = tuple(
        Option(wert.text("code", needed=True), wert.text("name", needed=True), wert.text("hilfe"))
        for wert in holder.each("wert", _OPTION)
    )
    if len({option.code for option in options}) != len(options):
        raise XdfError("Ein Code steht zweimal in der Liste.", holder.path, number=1045)
    return options
