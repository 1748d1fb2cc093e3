"""The staff pages: what they show, whom they refuse, that every look is logged, that nothing typed is lost."""

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from rathaus.foundation import clock
from rathaus.foundation.audit.models import ViewLog
from rathaus.foundation.permissions.public import SYSTEM, Role
from rathaus.modules.records import public as records
from rathaus.modules.records.models import Document, Subfile
from tests.modules.accounts import factories as accounts
from tests.modules.organisation import factories as organisation
from tests.modules.records import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _house(settings, tmp_path, monkeypatch):
    settings.RATHAUS_DATA = tmp_path
    monkeypatch.setattr(clock, "now", lambda: make.NOW)
    make.plan()


def worker(client, *roles, slug="anna", unit=None):
    """A client signed in as somebody whose post carries the roles, and the unit of the post."""
    unit = unit or organisation.unit(slug=f"amt-{slug}")
    person = organisation.person(slug, name="Anna Amt")
    post = organisation.post(unit, *roles, slug=f"post-{slug}")
    organisation.Holding.objects.create(post=post, person=person, valid_from=organisation.START)
    return accounts.sign_in(client, accounts.staff(f"{slug}@example.org", person=person)), unit


@pytest.fixture
def clerk(client):
    return worker(client, Role.CLERK)


def page(client, name, *args, **query):
    return client.get(reverse(f"records:{name}", args=args), query)


def test_from_search_to_the_bytes(clerk):
    client, unit = clerk
    entry = make.subfile(unit_id=unit.pk, title="Bewohnerparken Ślązak")
    ref = make.document(entry.id, title="Brief vom 3. November", blob=make.blob("Inhalt"))
    found = page(client, "search", q="slazak").content.decode()
    assert entry.file_reference in found
    assert "1 Vorgang," in found
    shown = page(client, "subfile", entry.id).content.decode()
    assert "Brief vom 3. November" in shown
    assert "5 Jahre" in shown
    assert "Rathaus (selbsttätig)" in shown
    document = page(client, "document", ref.id).content.decode()
    assert ref.sha256 in document
    response = page(client, "download", ref.id, 1)
    assert b"".join(response.streaming_content) == b"Inhalt"
    assert response["Content-Disposition"].startswith("attachment")
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert entry.file_reference in page(client, "file", entry.record_file_id).content.decode()
    printed = page(client, "print", entry.id).content.decode()
    assert ref.sha256 in printed
    assert "<form" not in printed
    purposes = list(ViewLog.objects.order_by("id").values_list("purpose", flat=True))
    assert purposes == ["Vorgang in der Akte ansehen", "Dokument ansehen", "Datei öffnen", "Akte ansehen", "Vorgang drucken"]


def test_others_see_nothing(clerk):
    client, _ = clerk
    entry = make.subfile(title="fremder Vorgang")
    ref = make.document(entry.id)
    for name, args in (
        ("subfile", [entry.id]),
        ("file", [entry.record_file_id]),
        ("print", [entry.id]),
        ("document", [ref.id]),
        ("download", [ref.id, 1]),
    ):
        assert page(client, name, *args).status_code == 404
    assert "fremder Vorgang" not in page(client, "search").content.decode()
    assert not ViewLog.objects.exists()


@pytest.mark.parametrize("role", [Role.OPERATOR, Role.EDITOR, Role.CASHIER])
def test_roles_without_the_right_are_refused(client, role):
    signed_in, _ = worker(client, role)
    assert page(signed_in, "search").status_code == 403


def test_guests_are_sent_to_the_sign_in(client):
    response = page(client, "search")
    assert response.status_code == 302
    assert response["Location"].startswith("/amt/konto/login/")


def test_filing_by_form_is_done_once(clerk):
    client, unit = clerk
    entry = make.subfile(unit_id=unit.pk)
    key = page(client, "subfile", entry.id).context["form"].initial["key"]

    def send():
        data = {"title": "Vollmacht", "kind": "letter_in", "received_on": "2026-11-03", "key": key}
        return client.post(
            reverse("records:file_document", args=[entry.id]), data | {"file": SimpleUploadedFile("v.txt", "Grüße".encode())}
        )

    assert send().status_code == 302
    assert send().status_code == 302
    document = Document.objects.get()
    assert (document.title, document.received_on) == ("Vollmacht", dt.date(2026, 11, 3))
    shown = page(client, "subfile", entry.id).content.decode()
    assert "Das Dokument ist abgelegt." in shown
    assert "Anna Amt" in shown


@pytest.mark.parametrize(
    ("file", "said"),
    [
        (None, "Bitte wählen Sie eine Datei aus."),
        (SimpleUploadedFile("v.docx", b"PK\x03\x04"), "als PDF"),
        (SimpleUploadedFile("v.txt", b"a" * (21 << 20)), "20 MB"),
    ],
)
def test_a_refused_file_keeps_what_was_typed(clerk, file, said):
    client, unit = clerk
    entry = make.subfile(unit_id=unit.pk)
    data = {"title": "Vollmacht von Frau <Ślązak>", "kind": "evidence", "received_on": "2026-11-03", "key": "k"}
    response = client.post(reverse("records:file_document", args=[entry.id]), data | ({"file": file} if file else {}))
    shown = response.content.decode()
    assert response.status_code == 422
    assert said in shown
    assert "Vollmacht von Frau &lt;Ślązak&gt;" in shown
    assert "2026-11-03" in shown
    assert not Document.objects.exists()


def test_closing_and_opening_again(clerk, client):
    signed_in, unit = clerk
    entry = make.subfile(unit_id=unit.pk)
    assert signed_in.post(reverse("records:close", args=[entry.id])).status_code == 302
    shown = page(signed_in, "subfile", entry.id).content.decode()
    assert "bis 31.12.2031" in shown
    assert "Dokument ablegen" not in shown
    assert "Wieder öffnen" not in shown
    assert signed_in.post(reverse("records:reopen", args=[entry.id]), {"reason": "x", "version": 2}).status_code == 403
    lead, _ = worker(client, Role.LEAD, slug="lea", unit=unit)
    assert "Wieder öffnen" in page(lead, "subfile", entry.id).content.decode()
    refused = lead.post(reverse("records:reopen", args=[entry.id]), {"reason": "", "version": 2})
    assert refused.status_code == 422
    assert lead.post(reverse("records:reopen", args=[entry.id]), {"reason": "Widerspruch", "version": 1}).status_code == 409
    assert lead.post(reverse("records:reopen", args=[entry.id]), {"reason": "Widerspruch", "version": 2}).status_code == 302
    assert Subfile.objects.get().state == "open"


def test_changes_need_post(clerk):
    client, unit = clerk
    entry = make.subfile(unit_id=unit.pk)
    for name in ("close", "reopen", "file_document"):
        assert page(client, name, entry.id).status_code == 405


def test_hostile_titles_stay_text(clerk):
    client, unit = clerk
    entry = make.subfile(unit_id=unit.pk, title="<script>alert(1)</script>")
    ref = make.document(entry.id, title="<img src=x onerror=alert(1)>")
    for name, key in (("search", None), ("subfile", entry.id), ("document", ref.id), ("print", entry.id)):
        shown = page(client, name, *([key] if key else [])).content.decode()
        assert "<script>alert" not in shown
        assert "<img src=x" not in shown


def test_the_pages_cost_the_same_for_many(clerk, django_assert_max_num_queries):
    client, unit = clerk
    entries = [make.subfile(unit_id=unit.pk) for _ in range(12)]
    for number in range(12):
        make.document(entries[0].id, title=f"Dokument {number}")
    page(client, "search")
    with django_assert_max_num_queries(12):
        page(client, "search")
    with django_assert_max_num_queries(18):
        page(client, "subfile", entries[0].id)


def test_the_demo_file_plan_installs():
    import tomllib
    from pathlib import Path

    import rathaus.modules.records as room

    path = Path(room.__file__).parent / "demo" / "file_plan.toml"
    assert records.install_file_plan(tomllib.loads(path.read_text()), now=make.NOW) == 8
    assert make.subfile(plan_code="3.21").file_reference == "3.21-2026-00001/1"


def test_a_person_gets_a_copy_and_learns_what_stays():
    from rathaus.foundation.privacy import public as privacy

    user = accounts.citizen()
    entry = make.subfile(account_id=user.pk)
    make.document(entry.id, blob=make.blob("mein Brief"), title="Brief")
    make.document(make.subfile().id)  # somebody else's
    (registered,) = [part for part in privacy.registered() if part.module == "records"]
    part = registered.export(user.pk)
    assert list(part.files.values()) == [b"mein Brief"]
    assert part.data[0]["reference"] == entry.file_reference
    records.close_subfile(subfile_id=entry.id, actor=SYSTEM, now=make.NOW)
    (kept,) = registered.erase(user.pk, make.NOW)
    assert (kept.what, kept.until) == (f"Vorgang {entry.file_reference}", dt.date(2031, 12, 31))


def test_who_may_only_file_is_not_shown_what_lies_there(client):
    """A refused upload of the post room must not answer with the page it may not open."""
    office, unit = worker(client, Role.POST_ROOM)
    entry = make.subfile(unit_id=unit.pk, title="Bewohnerparken Ślązak")
    make.document(entry.id, title="Brief vom 3. November")
    answer = office.post(reverse("records:file_document", args=[entry.id]), {"title": ""})
    assert answer.status_code == 422
    shown = answer.content.decode()
    assert "nicht abgelegt" in shown
    assert "Brief vom 3. November" not in shown
    assert "Ślązak" not in shown
