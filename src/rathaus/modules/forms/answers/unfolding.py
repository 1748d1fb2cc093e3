"""A form with its occurrences laid out for one set of answers: every concrete place in document order."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from rathaus.modules.forms.answers.keys import MAX_OCCURRENCES, count_key
from rathaus.modules.forms.compiled.model import Element, Field, Group, Note, Page, repeated

Indices = tuple[tuple[str, int], ...]


@dataclass(slots=True, eq=False)
class Spot:
    """One occurrence of an element. `path` is its template, `parent` the spot around it, `at` its number from 0."""

    page: Page
    element: Element
    path: str
    key: str
    parent: "Spot | None"
    indices: Indices
    at: int = 0


def occurrences(element: Field | Group, base: str, typed: Mapping[str, str]) -> int:
    """How many occurrences are laid out: what the person asked for, within the bounds of the form."""
    lowest = max(element.minimum, 1) if isinstance(element, Field) or element.demanded else element.minimum
    highest = min(MAX_OCCURRENCES, element.maximum or MAX_OCCURRENCES)
    asked = typed.get(count_key(base), "")
    wanted = int(asked) if asked.isascii() and asked.isdigit() and len(asked) <= 4 else lowest
    return max(min(wanted, highest), min(lowest, highest))


def unfold(pages: tuple[Page, ...], typed: Mapping[str, str]) -> list[Spot]:
    """Every spot of every page, parents before children."""
    spots: list[Spot] = []
    for page in pages:
        spots.extend(unfold_page(page, typed))
    return spots


def unfold_page(page: Page, typed: Mapping[str, str]) -> Iterator[Spot]:
    for element in page.elements:
        yield from _occurrences(page, element, None, typed)


def _occurrences(page: Page, element: Element, parent: Spot | None, typed: Mapping[str, str]) -> Iterator[Spot]:
    path = f"{parent.path}.{element.id}" if parent else element.id
    base = f"{parent.key}.{element.id}" if parent else element.id
    indices = parent.indices if parent else ()
    if isinstance(element, Note) or not repeated(element):
        yield from _one(Spot(page, element, path, base, parent, indices), typed)
        return
    for at in range(occurrences(element, base, typed)):
        yield from _one(Spot(page, element, path, f"{base}[{at}]", parent, (*indices, (path, at)), at), typed)


def _one(spot: Spot, typed: Mapping[str, str]) -> Iterator[Spot]:
    yield spot
    if isinstance(spot.element, Group):
        for child in spot.element.children:
            yield from _occurrences(spot.page, child, spot, typed)


def concrete(path: str, loops: tuple[str, ...], indices: Indices) -> str:
    """The key of a path seen from a spot: the occurrences it shares with it."""
    if not loops:
        return path
    at = dict(indices)
    for loop in sorted(loops, key=len, reverse=True):
        if loop in at:
            path = f"{path[: len(loop)]}[{at[loop]}]{path[len(loop) :]}"
    return path
