"""The forms of others that the page of a service names: those of the city's rules, and those of sources."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

import msgspec

from rathaus.modules.catalogue.descriptions import Form
from rathaus.modules.catalogue.enums import Certainty, Slot
from rathaus.modules.catalogue.languages import GERMAN, name_of
from rathaus.modules.catalogue.models import Service
from rathaus.modules.catalogue.online import handover
from rathaus.modules.catalogue.passages import holds
from rathaus.modules.catalogue.responsibility.resolve import Resolution


@dataclass(frozen=True, slots=True)
class FormLine:
    """`language` is BCP 47, empty where nobody says; `source` is who names the form, `checked` that the city has looked at it."""

    name: str
    url: str
    language: str = ""
    kind: str = ""
    condition: str = ""
    source: str = ""
    checked: bool = False

    @property
    def aside(self) -> str:
        """What stands in brackets behind the name: its kind, and the language where it is not German."""
        foreign = self.language and self.language.partition("-")[0] != GERMAN
        return ", ".join(filter(None, (self.kind, name_of(self.language) if foreign else "")))


def form_lines(service: Service, resolution: Resolution, *, day: dt.date) -> tuple[FormLine, ...]:
    """Those that hold that day, the city's own first. No query."""
    told = msgspec.convert(service.forms or [], tuple[Form, ...])
    lines = [*_ruled(resolution), *(_told(form) for form in told if holds(form, day))]
    return tuple({(line.url, line.language): line for line in reversed(lines)}.values())[::-1]


def _told(form: Form) -> FormLine:
    return FormLine(form.name, form.url, form.language, form.kind, form.condition, form.source)


def _ruled(resolution: Resolution) -> Iterator[FormLine]:
    """The most specific one of each role, or all that are equally so; https alone."""
    for (_role, slot), answer in sorted(resolution.answers.items()):
        if slot != Slot.FORM:
            continue
        for row in (answer.winner,) if answer.winner else (*answer.conflict, *filter(None, (answer.otherwise,))):
            if row is not None and row.form_url and not handover.faults(row.form_url):
                checked = row.certainty == Certainty.CHECKED
                yield FormLine(row.form_name or row.form_url, row.form_url, source=row.source, checked=checked)
