"""The pages of the Akten in a real browser: accessible, readable at 320 pixels, a document filed by hand."""

import os
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from rathaus.foundation.permissions.public import Role
from rathaus.modules.records import public as records
from tests.e2e.helpers import assert_sound
from tests.modules.accounts import factories as accounts
from tests.modules.organisation import factories as organisation
from tests.modules.records import factories as make

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def house(settings, tmp_path, live_server):
    """A lead with a Vorgang of two documents; gives (cookie, Vorgang, document)."""
    settings.RATHAUS_DATA = tmp_path
    make.plan()
    unit, person = organisation.unit(), organisation.person("lea", name="Lea Leitfeld")
    post = organisation.post(unit, Role.LEAD, Role.CLERK)
    organisation.Holding.objects.create(post=post, person=person, valid_from=organisation.START)
    client = accounts.sign_in(Client(), accounts.staff(person=person))
    ((name, morsel),) = client.cookies.items()
    entry = make.subfile(unit_id=unit.pk, title="Bewohnerparkausweis Đặng Thị Ślązak-Öztürk", case_id=None)
    ref = make.document(entry.id, title="Antrag auf Verlängerung", kind="application", blob=make.blob("Antrag"))
    make.document(entry.id, document_id=ref.id, blob=make.blob("Antrag, berichtigt"), comment="Kennzeichen berichtigt")
    make.document(entry.id, title="Vollmacht", kind="evidence", blob=make.blob("Vollmacht"))
    return {"name": name, "value": morsel.value, "url": live_server.url + "/amt/"}, entry, ref


@pytest.mark.parametrize("width", [1280, 320])
def test_every_page_is_sound(open_page, house, width):
    cookie, entry, ref = house
    page = open_page(width=width)
    page.context.add_cookies([cookie])
    addresses = {
        "search": reverse("records:search"),
        "file": reverse("records:file", args=[entry.record_file_id]),
        "subfile": reverse("records:subfile", args=[entry.id]),
        "document": reverse("records:document", args=[ref.id]),
        "print": reverse("records:print", args=[entry.id]),
    }
    for name, address in addresses.items():
        assert page.goto(address).status == 200
        if folder := os.environ.get("RATHAUS_SCREENSHOTS"):
            page.screenshot(path=Path(folder) / f"records-{name}-{width}.png", full_page=True)
        assert_sound(page)


@pytest.mark.parametrize("script", [True, False])
def test_a_document_is_filed_and_a_refusal_keeps_the_title(open_page, house, tmp_path, script):
    cookie, entry, _ = house
    page = open_page(script=script)
    page.context.add_cookies([cookie])
    page.goto(reverse("records:subfile", args=[entry.id]))
    wrong, right = tmp_path / "brief.docx", tmp_path / "brief.txt"
    wrong.write_bytes(b"PK\x03\x04")
    right.write_text("Grüße")
    page.get_by_label("Titel").fill("Brief vom 3. November")
    page.get_by_label("Datei").set_input_files(wrong)
    page.get_by_role("button", name="Ablegen").click()
    assert page.get_by_label("Titel").input_value() == "Brief vom 3. November"
    assert page.locator(".r-error-summary").count() == 1
    if script:
        assert_sound(page)
    page.get_by_label("Datei").set_input_files(right)
    page.get_by_role("button", name="Ablegen").click()
    assert page.get_by_role("link", name="Brief vom 3. November").count() == 1
    page.get_by_role("button", name="Zur Akte verfügen").click()
    assert records.get_subfiles([entry.id])[entry.id].state == "closed"
    page.get_by_label("Grund").fill("Nachtrag")
    page.get_by_role("button", name="Wieder öffnen").click()
    assert records.get_subfiles([entry.id])[entry.id].state == "open"
