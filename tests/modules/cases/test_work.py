"""Claiming, checking, asking, writing, withdrawing: success, every refusal, two people at once."""

import datetime as dt
import uuid

import pytest

from rathaus.foundation.errors import Conflict, Forbidden, Invalid, NotFound
from rathaus.foundation.permissions.public import GUEST, SYSTEM, Secrecy
from rathaus.modules.cases import queries
from rathaus.modules.cases.domain import bias, change_secrecy, check, claim, mark, message
from rathaus.modules.cases.domain import request_documents as requests
from rathaus.modules.cases.domain.withdraw import withdraw_case
from rathaus.modules.cases.enums import CheckState, RequestState, State
from rathaus.modules.cases.models import Case, Message
from tests.modules.cases import factories
from tests.modules.cases.factories import NOON

pytestmark = pytest.mark.usefixtures("house")
TODAY = NOON.date()
LATER = NOON + dt.timedelta(days=7)


@pytest.fixture
def clara():
    return factories.staff("clara")


def claimed(actor):
    case = factories.case()
    return claim.claim_case(case_id=case.pk, actor=actor, now=NOON)


def test_claiming_moves_the_case_and_a_second_click_changes_nothing(clara):
    case = claimed(clara)
    again = claim.claim_case(case_id=case.pk, actor=clara, now=NOON)
    assert (again.state, again.assignee_id, again.version) == (State.IN_PROGRESS, clara.person_id, case.version)


def test_the_second_clerk_is_told_that_somebody_was_faster(clara):
    case = claimed(clara)
    with pytest.raises(Conflict):
        claim.claim_case(case_id=case.pk, actor=factories.staff("boris"), now=NOON)


def test_another_unit_neither_sees_nor_claims(clara):
    case = claimed(clara)
    otto = factories.staff("otto")
    assert not queries.visible(otto, today=TODAY).exists()
    with pytest.raises(NotFound):
        queries.get_visible(case.pk, otto, today=TODAY)
    with pytest.raises(Forbidden):
        claim.claim_case(case_id=case.pk, actor=otto, now=NOON)


def test_releasing_is_for_the_holder_alone(clara):
    case = claimed(clara)
    with pytest.raises(Forbidden):
        claim.release_case(case_id=case.pk, actor=factories.staff("boris"), now=NOON)
    assert claim.release_case(case_id=case.pk, actor=clara, now=NOON).state == State.RECEIVED


def test_the_lead_assigns_to_those_who_may(clara):
    case = factories.case()
    lena, boris = factories.staff("lena"), factories.staff("boris")
    done = claim.assign_case(case_id=case.pk, person_id=boris.person_id, actor=lena, now=NOON, version=case.version)
    assert done.assignee_id == boris.person_id
    with pytest.raises(Conflict):
        claim.assign_case(case_id=case.pk, person_id=clara.person_id, actor=lena, now=NOON, version=case.version)
    with pytest.raises(Invalid):
        claim.assign_case(
            case_id=case.pk, person_id=factories.staff("otto").person_id, actor=lena, now=NOON, version=done.version
        )
    with pytest.raises(Forbidden):
        claim.assign_case(case_id=case.pk, person_id=boris.person_id, actor=clara, now=NOON, version=done.version)


def test_a_failed_point_needs_a_note(clara):
    point = claimed(clara).checks.first()
    with pytest.raises(Invalid):
        check.record_check(check_id=point.pk, state=CheckState.FAILED, note=" ", actor=clara, now=NOON)
    done = check.record_check(check_id=point.pk, state=CheckState.FAILED, note="Wohnt in Leuna", actor=clara, now=NOON)
    assert (done.state, done.checked_by) == (CheckState.FAILED, clara.person_id)


def test_a_register_does_not_overrule_a_person(clara):
    case = claimed(clara)
    point = case.checks.get(key="halter")
    check.record_check(check_id=point.pk, state=CheckState.OK, note="Schein gesehen", actor=clara, now=NOON)
    check.record_automatic(case_id=case.pk, key="halter", ok=False, note="nein", source="Register", actor=SYSTEM, now=NOON)
    point.refresh_from_db()
    assert (point.state, point.note) == (CheckState.OK, "Schein gesehen")


def test_an_unknown_point_is_not_found(clara):
    with pytest.raises(NotFound):
        check.record_check(check_id=uuid.uuid4(), state=CheckState.OK, note="", actor=clara, now=NOON)


def test_a_double_click_is_one_message(clara):
    case = claimed(clara)
    for _ in range(2):
        message.write_as_office(case_id=case.pk, text="Guten Tag", key="k1", actor=clara, now=NOON)
    assert Message.objects.count() == 1


@pytest.mark.parametrize("text", ["", " \n ", "x" * 10_001])
def test_a_message_must_have_a_text_of_bearable_length(clara, text):
    with pytest.raises(Invalid):
        message.write_as_office(case_id=claimed(clara).pk, text=text, key="k", actor=clara, now=NOON)


def test_the_promise_waits_for_the_applicant_and_the_law_does_not(clara):
    case = claimed(clara)
    due = dt.date(2026, 12, 4)
    request = requests.request_documents(
        case_id=case.pk, text="Bitte Schein", due=due, actor=clara, now=NOON, version=case.version
    )
    waiting = Case.objects.get(pk=case.pk)
    assert (waiting.state, waiting.waiting_since) == (State.WAITING, NOON)
    requests.answer_request(request_id=request.pk, text="hier", attachments=[], key="a", actor=SYSTEM, now=LATER)
    after = Case.objects.get(pk=case.pk)
    assert (after.state, after.waited_days, after.waiting_since) == (State.IN_PROGRESS, 7, None)
    assert after.promise_due == dt.date(2026, 12, 4)  # five working days later than the 27th
    assert after.law_due == case.law_due


def test_an_answer_twice_is_one_answer(clara):
    case = claimed(clara)
    request = requests.request_documents(
        case_id=case.pk, text="Schein", due=TODAY + dt.timedelta(days=5), actor=clara, now=NOON, version=case.version
    )
    for _ in range(2):
        requests.answer_request(request_id=request.pk, text="hier", attachments=[], key="a", actor=SYSTEM, now=LATER)
    assert Message.objects.count() == 1
    with pytest.raises(Invalid):
        requests.answer_request(request_id=request.pk, text="noch was", attachments=[], key="b", actor=SYSTEM, now=LATER)


@pytest.mark.parametrize(("text", "days"), [("", 5), ("Schein", 0), ("Schein", -1)])
def test_a_request_needs_a_text_and_a_future_day(clara, text, days):
    case = claimed(clara)
    with pytest.raises(Invalid):
        requests.request_documents(
            case_id=case.pk, text=text, due=TODAY + dt.timedelta(days=days), actor=clara, now=NOON, version=case.version
        )


def test_a_request_on_an_old_version_is_refused(clara):
    case = claimed(clara)
    with pytest.raises(Conflict):
        requests.request_documents(case_id=case.pk, text="x", due=TODAY + dt.timedelta(days=5), actor=clara, now=NOON, version=1)


def test_an_expired_request_comes_up_again(clara):
    case = claimed(clara)
    request = requests.request_documents(
        case_id=case.pk, text="x", due=TODAY + dt.timedelta(days=5), actor=clara, now=NOON, version=case.version
    )
    assert requests.expire_requests(now=NOON + dt.timedelta(days=5)) == 0
    assert requests.expire_requests(now=NOON + dt.timedelta(days=6)) == 1
    assert requests.expire_requests(now=NOON + dt.timedelta(days=6)) == 0
    request.refresh_from_db()
    assert request.state == RequestState.EXPIRED
    assert Case.objects.get(pk=case.pk).resubmit_on == TODAY + dt.timedelta(days=6)


def test_withdrawing_twice_is_withdrawing_once(clara):
    case = claimed(clara)
    for _ in range(2):
        withdraw_case(case_id=case.pk, actor=SYSTEM, now=NOON)
    assert Case.objects.get(pk=case.pk).state == State.WITHDRAWN
    assert case.history.filter(kind="withdrawn").count() == 1


def test_bias_hides_the_case_from_lists_counts_and_hands(clara):
    case = claimed(clara)
    bias.declare_bias(case_id=case.pk, reason="Schwester", actor=clara, now=NOON)
    assert Case.objects.get(pk=case.pk).assignee_id is None
    assert queries.counts(actor=clara, today=TODAY)["open"] == 0
    assert queries.worklist(actor=clara, wanted=queries.Filter(view="open"), today=TODAY) == ([], 0)
    with pytest.raises(Forbidden):
        claim.claim_case(case_id=case.pk, actor=clara, now=NOON)


def test_a_blocked_case_is_seen_by_those_granted_alone(clara):
    case = claimed(clara)
    change_secrecy.block_case(case_id=case.pk, actor=clara, now=NOON)
    assert not queries.visible(clara, today=TODAY).exists()
    cleared = factories.staff("clara", secrecy=frozenset({Secrecy.BLOCKED}))
    assert queries.visible(cleared, today=TODAY).exists()
    assert queries.worklist(actor=clara, wanted=queries.Filter(view="open", query="Müller"), today=TODAY)[1] == 0


def test_the_worklist_takes_four_queries_however_long(clara, django_assert_num_queries):
    record = factories.procedure()
    for _ in range(8):
        factories.case(record=record)
    with django_assert_num_queries(4):
        rows, total = queries.worklist(actor=clara, wanted=queries.Filter(view="free"), today=TODAY)
    assert (len(rows), total, rows[0].applicant) == (8, 8, "Anna Müller")


@pytest.mark.parametrize("query", ["mueller", "MÜLLER", "muller", "anna"])
def test_a_name_is_found_in_any_spelling_of_the_house(clara, query):
    factories.case()
    assert queries.worklist(actor=clara, wanted=queries.Filter(view="open", query=query), today=TODAY)[1] == 1


def test_a_resubmission_lies_in_the_future(clara):
    case = claimed(clara)
    with pytest.raises(Invalid):
        mark.set_resubmission(case_id=case.pk, day=TODAY, note="", actor=clara, now=NOON)
    day = TODAY + dt.timedelta(days=3)
    assert mark.set_resubmission(case_id=case.pk, day=day, note="Rückruf", actor=clara, now=NOON).resubmit_on == day
    assert mark.set_resubmission(case_id=case.pk, day=None, note="", actor=clara, now=NOON).resubmit_on is None


def test_the_key_of_somebody_elses_message_swallows_nothing():
    first, second = factories.case(), factories.case()
    write = {"text": "Hallo", "attachments": [], "key": "k1", "actor": GUEST, "now": NOON}
    message.write_as_applicant(case_id=first.pk, **write)
    with pytest.raises(Invalid, match="nicht gesendet"):
        message.write_as_applicant(case_id=second.pk, **write)


def test_a_decided_case_that_comes_up_again_is_work_to_do(clara):
    case = claimed(clara)
    Case.objects.filter(pk=case.pk).update(state=State.DECIDED, decided_at=NOON)
    assert queries.worklist(actor=clara, wanted=queries.Filter(view="mine"), today=TODAY)[1] == 0
    Case.objects.filter(pk=case.pk).update(resubmit_on=TODAY)
    rows, total = queries.worklist(actor=clara, wanted=queries.Filter(view="mine"), today=TODAY)
    assert (total, rows[0].dues) == (1, [(TODAY, "Wiedervorlage")])
    assert queries.counts(actor=clara, today=TODAY)["mine"] == 1


def test_a_blocked_case_is_given_to_nobody_who_could_not_see_it(clara):
    case = factories.case(blocked=True)
    assert claim.able_persons(case, today=TODAY) == []
    assert clara.person_id in claim.able_persons(factories.case(record=case.procedure), today=TODAY)
