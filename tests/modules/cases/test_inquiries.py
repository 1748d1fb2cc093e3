"""A case that ends with an answer: answering, handing over, its clocks and words; success and every refusal."""

import datetime as dt
import re
import uuid
from hashlib import sha256

import pytest

from rathaus.foundation.audit import public as audit
from rathaus.foundation.errors import Conflict, Forbidden, Invalid
from rathaus.foundation.events import public as events
from rathaus.foundation.mail.models import Mail
from rathaus.foundation.permissions.public import GUEST, Secrecy, classes_of
from rathaus.foundation.storage import public as storage
from rathaus.modules.cases import figures, filing, outlook, procedure, queries
from rathaus.modules.cases.domain import bias, check, claim, close, decide, message
from rathaus.modules.cases.domain import request_documents as requests
from rathaus.modules.cases.domain.answer import answer_case
from rathaus.modules.cases.domain.confirm_address import correct_address
from rathaus.modules.cases.domain.hand_over import hand_over_case
from rathaus.modules.cases.domain.withdraw import withdraw_case
from rathaus.modules.cases.enums import AnswerWay, CheckState, DecisionKind, EntryKind, RequestState, State
from rathaus.modules.cases.models import Case, Message
from rathaus.modules.organisation import public as organisation
from rathaus.modules.records import public as records
from rathaus.modules.records.models import Subfile
from tests.modules.cases import factories
from tests.modules.cases.factories import NOON, PROCEDURE

pytestmark = pytest.mark.usefixtures("house")
TODAY = NOON.date()
LATER = NOON + dt.timedelta(days=3)
RELEASED = "38a87695b44a60ecce6816d7e83d2a9fcad613d8698f4f53a69679b13f023cf2"  # of PROCEDURE, by release 0.1.0
INQUIRY = {"slug": "anfrage", "service_key": "local:anfrage", "title": "Frage", "act": "inquiry", "decisions": [], "checks": []}


@pytest.fixture
def clara():
    return factories.staff("clara")


def inquiry(*, record=None, law="none", **changes):
    return factories.case(record=record or factories.procedure(**INQUIRY, ends="answer", law=law), **changes)


def answered(case, actor, **changes):
    values = {"text": "Montag ab 8 Uhr.", "way": AnswerWay.PORTAL, "key": "a", "now": LATER, "version": case.version}
    return answer_case(case_id=case.pk, actor=actor, **{**values, **changes})


def handed(case, actor, **changes):
    values = {"unit_id": factories.unit_id("anderes"), "reason": "", "now": LATER, "version": case.version}
    return hand_over_case(case_id=case.pk, actor=actor, **{**values, **changes})


def test_an_installed_procedure_of_the_release_before_keeps_its_fingerprint():
    spec = procedure.parse(PROCEDURE)
    assert procedure.digest(spec) == RELEASED
    assert not {"ends", "law"} & procedure.stored(spec).keys()
    assert procedure.parse(procedure.stored(spec)) == spec


@pytest.mark.parametrize("wrong", [{"decisions": PROCEDURE["decisions"]}, {"fee": {"when": "with_decision", "table": "x"}}])
def test_what_ends_with_an_answer_decides_nothing_and_costs_nothing(wrong):
    with pytest.raises(Invalid):
        factories.procedure(**{**INQUIRY, "ends": "answer", **wrong})


def test_an_answer_is_a_message_and_the_end_and_a_second_click_changes_nothing(clara):
    case = inquiry()
    done = answered(case, clara)
    again = answered(case, clara)
    assert (done.state, done.outcome, done.closed_at, done.assignee_id) == (State.CLOSED, "answered", LATER, clara.person_id)
    assert again.version == done.version
    (written,) = Message.objects.all()
    assert (written.from_office, written.text) == (True, "Montag ab 8 Uhr.")
    kinds = list(case.history.values_list("kind", flat=True))
    assert kinds == [EntryKind.OPENED, EntryKind.MESSAGE, EntryKind.CLOSED]
    acts = [entry.act for entry in audit.history(audit.Subject("case", str(case.pk)))]
    assert sorted(acts) == ["case.closed", "case.message", "case.opened"]


def test_an_answer_ends_the_wait(clara):
    case = inquiry()
    case = claim.claim_case(case_id=case.pk, actor=clara, now=NOON)
    due = TODAY + dt.timedelta(days=9)
    request = requests.request_documents(case_id=case.pk, text="?", due=due, actor=clara, now=NOON, version=case.version)
    done = answered(Case.objects.get(pk=case.pk), clara)
    request.refresh_from_db()
    assert (done.state, done.waiting_since, request.state) == (State.CLOSED, None, RequestState.CANCELLED)


def test_an_answer_takes_back_what_was_asked_for_too_long_ago_and_what_was_typed_stays(clara, client):
    case = claim.claim_case(case_id=inquiry().pk, actor=clara, now=NOON)
    due = TODAY + dt.timedelta(days=1)
    request = requests.request_documents(case_id=case.pk, text="Was?", due=due, actor=clara, now=NOON, version=case.version)
    assert requests.expire_requests(now=LATER) == 1
    page = f"/vorgang/{case.token}/"
    assert "Uns fehlt noch etwas" in client.get(page).content.decode()
    answered(Case.objects.get(pk=case.pk), clara)
    request.refresh_from_db()
    assert request.state == RequestState.CANCELLED
    assert "Uns fehlt noch etwas" not in client.get(page).content.decode()
    late = client.post(f"{page}antwort/{request.pk}/", {"antwort_text": "Das hier.", "key": "late"})
    assert late.status_code == 422
    assert re.search(r'id="id_nachricht_text"[^>]*>\s*Das hier\.', late.content.decode())
    assert 'href="#id_nachricht_text"' in late.content.decode()


def test_an_inquiry_speaks_of_no_decision_when_something_is_refused(clara):
    case = inquiry()
    for at in range(5):
        correct_address(case_id=case.pk, email=f"a{at}@example.org", actor=GUEST, now=NOON)
    with pytest.raises(Invalid) as enough:
        correct_address(case_id=case.pk, email="b@example.org", actor=GUEST, now=NOON)
    answered(Case.objects.get(pk=case.pk), clara)
    with pytest.raises(Invalid) as ended:
        withdraw_case(case_id=case.pk, actor=GUEST, now=LATER)
    for said in (str(enough.value), str(ended.value)):
        assert "Bescheid" not in said
        assert "Antrag" not in said


def test_what_ends_with_a_decision_is_not_answered_and_not_closed_before_it(clara):
    case = factories.case()
    with pytest.raises(Invalid, match="Entscheidung"):
        answered(case, clara)
    case = claim.claim_case(case_id=case.pk, actor=clara, now=NOON)
    with pytest.raises(Invalid, match="noch nicht entschieden"):
        close.close_case(case_id=case.pk, actor=clara, now=NOON)


def test_an_inquiry_is_not_decided(clara):
    case = inquiry()
    with pytest.raises(Invalid):
        decide.propose_decision(case_id=case.pk, kind=DecisionKind.GRANT, reasons="", actor=clara, now=NOON, version=case.version)


@pytest.mark.parametrize("text", ["", " \n ", "x" * 10_001])
def test_an_answer_says_something_of_bearable_length(clara, text):
    case = inquiry()
    with pytest.raises(Invalid):
        answered(case, clara, text=text)
    assert Case.objects.get(pk=case.pk).state == State.RECEIVED


def test_an_open_point_comes_first(clara):
    record = factories.procedure(**{**INQUIRY, "checks": [{"key": "ganz", "label": "Ganz beantwortet"}]}, ends="answer")
    case = inquiry(record=record)
    with pytest.raises(Invalid, match="Ganz beantwortet"):
        answered(case, clara)
    check.record_check(check_id=case.checks.get().pk, state=CheckState.OK, note="", actor=clara, now=NOON)
    assert answered(Case.objects.get(pk=case.pk), clara).state == State.CLOSED


def test_answering_is_for_the_unit_and_for_whoever_works_the_case(clara):
    case = inquiry()
    with pytest.raises(Forbidden):
        answered(case, factories.staff("otto"))
    case = claim.claim_case(case_id=case.pk, actor=clara, now=NOON)
    with pytest.raises(Forbidden):
        answered(case, factories.staff("boris"))


def test_a_biased_person_neither_answers_nor_hands_over(clara):
    case = inquiry()
    bias.declare_bias(case_id=case.pk, reason="Schwester", actor=clara, now=NOON)
    case.refresh_from_db()
    for act in (answered, handed):
        with pytest.raises(Forbidden):
            act(case, clara)


def test_an_old_version_and_an_ended_case_are_refused(clara):
    case = inquiry()
    for act in (answered, handed):
        with pytest.raises(Conflict):
            act(case, clara, version=case.version + 1)
    done = answered(case, clara)
    with pytest.raises(Invalid, match="schon abgeschlossen"):
        answered(done, clara, key="b")
    with pytest.raises(Invalid, match="schon abgeschlossen"):
        handed(done, clara)


def test_the_other_unit_finds_it_and_the_first_no_longer(clara):
    case = claim.claim_case(case_id=inquiry().pk, actor=clara, now=NOON)
    done = handed(case, clara, reason="Gehört zu euch")
    otto = factories.staff("otto")
    assert (done.unit_id, done.state, done.assignee_id) == (factories.unit_id("anderes"), State.RECEIVED, None)
    assert (done.promise_due, done.received_at) == (case.promise_due, case.received_at)
    assert queries.visible(otto, today=TODAY).filter(pk=case.pk).exists()
    assert not queries.visible(clara, today=TODAY).filter(pk=case.pk).exists()
    assert list(case.history.values_list("kind", "text"))[-2:] == [("handed_over", "an Anderes Amt"), ("note", "Gehört zu euch")]
    assert answered(done, otto).state == State.CLOSED


def test_the_file_follows_whether_it_was_opened_before_or_after(clara):
    records.install_file_plan({"entry": [{"code": "32.1", "title": "Anfragen", "retention_years": 3}]}, now=NOON)
    early, late = inquiry(), inquiry()
    filing.file_case(Case.objects.select_related("procedure", "content").get(pk=early.pk), now=NOON)
    read_before = Case.objects.select_related("procedure", "content").get(pk=late.pk)
    for case in (early, late):
        handed(Case.objects.get(pk=case.pk), clara)
    filing.file_case(read_before, now=LATER)
    assert set(Subfile.objects.values_list("unit_id", flat=True)) == {factories.unit_id("anderes")}


def test_what_is_answered_before_it_is_filed_is_closed_with_its_file(clara):
    records.install_file_plan({"entry": [{"code": "32.1", "title": "Anfragen", "retention_years": 3}]}, now=NOON)
    case = inquiry()
    answered(case, clara)
    filing.file_case(Case.objects.select_related("procedure", "content").get(pk=case.pk), now=LATER)
    assert Subfile.objects.get().state == records.SubfileState.CLOSED


def test_files_that_come_after_the_answer_reach_the_closed_file_too(clara):
    records.install_file_plan({"entry": [{"code": "32.1", "title": "Anfragen", "retention_years": 3}]}, now=NOON)
    case = inquiry()
    filing.file_case(Case.objects.select_related("procedure", "content").get(pk=case.pk), now=NOON)
    answered(Case.objects.get(pk=case.pk), clara)
    events.dispatch_pending(now=LATER)
    assert Subfile.objects.get().state == records.SubfileState.CLOSED
    blob = storage.put_bytes(b"Ein Plan", media_type="text/plain", filename="plan.txt")
    entry = {"sha256": blob.sha256, "filename": blob.filename, "size": blob.size, "media_type": blob.media_type}
    asked = message.write_as_applicant(
        case_id=case.pk, text="Und das?", attachments=[entry], key="q", actor=GUEST, now=LATER + dt.timedelta(days=400)
    )
    for _ in range(2):  # a job may run again
        filing.file_message(Message.objects.select_related("case").get(pk=asked.pk), now=LATER + dt.timedelta(days=400))
    subfile = Subfile.objects.get()
    assert [document.title for document in records.documents_of([subfile.pk])[subfile.pk]][-1] == "plan.txt"
    assert len(records.documents_of([subfile.pk])[subfile.pk]) == 2
    assert (subfile.state, subfile.retention_until) == (records.SubfileState.CLOSED, dt.date(2032, 12, 31))  # five years, anew


def test_an_answer_between_two_tries_of_filing_loses_no_attachment(clara):
    records.install_file_plan({"entry": [{"code": "32.1", "title": "Anfragen", "retention_years": 3}]}, now=NOON)
    entry = {"sha256": sha256(b"Plan 2").hexdigest(), "filename": "plan.txt", "size": 6, "media_type": "text/plain"}
    case = inquiry(attachments=[entry])
    with pytest.raises(storage.BlobMissing):  # the store is away for a while
        filing.file_case(Case.objects.select_related("procedure", "content").get(pk=case.pk), now=NOON)
    answered(Case.objects.get(pk=case.pk), clara)
    events.dispatch_pending(now=LATER)
    storage.put_bytes(b"Plan 2", media_type="text/plain", filename="plan.txt")
    filing.file_case(Case.objects.select_related("procedure", "content").get(pk=case.pk), now=LATER)
    subfile = Subfile.objects.get()
    assert "plan.txt" in {document.title for document in records.documents_of([subfile.pk])[subfile.pk]}
    assert subfile.state == records.SubfileState.CLOSED


def test_handing_over_needs_another_unit_of_this_authority_with_somebody_cleared(clara):
    case = inquiry()
    for unit_id in (case.unit_id, uuid.uuid4()):
        with pytest.raises(Invalid, match="andere Stelle dieser Behörde"):
            handed(case, clara, unit_id=unit_id)
    organisation.install_organisation(
        {
            "authority": [
                {"slug": "kreis", "name": "Kreis", "land": "ST", "ars": "150880000000", "unit": [{"slug": "k", "name": "K"}]}
            ]
        },
        now=NOON,
    )
    with pytest.raises(Invalid, match="andere Stelle dieser Behörde"):
        handed(case, clara, unit_id=organisation.find_unit("k", authority="kreis").id)
    secret = inquiry(secrecy=[Secrecy.SOCIAL])
    cleared = factories.staff("clara", secrecy=frozenset({Secrecy.SOCIAL}))
    assert classes_of(secret) == {Secrecy.SOCIAL}
    with pytest.raises(Invalid, match="darf niemand"):
        handed(secret, cleared)


def test_only_inquiries_are_handed_over_and_only_by_whoever_works_them(clara):
    with pytest.raises(Invalid, match="nur Anfragen"):
        handed(factories.case(), clara)
    case = claim.claim_case(case_id=inquiry().pk, actor=clara, now=NOON)
    with pytest.raises(Forbidden):
        handed(case, factories.staff("boris"))
    with pytest.raises(Forbidden):
        handed(case, factories.staff("otto"))


def test_each_procedure_has_the_clock_of_its_law():
    plain, information = (
        inquiry(),
        inquiry(record=factories.procedure(**{**INQUIRY, "slug": "izg"}, ends="answer", law="information")),
    )
    assert plain.law_due is None
    assert information.law_due == dt.date(2026, 12, 20)  # a month after 20.11.; a Sunday, not moved
    assert factories.case().law_due == dt.date(2027, 2, 20)
    shown = {entry.key: entry.label for entry in outlook.clocks(information, today=TODAY)}
    assert shown["information"] == "Gesetzliche Frist (§ 7 Abs. 5 IZG LSA)"
    assert [entry.key for entry in outlook.clocks(plain, today=TODAY)] == ["promise"]


def test_the_person_reads_of_a_question_and_an_answer(clara):
    case = inquiry()
    assert outlook.next_step(case) == (
        "Ihre Anfrage ist bei uns eingegangen. Wir haben zugesagt, bis zum 27.11.2026 zu antworten."
    )
    done = answered(case, clara)
    assert outlook.next_step(done).startswith("Wir haben geantwortet.")
    assert [entry.text for entry in outlook.clocks(done, today=LATER.date())] == ["beantwortet nach 3 Tagen"]


def test_the_mail_asks_about_an_inquiry():
    inquiry(email="anna@example.org")
    events.dispatch_pending(now=NOON)
    (mail,) = Mail.objects.all()
    assert "zu einer Anfrage angegeben.\nIst es Ihre Anfrage?" in mail.text
    assert "Antrag" not in mail.text
    assert "Bescheid" not in mail.text


def test_a_further_question_comes_before_a_clerk_again(clara):
    done = answered(inquiry(), clara)
    assert queries.counts(actor=clara, today=LATER.date())["mine"] == 0
    message.write_as_applicant(case_id=done.pk, text="Und sonntags?", attachments=[], key="q", actor=GUEST, now=LATER)
    assert Case.objects.get(pk=done.pk).state == State.CLOSED
    assert queries.counts(actor=clara, today=LATER.date())["mine"] == 1


def test_the_figure_counts_answers_and_no_decision(clara):
    for days in (1, 3, 8):
        answered(inquiry(), clara, now=NOON + dt.timedelta(days=days), key=f"k{days}")
    blocked = inquiry(blocked=True)
    answered(blocked, factories.staff("clara", secrecy=frozenset({Secrecy.BLOCKED})), key="b")
    reading = figures.answer_days(NOON + dt.timedelta(days=30))
    assert (reading.value, reading.count) == (3, 3)
    assert figures.processing_days(NOON + dt.timedelta(days=30)).count == 0
