"""A schema and its compiled form side by side: the same id may stand twice under one parent, the later ones get a number."""

from collections.abc import Iterator

from rathaus.standards import xdatenfelder as xdf


def numbered(places: tuple[xdf.Structure, ...]) -> Iterator[tuple[str, xdf.Structure]]:
    """The id of each place in the compiled form: `F1`, `F1_2`."""
    seen: dict[str, int] = {}
    for place in places:
        count = seen[place.element.id] = seen.get(place.element.id, 0) + 1
        yield place.element.id if count == 1 else f"{place.element.id}_{count}", place


def bearers(schema: xdf.Schema) -> Iterator[tuple[str, tuple[str, ...], xdf.Schema | xdf.Element]]:
    """What may bear rules, in document order: path in the compiled form, path of ids, element. The schema has the empty path."""
    yield "", (), schema
    yield from _below(schema.children, "", ())


def _below(
    places: tuple[xdf.Structure, ...], parent: str, ids: tuple[str, ...]
) -> Iterator[tuple[str, tuple[str, ...], xdf.Element]]:
    for identifier, place in numbered(places):
        path, inner = (f"{parent}.{identifier}" if parent else identifier), (*ids, place.element.id)
        yield path, inner, place.element
        if isinstance(place.element, xdf.Group):
            yield from _below(place.element.children, path, inner)
