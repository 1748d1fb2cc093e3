"""The answers of one check: each field read once, hidden ones left out of every question the rules ask."""

import datetime as dt
from collections.abc import Callable, Mapping
from decimal import Decimal
from functools import lru_cache
from typing import Any

from rathaus.foundation import expressions
from rathaus.modules.forms.answers import reading
from rathaus.modules.forms.answers.unfolding import Spot, concrete
from rathaus.modules.forms.compiled.loaded import CompiledForm
from rathaus.modules.forms.compiled.model import Condition, Field, Kind, repeated

Values = dict[str, Any]


class Given:
    """`read` and `unreadable` by key. `hidden` keys count as empty for the time being, `forbidden` are those rules hide."""

    def __init__(
        self,
        form: CompiledForm,
        spots: list[Spot],
        typed: Mapping[str, str],
        files: Mapping[str, list[Any]],
        today: dt.date,
    ) -> None:
        self.form, self.today = form, today
        self.read: Values = {}
        self.unreadable: dict[str, str] = {}
        self.hidden: set[str] = set()
        self.forbidden: set[str] = set()
        self._fixed: set[str] = set()
        for spot in spots:
            if isinstance(spot.element, Field):
                self._take(spot.key, spot.element, typed, files)
        self._below: dict[str, list[str]] = {}
        for key in (*self.read, *self.unreadable):
            if key not in self._fixed:
                for name in (*ancestors(key), key):
                    self._below.setdefault(name, []).append(key)

    def _take(self, key: str, element: Field, typed: Mapping[str, str], files: Mapping[str, list[Any]]) -> None:
        if element.kind is Kind.FILE:
            if uploads := files.get(key):
                self.read[key] = uploads
            return
        if element.kind is Kind.LOCKED:
            if element.content:
                self.read[key] = element.content
                self._fixed.add(key)
            return
        try:
            value = reading.read(self.form, element, typed, key, self.today)
        except reading.Unreadable as error:
            self.unreadable[key] = str(error)
        else:
            if value is not None:
                self.read[key] = value

    def holds(self, condition: Condition | None, spot: Spot | None, *, default: bool) -> bool:
        """Seen from the spot; `default` where there is no condition."""
        return default if condition is None else expressions.holds(condition.tree, self._lookup(spot), self.today)

    def refutes(self, condition: Condition | None, spot: Spot | None) -> bool:
        """Certainly broken. Unknown, because something is still empty, is no breach: the empty field has its own message."""
        if condition is None:
            return False
        return expressions.evaluate(condition.tree, self._lookup(spot), self.today) is False

    def _lookup(self, spot: Spot | None) -> Callable[[str], object]:
        indices = spot.indices if spot else ()

        def find(path: str) -> object:
            place = self.form.places[path]
            key = concrete(path, place.loops, indices)
            element = place.element
            if isinstance(element, Field) and not (repeated(element) and key == path):
                return None if key in self.hidden else operand(element, self.read.get(key))
            return tuple(self.filled(key))

        return find

    def filled(self, key: str) -> list[str]:
        """The answered fields at or under a key that are not hidden. A fixed text fills nothing."""
        return [name for name in self._below.get(key, ()) if name not in self.hidden]


@lru_cache(maxsize=8192)
def ancestors(key: str) -> tuple[str, ...]:
    """`a[0].b` stands under `a`, `a[0]`; `a[0]` under `a`."""
    return tuple(key[:at] for at, sign in enumerate(key) if sign in ".[")


def operand(element: Field, value: Any) -> object:
    """An answer as the expressions count with it: money in euros, numbers exact, dates as days."""
    if value is None:
        return None
    match element.kind:
        case Kind.DATE:
            return dt.date.fromisoformat(value)
        case Kind.NUMBER:
            return Decimal(value)
        case Kind.MONEY:
            return Decimal(value) / 100
    return value
