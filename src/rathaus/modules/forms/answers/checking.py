"""The authority: typed answers to values and errors, visibility and rules to a fixpoint, unreachable answers removed."""

import datetime as dt
import itertools
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from rathaus.foundation import expressions
from rathaus.modules.forms.answers import reading
from rathaus.modules.forms.answers.unfolding import Spot, concrete, unfold
from rathaus.modules.forms.compiled.loaded import CompiledForm
from rathaus.modules.forms.compiled.model import Condition, Effect, Field, Group, Kind, Note, PrefillMode, Rule

MAX_ROUNDS = 12
"""Rounds in which hidden elements may come back; afterwards what was hidden once stays hidden, so that the search ends."""

Values = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Checked:
    """`values` holds the visible, readable answers by key; `errors` one German sentence by key, in document order."""

    values: Values
    errors: dict[str, str]
    pages: tuple[str, ...]  # those on the way, in order
    spots: tuple[Spot, ...] = field(repr=False, default=())  # the visible ones

    def errors_on(self, page_id: str) -> dict[str, str]:
        here = {spot.key for spot in self.spots if spot.page.id == page_id}
        return {key: message for key, message in self.errors.items() if key in here}


def check(form: CompiledForm, typed: Mapping[str, str], files: Mapping[str, list[Any]], *, today: dt.date) -> Checked:
    """All pages at once. `files` maps the key of a file field to its uploads (plain JSON)."""
    return _Check(form, typed, files, today).run()


class _Check:
    def __init__(self, form: CompiledForm, typed: Mapping[str, str], files: Mapping[str, list[Any]], today: dt.date) -> None:
        self.form, self.today = form, today
        self.spots = unfold(form.pages, typed)
        self.places = form.places
        self.read: Values = {}
        self.unreadable: dict[str, str] = {}
        for spot in self.spots:
            if isinstance(spot.element, Field):
                self._read(spot, spot.element, typed, files)
        self.hidden: set[str] = set()
        self.rules: list[tuple[Spot | None, Rule]] = [(None, rule) for rule in form.form.rules]
        self.rules += [(spot, rule) for spot in self.spots if not isinstance(spot.element, Note) for rule in spot.element.rules]

    def _read(self, spot: Spot, element: Field, typed: Mapping[str, str], files: Mapping[str, list[Any]]) -> None:
        if element.kind is Kind.FILE:
            if uploads := files.get(spot.key):
                self.read[spot.key] = uploads
            return
        if element.kind is Kind.LOCKED:
            if element.content:
                self.read[spot.key] = element.content
            return
        try:
            value = reading.read(self.form, element, typed, spot.key, self.today)
        except reading.Unreadable as error:
            self.unreadable[spot.key] = str(error)
        else:
            if value is not None:
                self.read[spot.key] = value

    def run(self) -> Checked:
        for number in itertools.count():
            hidden = self._hide()
            if number >= MAX_ROUNDS:
                hidden |= self.hidden
            if hidden == self.hidden:
                break
            self.hidden = hidden
        visible = [spot for spot in self.spots if spot.key not in self.hidden]
        values = {spot.key: self.read[spot.key] for spot in visible if spot.key in self.read}
        errors = self._errors(visible, values)
        return Checked(values, errors, self._way(), tuple(visible))

    # visibility

    def _hide(self) -> set[str]:
        on_way = set(self._way())
        hidden = {spot.key for spot in self.spots if spot.page.id not in on_way}
        forbidden = {
            self._target(spot, rule) for spot, rule in self.rules if rule.effect is Effect.FORBID and self._applies(spot, rule)
        }
        for spot in self.spots:
            if spot.key in hidden:
                continue
            parent = spot.parent
            outside = parent is not None and parent.key in hidden
            if outside or spot.key in forbidden or not self._holds(spot.element.visible_if, spot, default=True):
                hidden.add(spot.key)
        return hidden

    def _way(self) -> tuple[str, ...]:
        pages = {page.id: page for page in self.form.pages}
        way, at = [], self.form.pages[0]
        while True:
            way.append(at.id)
            edge = next((edge for edge in at.next if self._holds(edge.when, None, default=True)), None)
            if edge is None or not edge.to:
                return tuple(way)
            at = pages[edge.to]

    def _target(self, spot: Spot | None, rule: Rule) -> str:
        if not rule.target:
            return spot.key if spot else ""
        return concrete(rule.target, self.places[rule.target].loops, spot.indices if spot else ())

    def _applies(self, spot: Spot | None, rule: Rule) -> bool:
        if spot is not None and spot.key in self.hidden:
            return False
        return self._holds(rule.condition, spot, default=True)

    def _holds(self, condition: Condition | None, spot: Spot | None, *, default: bool) -> bool:
        return default if condition is None else expressions.holds(condition.tree, self._lookup(spot), self.today)

    def _lookup(self, spot: Spot | None) -> Callable[[str], object]:
        indices = spot.indices if spot else ()

        def find(path: str) -> object:
            place = self.places[path]
            key = concrete(path, place.loops, indices)
            element = place.element
            if isinstance(element, Field) and not (element.maximum != 1 and element.kind is not Kind.FILE and key == path):
                return None if key in self.hidden else _operand(element, self.read.get(key))
            return tuple(name for name in self._filled(key) if name not in self.hidden)

        return find

    def _filled(self, key: str) -> list[str]:
        """The answered fields under a group, or the occurrences of a repeated field."""
        return [name for name in (*self.read, *self.unreadable) if name == key or name.startswith((f"{key}.", f"{key}["))]

    # errors

    def _errors(self, visible: list[Spot], values: Values) -> dict[str, str]:
        required = {
            self._target(spot, rule): rule.message
            for spot, rule in self.rules
            if rule.effect is Effect.REQUIRE and self._applies(spot, rule)
        }
        filled = set(values) | {spot.key for spot in visible if spot.key in self.unreadable}
        filled |= {parent for name in filled for parent in _ancestors(name)}
        errors: dict[str, str] = {}
        for spot in visible:
            message = self._error(spot, filled, required)
            if message:
                errors[spot.key] = message
        for bearer, rule in self.rules:
            if (
                rule.effect is Effect.VALID
                and (bearer is None or bearer.key not in self.hidden)
                and not self._valid(bearer, rule)
            ):
                key = self._target(bearer, rule) or (visible[0].key if visible else "")
                errors.setdefault(key, rule.message or "Die Angaben passen nicht zusammen. Bitte prüfen Sie sie.")
        return {spot.key: errors[spot.key] for spot in visible if spot.key in errors}

    def _valid(self, spot: Spot | None, rule: Rule) -> bool:
        """Unknown, because something is still empty, is no breach: the empty field has its own message."""
        if rule.condition is None:
            return True
        return expressions.evaluate(rule.condition.tree, self._lookup(spot), self.today) is not False

    def _error(self, spot: Spot, filled: set[str], required: Mapping[str, str]) -> str:
        element = spot.element
        if isinstance(element, Note):
            return ""
        if spot.key in self.unreadable:
            return self.unreadable[spot.key]
        forced = spot.key in required or self._holds(element.required_if, spot, default=False)
        if isinstance(element, Group):
            return self._group_error(spot, element, filled, needed=forced or element.minimum > spot.at)
        if element.kind is Kind.FILE:
            return _file_error(
                element, len(self.read.get(spot.key, ())), forced=forced, asked=self._asked(spot, filled, required)
            )
        needed = forced or (element.minimum > spot.at and self._asked(spot, filled, required))
        if spot.key in filled or not needed:
            return ""
        return required.get(spot.key, "") or missing(element)

    def _group_error(self, spot: Spot, group: Group, filled: set[str], *, needed: bool) -> str:
        if not group.choice:
            return ""
        answered = sum(
            f"{spot.key}.{child.id}" in filled or any(name.startswith(f"{spot.key}.{child.id}[") for name in filled)
            for child in group.children
            if not isinstance(child, Note)
        )
        if answered > 1:
            return f"Füllen Sie bei „{group.label}“ nur einen der Teile aus und leeren Sie die anderen."
        return f"Füllen Sie bei „{group.label}“ einen der Teile aus." if needed and not answered else ""

    def _asked(self, spot: Spot, filled: set[str], required: Mapping[str, str]) -> bool:
        """A voluntary group asks for its fields only once something in it is filled in, or a rule demands it."""
        return not _of_choice(spot) and self._active(spot.parent, filled, required)

    def _active(self, group: Spot | None, filled: set[str], required: Mapping[str, str]) -> bool:
        if group is None or group.key in filled or group.key in required:
            return True
        element = group.element
        if isinstance(element, Note):
            return True
        if self._holds(element.required_if, group, default=False):
            return True
        return element.minimum > group.at and not _of_choice(group) and self._active(group.parent, filled, required)


def _of_choice(spot: Spot) -> bool:
    return spot.parent is not None and isinstance(spot.parent.element, Group) and spot.parent.element.choice


def _ancestors(key: str) -> list[str]:
    parts = key.split(".")
    return [".".join(parts[:at]) for at in range(1, len(parts))]


def _operand(element: Field, value: Any) -> object:
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


_MISSING = {
    Kind.CHOICE: "Bitte wählen Sie aus: {name}.",
    Kind.CHOICES: "Bitte wählen Sie aus: {name}.",
    Kind.BOOLEAN: "Bitte beantworten Sie mit Ja oder Nein: {name}.",
    Kind.CONSENT: "Ohne dieses Häkchen geht es nicht weiter. Bitte lesen Sie die Erklärung und setzen Sie es, wenn sie stimmt.",
    Kind.FILE: "Bitte fügen Sie eine Datei bei: {name}.",
    Kind.DATE: "Bitte geben Sie Tag, Monat und Jahr an: {name}.",
}
_PROVEN = "Diese Angabe nehmen wir nur aus einem nachgewiesenen Servicekonto: {name}. Melden Sie sich dort an."


def missing(element: Field) -> str:
    """What to do where nothing was entered."""
    proven = element.prefill is not None and element.prefill.mode is PrefillMode.MANDATORY
    text = _PROVEN if proven else _MISSING.get(element.kind, "Bitte füllen Sie dieses Feld aus: {name}.")
    return text.replace("{name}", element.label.rstrip("?:. "))


def _file_error(element: Field, count: int, *, forced: bool, asked: bool) -> str:
    needed = max(element.minimum if asked else 0, 1 if forced else 0)
    if count < needed:
        return missing(element) if needed == 1 else f"Bitte fügen Sie mindestens {needed} Dateien bei: {element.label}."
    if element.maximum is not None and count > element.maximum:
        return f"Erlaubt sind höchstens {element.maximum} Dateien. Bitte entfernen Sie eine."
    return ""
