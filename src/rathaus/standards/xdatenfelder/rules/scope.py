"""What a rule in free text may name: the elements below its bearer, each by its id or by a path of ids."""

from dataclasses import dataclass

from rathaus.standards.xdatenfelder.model import Element, Field, Group, Schema, Structure


class NotUnderstood(ValueError):
    """The text is not understood completely, so nothing of it is executed. The message says why, in German."""


@dataclass(frozen=True, slots=True)
class Named:
    """An element at its one place below the bearer. `inside_repeated`: a group on the way may occur more than once."""

    path: tuple[str, ...]
    place: Structure
    inside_repeated: bool

    @property
    def element(self) -> Element:
        return self.place.element

    @property
    def names(self) -> tuple[str, ...]:
        """The names an editor may have written behind the id, the longest first."""
        element = self.element
        return tuple(sorted({plain(name) for name in (element.name, element.label, element.label_output)}, key=len, reverse=True))

    @property
    def repeated(self) -> bool:
        return self.place.cardinality.maximum != 1

    @property
    def identifier(self) -> dict[str, str]:
        return {"identifier": "self." + ".".join(self.path)}


class Scope:
    """The places below one bearer by the id of their element."""

    def __init__(self, bearer: Schema | Element) -> None:
        self._by_id: dict[str, list[Named]] = {}
        children = () if isinstance(bearer, Field) else bearer.children
        stack: list[tuple[tuple[str, ...], bool, Structure]] = [((), False, child) for child in children]
        while stack:
            parents, repeated, place = stack.pop()
            path = (*parents, place.element.id)
            self._by_id.setdefault(path[-1], []).append(Named(path, place, repeated))
            if isinstance(place.element, Group):
                inner = repeated or place.cardinality.maximum != 1
                stack.extend((path, inner, child) for child in place.element.children)

    def find(self, name: str) -> Named:
        """The one place whose path ends with `name` (`F…` or `G….F…`). Raises NotUnderstood."""
        steps = tuple(name.split("."))
        found = [named for named in self._by_id.get(steps[-1], ()) if named.path[-len(steps) :] == steps]
        if len(found) != 1:
            problem = "steht unter dem Träger der Regel mehrfach" if found else "steht nicht unter dem Träger der Regel"
            raise NotUnderstood(f"{name} {problem}.")
        return found[0]


def plain(text: str) -> str:
    """One blank between words, no full stop at the end."""
    return " ".join(text.split()).rstrip(". ")
