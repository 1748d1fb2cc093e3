"""What is hidden: unreachable pages, conditions that do not hold, rules that forbid. What is hidden counts as empty."""

from rathaus.modules.forms.answers.given import Given
from rathaus.modules.forms.answers.ruled import Ruled, names
from rathaus.modules.forms.answers.unfolding import Spot
from rathaus.modules.forms.compiled.loaded import CompiledForm
from rathaus.modules.forms.compiled.model import Group


def hide(form: CompiledForm, spots: list[Spot], forbidding: list[Ruled], given: Given) -> None:
    """Sets `given.hidden` and `given.forbidden`, asking until nothing changes. Forms of older versions may hold a circle."""
    for number in range(2 * len(spots) + 2):
        forbidden = {one.target for one in forbidding if one.applies(given)}
        hidden = _hidden(form, spots, forbidden, given)
        if number > len(spots):
            hidden |= given.hidden
        if hidden == given.hidden and forbidden == given.forbidden:
            return
        given.hidden, given.forbidden = hidden, forbidden


def closed(form: CompiledForm, spots: list[Spot], given: Given) -> frozenset[str]:
    """The keys of conditional elements that are shut for a reason of their own; a list without entries under its own key."""
    roots = [(None, page.elements) for page in form.pages]
    groups = [(spot, spot.element.children) for spot in spots if isinstance(spot.element, Group)]
    found = set()
    for parent, elements in [*roots, *groups]:
        for element in elements:
            path = f"{parent.path}.{element.id}" if parent else element.id
            key = f"{parent.key}.{element.id}" if parent else element.id
            if path in form.conditional and (key in given.forbidden or not given.holds(element.visible_if, parent, default=True)):
                found.add(key)
    return frozenset(found)


def way(form: CompiledForm, given: Given) -> tuple[str, ...]:
    """The pages on the way, in order."""
    pages = {page.id: page for page in form.pages}
    found, at = [], form.pages[0]
    while True:
        found.append(at.id)
        edge = next((edge for edge in at.next if given.holds(edge.when, None, default=True)), None)
        if edge is None or not edge.to:
            return tuple(found)
        at = pages[edge.to]


def _hidden(form: CompiledForm, spots: list[Spot], forbidden: set[str], given: Given) -> set[str]:
    on_way = set(way(form, given))
    hidden: set[str] = set()
    for spot in spots:
        parent = spot.parent
        outside = spot.page.id not in on_way or (parent is not None and parent.key in hidden)
        if outside or not forbidden.isdisjoint(names(spot)) or not given.holds(spot.element.visible_if, spot, default=True):
            hidden.add(spot.key)
    return hidden
