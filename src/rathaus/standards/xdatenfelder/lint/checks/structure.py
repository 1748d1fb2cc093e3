"""What stands in what, how often, and on which norm."""

from collections import Counter
from collections.abc import Iterator

from rathaus.standards.xdatenfelder.lint.context import Context
from rathaus.standards.xdatenfelder.lint.findings import Hit
from rathaus.standards.xdatenfelder.model import Cardinality, ElementKind, Field, Group, Schema, Structure

DEFAULT_FIELD = "F60000000001"
_INACTIVE = "7"


def of_schema(schema: Schema, _context: Context) -> Iterator[Hit]:
    if not schema.children:
        yield Hit(1078)
    yield from _places(schema.children, 1025, bound=True)


def of_group(group: Group, _context: Context) -> Iterator[Hit]:
    count = len(group.children)
    if not count:
        yield Hit(1023)
    if count == 1:
        yield Hit(1043 if group.choice else 1106)
    if group.choice:
        for place in group.children:
            if place.cardinality != Cardinality(0, 1):
                yield Hit(1118, _named(place), (place.element.id,))
    yield from _places(group.children, 1004, bound=group.element_kind is ElementKind.NORM)


def _places(places: tuple[Structure, ...], repeated: int, *, bound: bool) -> Iterator[Hit]:
    """`bound`: the parent rests on a norm, so each place of an element that does not must name one."""
    counts = Counter((place.element.id, place.element.version) for place in places)
    for identity, count in counts.items():
        if count > 1:
            yield Hit(repeated, identity[0], (identity[0],))
    if any(place.element.id == DEFAULT_FIELD for place in places):
        yield Hit(1094 if len(places) > 1 else 1095)
    for place in places:
        element, below = place.element, (place.element.id,)
        if element.element_kind is ElementKind.ABSTRACT:
            yield Hit(1013, _named(place), below)
        if element.release_state == _INACTIVE or element.release.status == "inaktiv":
            yield Hit(1116, _named(place), below)
        if isinstance(element, Field) and element.datatype == "file" and place.cardinality.maximum is not None:
            yield Hit(1139, _named(place), below)
        loose = element.element_kind in {ElementKind.ABSTRACT, ElementKind.HARMONISED}
        if bound and loose and not any(basis.text for basis in place.legal_basis):
            yield Hit(1022, _named(place), below)


def _named(place: Structure) -> str:
    return f"„{place.element.name}“ ({place.element.id})"
