"""The counter, the post room, the registers."""

import datetime as dt
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from rathaus.foundation.documents import public as documents
from rathaus.foundation.errors import Forbidden, Invalid
from rathaus.foundation.permissions.public import GUEST
from rathaus.foundation.storage import public as storage
from rathaus.modules.applications.domain.ask_registers import ask_registers
from rathaus.modules.applications.domain.register_letter import Sender, register_letter
from rathaus.modules.applications.domain.submit import submit
from rathaus.modules.applications.models import Draft, RegisterAnswer
from rathaus.modules.cases.models import Case
from rathaus.modules.organisation.models import Person
from tests.conftest import NOON
from tests.modules.accounts import factories as accounts
from tests.modules.applications import factories

pytestmark = pytest.mark.django_db
PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>endobj\ntrailer<</Root 1 0 R>>\n"
)


def sign_in(client, slug):
    return accounts.sign_in(client, accounts.staff(f"{slug}@example.org", person=Person.objects.get(slug=slug)))


def hidden(response, name):
    return re.search(rf'name="{name}" value="([^"]*)"', response.content.decode())[1]


def test_the_counter_fills_in_for_the_person_and_records_the_identity(client):
    factories.installed()
    sign_in(client, "berta")
    assert "Bewohnerparkausweis" in client.get("/amt/antraege/neu/?q=parkausweis").content.decode()
    assert "Bewohnerparkausweis" not in client.get("/amt/antraege/neu/?q=hund").content.decode()
    started = client.post("/amt/antraege/neu/", {"slug": "bewohnerparkausweis", "fuer": "self"})
    draft = Draft.objects.get()
    url = client.get(started["Location"])["Location"]
    assert url == f"/amt/antraege/e/{draft.token}/person/"
    missing = client.post(url, {"version": hidden(client.get(url), "version"), **factories.PARTY})
    assert "Vorgelegt wurde" in missing.content.decode()
    seen = {**factories.PARTY, "local:identitaet.local:ausweis": "personalausweis"}
    url = client.post(url, {"version": hidden(missing, "version"), **seen})["Location"]
    url = client.post(url, {"version": hidden(client.get(url), "version"), **factories.ANSWERS})["Location"]
    summary = client.get(f"/amt/antraege/e/{draft.token}/unterschrift.pdf")
    assert summary.content.startswith(b"%PDF")
    sent = client.post(url, {"version": hidden(client.get(url), "version"), **factories.DECLARED})
    assert sent["Location"] == f"/amt/antraege/e/{draft.token}/gesendet/"
    assert "Nächster Antrag am Schalter" in client.get(sent["Location"]).content.decode()
    case = Case.objects.get()
    identity = case.parties.get().identity
    assert case.channel == "counter"
    assert (identity["method"], identity["document"]) == ("sight", "personalausweis")
    assert identity["by"] == str(factories.staff("berta").person_id)


@pytest.mark.parametrize("path", ["/amt/antraege/neu/", "/amt/posteingang/"])
def test_staff_pages_are_closed_to_others(client, path):
    factories.installed()
    assert client.get(path)["Location"].startswith("/amt/konto/login/")
    sign_in(client, "karla")
    assert client.get(path).status_code == 403


def test_a_draft_of_the_counter_is_no_citizens_page(client):
    offer = factories.installed()
    draft = factories.draft(offer, actor=factories.staff("berta"), channel="counter")
    assert client.get(f"/antrag/e/{draft.token}/person/").status_code == 403


def letter(offer, **changes):
    values = {
        "offer_id": offer.pk,
        "key": "schluessel-der-seite",
        "sender": Sender("Otto Brief", ("Weg 9", "06108 Musterstadt")),
        "scans": [storage.put_bytes(PDF, media_type="application/pdf", filename="scan.pdf")],
        "received_on": dt.date(2026, 11, 17),
        "actor": factories.staff("paul"),
        "now": NOON,
    }
    return register_letter(**{**values, **changes})


def test_a_letter_opens_a_case_on_its_true_day_once():
    offer = factories.installed()
    first = letter(offer)
    assert letter(offer).pk == first.pk
    case = Case.objects.select_related("content").get()
    assert (case.channel, case.received_at.date(), case.parties.get().name) == ("paper", dt.date(2026, 11, 17), "Otto Brief")
    assert case.content.attachments[0]["kind"] == "Scan des Briefes"
    assert case.checks.filter(key="brief.angaben").exists()


def test_the_key_of_a_letter_reaches_nobodys_draft():
    offer = factories.installed()
    draft = factories.ready(offer)
    letter(offer, key=draft.token)
    assert Draft.objects.get(pk=draft.pk).state == "open"


def test_a_letter_of_today_counts_from_now():
    assert letter(factories.installed(), received_on=NOON.date()) is not None
    assert Case.objects.get().received_at == NOON


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"received_on": dt.date(2026, 11, 21)}, Invalid),
        ({"scans": []}, Invalid),
        ({"actor": GUEST}, Forbidden),
    ],
)
def test_a_letter_that_cannot_be_is_refused(changes, refusal):
    offer = factories.installed()
    with pytest.raises(refusal):
        letter(offer, **changes)
    assert Case.objects.count() == 0


def test_the_post_room_types_the_code_of_the_twin(client):
    offer = factories.installed()
    sign_in(client, "paul")
    page = client.get("/amt/posteingang/")
    data = {
        "key": hidden(page, "key"),
        "code": offer.paper_code.lower().replace("-", " "),
        "received_on": "17.11.2026",
        "name": "Otto Brief",
        "street": "Weg 9",
        "city": "06108 Musterstadt",
    }
    wrong = client.post("/amt/posteingang/", {**data, "code": "AAAA-AAAA", "scan": SimpleUploadedFile("s.pdf", PDF)})
    assert wrong.status_code == 422
    assert "Diesen Code gibt es nicht" in wrong.content.decode()
    bare = client.post("/amt/posteingang/", data)
    assert "Bitte fügen Sie den Scan" in bare.content.decode()
    done = client.post("/amt/posteingang/", {**data, "scan": SimpleUploadedFile("s.pdf", PDF)})
    assert done.status_code == 302
    assert Case.objects.get().application_id is not None


def test_the_twin_asks_for_the_person_and_everything_else_and_carries_its_code(client, monkeypatch):
    offer = factories.installed()
    seen, render = [], documents.render

    def keep(**given):
        seen.append(given["data"])
        return render(**given)

    monkeypatch.setattr(documents, "render", keep)
    response = client.get("/antrag/bewohnerparkausweis/papier.pdf")
    assert documents.inspect(response.content).problems == ()
    asked = [field["label"] for section in seen[0]["sections"] for field in section["fields"]]
    assert asked[:2] == ["Vornamen", "Familienname"]
    assert "Kennzeichen" in asked
    assert seen[0]["code"] == offer.paper_code
    assert "<svg" in seen[0]["qr"]


def test_registers_are_asked_once_with_consent_and_the_answer_reaches_the_clerk():
    draft = factories.ready(factories.installed())
    application = submit(token=draft.token, actor=GUEST, now=NOON)
    assert ask_registers(application_id=application.pk, now=NOON) == 2
    assert ask_registers(application_id=application.pk, now=NOON) == 0
    checks = {check.key: (check.state, check.note) for check in Case.objects.get().checks.all()}
    assert checks["wohnt_im_gebiet"] == ("ok", "In der Zone gemeldet.")
    assert checks["fahrzeug_zugelassen"] == ("ok", "Halter stimmt überein.")
    assert set(RegisterAnswer.objects.values_list("question", "answer")) == {("resident", True), ("keeper", True)}


@pytest.mark.parametrize(
    ("plate", "family", "answer"),
    [("HAL-AB 123", "Andere", False), ("HAL-ZZ 1", "Mustermann", None)],
)
def test_a_no_and_a_silence_leave_the_check_to_the_clerk(plate, family, answer):
    offer = factories.installed()
    party = {**factories.PARTY, "F60000000227": family}
    draft = factories.ready(offer, party=party, answers={**factories.ANSWERS, "local:kennzeichen": plate})
    application = submit(token=draft.token, actor=GUEST, now=NOON)
    ask_registers(application_id=application.pk, now=NOON)
    assert set(RegisterAnswer.objects.values_list("answer", flat=True)) == {answer}
    assert set(Case.objects.get().checks.values_list("state", flat=True)) == {"open"}
