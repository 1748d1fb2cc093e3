"""What other rooms may use of the cases."""

import datetime as dt
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from rathaus.foundation.permissions.public import Actor, ActorKind, Scope, Secrecy, classes_of, is_barred
from rathaus.modules.cases import procedure
from rathaus.modules.cases.domain.check import record_automatic
from rathaus.modules.cases.domain.claim import workers
from rathaus.modules.cases.domain.confirm_address import AddressState, address_state, ask_again, correct_address
from rathaus.modules.cases.domain.enter_content import enter_content
from rathaus.modules.cases.domain.install import install_procedure
from rathaus.modules.cases.domain.open_case import ExtraCheck, PartyData, open_case
from rathaus.modules.cases.enums import Channel, FeeState, PartyRole, State
from rathaus.modules.cases.links import show_entry
from rathaus.modules.cases.models import Case, CaseContent, Procedure
from rathaus.modules.cases.notice import fill
from rathaus.modules.cases.prospect import Prospect, prospect
from rathaus.modules.cases.queries import enterable, visible

__all__ = [
    "AddressState",
    "CaseInfo",
    "Channel",
    "ContentInfo",
    "ExtraCheck",
    "FeeState",
    "PartyData",
    "PartyRole",
    "Prospect",
    "State",
    "address_state",
    "ask_again",
    "case_by_token",
    "cases_of",
    "closed_to",
    "contents",
    "correct_address",
    "enter_content",
    "enterable",
    "fill",
    "get_cases",
    "install_procedure",
    "open_case",
    "open_to",
    "procedure_id",
    "prospect",
    "record_automatic",
    "secrecy_of_service",
    "show_entry",
    "somebody_works",
]


@dataclass(frozen=True, slots=True)
class CaseInfo:
    id: uuid.UUID
    number: str
    token: str
    service_key: str
    title: str
    state: str
    state_label: str
    fee_state: str
    received_at: dt.datetime
    promise_due: dt.date | None
    law_due: dt.date | None
    unit_id: uuid.UUID
    account_id: uuid.UUID | None
    application_id: uuid.UUID | None
    secrecy: frozenset[Secrecy]


def info(case: Case) -> CaseInfo:
    return CaseInfo(
        id=case.pk,
        number=case.number,
        token=case.token,
        service_key=case.service_key,
        title=case.title,
        state=case.state,
        state_label=str(State(case.state).label),
        fee_state=case.fee_state,
        received_at=case.received_at,
        promise_due=case.promise_due,
        law_due=case.law_due,
        unit_id=case.unit_id,
        account_id=case.account_id,
        application_id=case.application_id,
        secrecy=classes_of(case),
    )


def closed_to(case_id: uuid.UUID, actor: Actor, *, took_in: bool) -> bool:
    """Whether even the receipt of a case is none of this person's business: biased in it, or not cleared for its classes.

    For what staff may otherwise see without a right to the case itself: who took an application in hands out the receipt,
    whatever class the service has, unless an Auskunftssperre became known.
    """
    if actor.kind is not ActorKind.STAFF:
        return False
    classes = classes_of(Case.objects.only("secrecy", "secrecy_set").get(pk=case_id))
    needed = classes & {Secrecy.BLOCKED} if took_in else classes
    cleared = not needed or any(needed <= grant.secrecy for grant in actor.grants)
    return not cleared or is_barred(actor.person_id, ("case", case_id))


def open_to(case_id: uuid.UUID, actor: Actor, *, today: dt.date) -> bool:
    """Whether this member of staff may open the case itself, so that nobody is led to a page that is not there. One query."""
    return visible(actor, today=today).filter(pk=case_id).exists()


def get_cases(ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, CaseInfo]:
    """One query. The caller has checked who may see them."""
    return {case.pk: info(case) for case in Case.objects.filter(pk__in=list(ids))}


def cases_of(account_id: uuid.UUID) -> list[CaseInfo]:
    """What a Servicekonto follows, newest first."""
    return [info(case) for case in Case.objects.filter(account_id=account_id).order_by("-opened_at")]


def case_by_token(token: str) -> CaseInfo | None:
    case = Case.objects.filter(token=token).first()
    return info(case) if case else None


@dataclass(frozen=True, slots=True)
class ContentInfo:
    """What was sent, as it was sent: blocks of labelled rows, and the files with name, size and hash."""

    summary: list[dict[str, Any]]
    attachments: list[dict[str, Any]]


def contents(case_ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, ContentInfo]:
    """One query. The caller has checked who may see them."""
    rows = CaseContent.objects.filter(case_id__in=list(case_ids))
    return {row.case_id: ContentInfo(row.summary, row.attachments) for row in rows}


def somebody_works(unit_id: uuid.UUID, service_key: str, secrecy: frozenset[Secrecy], *, today: dt.date) -> bool:
    """Whether a case of this service in this unit would find a cleared clerk."""
    return bool(workers(Scope(unit_id=unit_id, service_key=service_key, secrecy=secrecy), today=today))


def secrecy_of_service(service_key: str) -> frozenset[Secrecy]:
    """The classes a case of this service has by its newest procedure; none where it is not worked here. One query."""
    data = Procedure.objects.filter(service_key=service_key).order_by("-installed_at").values_list("data", flat=True).first()
    return frozenset({Secrecy(procedure.parse(data).secrecy)} - {Secrecy.NORMAL}) if data else frozenset()


def procedure_id(slug: str, version: str) -> uuid.UUID | None:
    """The installed version, or None."""
    return Procedure.objects.filter(slug=slug, version=version).values_list("pk", flat=True).first()
