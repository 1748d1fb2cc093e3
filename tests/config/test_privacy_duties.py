"""No room keeps what belongs to a person without saying so: export, erasure, and the blobs it names."""

import io
import json
import re
import uuid
import zipfile

import pytest
from django.apps import apps
from django.core.management import call_command

from rathaus.foundation import clock
from rathaus.foundation.permissions.public import SYSTEM
from rathaus.foundation.privacy import public as privacy
from rathaus.foundation.storage import sweep
from rathaus.modules.accounts.models import User
from tests.conftest import NOON

PERSONAL = re.compile(
    r"account_id|user|user_id|e?mail|email_address|agent_email|phone|match_key|identity|parties|party|answers|values|facts|"
    r"address_lines|to_name|to_address|payer_name|recipient_name|author_name|actor_name"
)
ELSEWHERE = {
    "organisation": "staff and offices of the authority, by their post; no Servicekonto",
    "mail": "the outbox deletes each mail after its retention",
    "account": "addresses of allauth, exported and erased by accounts",
    "mfa": "second factors of allauth, erased with the account by accounts",
}
NAMES_BLOBS = {"records", "delivery", "cases", "applications"}
DIGESTS = {  # a sha256 that is no key of the blob store
    "payments.FeeTable",
    "cases.Procedure",
    "catalogue.SourceFile",
    "geo.TerritoryList",
    "catalogue.Edition",
    "catalogue.SourceObject",
    "catalogue.StatusMessage",
    "catalogue.WebLink",
    "forms.FormVersion",
    "applications.Offer",
    "applications.Application",
    "cookbook.InstalledRecipe",
    "servicecentre.InquirySetup",
}
STILL_NAMED = {"records.Subfile", "delivery.Delivery", "applications.Draft"}  # kept as evidence; it opens to nobody


def columns(model):
    return {field.name for field in model._meta.get_fields() if getattr(field, "column", None)}


def test_every_room_with_personal_columns_has_taken_on_its_duties():
    rooms = {model._meta.app_label for model in apps.get_models() if any(map(PERSONAL.fullmatch, columns(model)))}
    registered = {entry.module for entry in privacy.registered()}
    assert rooms - registered - ELSEWHERE.keys() == set()
    assert {"accounts", "applications", "cases", "delivery", "payments", "records"} <= registered
    assert set(ELSEWHERE) <= rooms, "an exception that is none any more"
    assert not set(ELSEWHERE) & registered


def test_every_room_that_names_blobs_tells_the_sweep():
    naming = {model._meta.label for model in apps.get_models() if "sha256" in columns(model)} - DIGESTS
    assert {label.partition(".")[0] for label in naming} | {"cases"} == NAMES_BLOBS  # cases: within attachments, as JSON
    assert set(sweep._REFERENCES) == NAMES_BLOBS


@pytest.mark.django_db
def test_nobody_has_anything_about_a_stranger():
    stranger = uuid.uuid4()
    for entry in privacy.registered():
        part = entry.export(stranger)
        assert not part.files
        assert not any(part.data.values() if isinstance(part.data, dict) else part.data), entry.module
        assert entry.erase(stranger, NOON) == [], entry.module


@pytest.mark.slow
@pytest.mark.django_db
def test_a_person_with_a_past_gets_all_of_it_and_then_is_forgotten(settings, tmp_path):
    settings.RATHAUS_DATA = tmp_path
    settings.RATHAUS_KEYS = tmp_path / "keys"
    call_command("demo", "load", stdout=io.StringIO())
    now, account = clock.now(), User.objects.get(email="erika@example.org").pk

    pack = zipfile.ZipFile(io.BytesIO(privacy.person_pack(account, now=now)))
    told = json.loads(pack.read("daten.json"))
    text = json.dumps(told, ensure_ascii=False)
    assert all(word in text for word in ("erika@example.org", "HAL-AB 123", "Bewohnerparkausweis"))
    assert len([name for name in pack.namelist() if name.endswith(".pdf")]) == 2  # the notice, in the file and in the mailbox

    report = privacy.erase_person(account, actor=SYSTEM, now=now)
    labels = {entry.module: entry.label for entry in privacy.registered()}
    kept = {label for label, _item in report.kept}
    assert kept == {labels[module] for module in ("applications", "cases", "delivery", "payments", "records")}
    named = {
        model._meta.label
        for model in apps.get_models()
        if "account_id" in columns(model) and model._default_manager.filter(account_id=account).exists()
    }
    assert named == STILL_NAMED
    draft = apps.get_model("applications", "Draft").objects.get(account_id=account)
    assert (draft.answers, draft.party, draft.review, draft.files.count()) == ({}, {}, {}, 0)
    assert not User.objects.filter(email="erika@example.org").exists()
    assert privacy.erase_person(account, actor=SYSTEM, now=now).account_id == account
