"""What in a schema makes its form hard to use: labels that are missing, equal or endless, rules of writing that nobody explains.

The form can be published all the same; the editors of the schema should know.
"""

from collections import Counter
from dataclasses import dataclass

from rathaus.modules.forms.compiled.model import Element, Field, Form, Group, Kind, Note
from rathaus.modules.forms.compiled.tree import places

LONG_LABEL = 200
_TYPED = {Kind.TEXT, Kind.TEXTAREA}


@dataclass(frozen=True, slots=True)
class Finding:
    """`criterion` is the success criterion of WCAG 2.2."""

    path: str
    criterion: str
    text: str


def findings(form: Form) -> tuple[Finding, ...]:
    """In document order."""
    found: list[Finding] = []
    for page in form.pages:
        found += _equal_labels(page.elements, "", page.title)
    for place in places(form):
        element = place.element
        if isinstance(element, Group):
            found += _equal_labels(element.children, place.path, element.label)
        if not isinstance(element, Note):
            found += [Finding(place.path, criterion, text) for criterion, text in _of(element)]
    order = {place.path: at for at, place in enumerate(places(form))}
    return tuple(sorted(found, key=lambda finding: order[finding.path]))


def _of(element: Field | Group) -> list[tuple[str, str]]:
    found = []
    if not element.label.strip() or element.label == element.id:
        found.append(("2.4.6", "Die Beschriftung fehlt."))
    if len(element.label) > LONG_LABEL:
        found.append(("2.4.6", f"Die Beschriftung hat {len(element.label)} Zeichen."))
    if not isinstance(element, Field):
        return found
    if element.kind in _TYPED and element.pattern and not (element.help or element.hint or element.message):
        found.append(("3.3.2", "Ein Muster ist verlangt, aber kein Hilfetext sagt, wie die Angabe aussehen soll."))
    doubled = [label for label, count in Counter(option.label for option in element.options).items() if count > 1]
    if doubled:
        found.append(("2.4.6", f"Zwei Einträge der Liste heißen gleich: „{doubled[0]}“."))
    return found


def _equal_labels(elements: tuple[Element, ...], parent: str, where: str) -> list[Finding]:
    """Fields of one group that nobody can tell apart."""
    labels = Counter(element.label for element in elements if isinstance(element, Field))
    return [
        Finding(f"{parent}.{element.id}" if parent else element.id, "2.4.6", f"In „{where}“ heißen mehrere Felder so.")
        for element in elements
        if isinstance(element, Field) and labels[element.label] > 1
    ]
