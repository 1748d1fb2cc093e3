"""What a check must know beyond the element it looks at."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from rathaus.standards.xdatenfelder.model import Element, Group, Schema, Standard, Structure

# not in the checker of the editors for edition 2 (FIM-XSLT, QS-DF 0.977 xdf2): they speak of things that came with edition 3
SINCE_EDITION_3 = frozenset(
    {1001, 1007, 1037, 1041, 1043, 1050, 1056, 1057, 1058, 1079, 1080, 1081, 1082, 1083, 1084, 1085, 1093, 1094, 1095, 1096}
    | {1097, 1098, 1099, 1118, 1124, *range(1127, 1144)}
)


@dataclass(frozen=True, slots=True)
class Context:
    """`versions` lists the versions of every element id, `list_versions` those of every code list URI."""

    standard: Standard
    root: Schema | Element
    versions: dict[str, frozenset[str]]
    list_versions: dict[str, frozenset[str]]

    @property
    def published(self) -> bool:
        return bool(self.root.release.published)


def context(root: Schema | Element, standard: Standard) -> Context:
    versions: dict[str, set[str]] = defaultdict(set)
    lists: dict[str, set[str]] = defaultdict(set)
    for _path, element in elements(root):
        versions[element.id].add(element.version)
        if not isinstance(element, Group) and element.code_list is not None and element.code_list.version:
            lists[element.code_list.uri].add(element.code_list.version)
    return Context(
        standard,
        root,
        {name: frozenset(found) for name, found in versions.items()},
        {uri: frozenset(found) for uri, found in lists.items()},
    )


def children(thing: Schema | Element) -> tuple[Structure, ...]:
    return () if not isinstance(thing, Schema | Group) else thing.children


def elements(root: Schema | Element) -> Iterator[tuple[tuple[str, ...], Element]]:
    """Every element with its path, the root among them unless it is a schema."""
    stack: list[tuple[tuple[str, ...], Element]] = []
    if isinstance(root, Schema):
        stack += [((place.element.id,), place.element) for place in reversed(root.children)]
    else:
        stack.append(((root.id,), root))
    while stack:
        path, element = stack.pop()
        yield path, element
        stack += [((*path, place.element.id), place.element) for place in reversed(children(element))]
