"""The rules of one service as staff read them: found by words, by name of the street, a page at a time."""

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.core.paginator import Page, Paginator

from rathaus.foundation import text
from rathaus.modules.catalogue.enums import Origin, Role
from rathaus.modules.catalogue.models import Responsibility
from rathaus.modules.catalogue.responsibility import rows, words
from rathaus.modules.catalogue.responsibility.matching import Candidate
from rathaus.modules.catalogue.responsibility.report import body_name
from rathaus.modules.catalogue.responsibility.shown import Body, bodies_of
from rathaus.modules.catalogue.rule_forms import EndForm
from rathaus.modules.geo import public as geo
from rathaus.modules.organisation import public as organisation

OWN, TOLD, PAST = "eigene", "andere", "fruehere"  # the sections, as the address names the page of each
PAGE = 50


@dataclass(frozen=True, slots=True)
class Line:
    """One rule in words."""

    id: uuid.UUID
    body: Body
    where: str
    period: str
    source: str
    form: EndForm

    @property
    def cells(self) -> tuple[object, ...]:
        return self.body.name, self.body.role_label, self.where, self.period, self.source


@dataclass(frozen=True, slots=True)
class Section:
    """`page` counts all rules found, `lines` are those of the present page."""

    page: Page[Candidate]
    lines: tuple[Line, ...] = ()

    @property
    def number(self) -> int:
        return self.page.paginator.count


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks for: words that must be in a rule, and the page of each section. `ending` is always shown."""

    query: str = ""
    pages: Mapping[str, str] = field(default_factory=dict)
    ending: EndForm | None = None


def sections(key: str, asked: Asked, *, today: dt.date) -> dict[str, Section]:
    """By `OWN`, `TOLD`, `PAST`. A fixed number of queries; every rule is read, those of the pages alone are put into words."""
    every = rows.all_of(key)
    own = set(Responsibility.objects.filter(service__key=key, origin=Origin.OWN).values_list("pk", flat=True))
    names = _Names.of(every)
    wanted = text.match_key(asked.query)
    found: dict[str, list[Candidate]] = {OWN: [], TOLD: [], PAST: []}
    for row in sorted((row for row in every if not wanted or wanted in names.key(row)), key=names.order):
        over = row.valid_until is not None and row.valid_until < today
        found[PAST if over else OWN if row.id in own else TOLD].append(row)
    pages = {name: Paginator(part, PAGE).get_page(asked.pages.get(name)) for name, part in found.items()}
    ending = [row for row in every if asked.ending and str(row.id) == asked.ending.prefix]
    shown = {name: list(page.object_list) for name, page in pages.items()}
    shown[OWN] = [*(row for row in ending if row not in shown[OWN]), *shown[OWN]]
    lines = iter(_lines([row for part in shown.values() for row in part], names, asked.ending, today))
    return {name: Section(page, tuple(next(lines) for _ in shown[name])) for name, page in pages.items()}


@dataclass(frozen=True, slots=True)
class _Names:
    """What is named in the rules of a service. Five queries at most, however many they are."""

    units: Mapping[uuid.UUID, organisation.UnitInfo]
    places: Mapping[uuid.UUID, str]
    territories: Mapping[str, geo.TerritoryInfo]

    @classmethod
    def of(cls, every: Sequence[Candidate]) -> "_Names":
        return cls(
            organisation.get_units({row.unit_id for row in every if row.unit_id}),
            geo.get_names({place for row in every for place in (row.district_id, row.street_id, row.area_id) if place}),
            geo.get_territories({row.territory for row in every if row.territory}),
        )

    def where(self, row: Candidate) -> str:
        place = self.territories.get(row.territory)
        said = (place.name if place else row.territory or "überall", words.condition(row, self.places), row.condition)
        return ", ".join(filter(None, said))

    def key(self, row: Candidate) -> str:
        """What a search looks into."""
        label = str(Role(row.role).label)
        return text.match_key(" ".join((body_name(row, self.units), row.unit_slug, label, self.where(row), row.source)))

    def order(self, row: Candidate) -> tuple[object, ...]:
        place = row.street_id or row.area_id or row.district_id
        territory = self.territories.get(row.territory)
        return (
            str(Role(row.role).label),
            text.sort_key(territory.name) if territory else row.territory,
            text.sort_key(self.places.get(place, "")) if place else "",
            row.number_from or 0,
            row.letter_from or "",
            body_name(row, self.units),
            str(row.id),
        )


def _lines(shown: Sequence[Candidate], names: _Names, ending: EndForm | None, today: dt.date) -> list[Line]:
    return [
        Line(
            id=row.id,
            body=body,
            where=names.where(row),
            period=words.period(row) or "ohne Ende",
            source=f"{row.source or 'ohne Quelle'} ({'geprüft' if body.checked else 'ungeprüft'})",
            form=ending if ending and ending.prefix == str(row.id) else EndForm(prefix=str(row.id), initial={"last_day": today}),
        )
        for row, body in zip(shown, bodies_of(shown, conditions=False), strict=True)
    ]
