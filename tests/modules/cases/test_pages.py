"""The pages of a case over HTTP: who gets in, what a refusal keeps, what stays hidden."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from rathaus.foundation.permissions.public import Role, Secrecy, classes_of
from rathaus.modules.cases import privacy
from rathaus.modules.cases.domain import claim, mark, message
from rathaus.modules.cases.domain.check import record_check
from rathaus.modules.cases.domain.decide import propose_decision
from rathaus.modules.cases.domain.open_case import PartyData
from rathaus.modules.cases.enums import CheckState, DecisionKind, PartyRole, State
from rathaus.modules.cases.models import Case, Check, Decision, Message, Party
from rathaus.modules.organisation import public as organisation
from rathaus.modules.organisation.models import Person, PostRole, Substitution
from tests.modules.accounts import factories as accounts
from tests.modules.cases import factories
from tests.modules.cases.factories import NOON

pytestmark = pytest.mark.usefixtures("house")


@pytest.fixture(autouse=True)
def noon(monkeypatch):
    """The pages read the clock; the cases of these tests live on one day."""
    monkeypatch.setattr("rathaus.foundation.clock.now", lambda: NOON)


def office(slug: str = "clara") -> Client:
    return accounts.sign_in(Client(), accounts.staff(f"{slug}@example.org", person=Person.objects.get(slug=slug)))


def text_of(response) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def test_a_guest_is_sent_to_the_sign_in_of_the_office():
    response = Client().get("/amt/")
    assert (response.status_code, response.url) == (302, "/amt/konto/login/?next=%2Famt%2F")


def test_staff_without_cases_begin_in_their_own_room():
    from tests.modules.organisation import factories as organisation_rows

    person = organisation_rows.person("karla")
    post = organisation_rows.post(organisation_rows.unit("kasse"), Role.CASHIER, slug="kasse")
    organisation_rows.holding(person, post)
    client = accounts.sign_in(Client(), accounts.staff("karla@example.org", person=person))
    assert client.get("/amt/", follow=True).redirect_chain == [("/amt/kasse/", 302)]


def test_staff_without_any_room_are_told_whom_to_ask(monkeypatch):
    monkeypatch.setattr("rathaus.modules.cases.views.worklist.links", lambda **_: [])
    person = Person.objects.create(slug="neu", name="Neu")
    response = accounts.sign_in(Client(), accounts.staff("neu@example.org", person=person)).get("/amt/")
    assert response.status_code == 403
    assert "Wenden Sie sich an Ihre Leitung" in text_of(response)


def test_the_worklist_shows_the_case_and_its_deadline():
    factories.case()
    page = text_of(office().get("/amt/?ansicht=free"))
    assert "Anna Müller" in page
    assert "zugesagt bis 27.11.2026 (noch 7 Tage)" in page


def test_the_worklist_says_what_to_do_when_it_is_empty():
    page = text_of(office().get("/amt/"))
    assert "Sie bearbeiten gerade keinen Vorgang" in page
    assert "Freie Vorgänge ansehen" in page


@pytest.mark.parametrize("page", ["0", "-3", "99999", "zwei", "²"])
def test_a_strange_page_number_is_no_error(page):
    factories.case()
    assert office().get("/amt/", {"ansicht": "open", "seite": page}).status_code == 200


def test_the_worklist_costs_the_same_for_one_and_for_many(django_assert_max_num_queries):
    client = office()
    record = factories.procedure()
    for _ in range(6):
        factories.case(record=record)
    client.get("/amt/?ansicht=free")
    with django_assert_max_num_queries(14):
        client.get("/amt/?ansicht=free")


def test_another_units_case_does_not_exist_for_me():
    case = factories.case()
    assert office("otto").get(reverse("cases:case", args=[case.pk])).status_code == 404


def test_a_blocked_case_leaks_nowhere():
    case = factories.case(blocked=True)
    client = office()
    assert client.get(reverse("cases:case", args=[case.pk])).status_code == 404
    assert "Müller" not in text_of(client.get("/amt/?ansicht=open&q=Müller"))
    assert "Alle offenen (0)" in text_of(client.get("/amt/?ansicht=open"))
    assert classes_of(case) == {Secrecy.BLOCKED}


def test_opening_a_case_is_written_to_the_view_log():
    from rathaus.foundation.audit.models import ViewLog  # a test may look behind the face

    case = factories.case()
    client = office()
    client.get(reverse("cases:case", args=[case.pk]))
    assert ViewLog.objects.filter(subject_kind="case", subject_id=str(case.pk)).count() == 1
    client.get(reverse("cases:decide", args=[case.pk]))
    assert ViewLog.objects.filter(subject_kind="case", subject_id=str(case.pk)).count() == 2


def test_claim_check_decide_in_three_posts():
    case = factories.case()
    client = office()
    client.post(reverse("cases:claim", args=[case.pk]))
    assert client.post(reverse("cases:check_all", args=[case.pk])).url == reverse("cases:decide", args=[case.pk])
    case.refresh_from_db()
    client.post(reverse("cases:decide", args=[case.pk]), {"kind": "grant", "reasons": "", "version": case.version})
    case.refresh_from_db()
    assert case.state == State.DECIDED


def test_check_all_leaves_what_a_register_objected_to():
    from rathaus.foundation.permissions.public import SYSTEM
    from rathaus.modules.cases.domain.check import record_automatic

    case = factories.case()
    record_automatic(case_id=case.pk, key="halter", ok=False, note="Anderer Name", source="Register", actor=SYSTEM, now=NOON)
    response = office().post(reverse("cases:check_all", args=[case.pk]))
    assert response.url == reverse("cases:case", args=[case.pk])
    assert set(case.checks.values_list("key", "state")) == {("wohnung", CheckState.OK), ("halter", CheckState.OPEN)}


def test_a_refused_decision_keeps_every_word():
    case = factories.case()
    client = office()
    client.post(reverse("cases:claim", args=[case.pk]))
    response = client.post(
        reverse("cases:decide", args=[case.pk]), {"kind": "refusal", "reasons": "Lange Begründung", "version": 1}
    )
    assert response.status_code == 409
    assert "Lange Begründung" in response.content.decode()
    assert "inzwischen geändert" in text_of(response)


def test_a_refused_request_keeps_every_word():
    case = factories.case()
    client = office()
    client.post(reverse("cases:claim", args=[case.pk]))
    case.refresh_from_db()
    response = client.post(
        reverse("cases:request", args=[case.pk]), {"text": "Bitte den Schein", "due": "2020-01-01", "version": case.version}
    )
    assert response.status_code == 422
    assert "Bitte den Schein" in response.content.decode()
    assert Case.objects.get(pk=case.pk).state == State.IN_PROGRESS


def test_the_lead_hands_over_and_the_clerk_cannot():
    case = factories.case()
    boris = organisation.find_person("boris").id
    data = {"person": str(boris), "version": case.version}
    assert office("clara").post(reverse("cases:assign", args=[case.pk]), data).status_code == 403
    assert office("lena").post(reverse("cases:assign", args=[case.pk]), data).status_code == 302
    assert Case.objects.get(pk=case.pk).assignee_id == boris


def proposed(by):
    case = factories.case()
    actor = factories.staff(by)
    for point in Check.objects.filter(case=case):
        record_check(check_id=point.pk, state=CheckState.OK, note="", actor=actor, now=NOON)
    return propose_decision(
        case_id=case.pk, kind=DecisionKind.REFUSAL, reasons="Kein Bedarf", actor=actor, now=NOON,
        version=Case.objects.get(pk=case.pk).version,
    )  # fmt: skip


def returned(client, decision, version=None):
    data = {"note": "Zone genau prüfen", "version": version or decision.case.version}
    return client.post(reverse("cases:return", args=[decision.case_id, decision.pk]), data)


def test_a_return_that_is_refused_keeps_its_note():
    decision = proposed("clara")
    frieda = office("frieda")
    Decision.objects.update(drafted_by=Person.objects.get(slug="frieda").pk)  # it is her own by now
    refused = returned(frieda, decision)
    assert refused.status_code == 403
    assert "Ihren eigenen Vorschlag kann nur jemand anders freigeben" in text_of(refused)
    assert "Zone genau prüfen" in refused.content.decode()
    assert Decision.objects.get().state == "proposed"


def test_who_stands_in_for_the_drafter_cannot_return_and_keeps_the_note():
    post = PostRole.objects.get(post__slug="sb1").post
    PostRole.objects.create(post=post, role=Role.APPROVER)
    decision = proposed("clara")
    clara, boris = (Person.objects.get(slug=name) for name in ("clara", "boris"))
    Substitution.objects.create(absent=clara, substitute=boris, valid_from=NOON.date(), valid_until=NOON.date(), entered_at=NOON)
    refused = returned(office("boris"), decision)
    assert refused.status_code == 403
    assert "Sie vertreten gerade die Person, die entschieden hat" in text_of(refused)
    assert "Zone genau prüfen" in refused.content.decode()


def test_a_decision_that_is_refused_keeps_its_reasons():
    case = factories.case()
    Case.objects.update(assignee_id=Person.objects.get(slug="boris").pk)
    data = {"kind": "refusal", "reasons": "Lange Begründung", "operative": "", "version": case.version}
    refused = office("clara").post(reverse("cases:decide", args=[case.pk]), data)
    assert refused.status_code == 403
    assert "Diesen Vorgang bearbeitet jemand anders" in text_of(refused)
    assert "Lange Begründung" in refused.content.decode()


def test_a_biased_clerk_loses_sight_of_the_case():
    case = factories.case()
    client = office()
    client.post(reverse("cases:bias", args=[case.pk]), {"reason": "Nachbarin"})
    assert client.get(reverse("cases:case", args=[case.pk])).status_code == 404


def test_a_guest_reaches_the_case_by_its_address_alone():
    case = factories.case()
    page = text_of(Client().get(reverse("cases:citizen", args=[case.token])))
    assert case.number in page
    assert "Wir haben zugesagt, bis zum 27.11.2026 zu entscheiden." in page
    assert Client().get(reverse("cases:citizen", args=["nichts"])).status_code == 404


def test_a_case_of_an_account_opens_for_that_account_alone():
    owner, stranger = accounts.citizen(email="a@example.org"), accounts.citizen(email="b@example.org")
    case = factories.case(account_id=owner.pk)
    url = reverse("cases:citizen", args=[case.token])
    assert Client().get(url).status_code == 302
    assert accounts.sign_in(Client(), stranger).get(url).status_code == 404
    assert accounts.sign_in(Client(), owner).get(url).status_code == 200
    assert case.number in text_of(accounts.sign_in(Client(), owner).get("/konto/vorgaenge/"))
    assert case.number not in text_of(accounts.sign_in(Client(), stranger).get("/konto/vorgaenge/"))


def test_internal_notes_stay_inside():
    case = factories.case()
    mark.add_note(case_id=case.pk, text="Nur für uns", actor=factories.staff("clara"), now=NOON)
    assert "Nur für uns" not in text_of(Client().get(reverse("cases:citizen", args=[case.token])))


def test_a_message_goes_both_ways_and_a_double_click_is_one():
    case = factories.case()
    url = reverse("cases:citizen_message", args=[case.token])
    for _ in range(2):
        assert Client().post(url, {"nachricht_text": "Ein <b>Wort</b>", "key": "k"}).status_code == 302
    assert Message.objects.get().text == "Ein <b>Wort</b>"
    client = office()
    assert "1 neue Nachricht" in text_of(client.get("/amt/?ansicht=open"))
    assert "Ein &lt;b&gt;Wort&lt;/b&gt;" in client.get(reverse("cases:case", args=[case.pk])).content.decode()
    assert Message.objects.get().read_at == NOON


def test_an_empty_message_is_refused_beside_its_field():
    case = factories.case()
    response = Client().post(reverse("cases:citizen_message", args=[case.token]), {"nachricht_text": " "})
    assert response.status_code == 422
    assert 'href="#id_nachricht_text"' in response.content.decode()


def test_who_waits_for_whom_is_said_to_each_in_their_own_words():
    """To the person with "Ihre", to the office without a gender; nobody is "Antragsteller"."""
    from rathaus.modules.cases.domain.request_documents import request_documents

    owner, clara = accounts.citizen(email="a@example.org"), factories.staff("clara")
    case = claim.claim_case(case_id=factories.case(account_id=owner.pk).pk, actor=clara, now=NOON)
    due = NOON.date().replace(month=12)
    request_documents(case_id=case.pk, text="Schein", due=due, actor=clara, now=NOON, version=case.version)
    person = accounts.sign_in(Client(), owner)
    for url in (reverse("cases:citizen", args=[case.token]), "/konto/vorgaenge/", "/konto/"):
        said = text_of(person.get(url))
        assert "Wartet auf Ihre Antwort" in said
        assert "Antragsteller" not in said
    assert "Warten auf Ihre Antwort: seit 20.11.2026" in text_of(person.get(reverse("cases:citizen", args=[case.token])))
    client = office()
    for url in (reverse("cases:case", args=[case.pk]), "/amt/?ansicht=waiting"):
        said = text_of(client.get(url))
        assert "Wartet auf Antwort" in said
        assert "Antragsteller" not in said
    assert [row["state"] for row in privacy.export(owner.pk).data] == ["Wartet auf Ihre Antwort"]


def test_an_answer_to_another_case_is_refused():
    from rathaus.modules.cases.domain.request_documents import request_documents

    clara = factories.staff("clara")
    record = factories.procedure()
    one, other = factories.case(record=record), factories.case(record=record)
    one = claim.claim_case(case_id=one.pk, actor=clara, now=NOON)
    request = request_documents(
        case_id=one.pk, text="Schein", due=NOON.date().replace(month=12), actor=clara, now=NOON, version=one.version
    )
    url = reverse("cases:citizen_answer", args=[other.token, request.pk])
    assert Client().post(url, {"antwort_text": "hier"}).status_code == 404


def test_an_attachment_of_another_case_is_not_served():
    record = factories.procedure()
    entry = {"sha256": "a" * 64, "filename": "x.pdf", "size": 1, "media_type": "application/pdf"}
    factories.case(record=record, attachments=[entry])
    other = factories.case(record=record)
    assert Client().get(reverse("cases:citizen_attachment", args=[other.token, "a" * 64])).status_code == 404


def test_withdrawing_asks_once():
    case = factories.case()
    url = reverse("cases:citizen_withdraw", args=[case.token])
    assert "Das lässt sich nicht rückgängig machen" in text_of(Client().get(url))
    assert Case.objects.get().state == State.RECEIVED
    Client().post(url)
    assert Case.objects.get().state == State.WITHDRAWN


def test_mail_of_a_message_holds_no_content():
    from rathaus.foundation.mail.models import Mail
    from rathaus.foundation.tasks import public as tasks

    case = factories.case()
    Party.objects.update(email_confirmed_at=NOON)
    message.write_as_office(case_id=case.pk, text="Geheimes Wort", key="k", actor=factories.staff("clara"), now=NOON)
    tasks.run_pending(now=NOON, strict=False)
    mails = Mail.objects.filter(to_address="anna@example.org")
    assert {mail.subject.split(" (")[0] for mail in mails} == {"Ihr Antrag ist eingegangen", "Neue Nachricht"}
    assert not any("Geheimes" in mail.text for mail in mails)


def test_the_page_warns_before_a_fee_is_paid():
    case = factories.case(record=factories.procedure(fee={"when": "before_decision", "table": "probe"}))
    from rathaus.modules.payments import public as payments

    payments.install_fee_table(factories.FEE_TABLE, now=NOON)
    page = text_of(office().get(reverse("cases:case", args=[case.pk])))
    assert "bewilligen können Sie erst nach der Zahlung" in page
    assert "Die Gebühr ist noch nicht bezahlt." in page


def test_an_identity_seen_at_the_counter_is_named_in_words():
    party = PartyData(role=PartyRole.APPLICANT, name="Anna", identity={"method": "sight", "document": "bekannt"})
    case = factories.case(parties=[party])
    page = text_of(office().get(reverse("cases:case", args=[case.pk])))
    assert "Identität am Schalter geprüft: persönlich bekannt" in page


def test_an_open_case_page_does_not_fill_the_disk(monkeypatch):
    monkeypatch.setattr("rathaus.modules.cases.views.citizen.LIMIT", 2)
    case = factories.case()
    for number in (1, 2):
        data = {"nachricht_text": f"Nummer {number}", "key": f"k{number}"}
        assert Client().post(f"/vorgang/{case.token}/nachricht/", data).status_code == 302
    refused = Client().post(f"/vorgang/{case.token}/nachricht/", {"nachricht_text": "Nummer drei", "key": "k3"})
    assert refused.status_code == 429
    assert "Nummer drei" in refused.content.decode()
    assert Message.objects.count() == 2
