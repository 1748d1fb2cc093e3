"""Whether an element is shown may depend on other answers, and those on others again, but never on itself."""

from rathaus.foundation import expressions
from rathaus.modules.forms.compiled.model import Condition, Effect, Form, Note, Rule
from rathaus.modules.forms.compiled.tree import places


class Showing:
    """What decides whether each element of a bound form is shown; an edge leads from the element to what decides.

    An element is shown only with the group and the page around it; pages stand under `@id`. To ask whether a group is empty
    is to ask for everything below it.
    """

    def __init__(self, form: Form) -> None:
        found = list(places(form))
        self.edges: dict[str, set[str]] = {place.path: {place.parent or f"@{place.page.id}"} for place in found}
        self._below: dict[str, set[str]] = {}
        for place in found:
            step = place.parent
            while step:
                self._below.setdefault(step, set()).add(place.path)
                step = step.rpartition(".")[0]
        for page in form.pages:
            for edge in page.next:
                if edge.to:
                    self.add(f"@{edge.to}", edge.when)
        for place in found:
            self.add(place.path, place.element.visible_if)
            if not isinstance(place.element, Note):
                for rule in place.element.rules:
                    self.add_rule(rule, place.path)
        for rule in form.rules:
            self.add_rule(rule, "")

    def add_rule(self, rule: Rule, bearer: str) -> None:
        if rule.effect is Effect.FORBID and (rule.target or bearer):
            self.add(rule.target or bearer, rule.condition)

    def add(self, element: str, condition: Condition | None) -> None:
        names = expressions.identifiers(condition.tree) if condition else ()
        for name in names:
            self.edges.setdefault(element, set()).update({name}, self._below.get(name, ()))

    def circle(self) -> list[str]:
        """The elements of one circle in order; empty where there is none."""
        done: set[str] = set()
        for start in list(self.edges):
            if start not in done and (found := self._walk(start, done)):
                return found
        return []

    def _walk(self, start: str, done: set[str]) -> list[str]:
        path, on_path = [start], {start}
        waiting = [iter(sorted(self.edges.get(start, ())))]
        while path:
            following = next(waiting[-1], None)
            if following is None:
                waiting.pop()
                on_path.discard(path[-1])
                done.add(path.pop())
            elif following in on_path:
                return path[path.index(following) :]
            elif following not in done:
                path.append(following)
                on_path.add(following)
                waiting.append(iter(sorted(self.edges.get(following, ()))))
        return []
