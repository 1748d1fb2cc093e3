"""The conditions of one page for the browser: the same trees the server asks, their names as short aliases.

`rathaus/conditions.js` shows and hides with them while somebody answers; the server decides when the page is sent.
"""

import datetime as dt
import json
from collections.abc import Iterator
from decimal import Decimal
from html import escape
from typing import Any

from django.templatetags.static import static

from rathaus.foundation import expressions
from rathaus.modules.forms.answers.checking import Checked
from rathaus.modules.forms.answers.given import operand
from rathaus.modules.forms.answers.keys import template
from rathaus.modules.forms.answers.unfolding import Spot, concrete
from rathaus.modules.forms.compiled.binding import rename
from rathaus.modules.forms.compiled.loaded import CompiledForm
from rathaus.modules.forms.compiled.model import Condition, Effect, Element, Field, Group, Kind, Page, repeated


def live_html(form: CompiledForm, page: Page, checked: Checked, today: dt.date) -> str:
    """An element that carries the conditions, and the module; nothing where the page has no conditions."""
    data = _Live(form, page, checked).data(today)
    if not data["show"] and not data["need"]:
        return ""
    text = escape(json.dumps(data, ensure_ascii=False, separators=(",", ":")))
    return (
        f'<template data-conditions="{text}"></template><script type="module" src="{static("rathaus/conditions.js")}"></script>'
    )


class _Live:
    def __init__(self, form: CompiledForm, page: Page, checked: Checked) -> None:
        self.form, self.page, self.checked = form, page, checked
        self.names: dict[str, Any] = {}
        self.aliases: dict[str, str] = {}

    def data(self, today: dt.date) -> dict[str, Any]:
        show: dict[str, dict[str, Any]] = {}
        for parent, element in self._elements():
            if element.visible_if is not None:
                show.setdefault(_key(parent, element.id), {})["if"] = self._tree(element.visible_if, parent)
        need: dict[str, list[Any]] = {}
        for one in self.checked.rules.get(Effect.FORBID, ()):
            if self._here(one.target):
                show.setdefault(one.target, {}).setdefault("not", []).append(self._tree(one.rule.condition, one.bearer))
        for one in self.checked.rules.get(Effect.REQUIRE, ()):
            if self._here(one.target):
                need.setdefault(one.target, []).append(self._tree(one.rule.condition, one.bearer))
        return {"today": today.isoformat(), "names": self.names, "show": show, "need": need}

    def _elements(self) -> Iterator[tuple[Spot | None, Element]]:
        yield from ((None, element) for element in self.page.elements)
        for spot in (*self.checked.spots, *self.checked.hidden):
            if spot.page is self.page and isinstance(spot.element, Group):
                yield from ((spot, child) for child in spot.element.children)

    def _here(self, key: str) -> bool:
        place = self.form.places.get(template(key))
        return place is not None and place.page is self.page

    def _tree(self, condition: Condition | None, spot: Spot | None) -> Any:
        if condition is None:
            return True
        return expressions.to_json(rename(condition.tree, lambda path: self._alias(path, spot)))

    def _alias(self, path: str, spot: Spot | None) -> str:
        place = self.form.places[path]
        key = concrete(path, place.loops, spot.indices if spot else ())
        if key not in self.aliases:
            self.aliases[key] = alias = f"n{len(self.aliases)}"
            self.names[alias] = self._source(key, path)
        return self.aliases[key]

    def _source(self, key: str, path: str) -> dict[str, Any]:
        """Where the browser finds the answer: on this page under its key, else the value itself."""
        place = self.form.places[path]
        element = place.element
        if place.page is not self.page or (isinstance(element, Field) and element.kind is Kind.LOCKED):
            return {"value": self._value(key, element)}
        if isinstance(element, Field) and not (repeated(element) and key == path) and element.kind is not Kind.FILE:
            return {"key": key, "kind": element.kind.value}
        return {"below": key}

    def _value(self, key: str, element: Element) -> Any:
        values = self.checked.values
        if isinstance(element, Field) and not repeated(element):
            return _wire(operand(element, values.get(key)))
        below = (name for name in values if name == key or name.startswith((f"{key}.", f"{key}[")))
        return ["x"] if any(self.form.fields[template(name)].kind is not Kind.LOCKED for name in below) else []


def _wire(value: Any) -> Any:
    if value is None or isinstance(value, bool | str):
        return value
    if isinstance(value, list):
        return value[:1] and ["x"]
    return expressions.to_json(expressions.Literal(value if isinstance(value, dt.date) else Decimal(value)))


def _key(parent: Spot | None, identifier: str) -> str:
    return f"{parent.key}.{identifier}" if parent else identifier
