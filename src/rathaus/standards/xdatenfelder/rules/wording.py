"""What to tell a person where a rule in free text is broken: plain German with the names the form shows."""

from collections.abc import Sequence

from rathaus.standards.xdatenfelder.model import Group
from rathaus.standards.xdatenfelder.rules.scope import Named


def required(named: Named) -> str:
    part = "füllen Sie diesen Teil aus" if isinstance(named.element, Group) else "machen Sie diese Angabe"
    return f"Bitte {part}: {label(named)}."


def at_least_one(names: Sequence[Named]) -> str:
    return f"Bitte füllen Sie mindestens eines davon aus: {_list(names)}."


def one_of(first: Named, second: Named) -> str:
    return f"Bitte füllen Sie entweder „{label(first)}“ oder „{label(second)}“ aus, nicht beides."


def one_true(names: Sequence[Named]) -> str:
    return f"Mindestens eine dieser Fragen muss mit Ja beantwortet sein: {_list(names)}."


def before(first: Named, second: Named) -> str:
    return f"Das Datum bei „{label(first)}“ muss vor dem Datum bei „{label(second)}“ liegen."


CALENDAR = "Diesen Tag gibt es im Kalender nicht. Bitte prüfen Sie Tag, Monat und Jahr."


def label(named: Named) -> str:
    return " ".join(named.element.label.split()).rstrip("?:. ")


def _list(names: Sequence[Named]) -> str:
    return ", ".join(label(named) for named in names)
