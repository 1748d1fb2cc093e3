"""The answers of a letter typed in with the form: one case, its day of receipt, points for what the letter leaves open."""

import datetime as dt
import re
import threading

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.urls import reverse

from rathaus.foundation.audit import public as audit
from rathaus.foundation.errors import Conflict, Forbidden, Invalid, NotFound
from rathaus.foundation.events import public as events
from rathaus.foundation.permissions.public import GUEST, SYSTEM
from rathaus.foundation.tasks import public as tasks
from rathaus.modules.applications import queries, transcript
from rathaus.modules.applications.domain.ask_registers import ask_registers
from rathaus.modules.applications.domain.save_page import change_answers
from rathaus.modules.applications.domain.submit import submit
from rathaus.modules.applications.domain.transcribe import begin_transcript, finish_transcript
from rathaus.modules.applications.models import Application, Draft, RegisterAnswer, Transcript
from rathaus.modules.cases.domain.bias import declare_bias
from rathaus.modules.cases.domain.check import record_check
from rathaus.modules.cases.domain.decide import propose_decision
from rathaus.modules.cases.enums import CheckState, DecisionKind, EntryKind
from rathaus.modules.cases.models import Case
from rathaus.modules.payments import public as payments
from rathaus.modules.records import public as records
from tests.conftest import NOON
from tests.modules.accounts import factories as accounts
from tests.modules.applications import factories
from tests.modules.applications.test_office import PDF, letter, sign_in

RECEIVED = dt.date(2026, 11, 17)
SIGNED = {transcript.SIGNED: "true"}

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def noon(monkeypatch):
    monkeypatch.setattr("rathaus.foundation.clock.now", lambda: NOON)


def begun(slug="paul", **fields):
    """A letter with a draft to type in, and who types."""
    actor = factories.staff(slug)
    row = begin_transcript(case_id=Case.objects.get().pk, actor=actor, now=NOON)
    Draft.objects.filter(pk=row.pk).update(**{"party": factories.PARTY, "answers": factories.ANSWERS, "review": SIGNED, **fields})
    return row, actor


def finished(slug="paul", **fields):
    row, actor = begun(slug, **fields)
    return finish_transcript(token=row.token, actor=actor, now=NOON)


def gap_of(row, key):
    draft = Draft.objects.select_related("offer").get(pk=row.pk)
    return next(gap for gap in transcript.gaps(queries.OpenDraft(draft, today=NOON.date())) if gap.key == key)


def test_the_answers_reach_the_case_of_the_letter_and_no_second_one():
    letter(factories.installed())
    before = Case.objects.get()
    row = finished()
    case = Case.objects.select_related("content").get()
    assert (case.pk, case.received_at, case.channel) == (before.pk, before.received_at, "paper")
    assert case.received_at.date() == RECEIVED
    assert case.content.facts["local:kennzeichen"] == "HAL-AB 123"
    assert case.subject_line == "Bewohnerparkausweis HAL-AB 123"
    assert [block["title"] for block in case.content.summary] == ["Wer stellt den Antrag?", "Ihr Fahrzeug"]
    party = case.parties.get()
    assert (party.name, party.address_lines) == ("Erika Mustermann", ["Weg 2", "06108 Musterstadt"])
    assert (row.number, row.entered_by, row.signed) == (1, factories.staff("paul").person_id, True)
    assert Application.objects.get().values == {}  # what the post room registered stays as it was
    entry = case.history.get(kind=EntryKind.ENTERED)
    assert entry.text == "Angaben aus dem Brief, Fassung 1"
    assert audit.history(audit.Subject("case", str(case.pk)))[-1].payload["sha256"] == row.sha256


def test_the_notice_has_its_values_and_no_placeholder():
    letter(factories.installed())
    finished("clara")
    case = Case.objects.get()
    clara = factories.staff("clara")
    for check in case.checks.all():
        record_check(check_id=check.pk, state=CheckState.OK, note="", actor=clara, now=NOON)
    decision = propose_decision(case_id=case.pk, kind=DecisionKind.GRANT, reasons="", actor=clara, now=NOON, version=case.version)
    assert decision.content["operative"].startswith("Ihr Bewohnerparkausweis für das Fahrzeug HAL-AB 123")
    assert "{" not in decision.content["operative"] + decision.content["subject"]


def test_finishing_twice_is_once_and_a_correction_is_a_further_number():
    letter(factories.installed())
    row, actor = begun()
    first = finish_transcript(token=row.token, actor=actor, now=NOON)
    assert finish_transcript(token=row.token, actor=actor, now=NOON).pk == first.pk
    check = Case.objects.get().checks.get(key="brief.angaben")
    record_check(check_id=check.pk, state=CheckState.OK, note="", actor=factories.staff("clara"), now=NOON)
    again, _actor = begun("clara", answers={**factories.ANSWERS, "local:kennzeichen": "HAL-AB 124"})
    assert again.pk == row.pk
    second = finish_transcript(token=row.token, actor=factories.staff("clara"), now=NOON)
    assert second.number == 2
    case = Case.objects.select_related("content").get()
    assert case.content.facts["local:kennzeichen"] == "HAL-AB 124"
    assert case.history.filter(kind=EntryKind.ENTERED).last().text == "Angaben aus dem Brief, Fassung 2: Kennzeichen"
    assert case.checks.get(key="brief.angaben").state == CheckState.OPEN  # to be compared with the scan anew
    assert Transcript.objects.get(number=1).values["local:kennzeichen"] == "HAL-AB 123"


def test_what_the_letter_does_not_say_stays_open_with_a_reason_and_becomes_a_point():
    letter(factories.installed())
    answers = {"local:registerabfrage": "true"}
    row, actor = begun(answers=answers, party={k: v for k, v in factories.PARTY.items() if not k.startswith("local:")})
    with pytest.raises(Invalid) as refusal:
        finish_transcript(token=row.token, actor=actor, now=NOON)
    assert len(refusal.value.fields) == 3
    reasons = {
        f"local:{gap_of(row, key).id}.{transcript.REASON}": "not_said"
        for key in ("local:kennzeichen", "local:strasse_hausnummer", "local:plz_ort")
    }
    Draft.objects.filter(pk=row.pk).update(review={**reasons, transcript.SIGNED: "false"})
    kept = finish_transcript(token=row.token, actor=actor, now=NOON)
    assert {entry["key"] for entry in kept.left_open} == {"local:kennzeichen", "local:strasse_hausnummer", "local:plz_ort"}
    case = Case.objects.select_related("content").get()
    open_ones = case.checks.filter(key__startswith="brief.").values_list("label", flat=True)
    assert set(open_ones) >= {"Offen im Brief: Kennzeichen", "Unterschrift fehlt", "Angaben aus dem Brief geprüft"}
    assert case.parties.get().address_lines == ["Weg 9", "06108 Musterstadt"]  # what the post room noted of the sender
    assert case.content.summary[-1]["title"] == "Im Brief offen"
    assert "{" not in case.subject_line
    finished(party=factories.PARTY)
    states = dict(case.checks.filter(key__startswith="brief.").values_list("label", "state"))
    assert states.pop("Angaben aus dem Brief geprüft") == CheckState.OPEN
    assert set(states.values()) == {CheckState.OK}


def test_what_is_typed_and_cannot_be_read_may_not_stay_open():
    letter(factories.installed())
    row, actor = begun(answers={**factories.ANSWERS, "local:kennzeichen": "unleserlich"})
    with pytest.raises(Invalid) as refusal:
        finish_transcript(token=row.token, actor=actor, now=NOON)
    assert set(refusal.value.fields) == {"local:kennzeichen"}


@pytest.mark.parametrize(("slug", "waits"), [("clara", True), ("paul", False)])
def test_a_missing_paper_is_asked_for_where_the_typist_works_the_case(slug, waits):
    letter(factories.installed())
    row, actor = begun(slug, answers={"local:kennzeichen": "HAL-AB 123", "local:registerabfrage": "false"})
    papers = [gap_of(row, key) for key in ("local:fahrzeugschein", "local:meldebescheinigung")]
    review = {f"local:{gap.id}.{transcript.REASON}": "not_said" for gap in papers}
    review |= {f"local:{papers[0].id}.{transcript.ASK}": "true", **SIGNED}
    review[f"local:{papers[1].id}.{transcript.REASON}"] = transcript.ENCLOSED
    Draft.objects.filter(pk=row.pk).update(review=review)
    finish_transcript(token=row.token, actor=actor, now=NOON)
    case = Case.objects.get()
    point = case.checks.get(key__startswith="brief.offen.")  # what lies in the scan is no gap
    assert "Ist nachzufordern" in point.help_text
    assert (case.state == "waiting", case.requests.count()) == (waits, int(waits))
    if waits:
        assert "Fahrzeugschein" in case.requests.get().text
        assert case.assignee_id == actor.person_id


def test_the_fee_follows_the_answers():
    table = {
        "code": "stellplaetze",
        "version": 1,
        "title": "Stellplätze",
        "legal_basis": "Probeordnung",
        "valid_from": dt.date(2020, 1, 1),
        "fields": {"local:registerabfrage": "boolean"},
        "items": [
            {
                "key": "eins",
                "label": "Probe",
                "tiers": [
                    {"when": "local:registerabfrage == true", "cents": 1000},
                    {"when": "local:registerabfrage == false", "cents": 2000},
                ],
                "tax": [{"valid_from": dt.date(2020, 1, 1), "treatment": "sovereign", "basis": "§ 2b UStG"}],
            }
        ],
    }
    payments.install_fee_table(data=table, now=NOON)
    offer = factories.installed(fee={"when": "before_decision", "table": "stellplaetze"})
    letter(offer)
    events.dispatch_pending(now=NOON)
    subject = ("case", str(Case.objects.get().pk))
    assert payments.payments_for(subject) == []  # nothing to go by yet
    finished()
    events.dispatch_pending(now=NOON)
    assert [(entry.cents, entry.payable) for entry in payments.payments_for(subject)] == [(1000, True)]
    enclosed = {"answers": {**factories.ANSWERS, "local:registerabfrage": "false"}}
    row, actor = begun(**enclosed)
    review = {
        f"local:{gap_of(row, key).id}.{transcript.REASON}": transcript.ENCLOSED
        for key in ("local:fahrzeugschein", "local:meldebescheinigung")
    }
    Draft.objects.filter(pk=row.pk).update(review={**review, **SIGNED})
    finish_transcript(token=row.token, actor=actor, now=NOON)
    events.dispatch_pending(now=NOON)
    assert [(entry.cents, entry.payable) for entry in payments.payments_for(subject)] == [(1000, False), (2000, True)]
    assert Case.objects.get().fee_state == "due"


def test_what_was_typed_in_is_filed(settings, tmp_path):
    settings.RATHAUS_DATA = tmp_path
    records.install_file_plan(
        {"entry": [{"code": "32.2.1", "title": "Bewohnerparken", "retention_years": 5, "disposal": "V"}]},
        now=NOON,
        actor=SYSTEM,
    )
    letter(factories.installed())
    finished()
    tasks.run_pending(now=NOON)
    case = Case.objects.get()
    titles = [document.title for document in records.documents_of([case.subfile_id])[case.subfile_id]]
    assert "Angaben aus dem Brief, Fassung 1" in titles


def test_registers_are_asked_once_the_letter_is_typed_in():
    application = letter(factories.installed())
    assert ask_registers(application_id=application.pk, now=NOON) == 0
    finished()
    assert ask_registers(application_id=application.pk, now=NOON) == 2
    assert set(RegisterAnswer.objects.values_list("answer", flat=True)) == {True}


def test_refusals():
    offer = factories.installed()
    online = submit(token=factories.ready(offer).token, actor=GUEST, now=NOON)
    with pytest.raises(NotFound):
        begin_transcript(case_id=online.case_id, actor=factories.staff("paul"), now=NOON)
    letter(offer)
    case = Case.objects.get(channel="paper")
    for slug in ("berta", "karla"):
        with pytest.raises(Forbidden):
            begin_transcript(case_id=case.pk, actor=factories.staff(slug), now=NOON)
    row = begin_transcript(case_id=case.pk, actor=factories.staff("paul"), now=NOON)
    with pytest.raises(Conflict):
        submit(token=row.token, actor=factories.staff("paul"), now=NOON)
    with pytest.raises(Forbidden):
        change_answers(token=row.token, part="answers", answers={}, actor=factories.staff("karla"), now=NOON)
    own = factories.draft(offer, actor=factories.staff("clara"), channel="counter")
    with pytest.raises(Conflict):
        finish_transcript(token=own.token, actor=factories.staff("clara"), now=NOON)
    declare_bias(case_id=case.pk, reason="Nachbar", actor=factories.staff("clara"), now=NOON)
    with pytest.raises(NotFound):
        begin_transcript(case_id=case.pk, actor=factories.staff("clara"), now=NOON)


@pytest.mark.parametrize("state", ["proposed", "decided", "closed", "withdrawn"])
def test_nothing_is_typed_into_a_case_that_is_past_it(state):
    letter(factories.installed())
    row, actor = begun()
    Case.objects.update(state=state)
    with pytest.raises((Invalid, Forbidden)):
        finish_transcript(token=row.token, actor=actor, now=NOON)
    assert not Transcript.objects.exists()


def hidden(response, name):
    return re.search(rf'name="{name}" value="([^"]*)"', response.content.decode())[1]


def test_the_way_of_the_post_room_from_the_code_to_the_case(client):
    offer = factories.installed()
    factories.offer(slug=offer.slug, version="9")  # a newer version stands; the sheet was printed from the older one
    sign_in(client, "paul")
    data = {
        "key": "k",
        "code": offer.paper_code,
        "received_on": "17.11.2026",
        "name": "Otto Brief",
        "street": "Weg 9",
        "city": "06108 Halle",
    }
    done = client.post("/amt/posteingang/", {**data, "scan": SimpleUploadedFile("s.pdf", PDF)})
    case = Case.objects.get()
    page = client.get(done["Location"]).content.decode()
    assert f"/amt/briefe/{case.pk}/" in page
    assert "Angaben noch nicht eingetragen" in page
    url = client.post(f"/amt/briefe/{case.pk}/")["Location"]
    draft = Draft.objects.get(case_id=case.pk)
    assert (draft.offer_id, url) == (offer.pk, f"/amt/briefe/e/{draft.token}/person/")
    page = client.get(url)
    assert 'value="Brief"' in page.content.decode()
    scan = re.search(r"/amt/briefe/[^\"]+/scan/[0-9a-f]{64}/", page.content.decode())[0]
    assert client.get(scan).status_code == 200
    assert client.get(scan.replace(scan[-8:], "00000000/"[-8:])).status_code == 404
    url = client.post(url, {"version": hidden(page, "version"), **factories.PARTY})["Location"]
    put_aside = client.post(url, {"version": hidden(client.get(url), "version"), "_save": "1", **factories.ANSWERS})
    assert client.get(put_aside["Location"])["Location"] == "/amt/posteingang/"
    url = client.post(f"/amt/briefe/{case.pk}/")["Location"]
    assert url == f"/amt/briefe/e/{draft.token}/pruefen/"
    bare = client.post(url, {"version": hidden(client.get(url), "version")})
    assert bare.status_code == 422
    assert "Ist der Antrag unterschrieben" in bare.content.decode()
    sent = client.post(url, {"version": hidden(bare, "version"), **SIGNED})
    assert sent["Location"] == f"/amt/briefe/e/{draft.token}/gesendet/"
    page = client.get(sent["Location"]).content.decode()
    assert case.number in page
    assert "17.11.2026" in page
    assert "Angaben noch nicht eingetragen" not in client.get("/amt/posteingang/").content.decode()
    assert client.get(f"/amt/antraege/e/{draft.token}/gesendet/").status_code in {403, 404}


def test_the_clerk_finds_the_way_on_the_page_of_the_case(client):
    letter(factories.installed())
    sign_in(client, "clara")
    case = Case.objects.get()
    page = client.get(f"/amt/vorgaenge/{case.pk}/").content.decode()
    assert "Angaben aus dem Brief eintragen" in page
    assert reverse("applications:letter", args=[case.pk]) in page
    finished()
    assert "Angaben aus dem Brief berichtigen" in client.get(f"/amt/vorgaenge/{case.pk}/").content.decode()
    Case.objects.update(state="decided")
    assert "berichtigen" not in client.get(f"/amt/vorgaenge/{case.pk}/").content.decode()


def test_two_clerks_type_the_same_letter_and_lose_nothing(client):
    from django.test import Client

    letter(factories.installed())
    sign_in(client, "clara")
    post = sign_in(Client(), "paul")
    case = Case.objects.get()
    url = client.post(f"/amt/briefe/{case.pk}/")["Location"]
    assert post.post(f"/amt/briefe/{case.pk}/")["Location"] == url
    seen = [hidden(one.get(url), "version") for one in (client, post)]
    client.post(url, {"version": seen[0], **factories.PARTY})
    both = post.post(url, {"version": seen[1], **factories.PARTY, "F60000000228": "Erik"})
    assert both.status_code == 409
    assert {"Erika", "Erik"} <= set(re.findall(r"Erika?", both.content.decode()))


def test_a_page_sent_after_a_colleague_finished_corrects_instead_of_being_lost(client):
    letter(factories.installed())
    row, actor = begun()
    sign_in(client, "clara")
    url = f"/amt/briefe/e/{row.token}/fahrzeug/"
    seen = hidden(client.get(url), "version")
    finish_transcript(token=row.token, actor=actor, now=NOON)
    on = client.post(url, {"version": seen, **factories.ANSWERS, "local:kennzeichen": "HAL-AB 125"})
    assert on["Location"] == f"/amt/briefe/e/{row.token}/pruefen/"
    draft = Draft.objects.get(pk=row.pk)
    assert (draft.state, draft.answers["local:kennzeichen"]) == ("open", "HAL-AB 125")


def test_the_pages_of_a_letter_are_closed_to_others(client):
    letter(factories.installed())
    row, _actor = begun()
    case = Case.objects.get()
    assert client.get(f"/amt/briefe/e/{row.token}/person/")["Location"].startswith("/amt/konto/login/")
    assert client.get(f"/antrag/e/{row.token}/person/").status_code == 403
    accounts.sign_in(client, accounts.citizen("x@example.org"))
    assert client.get(f"/antrag/e/{row.token}/person/").status_code == 403
    sign_in(client, "berta")
    assert client.post(f"/amt/briefe/{case.pk}/").status_code == 403
    assert client.get(f"/amt/antraege/e/{row.token}/person/").status_code == 404


def test_a_page_with_a_gap_leads_on_and_one_that_cannot_be_read_does_not(client):
    letter(factories.installed())
    row, _actor = begun(answers={})
    sign_in(client, "paul")
    url = f"/amt/briefe/e/{row.token}/fahrzeug/"
    wrong = client.post(url, {"version": hidden(client.get(url), "version"), "local:kennzeichen": "???"})
    assert wrong.status_code == 422
    on = client.post(url, {"version": hidden(wrong, "version"), "local:kennzeichen": "", "local:registerabfrage": "true"})
    assert on["Location"] == f"/amt/briefe/e/{row.token}/pruefen/"


def at_once(act):
    """Two of them in the same moment; what each gave."""
    barrier, results, faults = threading.Barrier(2), [], []

    def run():
        try:
            barrier.wait(timeout=10)
            results.append(act())
        except Exception as error:  # noqa: BLE001  (any fault of a thread fails the test)
            faults.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert not faults
    return set(results)


@pytest.mark.django_db(transaction=True)
def test_two_who_begin_and_finish_at_once_share_one_draft_and_one_transcript():
    letter(factories.installed())
    case_id, actor = Case.objects.get().pk, factories.staff("clara")
    drafts = at_once(lambda: begin_transcript(case_id=case_id, actor=actor, now=NOON).token)
    assert len(drafts) == Draft.objects.filter(case_id=case_id).count() == 1
    row, actor = begun("clara")
    assert len(at_once(lambda: finish_transcript(token=row.token, actor=actor, now=NOON).pk)) == 1
    assert Transcript.objects.count() == Case.objects.count() == 1
