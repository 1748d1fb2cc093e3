"""What the pages of the editors read: editions with who did what, what others say, scores; each in a fixed number of queries."""

import datetime as dt
import uuid
from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from rathaus.foundation import clock
from rathaus.foundation.errors import NotFound
from rathaus.foundation.permissions.public import Actor
from rathaus.modules.catalogue import descriptions, rules
from rathaus.modules.catalogue.descriptions import Description
from rathaus.modules.catalogue.domain._editions import scope_of, writers_of
from rathaus.modules.catalogue.domain.refresh import lower_layers
from rathaus.modules.catalogue.editing.draw import Inherited
from rathaus.modules.catalogue.editing.shape import PLAIN_FIELDS, ROWS_OF, Choices
from rathaus.modules.catalogue.enums import IN_WORK, STEPS, EditionAct, EditionState, ExecutingLevel, Role
from rathaus.modules.catalogue.layers import Layer, compose
from rathaus.modules.catalogue.models import Edition, LifeEvent, Responsibility, Service, ServiceScore
from rathaus.modules.catalogue.queries import NOT_BARE_OBJECT, VALID
from rathaus.modules.catalogue.scoring.completeness import Facts
from rathaus.modules.catalogue.scoring.measure import Scores, measure
from rathaus.modules.organisation import public as organisation


@dataclass(frozen=True, slots=True)
class Dossier:
    """One service as the office knows it."""

    key: str
    name: str
    service: Service | None
    editions: tuple[Edition, ...]
    lower: tuple[Layer, ...]

    @property
    def published(self) -> Edition | None:
        return next((edition for edition in self.editions if edition.state == EditionState.PUBLISHED), None)

    @property
    def in_work(self) -> Edition | None:
        return next((edition for edition in self.editions if edition.state in IN_WORK), None)

    def edition(self, number: int) -> Edition:
        """Raises NotFound."""
        found = next((edition for edition in self.editions if edition.number == number), None)
        if found is None:
            raise NotFound(f"Fassung {number} gibt es nicht. Wählen Sie eine aus der Liste der Fassungen.")
        return found

    def composed(self, own: Edition | None) -> Description | None:
        """What the public reads when `own` is the city's text; None where nobody says anything."""
        layers = [Layer(own.source, descriptions.decode(own.content))] if own else []
        layers += self.lower
        return compose(layers) if layers else None


def dossier(key: str) -> Dossier:
    """Six queries. Raises NotFound for a key that neither the catalogue nor an edition knows."""
    service = Service.objects.filter(key=key).first()
    editions = tuple(Edition.objects.filter(service_key=key).order_by("-number").prefetch_related("entries"))
    if service is None and not editions:
        raise NotFound("Diese Leistung steht nicht im Katalog. Suchen Sie in der Liste, oder beginnen Sie eine neue.")
    name = service.name if service else descriptions.decode(editions[0].content).name
    return Dossier(key, name, service, editions, tuple(lower_layers(key)))


def facts_of(service: Service | None) -> Facts:
    if service is None:
        return Facts()
    charge = service.responsibilities.filter(role=Role.IN_CHARGE).exclude(unit_id=None, external_name="")
    return Facts(unit=charge.exists(), online=bool(service.online_slug or service.online_elsewhere))


def scores_of(file: Dossier, own: Edition | None, *, now: dt.datetime) -> Scores | None:
    """Measured now, for this edition over what others say."""
    said = file.composed(own)
    return measure(said, facts_of(file.service), today=clock.today(now)) if said else None


def steps_for(edition: Edition, actor: Actor, *, today: dt.date) -> list[EditionAct]:
    """What this person may do with it now; the use case asks again."""
    said = descriptions.decode(edition.content)
    scope = scope_of(edition.service_key, said.unit, day=today)
    writers = writers_of(edition)
    return [
        act
        for act in EditionAct
        if edition.state in STEPS[act]
        and rules.may(actor, rules.RIGHT_OF[act], scope=scope, today=today)
        and not (act in rules.NOT_THE_WRITER and actor.person_id in writers)
    ]


def may_write(key: str, unit: str, actor: Actor, *, today: dt.date) -> bool:
    return rules.may(actor, rules.DRAFT, scope=scope_of(key, unit, day=today), today=today)


def inherited(file: Dossier) -> Mapping[str, Inherited]:
    """For each slot the most specific source below the city that says something; texts of all languages by `slot@language`."""
    found: dict[str, Inherited] = {}
    for layer in file.lower:
        here = Inherited(layer.source, layer.description)
        for name in (*PLAIN_FIELDS, *ROWS_OF):
            if getattr(layer.description, name) not in (None, "", (), 0):
                found.setdefault(name, here)
        for text in layer.description.texts:
            if text.access_channel == "000":
                found.setdefault(f"text-{text.code.value}@{text.language}", here)
    return found


def choices(*, today: dt.date) -> dict[str, Choices]:
    """Two queries."""
    return {
        "unit": tuple((unit.slug, unit.name) for unit in organisation.units(today)),
        "life_events": tuple(LifeEvent.objects.order_by("name").values_list("slug", "name")),
    }


@dataclass(frozen=True, slots=True)
class Filter:
    """What the list shows. `state` is that of the edition in work or published, or `none` for no text of our own."""

    query: str = ""
    state: str = ""
    maturity: str = ""
    missing: str = ""
    warning: str = ""
    unit: str = ""


def services(wanted: Filter) -> QuerySet[Service]:
    """Services of the city: those described, and those in work; with `state=none` also the ones that are still to do."""
    edited = Edition.objects.filter(state__in=[*IN_WORK, EditionState.RELEASED]).values("service_key")
    ours = Q(described=True) | Q(key__in=edited)
    if wanted.state == "none":
        own = Edition.objects.filter(state=EditionState.PUBLISHED).values("service_key")
        municipal = Q(executing_level__in=[ExecutingLevel.MUNICIPAL, ExecutingLevel.LAND_OR_MUNICIPAL])
        rows = Service.objects.filter(VALID, NOT_BARE_OBJECT, municipal | Q(described=True)).exclude(key__in=own)
    else:
        rows = Service.objects.filter(VALID | Q(key__in=edited), ours)
    if wanted.state in EditionState.values:
        rows = rows.filter(key__in=Edition.objects.filter(state=wanted.state).values("service_key"))
    if wanted.query:
        rows = rows.filter(Q(name__icontains=wanted.query) | Q(key__contains=wanted.query))
    if wanted.maturity in {"0", "1", "2", "3", "4"}:
        rows = rows.filter(score__maturity_1=int(wanted.maturity))
    if wanted.missing:
        rows = rows.filter(score__in=_with("missing", wanted.missing))
    if wanted.warning:
        rows = rows.filter(score__in=_with("warnings", wanted.warning))
    if wanted.unit:
        charge = Responsibility.objects.filter(role=Role.IN_CHARGE, unit_slug=wanted.unit)
        rows = rows.filter(id__in=charge.values("service_id"))
    return rows.order_by("sort_key", "key").select_related("score")


def _with(column: str, word: str) -> list[uuid.UUID]:
    """JSON is searched here, not in the database: SQLite and PostgreSQL ask for it differently. One query."""
    rows = ServiceScore.objects.filter(service__valid_until=None).values_list("id", column)
    return [score for score, entries in rows if any(word == (one["code"] if isinstance(one, dict) else one) for one in entries)]


def states_of(keys: list[str]) -> dict[str, list[Edition]]:
    """The editions in work, released or published of these services, the newest first. One query."""
    found: dict[str, list[Edition]] = {}
    states = [*IN_WORK, EditionState.RELEASED, EditionState.PUBLISHED]
    for edition in Edition.objects.filter(service_key__in=keys, state__in=states).defer("content").order_by("-number"):
        found.setdefault(edition.service_key, []).append(edition)
    return found
