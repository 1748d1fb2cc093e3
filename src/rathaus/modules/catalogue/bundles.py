"""Bundles by life situation: a few plain questions, and what has to be done, in order. Data; a city replaces the file.

Answers travel in the address and say nothing about a person that a name could be put to; nothing is kept.
"""

import datetime as dt
import tomllib
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from rathaus.foundation.errors import NotFound
from rathaus.modules.catalogue import queries, spans
from rathaus.modules.catalogue.models import Deadline, OnlineService, Service
from rathaus.modules.catalogue.responsibility.rows import valid
from rathaus.modules.catalogue.types import ServiceInfo
from rathaus.modules.organisation import public as organisation

FILE = Path(__file__).parent / "demo" / "bundles.toml"
YES, NO = "ja", "nein"
Answers = Mapping[str, bool]
"""By the slug of the question; one that nobody answered is not there."""


@dataclass(frozen=True, slots=True)
class Question:
    slug: str
    text: str
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """A service that may be needed: where `when` is answered with yes and `unless` is not."""

    key: str
    when: str = ""
    unless: str = ""

    def needed(self, answers: Answers) -> bool | None:
        """None where an answer that decides is missing."""
        yes = answers.get(self.when) if self.when else True
        no = answers.get(self.unless) if self.unless else False
        if yes is False or no is True:
            return False
        return None if yes is None or no is None else True


@dataclass(frozen=True, slots=True)
class Step:
    title: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Bundle:
    """`life_events` and `situations` (of the question tree) are the slugs of the pages that lead here."""

    slug: str
    title: str
    intro: str
    questions: tuple[Question, ...]
    steps: tuple[Step, ...]
    life_events: tuple[str, ...]
    situations: tuple[str, ...]

    @property
    def keys(self) -> list[str]:
        return [entry.key for step in self.steps for entry in step.entries]


@dataclass(frozen=True, slots=True)
class Item:
    """One thing to do. `provider` offers it online instead of us; `unit` is who does it here; `question` is still open."""

    service: ServiceInfo
    deadline: str
    unit: organisation.UnitInfo | None
    provider: str
    question: str = ""


@dataclass(frozen=True, slots=True)
class Checklist:
    """`todo` by step; `perhaps` depends on a question nobody answered; `together` have a form of our own."""

    todo: tuple[tuple[str, tuple[Item, ...]], ...]
    perhaps: tuple[Item, ...]

    @property
    def number(self) -> int:
        return sum(len(items) for _, items in self.todo)

    @property
    def together(self) -> tuple[Item, ...]:
        return tuple(item for _, items in self.todo for item in items if item.service.online_slug)


@cache
def bundles() -> tuple[Bundle, ...]:
    """As written. Raises ValueError for a condition that names no question."""
    return tuple(_read(row) for row in tomllib.loads(FILE.read_text(encoding="utf-8"))["bundle"])


def _read(row: Mapping[str, Any]) -> Bundle:
    steps = tuple(Step(step["title"], tuple(Entry(**entry) for entry in step["service"])) for step in row["step"])
    questions = tuple(Question(**entry) for entry in row.get("question", ()))
    asked = {question.slug for question in questions} | {""}
    for entry in (entry for step in steps for entry in step.entries):
        if {entry.when, entry.unless} - asked:
            raise ValueError(f"{row['slug']}: {entry.key} depends on a question that is not asked")
    return Bundle(
        slug=row["slug"],
        title=row["title"],
        intro=row["intro"],
        questions=questions,
        steps=steps,
        life_events=tuple(row.get("life_events", ())),
        situations=tuple(row.get("situations", ())),
    )


def bundle_title(slug: str) -> str:
    """For other rooms; empty where there is none."""
    return next((bundle.title for bundle in bundles() if bundle.slug == slug), "")


def find_bundle(slug: str) -> Bundle:
    """Raises NotFound."""
    found = next((bundle for bundle in bundles() if bundle.slug == slug), None)
    if found is None:
        raise NotFound("Diese Checkliste gibt es nicht. Alle stehen unter „Checklisten“.")
    return found


def offered() -> list[Bundle]:
    """Those that lead to something here. One query."""
    keys = [key for bundle in bundles() for key in bundle.keys]
    there = set(Service.objects.filter(queries.VALID, key__in=keys).values_list("key", flat=True))
    return [bundle for bundle in bundles() if there & set(bundle.keys)]


def leading_from(*, life_event: str = "", situation: str = "") -> list[Bundle]:
    """What a page of a life situation, or of the question tree, offers besides."""
    return [one for one in bundles() if life_event in one.life_events or situation in one.situations]


def read_answers(bundle: Bundle, given: Mapping[str, str]) -> dict[str, bool]:
    """What an address says; anything else than ja and nein is no answer."""
    return {question.slug: given[question.slug] == YES for question in bundle.questions if given.get(question.slug) in {YES, NO}}


def checklist(bundle: Bundle, answers: Answers, *, day: dt.date) -> Checklist:
    """At most seven queries, whatever the answers."""
    known = {info.key: info for info in queries.infos(Service.objects.filter(queries.VALID, key__in=bundle.keys))}
    facts = _Facts.read(list(known.values()), day)
    texts = {question.slug: question.text for question in bundle.questions}
    todo = []
    perhaps: dict[str, Item] = {}
    for step in bundle.steps:
        items = []
        for entry in step.entries:
            needed = entry.needed(answers)
            if entry.key not in known or needed is False:
                continue
            if needed:
                items.append(facts.item(known[entry.key]))
            else:
                asked = entry.when if answers.get(entry.when) is None and entry.when else entry.unless
                perhaps.setdefault(entry.key, facts.item(known[entry.key], texts[asked]))
        if items:
            todo.append((step.title, tuple(items)))
    done = {item.service.key for _, items in todo for item in items}
    return Checklist(tuple(todo), tuple(item for key, item in perhaps.items() if key not in done))


@dataclass(frozen=True, slots=True)
class _Facts:
    deadlines: Mapping[str, str]
    units: Mapping[Any, organisation.UnitInfo]
    providers: Mapping[str, str]

    @classmethod
    def read(cls, services: Sequence[ServiceInfo], day: dt.date) -> "_Facts":
        found: dict[str, list[str]] = defaultdict(list)
        rows = Deadline.objects.filter(valid(day), service__in=[service.id for service in services]).order_by("position", "pk")
        for row in rows.select_related("service"):
            found[row.service.key] += filter(None, [spans.deadline(row)])
        units = organisation.get_units({service.unit_id for service in services if service.unit_id})
        slugs = {service.online_elsewhere for service in services if service.online_elsewhere}
        providers = dict(OnlineService.objects.filter(slug__in=slugs).values_list("slug", "provider")) if slugs else {}
        return cls({key: texts[0] for key, texts in found.items() if texts}, units, providers)

    def item(self, service: ServiceInfo, question: str = "") -> Item:
        return Item(
            service=service,
            deadline=self.deadlines.get(service.key, ""),
            unit=self.units.get(service.unit_id),
            provider="" if service.online_slug else self.providers.get(service.online_elsewhere, ""),
            question=question,
        )
