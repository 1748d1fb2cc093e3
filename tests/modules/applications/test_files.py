"""Uploads of a draft."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from rathaus.foundation.errors import Conflict, Invalid
from rathaus.foundation.permissions.public import GUEST
from rathaus.foundation.storage import public as storage
from rathaus.modules.applications.domain import files
from rathaus.modules.applications.domain.submit import submit
from rathaus.modules.applications.duties import named_among
from rathaus.modules.applications.models import DraftFile
from rathaus.modules.applications.queries import OpenDraft
from rathaus.modules.cases.models import Case
from tests.conftest import NOON
from tests.modules.applications import factories

pytestmark = pytest.mark.django_db
WITHOUT = {"local:kennzeichen": "HAL-AB 123", "local:registerabfrage": "false"}
TEXT = b"Das ist mein Nachweis.\n"


def blob(name="nachweis.txt", data=TEXT):
    return storage.put_bytes(data, media_type="text/plain", filename=name)


def field(draft, key):
    return OpenDraft(draft, today=NOON.date()).form.fields[key]


def test_a_file_is_added_once_listed_and_removed():
    draft = factories.ready(factories.installed(), answers=WITHOUT)
    key = "local:fahrzeugschein"
    for _ in range(2):
        files.add_file(token=draft.token, key=key, field=field(draft, key), blob=blob(), actor=GUEST, now=NOON)
    opened = OpenDraft(draft, today=NOON.date())
    assert [entry["filename"] for entry in opened.files[key]] == ["nachweis.txt"]
    assert list(named_among([blob().sha256])) == [blob().sha256]
    files.remove_file(token=draft.token, file_id=opened.files[key][0]["id"], actor=GUEST, now=NOON)
    assert not DraftFile.objects.exists()


def test_more_than_allowed_is_refused():
    draft = factories.ready(factories.installed(), answers=WITHOUT)
    key = "local:meldebescheinigung"
    for number in range(2):
        given = blob(f"{number}.txt", TEXT + bytes([48 + number]))
        files.add_file(token=draft.token, key=key, field=field(draft, key), blob=given, actor=GUEST, now=NOON)
    with pytest.raises(Invalid, match="Mehr Dateien"):
        files.add_file(token=draft.token, key=key, field=field(draft, key), blob=blob("3.txt", b"x"), actor=GUEST, now=NOON)


def test_uploads_go_with_the_case_and_stay_closed_afterwards():
    draft = factories.ready(factories.installed(), answers=WITHOUT)
    for key in ("local:fahrzeugschein", "local:meldebescheinigung"):
        files.add_file(token=draft.token, key=key, field=field(draft, key), blob=blob(f"{key[6:]}.txt"), actor=GUEST, now=NOON)
    submit(token=draft.token, actor=GUEST, now=NOON)
    sent = Case.objects.select_related("content").get().content.attachments
    assert [(entry["kind"], entry["filename"]) for entry in sent] == [
        ("Fahrzeugschein (Zulassungsbescheinigung Teil I)", "fahrzeugschein.txt"),
        ("Personalausweis (Rückseite) oder Meldebescheinigung", "meldebescheinigung.txt"),
    ]
    with pytest.raises(Conflict, match="schon abgesendet"):
        files.add_file(
            token=draft.token,
            key="local:fahrzeugschein",
            field=field(draft, "local:fahrzeugschein"),
            blob=blob(),
            actor=GUEST,
            now=NOON,
        )


def test_uploads_of_a_hidden_field_are_not_sent():
    draft = factories.ready(factories.installed(), answers=WITHOUT)
    key = "local:fahrzeugschein"
    files.add_file(token=draft.token, key=key, field=field(draft, key), blob=blob(), actor=GUEST, now=NOON)
    draft.answers = factories.ANSWERS
    draft.save()
    submit(token=draft.token, actor=GUEST, now=NOON)
    assert Case.objects.select_related("content").get().content.attachments == []


def test_the_page_takes_a_file_beside_its_answers_and_names_a_refused_one(client):
    draft = factories.ready(factories.installed(), answers=WITHOUT)
    url = f"/antrag/e/{draft.token}/nachweise/"
    pdf = (
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
        b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>endobj\ntrailer<</Root 1 0 R>>\n"
    )
    good = SimpleUploadedFile("schein.pdf", pdf, content_type="application/pdf")
    bad = SimpleUploadedFile("boese.exe", b"MZ\x90\x00", content_type="application/pdf")
    response = client.post(url, {"local:fahrzeugschein": good, "local:meldebescheinigung": bad, "_next": "1"})
    page = response.content.decode()
    assert response.status_code == 422
    assert "schein.pdf" in page
    assert 'href="#f-local_meldebescheinigung"' in page
    assert DraftFile.objects.get().key == "local:fahrzeugschein"
    removed = client.post(url, {"_delete": str(DraftFile.objects.get().pk)})
    assert removed.status_code == 302
    assert not DraftFile.objects.exists()
