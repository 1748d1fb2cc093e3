"""Reads of the cases. Secrecy and bias act here, so that lists, counts, search and pages obey them alike."""

import datetime as dt
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet

from rathaus.foundation import text as texts
from rathaus.foundation.errors import NotFound
from rathaus.foundation.permissions import public as permissions
from rathaus.foundation.permissions.public import Actor
from rathaus.modules.cases import rules
from rathaus.modules.cases.enums import ENDED_STATES, OPEN_STATES, Channel, DecisionState, EntryKind, PartyRole, State
from rathaus.modules.cases.models import ENDED, Case, Decision, HistoryEntry, Message, Party


def visible(actor: Actor, *, right: str = rules.VIEW, today: dt.date) -> QuerySet[Case]:
    """The cases the actor may see by this right: within his grants, without those he is biased in."""
    return Case.objects.filter(permissions.visible(actor, right, today=today, kind="case", column="pk"))


def get_visible(case_id: uuid.UUID, actor: Actor, *, right: str = rules.VIEW, today: dt.date) -> Case:
    """Raises NotFound for what the actor may not see: whether it exists stays unsaid."""
    case = visible(actor, right=right, today=today).select_related("procedure", "content").filter(pk=case_id).first()
    if case is None:
        raise NotFound("Diesen Vorgang gibt es nicht, oder er ist für Sie nicht freigegeben.")
    return case


def own_hand_over(case_id: uuid.UUID, unit: str, actor: Actor, *, note: str) -> tuple[HistoryEntry | None, bool]:
    """The entry with which this person gave the case to the unit where it lies now, and whether the note was kept with it.

    Whoever gave a case away may not see it any more; what they did themselves they may know. Three queries at most.
    """
    if actor.person_id is None or str(Case.objects.filter(pk=case_id).values_list("unit_id", flat=True).first()) != unit:
        return None, False
    entries = HistoryEntry.objects.filter(case_id=case_id)
    last = entries.filter(kind=EntryKind.HANDED_OVER).order_by("at", "id").last()
    if last is None or last.actor_id != actor.person_id:
        return None, False
    note = texts.clean(note, multiline=True)
    return last, not note or entries.filter(kind=EntryKind.NOTE, actor_id=actor.person_id, at=last.at, text=note).exists()


def enterable(case_ids: Iterable[uuid.UUID], actor: Actor, *, today: dt.date) -> set[uuid.UUID]:
    """Those of the cases that came as a letter, are not decided, and whose answers the actor may type in. One query."""
    cases = visible(actor, right=rules.REGISTER, today=today).filter(channel=Channel.PAPER, state__in=OPEN_STATES)
    return set(cases.filter(pk__in=list(case_ids)).values_list("pk", flat=True))


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the worklist."""

    id: uuid.UUID
    number: str
    title: str
    applicant: str
    state: State
    fee_state: str
    channel: str
    received_at: dt.datetime
    promise_due: dt.date | None
    law_due: dt.date | None
    resubmit_on: dt.date | None
    assignee_id: uuid.UUID | None
    unit_id: uuid.UUID
    decided_at: dt.datetime | None
    closed_at: dt.datetime | None

    @property
    def dues(self) -> list[tuple[dt.date, str]]:
        """The days that still matter, the earliest first; an ended case has its resubmission alone."""
        days = [(self.resubmit_on, "Wiedervorlage")]
        if self.state in OPEN_STATES:
            days += [(self.promise_due, "zugesagt bis"), (self.law_due, "gesetzliche Frist")]
        return sorted((day, label) for day, label in days if day is not None)

    @property
    def state_label(self) -> str:
        return str(State(self.state).label)


@dataclass(frozen=True, slots=True)
class Filter:
    """What a clerk narrows the worklist to; every field may be empty."""

    view: str = "open"  # open | mine | free | approve | waiting | done
    query: str = ""
    channel: str = ""
    service_key: str = ""
    unit_id: uuid.UUID | None = None
    overdue: bool = False


PAGE = 50


def _drafted_by(actor: Actor) -> QuerySet[Decision, Any]:
    """The cases whose standing proposal is the actor's own: not his to approve."""
    if actor.person_id is None:
        return Decision.objects.none().values("case_id")
    return Decision.objects.filter(state=DecisionState.PROPOSED, drafted_by=actor.person_id).values("case_id")


def _to_do(today: dt.date) -> Q:
    """Open cases, and ended ones that came up again: a notice nobody fetched, a resubmission, a block that ends."""
    return Q(state__in=OPEN_STATES) | Q(state__in=ENDED_STATES, resubmit_on__lte=today)


def _narrow(cases: QuerySet[Case], wanted: Filter, actor: Actor, today: dt.date) -> QuerySet[Case]:
    to_do = _to_do(today)
    by_view = {
        "open": to_do,
        "mine": to_do & Q(assignee_id=actor.person_id),
        "free": Q(state__in=OPEN_STATES, assignee_id__isnull=True),
        "approve": Q(state=State.PROPOSED),
        "waiting": Q(state=State.WAITING),
        "done": Q(state__in=ENDED_STATES),
    }
    cases = cases.filter(by_view.get(wanted.view, by_view["open"]))
    if wanted.view == "approve":
        cases = cases.exclude(pk__in=_drafted_by(actor))
    if wanted.channel:
        cases = cases.filter(channel=wanted.channel)
    if wanted.service_key:
        cases = cases.filter(service_key=wanted.service_key)
    if wanted.unit_id:
        cases = cases.filter(unit_id=wanted.unit_id)
    if wanted.overdue:
        cases = cases.filter(Q(promise_due__lt=today) | Q(law_due__lt=today) | Q(resubmit_on__lte=today))
    if wanted.query:
        key = texts.match_key(wanted.query)
        applicants = (
            Party.objects.filter(match_key__contains=key).values("case_id") if key else Party.objects.none().values("case_id")
        )
        cases = cases.filter(
            Q(number__icontains=wanted.query.strip()) | Q(file_reference__icontains=wanted.query.strip()) | Q(pk__in=applicants)
        )
    return cases


_ROW_FIELDS = (
    "id",
    "number",
    "title",
    "state",
    "fee_state",
    "channel",
    "received_at",
    "promise_due",
    "law_due",
    "resubmit_on",
    "assignee_id",
    "unit_id",
    "decided_at",
    "closed_at",
)


def ordered(wanted: Filter, actor: Actor, *, right: str = rules.VIEW, today: dt.date) -> QuerySet[Case]:
    """What a view of the worklist holds, the most urgent first; of the ended ones the latest."""
    order: list[Any] = [ENDED.desc(), "-id"] if wanted.view == "done" else ["promise_due", "received_at", "id"]
    return _narrow(visible(actor, right=right, today=today), wanted, actor, today).order_by(*order)


def worklist(*, actor: Actor, wanted: Filter, today: dt.date, page: int = 1, right: str = rules.VIEW) -> tuple[list[Row], int]:
    """One page of the worklist, the most urgent first, and how many there are in all. Four queries."""
    cases = ordered(wanted, actor, right=right, today=today)
    total = cases.order_by().count()
    values = list(cases.values(*_ROW_FIELDS)[(page - 1) * PAGE : page * PAGE])
    names = applicant_names([value["id"] for value in values])
    return [Row(applicant=names.get(value["id"], ""), **{**value, "state": State(value["state"])}) for value in values], total


def applicant_names(case_ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, str]:
    parties = Party.objects.filter(case_id__in=list(case_ids), role=PartyRole.APPLICANT)
    return dict(parties.values_list("case_id", "name"))


def counts(*, actor: Actor, today: dt.date) -> dict[str, int]:
    """How many open cases stand in each view, for the tabs of the worklist. Two queries."""
    mine = Q(assignee_id=actor.person_id)
    to_approve = Q(state=State.PROPOSED) & ~Q(pk__in=_drafted_by(actor))
    found: dict[str, Any] = visible(actor, today=today).aggregate(
        open=Count("pk", filter=_to_do(today), distinct=True),
        mine=Count("pk", filter=_to_do(today) & mine, distinct=True),
        free=Count("pk", filter=Q(state__in=OPEN_STATES, assignee_id__isnull=True), distinct=True),
        approve=Count("pk", filter=to_approve, distinct=True),
        waiting=Count("pk", filter=Q(state=State.WAITING), distinct=True),
    )
    return found


def unread_from_applicants(case_ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, int]:
    rows = Message.objects.filter(case_id__in=list(case_ids), from_office=False, read_at__isnull=True).values("case_id")
    return {row["case_id"]: row["n"] for row in rows.annotate(n=Count("pk"))}
