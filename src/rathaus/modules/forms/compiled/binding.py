"""After reading a source: names in conditions become paths, types are checked, pages form an acyclic graph.

A source writes the short id (`local:kennzeichen`); it binds to the nearest element of that id, from the bearer outwards.
Raises Invalid with the place, so that a form with a wrong rule does not install.
"""

import re
from collections.abc import Callable

import msgspec

from rathaus.foundation import expressions
from rathaus.foundation.errors import Invalid
from rathaus.foundation.expressions import Type
from rathaus.modules.forms.compiled.circles import Showing
from rathaus.modules.forms.compiled.model import (
    Condition,
    Edge,
    Effect,
    Element,
    Field,
    Form,
    Group,
    Kind,
    Note,
    Page,
    Rule,
    repeated,
)
from rathaus.modules.forms.compiled.tree import Place, places, remade

ELEMENT_ID = re.compile(r"(?:local:[a-z][a-z0-9_]{0,60}|[FG]\d{8,14}(?:_\d{1,3})?)")
PAGE_ID = re.compile(r"[a-z0-9][a-z0-9-]{0,59}")
_TYPES = {
    Kind.DATE: Type.DATE,
    Kind.INTEGER: Type.NUMBER,
    Kind.NUMBER: Type.NUMBER,
    Kind.MONEY: Type.NUMBER,
    Kind.BOOLEAN: Type.BOOLEAN,
    Kind.CONSENT: Type.BOOLEAN,
    Kind.CHOICES: Type.ANY,
    Kind.FILE: Type.ANY,
}


def bind(form: Form) -> Form:
    """The same form, ready to run."""
    known = {place.path: place for place in places(form)}
    _check_ids(form, known)
    types = {path: type_of(place) for path, place in known.items()}

    def bound(condition: Condition | None, bearer: str, loops: tuple[str, ...], where: str) -> Condition | None:
        if condition is None:
            return None
        try:
            tree = rename(condition.tree, lambda name: _find(name, bearer, known, loops))
            _require_single(tree, known, loops)
            expressions.check(tree, types, expect=Type.BOOLEAN)
        except expressions.ExpressionError as error:
            raise Invalid(f"{where}: {error}") from error
        return Condition(tree)

    def rule(entry: Rule, bearer: str, loops: tuple[str, ...]) -> Rule:
        where = f"Regel an „{bearer or form.title}“"
        target = _find(entry.target, bearer, known, loops) if entry.target else ""
        return msgspec.structs.replace(entry, target=target, condition=bound(entry.condition, bearer, loops, where))

    def bind_element(element: Element, parent: str, loops: tuple[str, ...]) -> Element:
        path = f"{parent}.{element.id}" if parent else element.id
        where = f"Element „{path}“"
        shown = bound(element.visible_if, parent, loops, where)
        if isinstance(element, Note):
            return msgspec.structs.replace(element, visible_if=shown)
        inner = known[path].loops
        changed = msgspec.structs.replace(
            element,
            visible_if=shown,
            required_if=bound(element.required_if, parent, loops, where),
            rules=tuple(rule(entry, path, inner) for entry in element.rules),
        )
        if isinstance(changed, Group):
            return msgspec.structs.replace(
                changed, children=tuple(bind_element(child, path, inner) for child in changed.children)
            )
        return changed

    pages = tuple(
        msgspec.structs.replace(
            page,
            elements=tuple(bind_element(element, "", ()) for element in page.elements),
            next=tuple(Edge(to=edge.to, when=bound(edge.when, "", (), f"Seite „{page.id}“")) for edge in page.next),
        )
        for page in form.pages
    )
    _check_graph(pages)
    whole = msgspec.structs.replace(form, pages=pages, rules=tuple(rule(entry, "", ()) for entry in form.rules))
    if ring := Showing(whole).circle():
        names = ", ".join(f"„{name.removeprefix('@')}“" for name in ring)
        raise Invalid(f"Ob etwas angezeigt wird, hängt im Kreis von sich selbst ab: {names}. Ändern Sie eine der Bedingungen.")
    return _marked(whole)


def _marked(form: Form) -> Form:
    """With `demanded` at every element that a rule may require."""
    demanded = {rule.target for rule in form.rules if rule.effect is Effect.REQUIRE}
    for place in places(form):
        if not isinstance(place.element, Note):
            demanded |= {rule.target or place.path for rule in place.element.rules if rule.effect is Effect.REQUIRE}

    def mark(path: str, element: Element) -> Element:
        return element if isinstance(element, Note) or path not in demanded else msgspec.structs.replace(element, demanded=True)

    return remade(form, mark) if demanded else form


def type_of(place: Place) -> Type:
    """What an expression may do with the answer at this place."""
    if isinstance(place.element, Field):
        return _TYPES.get(place.element.kind, Type.TEXT)
    return Type.ANY


def _check_ids(form: Form, known: dict[str, Place]) -> None:
    total = 0
    for place in places(form):
        total += 1
        if isinstance(place.element, Note):
            continue
        if not ELEMENT_ID.fullmatch(place.element.id):
            raise Invalid(
                f"„{place.element.id}“ ist keine Kennung. Schreiben Sie local:name in kleinen Buchstaben oder eine FIM-Kennung."
            )
    if total != len(known):
        seen: set[str] = set()
        double = next(place.path for place in places(form) if place.path in seen or seen.add(place.path))  # type: ignore[func-returns-value]
        raise Invalid(f"Das Element „{double}“ steht zweimal. Geben Sie jedem Element einer Ebene einen eigenen Namen.")


def _find(name: str, bearer: str, known: dict[str, Place], loops: tuple[str, ...]) -> str:
    """The path a short or full name means, seen from the bearer."""
    short = name.removeprefix("self.")
    scope = bearer
    while True:
        path = f"{scope}.{short}" if scope else short
        if path in known:
            break
        if not scope:
            matches = [path for path in known if path.endswith(f".{short}")]
            if len(matches) != 1:
                problem = "gibt es nicht" if not matches else "gibt es mehrfach; schreiben Sie den ganzen Pfad"
                raise expressions.ExpressionError(f"Das Feld „{name}“ {problem}.")
            path = matches[0]
            break
        scope = scope.rpartition(".")[0]
    place = known[path]
    outside = [loop for loop in place.loops if loop not in loops and loop != path]
    if outside:
        raise expressions.ExpressionError(
            f"„{name}“ steht in der wiederholbaren Gruppe „{outside[0]}“ und ist von außen nicht eindeutig."
        )
    return path


def _require_single(tree: expressions.Node, known: dict[str, Place], loops: tuple[str, ...]) -> None:
    for name in beyond_emptiness(tree):
        element = known[name].element
        once = name in loops or not repeated(element)
        single = isinstance(element, Field) and element.kind not in {Kind.CHOICES, Kind.FILE} and once
        if not single:
            raise expressions.ExpressionError(
                f"„{name}“ ist keine einzelne Antwort. Sie können nur fragen, ob es leer ist: is_empty."
            )


def rename(tree: expressions.Node, to: Callable[[str], str]) -> expressions.Node:
    """The same tree with other names."""
    match tree:
        case expressions.Identifier(name):
            return expressions.Identifier(to(name))
        case expressions.Call(op, args):
            return expressions.Call(op, tuple(rename(arg, to) for arg in args))
    return tree


def beyond_emptiness(tree: expressions.Node) -> frozenset[str]:
    """The names of which more is asked than whether they are empty: each must mean one answer."""
    match tree:
        case expressions.Identifier(name):
            return frozenset({name})
        case expressions.Call(op=expressions.Op.IS_EMPTY, args=(expressions.Identifier(),)):
            return frozenset()
        case expressions.Call(args=args):
            return frozenset().union(*(beyond_emptiness(arg) for arg in args))
    return frozenset()


def _check_graph(pages: tuple[Page, ...]) -> None:
    if not pages:
        raise Invalid("Das Formular hat keine Seite.")
    order = {page.id: at for at, page in enumerate(pages)}
    if len(order) != len(pages):
        raise Invalid("Zwei Seiten haben dieselbe Kennung.")
    for page in pages:
        _check_edges(page, order)
    reached = {pages[0].id}
    for page in pages:
        if page.id not in reached:
            raise Invalid(f"Die Seite „{page.id}“ ist von keiner Seite aus zu erreichen.")
        reached.update(edge.to for edge in page.next if edge.to)


def _check_edges(page: Page, order: dict[str, int]) -> None:
    if not PAGE_ID.fullmatch(page.id):
        raise Invalid(f"„{page.id}“ ist keine Seitenkennung. Erlaubt sind kleine Buchstaben, Ziffern und Bindestriche.")
    if page.next and page.next[-1].when is not None:
        raise Invalid(f"Seite „{page.id}“: Der letzte Weg braucht eine Seite ohne Bedingung, sonst endet das Formular nirgends.")
    for edge in page.next:
        if edge.to and edge.to not in order:
            raise Invalid(f"Seite „{page.id}“ führt zu „{edge.to}“; diese Seite gibt es nicht.")
        if edge.to and order[edge.to] <= order[page.id]:
            raise Invalid(f"Seite „{page.id}“ führt zurück zu „{edge.to}“. Wege führen nur nach vorn.")


def linear(pages: list[tuple[Page, Condition | None]]) -> tuple[Page, ...]:
    """Pages in order, some under a condition: each page gets edges to the next ones that may follow."""
    result = []
    for at, (page, _when) in enumerate(pages):
        edges: list[Edge] = []
        for following, when in pages[at + 1 :]:
            edges.append(Edge(to=following.id, when=when))
            if when is None:
                break
        else:
            edges.append(Edge())
        result.append(page if page.next else msgspec.structs.replace(page, next=tuple(edges)))
    return tuple(result)
