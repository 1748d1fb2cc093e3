"""The form and its receipt over HTTP, without script: what is carried along, kept, refused, told to whom."""

import re
import threading
import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connections
from django.test import Client
from django.urls import reverse

from rathaus.foundation import clock
from rathaus.foundation.abuse import challenge
from rathaus.foundation.errors import Conflict
from rathaus.foundation.permissions.public import Secrecy, add_class
from rathaus.modules.cases.domain.message import write_as_office
from rathaus.modules.cases.models import AddressConfirmation, Case, CaseContent, Message, Party
from rathaus.modules.organisation.models import Person, PostRole
from rathaus.modules.servicecentre.models import Inquiry, InquirySetup
from tests.conftest import NOON
from tests.modules.accounts import factories as accounts
from tests.modules.servicecentre import factories
from tests.modules.servicecentre.factories import KEY, PAGE

FORM = "/kontakt/"
FIELDS = {
    "kind": "frage",
    "nature": "question",
    "subject": "Öffnungszeiten",
    "text": "Wann haben Sie auf?",
    "name": "Anna Müller",
    "email": "anna@example.com",
}


@pytest.fixture(autouse=True)
def house(db, monkeypatch):
    monkeypatch.setattr("rathaus.foundation.clock.now", lambda: NOON)
    factories.installed()
    factories.service()


def office(slug: str) -> Client:
    return accounts.sign_in(Client(), accounts.staff(f"{slug}@example.org", person=Person.objects.get(slug=slug)))


def hidden(response) -> dict[str, str]:
    found = re.findall(r'<input type="hidden" name="(key|page|pruefung)" value="([^"]*)"', response.content.decode())
    return {"page": "", **dict(found)}


def filled(response, **changes) -> dict[str, str]:
    """The form as a person with a solved challenge sends it."""
    data = {**hidden(response), **FIELDS, **changes}
    if text := data.get("pruefung"):
        data["pruefung_loesung"] = challenge.solve(text, challenge.BITS)
    return data


def text_of(response) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def sent(client: Client | None = None, address: str = FORM, **changes):
    client = client or Client()
    return client.post(address, filled(client.get(address), **changes))


class TestEveryPage:
    @pytest.mark.parametrize("path", ["/", "/leistungen/", "/impressum/", PAGE, "/gibt-es-nicht/", "/konto/login/"])
    def test_leads_to_the_form_and_says_where_one_is(self, path):
        page = Client().get(path, follow=True)
        assert f'href="/kontakt/?seite={page.request["PATH_INFO"]}"' in page.content.decode()

    def test_of_the_office_does_not(self):
        assert "/kontakt/" not in office("clara").get("/amt/").content.decode()

    def test_behind_a_secret_address_keeps_the_secret(self):
        receipt = sent()
        token = Inquiry.objects.get().token
        page = Client().get(receipt.url)
        assert f"/kontakt/?seite=/kontakt/e/{token}" not in page.content.decode()
        for given in (f"/vorgang/{Case.objects.get().token}/", f"/irgendwo/{'x' * 40}/"):
            form = Client().get(FORM, {"seite": given})
            assert "..." in hidden(form)["page"]
            assert given.split("/")[2] not in form.content.decode()


class TestForm:
    def test_carries_the_page_and_the_service_along(self):
        form = Client().get(FORM, {"seite": PAGE})
        assert hidden(form)["page"] == PAGE
        assert "Bewohnerparkausweis" in text_of(form)
        client = Client()
        client.post(f"{FORM}", filled(client.get(FORM, {"seite": PAGE})))
        assert Inquiry.objects.get().service_key == KEY
        assert Case.objects.get().unit_id == factories.unit_id("verkehr")

    def test_takes_the_page_from_the_link_of_the_menu_and_from_no_other_house(self):
        own = Client().get(FORM, headers={"referer": f"http://testserver{PAGE}?q=1"})
        other = Client().get(FORM, headers={"referer": f"https://elsewhere.example{PAGE}"})
        assert (hidden(own)["page"], hidden(other)["page"]) == (PAGE, "")

    @pytest.mark.parametrize("header", ["http://[", "http://[::1", "https://testserver]/"])
    def test_opens_with_a_referrer_that_is_no_address(self, header):
        form = Client().get(FORM, headers={"referer": header})
        assert (form.status_code, hidden(form)["page"]) == (200, "")

    @pytest.mark.parametrize("given", ["kein-pfad", "//elsewhere.example/", "/" + "x" * 300, '/"><script>', "/kontakt/"])
    def test_is_not_led_astray_by_what_stands_in_the_address(self, given):
        form = Client().get(FORM, {"seite": given})
        assert form.status_code == 200
        assert "<script>" not in form.content.decode().replace('<script src="', "")

    def test_shows_the_promise_the_law_and_that_it_is_no_objection_before_anything_is_written(self):
        text = text_of(Client().get(FORM))
        assert "Frage (Antwort innerhalb von 5 Arbeitstagen)" in text
        assert "Auskunft aus Akten (Antwort innerhalb von 15 Arbeitstagen; gesetzliche Frist: ein Monat)" in text
        assert "ersetzt keinen Widerspruch" in text
        assert "§ 3a VwVfG" in text
        assert "erfunden" in text
        assert "Fassung 2026-11" in text

    @pytest.mark.parametrize(("page", "most"), [("", 1), (PAGE, 2)])
    def test_costs_few_questions(self, django_assert_max_num_queries, page, most):
        Client().get(FORM)
        with django_assert_max_num_queries(most):
            Client().get(FORM, {"seite": page} if page else {})

    def test_knows_what_the_servicekonto_knows(self):
        client = accounts.sign_in(Client(), accounts.citizen("erika@example.com"))
        form = client.get(FORM)
        assert 'value="erika@example.com"' in form.content.decode()
        assert "pruefung" not in hidden(form)

    def test_before_the_city_has_said_anything_there_is_a_number_to_call(self):
        InquirySetup.objects.all().delete()
        assert "0345 000-1" in text_of(Client().get(FORM))
        assert Client().post(FORM, FIELDS).status_code == 422


class TestSending:
    def test_leads_to_a_receipt_with_number_time_unit_day_and_copy(self):
        answer = sent()
        case = Case.objects.get()
        assert (answer.status_code, answer.url) == (302, reverse("servicecentre:receipt", args=[Inquiry.objects.get().token]))
        receipt = Client().get(answer.url)
        text = text_of(receipt)
        for part in (case.number, "20.11.2026, 12:00 Uhr", "Bürgerservice", "27.11.2026", "Wann haben Sie auf?", "Vorführung"):
            assert part in text
        assert f"/vorgang/{case.token}/" in receipt.content.decode()

    def test_shows_the_clock_of_the_law_where_one_runs(self):
        text = text_of(Client().get(sent(kind="auskunft").url))
        assert "Gesetzliche Frist 20.12.2026" in text
        assert "Innerhalb eines Monats." in text

    def test_names_everything_that_is_missing_at_once(self):
        answer = sent(subject="", email="", nature="objection")
        found = re.findall(r'href="#(id_\w+)"', answer.content.decode())
        assert found == ["id_understood", "id_subject", "id_email"]

    def test_twice_is_one_case_with_the_same_challenge(self):
        client = Client()
        data = filled(client.get(FORM))
        first, second = client.post(FORM, data), client.post(FORM, data)
        assert first.url == second.url
        assert Case.objects.count() == 1

    def test_back_and_another_question_is_kept_and_sent_with_the_next_click(self):
        client = Client()
        data = filled(client.get(FORM))
        client.post(FORM, data)
        page = client.post(FORM, {**data, "text": "Und sonntags?"})
        assert page.status_code == 409
        assert "Und sonntags?" in page.content.decode()
        assert hidden(page)["key"] != data["key"]
        assert client.post(FORM, filled(page, text="Und sonntags?")).status_code == 302
        assert [case.content.summary[0]["rows"][-1][1] for case in Case.objects.order_by("pk")] == [
            "Wann haben Sie auf?",
            "Und sonntags?",
        ]

    def test_an_error_keeps_everything_that_was_typed(self):
        answer = sent(email="", subject="Ein Betreff", street="Weg 2")
        page = answer.content.decode()
        assert answer.status_code == 422
        assert "mit einer E-Mail-Adresse, einer Telefonnummer oder einer Anschrift" in page
        assert 'href="#id_email"' in page
        for typed in ('value="Ein Betreff"', "Wann haben Sie auf?", 'value="Anna Müller"', 'value="Weg 2"'):
            assert typed in page
        assert not Case.objects.exists()

    def test_a_robot_is_refused_and_a_person_without_script_waits(self, monkeypatch):
        client = Client()
        data = {**hidden(client.get(FORM)), **FIELDS}
        assert client.post(FORM, {**data, "webseite_angeben": "x"}).status_code == 422
        early = client.post(FORM, data)
        assert early.status_code == 422
        assert "Wann haben Sie auf?" in early.content.decode()
        later = clock.real_now() + challenge.SLOWEST_BOT
        monkeypatch.setattr("rathaus.foundation.clock.real_now", lambda: later)
        assert client.post(FORM, data).status_code == 302

    def test_a_servicekonto_is_limited_too(self, monkeypatch):
        monkeypatch.setattr("rathaus.modules.servicecentre.views.contact.SIGNED_IN_LIMIT", 1)
        client = accounts.sign_in(Client(), accounts.citizen("erika@example.com"))
        assert sent(client).status_code == 302
        assert sent(client).status_code == 429
        assert Case.objects.count() == 1

    def test_an_objection_is_sent_only_by_whoever_knows_that_it_is_none(self):
        client = Client()
        answer = client.post(FORM, filled(client.get(FORM), nature="objection"))
        assert answer.status_code == 422
        assert 'name="understood"' in answer.content.decode()
        answer = client.post(FORM, filled(answer, nature="objection", understood="on"))
        assert "kein Widerspruch erhoben" in text_of(client.get(answer.url))

    def test_files_survive_an_error_once_and_go_along(self):
        client = Client()
        page = client.post(FORM, filled(client.get(FORM), subject="", dateien=SimpleUploadedFile("plan.txt", b"Ein Plan")))
        signed = re.findall(r'name="datei"[^>]*? value="([^"]+)"', page.content.decode())
        assert page.status_code == 422
        assert len(signed) == 1
        again = client.post(FORM, filled(page, datei=signed))
        assert again.status_code == 302
        (entry,) = CaseContent.objects.get().attachments
        assert entry["filename"] == "plan.txt"
        assert "plan.txt" in text_of(client.get(again.url))

    def test_a_file_of_another_form_and_one_unticked_stay_behind(self):
        client = Client()
        page = client.post(FORM, filled(client.get(FORM), subject="", dateien=SimpleUploadedFile("plan.txt", b"Ein Plan")))
        signed = re.findall(r'name="datei"[^>]*? value="([^"]+)"', page.content.decode())
        client.post(FORM, filled(client.get(FORM), datei=[*signed, "erfunden"]))
        assert CaseContent.objects.get().attachments == []
        client.post(FORM, filled(page))
        assert [content.attachments for content in CaseContent.objects.all()] == [[], []]

    def test_a_file_that_cannot_be_taken_is_said_beside_it(self):
        answer = sent(dateien=SimpleUploadedFile("lied.mp3", b"ID3\x03"))
        assert answer.status_code == 422
        assert 'id="id_dateien_error"' in answer.content.decode()
        assert 'href="#id_dateien"' in answer.content.decode()

    def test_too_many_files_and_too_many_tries(self, monkeypatch):
        files = [SimpleUploadedFile(f"plan{at}.txt", bytes([48 + at])) for at in range(3)]
        monkeypatch.setattr("rathaus.modules.servicecentre.attached.MOST", 2)
        assert sent(dateien=files).status_code == 422
        monkeypatch.setattr("rathaus.modules.servicecentre.views.contact.FILES_LIMIT", 0)
        answer = sent(dateien=SimpleUploadedFile("plan.txt", b"Ein Plan"))
        assert "sehr viele Dateien" in text_of(answer)
        assert not Case.objects.exists()


class TestReceipt:
    def test_the_address_is_asked_about_corrected_and_limited(self):
        receipt = sent().url
        Client().post(f"{receipt}adresse/", {"nochmal": "1"})
        assert AddressConfirmation.objects.count() == 1
        Client().post(f"{receipt}adresse/", {"email": "b@example.com"})
        assert Party.objects.get().email == "b@example.com"
        client = Client()
        assert "keine E-Mail-Adresse" in text_of(client.post(f"{receipt}adresse/", {"email": "unsinn"}, follow=True))

    def test_one_of_a_servicekonto_opens_for_that_account_alone(self):
        owner = accounts.sign_in(Client(), accounts.citizen("erika@example.com"))
        receipt = sent(owner).url
        other = accounts.sign_in(Client(), accounts.citizen("max@example.com"))
        assert owner.get(receipt).status_code == 200
        assert other.get(receipt).status_code == 404
        assert Client().get(receipt).url.startswith("/konto/login/")
        assert Client().post(f"{receipt}adresse/", {"email": "x@example.com"}).status_code == 403
        assert Party.objects.get().email == "anna@example.com"


class TestOffice:
    def test_takes_in_what_somebody_asks_on_the_telephone(self):
        berta = office("berta")
        form = berta.get("/amt/anfragen/neu/")
        answer = berta.post("/amt/anfragen/neu/", filled(form, channel="phone", email="", name=""))
        inquiry = Inquiry.objects.get()
        assert answer.url == reverse("servicecentre:taken", args=[inquiry.pk])
        page = text_of(berta.get(answer.url))
        case = Case.objects.get()
        assert case.number in page
        assert f"/vorgang/{case.token}/" in page
        listed = text_of(office("frida").get("/amt/?ansicht=free"))
        assert "Ohne Namen" in listed
        assert "Telefon" in listed

    def test_the_receipt_is_for_whoever_took_it_in_and_ends_with_a_block(self):
        berta, frida = office("berta"), office("frida")
        url = berta.post("/amt/anfragen/neu/", filled(berta.get("/amt/anfragen/neu/"), channel="counter")).url
        assert frida.get(url).status_code == 404
        add_class(Case.objects.all(), Secrecy.BLOCKED)
        assert berta.get(url).status_code == 404

    @pytest.mark.parametrize(("slug", "leads"), [("frida", True), ("gerd", False), ("berta", False)])
    def test_the_receipt_leads_to_the_case_only_whom_it_is_open_to(self, slug, leads):
        clerk = office(slug)
        url = clerk.post("/amt/anfragen/neu/", filled(clerk.get("/amt/anfragen/neu/"), channel="counter")).url
        case = f"/amt/vorgaenge/{Case.objects.get().pk}/"
        assert (case in clerk.get(url).content.decode()) == leads
        assert (clerk.get(case).status_code == 200) == leads

    def test_the_clerk_reads_warns_answers_and_the_person_reads_it(self):
        token = Inquiry.objects.get(token=sent(email="", phone="0345 1").url.split("/")[3]).case_id
        case = Case.objects.get(pk=token)
        frida = office("frida")
        page = frida.get(f"/amt/vorgaenge/{case.pk}/")
        text = text_of(page)
        assert "Keine Nachricht per E-Mail möglich" in text
        assert "Antworten und abschließen" in text
        assert "Bescheid, wie er hinausginge" not in text
        assert "Gebühr" not in text
        data = {"text": "Ab 8 Uhr.", "way": "phone", "key": "a", "version": case.version}
        assert frida.post(f"/amt/vorgaenge/{case.pk}/antworten/", {**data, "text": ""}).status_code == 422
        assert frida.post(f"/amt/vorgaenge/{case.pk}/antworten/", data).status_code == 302
        read = text_of(Client().get(f"/vorgang/{case.token}/"))
        assert "Ab 8 Uhr." in read
        assert "Wir haben geantwortet." in read
        assert "beantwortet: telefonisch" in read
        assert "abgeschlossen am 20.11.2026" in text_of(frida.get("/amt/?ansicht=done"))

    @pytest.mark.parametrize("newer", [0, 1])
    def test_an_answer_survives_a_colleague_who_took_the_case_meanwhile(self, newer):
        sent()
        case = Case.objects.get()
        Case.objects.update(assignee_id=uuid.uuid4(), version=case.version + 1)
        data = {"text": "Ab 8 Uhr.", "way": "phone", "key": "a", "version": case.version + newer}
        late = office("frida").post(f"/amt/vorgaenge/{case.pk}/antworten/", data)
        assert late.status_code == 403
        assert "Diesen Vorgang bearbeitet jemand anders" in text_of(late)
        assert "Ab 8 Uhr." in late.content.decode()
        assert not Message.objects.exists()

    def test_a_refusal_shows_nothing_of_a_case_that_went_elsewhere_meanwhile(self, monkeypatch):
        sent()
        case, frida = Case.objects.get(), office("frida")

        def gone(**_):
            Case.objects.update(unit_id=factories.unit_id("verkehr"))
            raise Conflict("Jemand hat diesen Vorgang inzwischen geändert.")

        monkeypatch.setattr("rathaus.modules.cases.domain.answer.answer_case", gone)
        data = {"text": "Ab 8 Uhr.", "way": "phone", "key": "a", "version": case.version}
        late = frida.post(f"/amt/vorgaenge/{case.pk}/antworten/", data)
        assert late.status_code == 404
        assert "Wann haben Sie auf?" not in late.content.decode()

    def test_the_clerk_hands_over_and_a_refusal_keeps_the_note(self):
        sent()
        case = Case.objects.get()
        frida, url = office("frida"), f"/amt/vorgaenge/{case.pk}/abgeben/"
        refused = frida.post(url, {"unit": "", "reason": "Gehört zu euch", "version": case.version})
        assert refused.status_code == 422
        assert "Gehört zu euch" in refused.content.decode()
        nobody = frida.post(url, {"unit": factories.unit_id("verkehr-nord"), "reason": "Gehört zu euch", "version": case.version})
        assert "darf niemand" in text_of(nobody)
        done = frida.post(url, {"unit": factories.unit_id("verkehr"), "reason": "", "version": case.version})
        assert done.url == "/amt/"
        read = text_of(Client().get(f"/vorgang/{case.token}/"))
        assert "An andere Stelle abgegeben" in read
        assert "Straßenverkehr" in read

    def test_a_second_click_says_what_has_happened_and_loses_no_word(self):
        sent()
        case = Case.objects.get()
        frida, url = office("frida"), f"/amt/vorgaenge/{case.pk}/abgeben/"
        data = {"unit": factories.unit_id("verkehr"), "reason": "Gehört zu euch", "version": case.version}
        assert frida.post(url, data).url == "/amt/"
        frida.get("/amt/")
        again = text_of(frida.post(url, data, follow=True))
        assert "Diese Anfrage haben Sie schon abgegeben: an Straßenverkehr, am 20.11.2026 um 12:00 Uhr." in again
        assert "nicht übernommen" not in again
        other = text_of(frida.post(url, {**data, "reason": "Eilt sehr"}, follow=True))
        assert "Ihr Hinweis wurde nicht übernommen: Eilt sehr" in other
        assert list(case.history.filter(kind__in=["handed_over", "note"]).values_list("kind", flat=True)) == [
            "handed_over",
            "note",
        ]
        assert office("gerd").post(url, data).status_code == 404  # whoever gave nothing away learns nothing
        assert frida.post(url, {**data, "unit": factories.unit_id("gewerbe")}).status_code == 404

    def test_a_second_click_of_somebody_who_still_sees_the_case_says_it_too(self):
        sent()
        case, anna = Case.objects.get(), Person.objects.get(slug="frida")
        post = PostRole.objects.get(post__unit__slug="verkehr", role="clerk").post
        post.holdings.create(person=anna, valid_from=NOON.date())
        url = f"/amt/vorgaenge/{case.pk}/abgeben/"
        data = {"unit": factories.unit_id("verkehr"), "reason": "", "version": case.version}
        frida = office("frida")
        frida.post(url, data)
        assert "Diese Anfrage haben Sie schon abgegeben" in text_of(frida.post(url, data, follow=True))

    def test_the_person_may_take_it_back(self):
        sent()
        case = Case.objects.get()
        assert "Anfrage zurückziehen" in text_of(Client().get(f"/vorgang/{case.token}/"))
        done = Client().post(f"/vorgang/{case.token}/zurueckziehen/", follow=True)
        assert "Sie haben die Anfrage zurückgezogen" in text_of(done)
        case.refresh_from_db()
        write_as_office(case_id=case.pk, text="Schade", key="w", actor=factories.staff("frida"), now=NOON)
        assert Message.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_clicks_at_once_hand_over_once():
    sent()
    case, frida = Case.objects.get(), office("frida")
    data = {"unit": factories.unit_id("verkehr"), "reason": "", "version": case.version}
    met, codes = threading.Barrier(2), []

    def click():
        client = Client()
        client.cookies = frida.cookies
        try:
            met.wait(timeout=30)
            codes.append(client.post(f"/amt/vorgaenge/{case.pk}/abgeben/", data).status_code)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=click) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert codes == [302, 302]
    assert case.history.filter(kind="handed_over").count() == 1
