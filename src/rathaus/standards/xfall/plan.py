"""A schema as the writers and readers need it: names, keys, cardinalities and codes of every place, worked out once."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from rathaus.standards.xdatenfelder import CodeListRef, Field, FieldKind, Group, Option, Schema, Structure
from rathaus.standards.xfall.errors import below, fault
from rathaus.standards.xfall.values import Kind, kind_of

CodeLists = Mapping[str, tuple[Option, ...]]
"""The options of referenced code lists, by canonicalVersionUri or, where that is not found, by canonicalIdentification."""


@dataclass(frozen=True, slots=True)
class Node:
    """One place of an element, or the schema itself. A label can never occur (0 to 0)."""

    key: str  # in the data: the id, from the second place of that id under one parent on with _2, _3
    name: str  # in XML and, as a rule, in JSON: `F60000000227V1.1.0`
    json_name: str  # as `name`, but different for each place under one parent
    title: str
    help: str
    minimum: int
    maximum: int | None
    field: Field | None = None
    kind: Kind | None = None  # of the field
    options: tuple[Option, ...] = ()  # the allowed codes as far as they are at hand
    children: "tuple[Node, ...]" = ()
    choice: bool = False  # exactly one of the children
    may_be_empty: bool = False  # nothing inside a group is required

    @property
    def repeated(self) -> bool:
        """Whether the data hold a list here."""
        return self.maximum is None or self.maximum > 1

    @property
    def contents(self) -> "Iterator[Node]":
        """The children that can hold something: no labels."""
        return (child for child in self.children if child.maximum != 0)

    def walk(self) -> "Iterator[Node]":
        """Every place below and this one, in document order."""
        yield self
        for child in self.children:
            yield from child.walk()


def plan(schema: Schema, code_lists: CodeLists | None = None) -> Node:
    """The schema as a tree of places. Raises XfallError where XML could not say which place an element belongs to."""
    children = _children(schema.children, "", code_lists or {}, choice=False)
    _require_distinct(children, "", choice=False)
    return Node(
        key=schema.id,
        name=_name(schema),
        json_name=_name(schema),
        title=schema.title,
        help=schema.help,
        minimum=1,
        maximum=1,
        children=children,
        may_be_empty=all(child.minimum == 0 or child.may_be_empty for child in children),
    )


def _name(element: Schema | Group | Field) -> str:
    return f"{element.id}V{element.version}"


def _children(places: tuple[Structure, ...], path: str, lists: CodeLists, *, choice: bool) -> tuple[Node, ...]:
    seen: dict[str, int] = {}

    def numbered(text: str) -> str:
        count = seen[text] = seen.get(text, 0) + 1
        return text if count == 1 else f"{text}_{count}"

    return tuple(_node(place, numbered, path, lists, choice=choice) for place in places)


def _node(place: Structure, numbered: "Callable[[str], str]", path: str, lists: CodeLists, *, choice: bool) -> Node:
    element = place.element
    key = numbered(element.id)
    label = isinstance(element, Field) and element.kind is FieldKind.LABEL
    least = max(place.cardinality.minimum, 1) if choice else place.cardinality.minimum
    children: tuple[Node, ...] = ()
    one_of = False
    if isinstance(element, Group):
        here = below(path, key)
        one_of = element.choice and any(not _is_label(inner) for inner in element.children)
        children = _children(element.children, here, lists, choice=one_of)
        _require_distinct(children, here, choice=one_of)
    return Node(
        key=key,
        name=_name(element),
        json_name=numbered(_name(element)),
        title=element.label,
        help=element.help,
        minimum=0 if label else least,
        maximum=0 if label else place.cardinality.maximum,
        field=element if isinstance(element, Field) else None,
        kind=kind_of(element) if isinstance(element, Field) else None,
        options=_options(element, lists) if isinstance(element, Field) else (),
        children=children,
        choice=one_of,
        may_be_empty=isinstance(element, Group)
        and not one_of
        and all(child.minimum == 0 or child.may_be_empty for child in children),
    )


def _is_label(place: Structure) -> bool:
    return isinstance(place.element, Field) and place.element.kind is FieldKind.LABEL


def _options(field: Field, lists: CodeLists) -> tuple[Option, ...]:
    if field.kind is not FieldKind.SELECT:
        return ()
    return field.options or _listed(field.code_list, lists)


def _listed(reference: CodeListRef | None, lists: CodeLists) -> tuple[Option, ...]:
    if reference is None:
        return ()
    return lists.get(reference.version_uri) or lists.get(reference.uri) or ()


def _require_distinct(children: tuple[Node, ...], path: str, *, choice: bool) -> None:
    """XML Schema Part 1, 3.8.6: an element must belong to one place without looking ahead (FIM check 1004).

    So only what stands exactly once may be followed by itself, or what is parted by something required; validators see it so.
    """
    for at, first in enumerate(children):
        for later in children[at + 1 :]:
            if later.name == first.name and first.maximum != 0 and (choice or (first.minimum, first.maximum) != (1, 1)):
                raise fault(
                    f"{first.name} steht mehrfach so unter demselben Element, dass in XML nicht erkennbar wäre, welche Angabe "
                    "wohin gehört. Das Schema braucht hier verschiedene Elemente.",
                    path,
                )
            if later.minimum > 0 and not choice:
                break  # whatever follows comes after this one


def definitions(root: Node) -> dict[str, Node]:
    """Every element once, by name in order: schema, fields, groups. Raises XfallError where one name means two things."""
    found: dict[str, Node] = {}
    for node in root.walk():
        known = found.setdefault(node.name, node)
        if known is not node and _meaning(known) != _meaning(node):
            raise fault(f"Unter {node.name} stehen im Schema verschiedene Inhalte; ein Name kann nur eines bedeuten.", node.key)
    names = sorted(found, key=lambda name: (found[name] is not root, found[name].field is None, name))
    return {name: found[name] for name in names}


def _meaning(node: Node) -> object:
    """What a definition says, apart from texts."""
    if node.field is not None:
        codes = tuple(option.code for option in node.options)
        return node.field.kind, node.field.datatype, node.field.limits, codes
    return node.choice, tuple((child.name, child.minimum, child.maximum) for child in node.children)
