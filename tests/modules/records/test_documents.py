"""Documents: identity, versions, filing once, reading, secrecy in every read."""

import datetime as dt
import threading
import uuid

import pytest
from django.db import connection

from rathaus.foundation.audit import public as audit
from rathaus.foundation.errors import Conflict, Forbidden, Invalid, NotFound
from rathaus.foundation.permissions.public import GUEST, SYSTEM, Role, Secrecy
from rathaus.foundation.storage import public as storage
from rathaus.modules.records import public as records
from rathaus.modules.records import queries
from rathaus.modules.records.models import Document, DocumentVersion
from tests.modules.records import factories as make

pytestmark = pytest.mark.django_db
NOW = make.NOW
TODAY = NOW.date()


@pytest.fixture
def subfile(db):
    make.plan()
    return make.subfile()


def test_a_document_and_its_next_version(subfile):
    first = make.document(subfile.id, title="Brief der Antragstellerin", received_on=TODAY)
    second = make.document(subfile.id, document_id=first.id, blob=make.blob("zweite"))
    assert (first.version, second.version, first.id) == (1, 2, second.id)
    (shown,) = records.documents_of([subfile.id])[subfile.id]
    assert (shown.title, shown.version, shown.sha256) == ("Brief der Antragstellerin", 2, second.sha256)
    assert shown.ref == second
    assert records.get_documents([first.id])[first.id] == shown
    assert storage.read(shown.sha256) == b"zweite"


def test_the_same_key_files_once(subfile):
    first = make.document(subfile.id, key="case:1:summary")
    assert make.document(subfile.id, key="case:1:summary", title="egal") == first
    assert Document.objects.count() == DocumentVersion.objects.count() == 1
    with pytest.raises(Conflict):
        make.document(subfile.id, key="case:1:summary", blob=make.blob("anderes"))


def test_long_keys_stay_apart(subfile):
    keys = [f"case:attachment:{'ä' * 300}:{number}" for number in range(2)]
    first, second = (make.document(subfile.id, key=key) for key in keys)
    assert first.id != second.id
    assert make.document(subfile.id, key=keys[0]) == first
    assert [records.filed_as(subfile_id=subfile.id, key=key) for key in keys] == [first, second]


def test_what_was_filed_is_found_by_its_key(subfile, django_assert_num_queries):
    first = make.document(subfile.id, key="notice:1")
    make.document(subfile.id, document_id=first.id, key="notice:2", blob=make.blob("neu"))
    with django_assert_num_queries(1):
        assert records.filed_as(subfile_id=subfile.id, key="notice:1") == first
    assert records.filed_as(subfile_id=subfile.id, key="other") is None
    assert records.filed_as(subfile_id=make.subfile().id, key="notice:1") is None


def test_a_repeated_key_finds_its_document_after_closing_too(subfile):
    first = make.document(subfile.id, key="k")
    records.close_subfile(subfile_id=subfile.id, actor=SYSTEM, now=NOW)
    assert make.document(subfile.id, key="k") == first


def test_without_a_key_each_filing_is_a_document(subfile):
    assert make.document(subfile.id).id != make.document(subfile.id).id
    assert [row.number for row in records.documents_of([subfile.id])[subfile.id]] == [1, 2]


def test_refusals(subfile):
    with pytest.raises(storage.BlobMissing):
        make.document(subfile.id, blob=storage.StoredBlob("0" * 64, 1, "text/plain"))
    with pytest.raises(NotFound):
        make.document(uuid.uuid4())
    with pytest.raises(Forbidden):
        make.document(subfile.id, actor=GUEST)
    with pytest.raises(Invalid):
        make.document(subfile.id, title=" \u0000 ")
    other = make.subfile()
    theirs = make.document(other.id)
    with pytest.raises(NotFound):
        make.document(subfile.id, document_id=theirs.id)
    assert records.documents_of([subfile.id]) == {}


def test_renditions_stand_beside_the_original(subfile):
    ref = make.document(subfile.id, renditions=[make.blob("PDF/A")])
    document = queries.get_document(ref.id, SYSTEM, today=TODAY)
    (version,) = queries.versions_of(document)
    assert [(entry.number, entry.purpose) for entry in version.formats.order_by("number")] == [(1, "original"), (2, "rendition")]
    assert records.get_documents([ref.id])[ref.id].sha256 == ref.sha256


def test_filing_leaves_a_trace_in_the_chain(subfile):
    ref = make.document(subfile.id, title="Bescheid")
    (entry,) = audit.history(audit.Subject("document", ref.id))
    assert entry.act == "records.filed"
    assert entry.payload is not None
    assert entry.payload["sha256"] == ref.sha256


def test_reading_checks_the_right_and_logs_the_look(subfile):
    ref = make.document(subfile.id)
    clerk = make.staff(Role.CLERK)
    reading = records.read_document(document_id=ref.id, actor=clerk, purpose="Einsicht", now=NOW)
    assert (reading.sha256, reading.version) == (ref.sha256, 1)
    guard = make.staff(Role.DATA_PROTECTION)
    (view,) = audit.views_of(audit.Subject("document", ref.id), actor=guard, today=TODAY)
    assert (view.actor, view.purpose) == (clerk.label, "Einsicht")
    for stranger in (GUEST, make.staff(Role.CLERK, unit=make.OTHER_UNIT), make.staff(Role.OPERATOR), make.staff(Role.EDITOR)):
        with pytest.raises(NotFound):
            records.read_document(document_id=ref.id, actor=stranger, purpose="Einsicht", now=NOW)
    with pytest.raises(NotFound):
        records.read_document(document_id=ref.id, actor=clerk, purpose="Einsicht", now=NOW, version=2)
    assert len(audit.views_of(audit.Subject("document", ref.id), actor=guard, today=TODAY)) == 1


def test_old_versions_stay_readable(subfile):
    first = make.document(subfile.id)
    make.document(subfile.id, document_id=first.id, blob=make.blob("neu"))
    reading = records.read_document(document_id=first.id, actor=SYSTEM, purpose="Prüfung", now=NOW, version=1)
    assert reading.sha256 == first.sha256


@pytest.mark.parametrize(
    ("actor", "sees"),
    [
        (make.staff(Role.CLERK), {"normal"}),
        (make.staff(Role.CLERK, secrecy=frozenset({Secrecy.TAX})), {"normal", "tax"}),
        (make.staff(Role.AUDITOR, unit=None), {"normal", "fremd"}),
        (make.staff(Role.CLERK, service_key="99108001020000"), {"normal"}),
        (make.staff(Role.CLERK, service_key="99102013104000"), set()),
        (make.staff(Role.CLERK, valid_until=dt.date(2026, 11, 19)), set()),
        (make.staff(Role.OPERATOR, unit=None), set()),
        (GUEST, set()),
        (SYSTEM, {"normal", "tax", "blocked", "fremd"}),
    ],
)
def test_no_read_leaks(db, actor, sees):
    make.plan()
    service = {"service_key": "99108001020000"}
    made = {
        "normal": make.subfile(title="Geheimwort normal", **service),
        "tax": make.subfile(title="Geheimwort tax", secrecy=frozenset({Secrecy.TAX}), **service),
        "blocked": make.subfile(title="Geheimwort blocked", secrecy=frozenset({Secrecy.BLOCKED}), **service),
        "fremd": make.subfile(title="Geheimwort fremd", unit_id=make.OTHER_UNIT, **service),
    }
    documents = {name: make.document(entry.id) for name, entry in made.items()}
    found = {row.pk for row in queries.search(actor, "geheimwort", today=TODAY)}
    assert found == {made[name].id for name in sees}
    for name, entry in made.items():
        for call in (
            lambda entry=entry: queries.get_subfile(entry.id, actor, today=TODAY),
            lambda entry=entry: queries.get_file(entry.record_file_id, actor, today=TODAY),
            lambda name=name: records.read_document(document_id=documents[name].id, actor=actor, purpose="x", now=NOW),
        ):
            if name in sees:
                assert call()
            else:
                with pytest.raises(NotFound):
                    call()


def test_search_folds_and_needs_every_word(subfile):
    found = lambda text: [row.pk for row in queries.search(SYSTEM, text, today=TODAY)]  # noqa: E731
    other = make.subfile(title="Straße der Größe, Ślązak")
    assert found("strasse SLAZAK") == [other.id]
    assert found("strasse hal-x") == []
    assert found("32.21-2026-00001/1") == [subfile.id]
    assert set(found("bewohnerparken 2026")) == {subfile.id, other.id}  # the title of the Akte
    assert found("%") == []


def test_bulk_reads_cost_the_same_for_one_and_many(subfile, django_assert_num_queries):
    others = [make.subfile() for _ in range(4)]
    for entry in (subfile, *others):
        make.document(entry.id)
        make.document(entry.id, title="zwei")
    with django_assert_num_queries(2):
        found = records.documents_of([subfile.id, *(entry.id for entry in others)])
    assert [len(documents) for documents in found.values()] == [2] * 5
    with django_assert_num_queries(1):
        assert len(records.get_subfiles([entry.id for entry in others])) == 4


def test_storage_learns_which_hashes_are_named(subfile):
    ref = make.document(subfile.id)
    assert list(queries.named_among([ref.sha256, "0" * 64])) == [ref.sha256]


@pytest.mark.django_db(transaction=True)
def test_filing_at_once_gives_whole_numbers_and_one_per_key():
    make.plan()
    entry = make.subfile()
    blob = make.blob("gleich")
    refs, faults = [], []

    def work(number: int) -> None:
        try:
            refs.append(make.document(entry.id, blob=blob, key="one" if number < 3 else None))
        except Exception as error:  # noqa: BLE001
            faults.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=work, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []
    assert len({ref.id for ref in refs}) == 4
    assert sorted(Document.objects.values_list("number", flat=True)) == [1, 2, 3, 4]
