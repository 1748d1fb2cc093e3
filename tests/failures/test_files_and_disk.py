"""Wrong files and a full disk on the page of the form: one sentence beside the field, everything else kept."""

import errno
import os
import sqlite3

import pytest
from django.db import OperationalError

from rathaus.foundation.storage import quarantine
from rathaus.foundation.storage.contrib import folder
from rathaus.modules.applications.models import Application, Draft
from rathaus.modules.cases.models import Case, Message
from tests.failures import small_city, way
from tests.failures.browser import Visitor
from tests.foundation.storage import factories as make

pytestmark = pytest.mark.django_db

FIELD, OTHER = "local:fahrzeugschein", "local:meldebescheinigung"


@pytest.fixture(autouse=True)
def _data(settings, tmp_path):
    settings.RATHAUS_DATA = tmp_path


@pytest.fixture
def papers():
    small_city.built()
    visitor = Visitor()
    page = visitor.fill(way.begin(visitor), way.PERSON, has="F60000000228")
    return visitor, visitor.fill(page, {**way.VEHICLE, "local:registerabfrage": "false"}, has="local:kennzeichen")


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("programm.exe", b"MZ" + bytes(100), "Möglich sind PDF"),
        ("schein.pdf", b"MZ" + bytes(200), "passt nicht"),
        ("schein.docx", make.archive(a=b"x"), "als PDF"),
        ("schein.pdf", b"", "leer"),
        ("schein.txt", b"<html><script>alert(1)</script>", "passt nicht"),
        ("../../etc/passwd", b"root", "Möglich sind PDF"),
        ("<script>alert(1)</script>.exe", b"MZ", "Möglich sind PDF"),
    ],
)
def test_a_wrong_file_is_refused_and_the_right_one_beside_it_is_kept(papers, name, data, said):
    visitor, page = papers
    answered = visitor.fill(page, {}, has=FIELD, files={FIELD: (name, data), OTHER: ("gut.txt", b"Meine Bescheinigung")})
    assert answered.status == 422
    assert said in answered.text
    assert "gut.txt" in answered.text
    assert "<script>alert" not in answered.source
    assert Draft.objects.get().answers["local:kennzeichen"] == "HAL-AB 123"


def full(*_args, **_options):
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


@pytest.mark.parametrize(
    ("where", "call"), [(quarantine.os, "open"), (quarantine.Quarantined, "finish"), (folder.Path, "rename")]
)
def test_a_full_disk_is_said_beside_the_field_and_the_answers_stay(papers, monkeypatch, where, call):
    visitor, page = papers
    with monkeypatch.context() as patch:
        patch.setattr(where, call, full if call != "finish" else lambda _self: (_ for _ in ()).throw(quarantine.StorageFull()))
        answered = visitor.fill(page, {"_upload": FIELD}, has=FIELD, files={FIELD: ("schein.txt", b"Mein Fahrzeugschein")})
    assert answered.status == 422
    assert "unser Speicher voll ist" in answered.text
    assert "Ihre übrigen Angaben bleiben erhalten" in answered.text
    assert Draft.objects.get().answers["local:kennzeichen"] == "HAL-AB 123"
    later = visitor.fill(answered, {"_upload": FIELD}, has=FIELD, files={FIELD: ("schein.txt", b"Mein Fahrzeugschein")})
    assert "schein.txt" in later.text, "once there is room, the same page takes the file"


def test_a_message_with_a_file_on_a_full_disk_keeps_its_words(papers, monkeypatch):
    visitor = Visitor()
    case = small_city.sent_case(visitor)
    page = visitor.get(f"/vorgang/{case.token}/")
    words = "Anbei der neue Schein."
    with monkeypatch.context() as patch:
        patch.setattr(quarantine.os, "open", full)
        answered = visitor.fill(
            page, {"nachricht_text": words}, has="nachricht_text", files={"nachricht_dateien": ("schein.txt", b"Schein")}
        )
    assert answered.status == 422
    assert "unser Speicher voll ist" in answered.text
    assert answered.values("nachricht_text")["nachricht_text"] == words
    assert Message.objects.count() == 0


def test_a_submission_the_database_has_no_room_for_is_not_half_there(monkeypatch):
    """The disk fills up between two rows of the one transaction."""
    small_city.built()
    visitor = Visitor()
    review = way.to_review(visitor)

    def no_room(*_args, **_options):
        raise OperationalError("database or disk is full") from sqlite3.OperationalError("database or disk is full")

    visitor.client.raise_request_exception = False
    with monkeypatch.context() as patch:
        patch.setattr("rathaus.modules.applications.domain.submit.events.publish", no_room)
        answered = visitor.fill(review, way.DECLARED, has="local:erklaerung")
    assert answered.status in {500, 503, 507}
    assert "Was Sie vorher gespeichert haben, ist noch da" in answered.text
    assert Case.objects.count() == Application.objects.count() == 0
    sent = visitor.fill(visitor.get(review.address), way.DECLARED, has="local:erklaerung")
    assert "Ihr Antrag ist eingegangen" in sent.text
    assert Case.objects.count() == 1
