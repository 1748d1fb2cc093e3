"""The pages of both sides: what they say, whom they refuse."""

import datetime as dt
import io
import uuid
import zipfile

import pytest
from django.test import Client

from rathaus.foundation import clock
from rathaus.foundation.audit import public as audit
from rathaus.foundation.audit.models import ViewLog
from rathaus.foundation.errors import Invalid
from rathaus.foundation.permissions.public import SYSTEM, Role
from rathaus.foundation.privacy.public import person_pack
from rathaus.modules.delivery import public as delivery
from rathaus.modules.delivery.models import Delivery, MailboxItem, Posting
from rathaus.modules.delivery.personal import erase
from rathaus.modules.delivery.views.check import verify
from rathaus.modules.organisation.enums import Reach
from rathaus.standards.evidence import pruefen
from tests.modules.accounts import factories as accounts
from tests.modules.delivery.factories import PDF, citizen, document, send
from tests.modules.organisation import factories as organisation

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _noon(monkeypatch, now):
    monkeypatch.setattr(clock, "now", lambda: now)


@pytest.fixture
def erika(client):
    user = accounts.citizen()
    accounts.sign_in(client, user)
    return user


def to(user, **changes):
    return citizen(account_id=user.pk, **changes)


def clerk(client, role, reach=Reach.INSTANCE):
    unit = organisation.unit()
    person = organisation.person()
    organisation.holding(person, organisation.post(unit, (role, reach)))
    accounts.sign_in(client, accounts.staff(person=person))
    return unit


def text(response):
    return b"".join(response).decode() if response.streaming else response.content.decode()


def test_from_the_mailbox_to_the_file(client, erika, now):
    info = send(now, recipient=to(erika))
    page = text(client.get("/postfach/"))
    assert "Bewohnerparkausweis" in page
    assert "noch nicht abgerufen" in page
    page = text(client.get(info.url))
    assert "Mit dem Abruf beginnt eine Frist" in page
    assert "30.11.2026" in page
    assert client.get(f"{info.url}datei/").status_code == 404
    assert client.get(f"{info.url}nachweis/").status_code == 404
    assert Delivery.objects.get().state == "available"  # looking starts no clock
    answer = client.post(info.url)
    assert (answer.status_code, answer["Location"]) == (302, info.url)
    page = text(client.get(info.url))
    assert "Gilt als bekannt gegeben am 21.11.2026, Frist endet am 21.12.2026." in page
    assert "§ 41" in page
    file = client.get(f"{info.url}datei/")
    assert b"".join(file) == PDF
    assert "attachment" in file["Content-Disposition"]
    client.post(info.url)  # a reload of the form
    assert Delivery.objects.get().version == 2


def test_how_well_the_person_was_proven_is_evidence(client, erika, now):
    info = send(now, recipient=to(erika))
    client.post(info.url)
    assert audit.history(audit.Subject("delivery", info.id))[-1].payload["recipient"]["trust_level"] == "signed in, none"


def test_the_mailbox_is_one_query_for_its_items(client, erika, now, django_assert_max_num_queries):
    for number in range(1, 8):
        send(now, recipient=to(erika), document=document(number=number))
    with django_assert_max_num_queries(6):
        page = text(client.get("/postfach/"))
    assert page.count("noch nicht abgerufen") == 7


def test_other_peoples_mail_is_not_there(client, erika, now):
    other = accounts.citizen("max@example.org")
    info = send(now, recipient=to(other))
    assert "leer" in text(client.get("/postfach/"))
    for url in (info.url, f"{info.url}datei/", f"{info.url}nachweis/", f"/abruf/{Delivery.objects.get().token}/"):
        response = client.get(url)
        assert response.status_code == 404
        assert "Bewohnerparkausweis" not in text(response)
    assert client.post(info.url).status_code == 404
    assert Delivery.objects.get().state == "available"


def test_without_sign_in_the_way_leads_to_it(client, now):
    info = send(now)
    for url in ("/postfach/", info.url):
        assert client.get(url)["Location"].startswith("/konto/login/?next=%2Fpostfach%2F")
    assert client.post(info.url).status_code == 403  # asked to sign in first
    assert Delivery.objects.get().state == "available"
    assert client.get("/amt/postausgang/")["Location"].startswith("/amt/konto/login/")


def test_a_guest_reads_and_fetches_by_the_link(client, now):
    info = send(now, recipient=citizen(account_id=None, address_lines=()))
    response = client.get(info.url)
    assert "Dokument abrufen" in text(response)
    assert response["Referrer-Policy"] == "same-origin"
    assert "no-store" in response["Cache-Control"] or "no-cache" in response["Cache-Control"]
    client.post(info.url)
    assert b"".join(client.get(f"{info.url}datei/")) == PDF
    assert client.get("/abruf/falsch/").status_code == 404


def test_a_posted_letter_can_be_read_as_a_copy(client, now):
    info = send(now, recipient=citizen(account_id=None))
    assert client.get(f"{info.url}datei/").status_code == 404
    clerk(client, Role.POST_ROOM)
    client.post("/amt/postausgang/", {"letters": [str(info.id)], **day("20", "11", "2026")})
    page = text(Client().get(info.url))
    assert "ändert an der Frist nichts" in page
    assert "Gilt als bekannt gegeben am 24.11.2026" in page


def day(number, month, year):
    return {"posted_on_day": number, "posted_on_month": month, "posted_on_year": year}


def test_the_posting_book_takes_several_letters_at_once(client, now):
    clerk(client, Role.POST_ROOM)
    infos = [send(now, recipient=citizen(choice="letter"), document=document(number=number)) for number in (1, 2, 3)]
    page = text(client.get("/amt/postausgang/"))
    assert page.count("Erika Mustermann") >= 6
    response = client.post(
        "/amt/postausgang/", {"letters": [str(info.id) for info in infos[:2]], **day("20", "11", "2026")}, follow=True
    )
    assert "2 Briefe sind vermerkt." in text(response)
    assert Posting.objects.filter(posted_on=dt.date(2026, 11, 20)).count() == 2
    assert "24.11.2026" in text(response)


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        ({}, "Wählen Sie mindestens einen Brief aus."),
        ({"posted_on_day": "31", "posted_on_month": "2", "posted_on_year": "2026"}, "Dieses Datum gibt es nicht"),
        ({"posted_on_day": "21", "posted_on_month": "11", "posted_on_year": "2026"}, "Der Tag liegt in der Zukunft"),
    ],
)
def test_the_posting_book_names_what_is_wrong(client, now, data, expected):
    clerk(client, Role.POST_ROOM)
    info = send(now, recipient=citizen(choice="letter"))
    fields = data | ({"letters": [str(info.id)]} if data else day("20", "11", "2026"))
    response = client.post("/amt/postausgang/", fields)
    assert response.status_code == 422
    assert expected in text(response)
    assert Posting.objects.get().posted_on is None


def test_letters_of_other_units_are_not_shown(client, now):
    unit = clerk(client, Role.CLERK, Reach.UNIT)
    send(now, recipient=citizen(choice="letter", name="Eigene Person"), unit_id=unit.pk)
    foreign = send(
        now, recipient=citizen(choice="letter", name="Fremde Person"), unit_id=uuid.UUID(int=9), document=document(number=2)
    )
    page = text(client.get("/amt/postausgang/"))
    assert "Eigene Person" in page
    assert "Fremde Person" not in page
    for tail in ("", "brief/", "nachweis/"):
        assert client.get(f"{foreign.office_url}{tail}").status_code == 404
    response = client.post("/amt/postausgang/", {"letters": [str(foreign.id)], **day("20", "11", "2026")})
    assert response.status_code == 422
    assert Posting.objects.get(delivery_id=foreign.id).posted_on is None


def test_without_the_right_the_book_stays_closed(client, now):
    clerk(client, Role.EDITOR)
    assert client.get("/amt/postausgang/").status_code == 403


def test_staff_read_the_same_clock_and_their_look_is_logged(client, erika, now):
    info = send(now, recipient=to(erika))
    client.post(info.url)
    office = Client()
    clerk(office, Role.CLERK)
    Delivery.objects.update(unit_id=organisation.Unit.objects.get().pk)
    page = text(office.get(info.office_url))
    assert "Gilt als bekannt gegeben am 21.11.2026, Frist endet am 21.12.2026." in page
    assert "Abgerufen" in page
    assert ViewLog.objects.filter(subject_id=str(info.id), purpose="Zustellung ansehen").count() == 1
    assert office.get(f"{info.office_url}brief/").status_code == 422


def test_the_letter_is_printed(client, now):
    clerk(client, Role.POST_ROOM)
    send(now, recipient=citizen(account_id=uuid.UUID(int=5)))
    delivery.expire_unretrieved(now=now + dt.timedelta(days=11))
    letter = delivery.get_deliveries([Posting.objects.get().delivery_id]).popitem()[1]
    assert b"".join(client.get(f"{letter.office_url}brief/")) == PDF
    cover = client.get(f"{letter.office_url}brief/?teil=anschreiben")
    assert cover["Content-Type"] == "application/pdf"
    assert cover.content.startswith(b"%PDF-")
    assert "Postfach nicht abgerufen" in text(client.get("/amt/postausgang/"))


def test_the_proof_of_both_sides_is_the_same_and_checks(client, erika, now):
    info = send(now, recipient=to(erika))
    client.post(info.url)
    proof = client.get(f"{info.url}nachweis/").content
    office = Client()
    clerk(office, Role.LEAD)
    Delivery.objects.update(unit_id=organisation.Unit.objects.get().pk)
    assert office.get(f"{info.office_url}nachweis/").content == proof
    report = pruefen.check(pruefen.unpack(proof), verify)
    assert [event["act"] for event in report["events"]] == [
        "delivery.ContentConsignment",
        "delivery.ConsignmentNotification",
        "delivery.ContentAccessTracking",
    ]
    assert report["fingerprint"] == audit.fingerprint()
    with zipfile.ZipFile(io.BytesIO(proof)) as archive:
        readme = archive.read("LIESMICH.txt").decode()
        assert archive.read("dokumente/Bescheid Bewohnerparkausweis.pdf") == PDF
    assert "20.11.2026, 12:00 Uhr   Abgerufen" in readme
    assert "Gilt als bekannt gegeben am 21.11.2026" in readme


def test_the_proof_of_a_letter_tells_the_whole_way(now):
    info = send(now)
    delivery.expire_unretrieved(now=now + dt.timedelta(days=11))
    letter_id = delivery.get_deliveries([info.id])[info.id].letter_id
    for delivery_id in (info.id, letter_id):
        report = pruefen.check(pruefen.unpack(delivery.proof_bundle(delivery_id, now=now)), verify)
        assert [event["act"].partition(".")[2] for event in report["events"]][-2:] == ["ContentHandoverFailure", "RelayToNonERDS"]


def test_an_erased_log_proves_nothing_any_more(now):
    info = send(now)
    audit.erase_payloads(subjects=[audit.Subject("delivery", info.id)], reason="retention.test", actor=SYSTEM, now=now)
    with pytest.raises(Invalid, match="keinen Nachweis mehr"):
        delivery.proof_bundle(info.id, now=now)


def upload(client, data, name="nachweis.zip"):
    file = io.BytesIO(data)
    file.name = name
    return client.post("/pruefen/", {"nachweis": file})


def test_the_check_page_without_script(client, now):
    info = send(now)
    proof = delivery.proof_bundle(info.id, now=now)
    assert "Nachweis prüfen" in text(client.get("/pruefen/"))
    page = text(upload(client, proof))
    assert "Dieser Nachweis ist in Ordnung" in page
    assert "gehört zu diesem Rathaus" in page
    assert "Ins Postfach eingestellt: " in page
    response = upload(client, proof.replace(b"demonstration", b"Demonstration"))
    assert response.status_code == 422
    assert "Das ist kein lesbares ZIP, oder es wurde verändert." in text(response)


@pytest.mark.parametrize("data", [b"", b"hello", b"PK\x03\x04" + b"\0" * 30])
def test_the_check_page_survives_anything(client, data):
    response = upload(client, data or b" ")
    assert response.status_code == 422
    assert "stimmt nicht" in text(response)


def test_the_check_page_without_a_file(client, db):
    response = client.post("/pruefen/")
    assert response.status_code == 422
    assert "Wählen Sie die ZIP-Datei" in text(response)


def test_the_check_page_is_guarded_against_forged_requests():
    assert Client(enforce_csrf_checks=True).post("/pruefen/").status_code == 403


def test_personal_data_is_handed_out_and_reduced(client, erika, now):
    info = send(now, recipient=to(erika))
    send(now, recipient=to(erika), document=document(b"%PDF-1.7 second", number=2))
    client.post(info.url)
    with zipfile.ZipFile(io.BytesIO(person_pack(erika.pk, now=now))) as archive:
        names = [name for name in archive.namelist() if name.startswith("delivery/")]
        assert len(names) == 1  # what waits for its retrieval is not handed out by the back door
        assert archive.read(names[0]) == PDF
    (kept,) = erase(erika.pk, now)
    assert "2 Zustellungen" in kept.what
    assert not MailboxItem.objects.exists()
    assert set(Delivery.objects.values_list("email", flat=True)) == {""}


def test_a_tax_notice_says_that_its_clock_runs(client, erika, now):
    info = send(now, recipient=to(erika), legal=delivery.LegalFrame("ST", "ao_kag", "tax_notice"))
    page = text(client.get(info.url))
    assert "Die Frist läuft schon" in page
    assert "Mit dem Abruf beginnt" not in page


def test_nobody_fills_the_disk_with_one_request_to_the_check_page(db):
    """Refused by its announced length, before anything is written."""
    from django.core.exceptions import RequestDataTooBig

    from rathaus.modules.delivery.views.check import MARGIN, MAX_BYTES, _Bounded

    with pytest.raises(RequestDataTooBig):
        _Bounded().handle_raw_input(None, {}, MAX_BYTES + MARGIN + 1, b"")
    assert (
        Client()
        .post("/pruefen/", CONTENT_LENGTH=str(200 * 1024 * 1024), content_type="multipart/form-data; boundary=x")
        .status_code
        == 413
    )
