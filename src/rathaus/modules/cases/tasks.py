"""Thin jobs of the cases; each may run again after a killed worker."""

import uuid

from rathaus.foundation import clock
from rathaus.foundation.tasks import public as tasks
from rathaus.modules.cases import filing, issuing
from rathaus.modules.cases.domain.bias import carry_biases as carry
from rathaus.modules.cases.domain.change_secrecy import review_blocks as review
from rathaus.modules.cases.domain.request_documents import expire_requests
from rathaus.modules.cases.models import Case, Decision, Message


@tasks.job(priority=10)
def file_case(case_id: str) -> None:
    case = Case.objects.select_related("procedure", "content").get(pk=uuid.UUID(case_id))
    filing.file_case(case, now=clock.now())


@tasks.job()
def file_entered(case_id: str, number: int) -> None:
    case = Case.objects.select_related("procedure", "content").get(pk=uuid.UUID(case_id))
    filing.file_entered(case, number, now=clock.now())


@tasks.job()
def file_message(message_id: str) -> None:
    filing.file_message(Message.objects.select_related("case").get(pk=uuid.UUID(message_id)), now=clock.now())


@tasks.job(priority=10)
def issue_notice(decision_id: str) -> None:
    decision = Decision.objects.select_related("case__procedure", "case__content").get(pk=uuid.UUID(decision_id))
    issuing.issue_notice(decision, now=clock.now())


@tasks.every("cases.expire_requests", daily="05:10")
@tasks.job()
def expire_document_requests() -> None:
    expire_requests(now=clock.now())


@tasks.every("cases.review_blocks", daily="05:20")
@tasks.job()
def review_blocks() -> None:
    review(now=clock.now())


@tasks.every("cases.carry_biases", seconds=3600)
@tasks.job()
def carry_biases() -> None:
    """Until the release after: 0.1.0 may serve beside this version for a while and knows no bars."""
    carry(now=clock.now())
