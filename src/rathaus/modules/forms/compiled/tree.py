"""Walking a form: every element with its page, its path and the repeated ancestors on the way."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import msgspec

from rathaus.modules.forms.compiled.model import Element, Form, Group, Page, repeated


@dataclass(frozen=True, slots=True)
class Place:
    """`loops` are the paths of the repeated elements down to and including this one."""

    page: Page
    path: str
    element: Element
    parent: str
    loops: tuple[str, ...]


def places(form: Form) -> Iterator[Place]:
    """In document order, parents before children."""
    for page in form.pages:
        yield from _below(page, page.elements, "", ())


def _below(page: Page, elements: tuple[Element, ...], parent: str, loops: tuple[str, ...]) -> Iterator[Place]:
    for element in elements:
        path = f"{parent}.{element.id}" if parent else element.id
        inner = (*loops, path) if repeated(element) else loops
        yield Place(page, path, element, parent, inner)
        if isinstance(element, Group):
            yield from _below(page, element.children, path, inner)


def remade(form: Form, change: Callable[[str, Element], Element]) -> Form:
    """The same form with each element changed at its path; children first."""

    def one(element: Element, parent: str) -> Element:
        path = f"{parent}.{element.id}" if parent else element.id
        if isinstance(element, Group):
            element = msgspec.structs.replace(element, children=tuple(one(child, path) for child in element.children))
        return change(path, element)

    pages = (msgspec.structs.replace(page, elements=tuple(one(element, "") for element in page.elements)) for page in form.pages)
    return msgspec.structs.replace(form, pages=tuple(pages))
