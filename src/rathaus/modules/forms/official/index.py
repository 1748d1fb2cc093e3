"""The places of a compiled form, found by official ids."""

from rathaus.modules.forms.compiled.binding import type_of
from rathaus.modules.forms.compiled.model import Field, Form
from rathaus.modules.forms.compiled.tree import Place, places


class Unfit(ValueError):
    """A rule cannot be executed in this form. The message says why, in German."""


class Index:
    def __init__(self, form: Form) -> None:
        self.form = form
        self.places = {place.path: place for place in places(form)}
        self.types = {path: type_of(place) for path, place in self.places.items()}
        self._by_last: dict[str, list[tuple[tuple[str, ...], str]]] = {}
        for path in self.places:
            ids = official_ids(path)
            self._by_last.setdefault(ids[-1], []).append((ids, path))

    def at(self, ids: tuple[str, ...]) -> list[str]:
        """The paths of all places that the official path names."""
        return [path for known, path in self._by_last.get(ids[-1], ()) if known == ids] if ids else [""]

    def below(self, bearer: str, name: str) -> Place:
        """The one place under the bearer whose ids end with `name` (`self.F…`, `G….F…`). Raises Unfit."""
        short = name.removeprefix("self.")
        steps = tuple(short.split("."))
        depth = len(official_ids(bearer))
        prefix = f"{bearer}." if bearer else ""
        found = [
            path
            for ids, path in self._by_last.get(steps[-1], ())
            if path.startswith(prefix) and ids[depth:][-len(steps) :] == steps
        ]
        if len(found) != 1:
            raise Unfit(f"{short} steht unter dem Träger der Regel {'mehrfach' if found else 'nicht'}.")
        return self.places[found[0]]

    def seen_from(self, bearer: str, name: str) -> Place:
        """As `below`, but looking further out where the bearer has nothing of that name. Raises Unfit."""
        scope = bearer
        while True:
            try:
                return self.below(scope, name)
            except Unfit:
                if not scope or self._known_below(scope, name):
                    raise
            scope = scope.rpartition(".")[0]

    def _known_below(self, bearer: str, name: str) -> bool:
        last = name.rpartition(".")[2]
        return any(path.startswith(f"{bearer}.") for _ids, path in self._by_last.get(last, ()))

    def codes(self, field: Field) -> tuple[str, ...]:
        """The codes of a choice, from the field or from its frozen list."""
        options = field.options or self.form.code_lists[field.code_list].options
        return tuple(option.code for option in options)

    def loops(self, bearer: str) -> tuple[str, ...]:
        return self.places[bearer].loops if bearer else ()


def official_ids(path: str) -> tuple[str, ...]:
    """`G1.F2_2` is the official path (G1, F2)."""
    return tuple(step.partition("_")[0] for step in path.split(".")) if path else ()
