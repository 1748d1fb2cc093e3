"""Deciding: what must be ready, who may, the second pair of eyes, and everything that follows from it."""

import dataclasses
import datetime as dt
import threading

import pytest
from django.db import IntegrityError, connection, transaction

from rathaus.foundation.audit import public as audit
from rathaus.foundation.errors import Conflict, Forbidden, Invalid
from rathaus.foundation.permissions.public import Grant, Role
from rathaus.modules.cases.domain import check, claim
from rathaus.modules.cases.domain.decide import approve_decision, propose_decision, return_decision
from rathaus.modules.cases.enums import CheckState, DecisionKind, DecisionState, State
from rathaus.modules.cases.models import Case, Decision
from tests.modules.cases import factories
from tests.modules.cases.factories import NOON

pytestmark = pytest.mark.usefixtures("house")


def ready(actor, **changes):
    case = factories.case(record=factories.procedure(**changes))
    claim.claim_case(case_id=case.pk, actor=actor, now=NOON)
    for point in case.checks.all():
        check.record_check(check_id=point.pk, state=CheckState.OK, note="gesehen", actor=actor, now=NOON)
    return Case.objects.get(pk=case.pk)


def propose(case, actor, kind=DecisionKind.GRANT, reasons="", version=None):
    return propose_decision(
        case_id=case.pk, kind=kind, reasons=reasons, actor=actor, now=NOON, version=case.version if version is None else version
    )


@pytest.fixture
def clara():
    return factories.staff("clara")


def test_a_clean_grant_stands_at_once_with_all_a_notice_needs(clara):
    case = ready(clara)
    decision = propose(case, clara)
    content = decision.content
    assert Case.objects.get(pk=case.pk).state == State.DECIDED
    assert decision.state == DecisionState.APPROVED
    assert content["operative"] == "Ihr Antrag für HAL-AB 123 wird bewilligt."
    assert (content["authority"], content["signatory"]) == ("Musterstadt", "Clara")
    assert content["remedy_title"] == "Rechtsbehelfsbelehrung"
    assert "Widerspruch" in content["remedy_text"]
    assert content["log_fingerprint"] == audit.fingerprint()
    assert content["fee_note"] == "Für diese Entscheidung wird keine Gebühr erhoben."


def test_open_points_stand_in_the_way(clara):
    case = factories.case()
    with pytest.raises(Invalid, match="Prüfpunkte offen"):
        propose(case, clara)
    assert Case.objects.get(pk=case.pk).state == State.RECEIVED


def test_a_failed_point_forbids_the_grant_and_allows_the_refusal(clara):
    case = ready(clara)
    check.record_check(check_id=case.checks.first().pk, state=CheckState.FAILED, note="nein", actor=clara, now=NOON)
    with pytest.raises(Invalid, match="nicht erfüllt"):
        propose(case, clara)
    assert propose(case, clara, DecisionKind.REFUSAL, "Wohnt nicht in der Zone.").state == DecisionState.PROPOSED


def test_a_refusal_needs_reasons(clara):
    with pytest.raises(Invalid) as refused:
        propose(ready(clara), clara, DecisionKind.REFUSAL, "  ")
    assert refused.value.fields == {"reasons": "Bitte begründen."}


def test_a_kind_the_procedure_does_not_know_is_refused(clara):
    with pytest.raises(Invalid, match="in diesem Verfahren nicht"):
        propose(ready(clara), clara, DecisionKind.PARTIAL, "teils")


def test_a_fee_due_before_stands_in_the_way(clara):
    case = ready(clara, fee={"when": "before_decision", "table": "none"})
    with pytest.raises(Invalid, match="Gebühr"):
        propose(case, clara)


def test_an_old_version_is_a_conflict(clara):
    case = ready(clara)
    with pytest.raises(Conflict):
        propose(case, clara, version=case.version - 1)


def test_a_colleagues_case_is_not_mine_to_decide(clara):
    with pytest.raises(Forbidden):
        propose(ready(clara), factories.staff("boris"))


def test_the_second_pair_of_eyes_is_another_person(clara):
    case = ready(clara, four_eyes="always")
    decision = propose(case, clara)
    case.refresh_from_db()
    assert case.state == State.PROPOSED
    arguments = {"decision_id": decision.pk, "now": NOON, "version": case.version}
    own = factories.substitute("clara", of="frieda", role=Role.APPROVER)
    with pytest.raises(Forbidden, match="eigenen Vorschlag"):
        approve_decision(actor=own, **arguments)
    stand_in = factories.substitute("boris", of="clara", role=Role.APPROVER)
    with pytest.raises(Forbidden, match="vertreten gerade"):
        approve_decision(actor=stand_in, **arguments)
    elsewhere = Grant(role=Role.APPROVER, unit_id=factories.unit_id("anderes"))  # a right of his own, but not for this case
    with pytest.raises(Forbidden, match="vertreten gerade"):
        approve_decision(actor=dataclasses.replace(stand_in, grants=(*stand_in.grants, elsewhere)), **arguments)
    with pytest.raises(Forbidden):
        approve_decision(actor=factories.staff("boris"), **arguments)
    approved = approve_decision(actor=factories.staff("frieda"), **arguments)
    assert (approved.state, approved.content["signatory"]) == (DecisionState.APPROVED, "Frieda")
    with pytest.raises(Conflict):
        approve_decision(actor=factories.staff("lena"), **{**arguments, "version": Case.objects.get(pk=case.pk).version})


def test_the_database_itself_refuses_an_approval_by_nobody_or_by_the_drafter(clara):
    decision = propose(ready(clara, four_eyes="always"), clara)
    for approved_by in (None, decision.drafted_by):
        with pytest.raises(IntegrityError), transaction.atomic():
            Decision.objects.filter(pk=decision.pk).update(state=DecisionState.APPROVED, approved_by=approved_by)


def test_a_returned_proposal_goes_back_with_its_note(clara):
    case = ready(clara, four_eyes="always")
    decision = propose(case, clara)
    case.refresh_from_db()
    frieda = factories.staff("frieda")
    with pytest.raises(Invalid):
        return_decision(decision_id=decision.pk, note=" ", actor=frieda, now=NOON, version=case.version)
    return_decision(decision_id=decision.pk, note="Zone prüfen", actor=frieda, now=NOON, version=case.version)
    case.refresh_from_db()
    assert case.state == State.IN_PROGRESS
    assert propose(case, clara).state == DecisionState.PROPOSED


def test_the_database_itself_refuses_one_pair_of_eyes_twice(clara):
    case = ready(clara, four_eyes="always")
    decision = propose(case, clara)
    with pytest.raises(Exception, match="cases_second_pair_of_eyes"):
        Decision.objects.filter(pk=decision.pk).update(approved_by=clara.person_id)


@pytest.mark.parametrize(("land", "word"), [("ST", "Widerspruch"), ("NW", "Klage")])
def test_the_remedy_follows_land_and_act(clara, land, word):
    case = ready(clara)
    from rathaus.modules.organisation.models import Authority  # a test may look behind the face

    Authority.objects.update(land=land, court="Verwaltungsgericht Musterstadt", court_address="Hof 1, 06100 Musterstadt")
    assert word in propose(case, clara).content["remedy_text"]


@pytest.mark.django_db(transaction=True)
def test_two_deciders_at_once_make_one_decision(clara):
    case = ready(clara)
    results = []

    def decide():
        try:
            results.append(propose(case, clara).pk)
        except (Conflict, Invalid) as error:
            results.append(type(error))
        finally:
            connection.close()

    threads = [threading.Thread(target=decide) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert Decision.objects.count() == 1
    assert sum(isinstance(result, type) for result in results) == 1


def test_history_and_audit_tell_the_same(clara):
    case = ready(clara)
    propose(case, clara)
    history = [f"case.{kind}" for kind in case.history.order_by("at", "id").values_list("kind", flat=True)]
    assert history == [item.act for item in audit.history(audit.Subject("case", str(case.pk)))]
    assert history[-1] == "case.decided"
    assert dt.date.fromisoformat(Decision.objects.get().content["decided_on"]) == NOON.date()


def test_a_letter_brings_no_answers_so_the_clerk_words_the_ruling(clara):
    case = factories.case(facts={})
    claim.claim_case(case_id=case.pk, actor=clara, now=NOON)
    for point in case.checks.all():
        check.record_check(check_id=point.pk, state=CheckState.OK, note="gesehen", actor=clara, now=NOON)
    case.refresh_from_db()
    with pytest.raises(Invalid, match="local:kennzeichen") as refused:
        propose(case, clara)
    assert "operative" in refused.value.fields
    assert Case.objects.get(pk=case.pk).state == State.IN_PROGRESS
    decision = propose_decision(
        case_id=case.pk,
        kind=DecisionKind.GRANT,
        reasons="",
        operative="Ihr Antrag für HAL-CD 4 wird bewilligt.",
        actor=clara,
        now=NOON,
        version=case.version,
    )
    assert decision.content["operative"] == "Ihr Antrag für HAL-CD 4 wird bewilligt."


def test_the_second_pair_of_eyes_sees_and_keeps_the_clerks_words(clara):
    case = ready(clara, four_eyes="always")
    decision = propose_decision(
        case_id=case.pk,
        kind=DecisionKind.GRANT,
        reasons="",
        operative="Eigene Worte.",
        actor=clara,
        now=NOON,
        version=case.version,
    )
    case.refresh_from_db()
    approved = approve_decision(decision_id=decision.pk, actor=factories.staff("frieda"), now=NOON, version=case.version)
    assert approved.content["operative"] == "Eigene Worte."
