"""Export, erasure and retention across registered modules."""

import datetime as dt
import io
import json
import uuid
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rathaus.foundation.audit import public as audit
from rathaus.foundation.permissions.public import SYSTEM
from rathaus.foundation.privacy import pack, registry
from rathaus.foundation.privacy import public as privacy

ACCOUNT = uuid.UUID(int=7)


@pytest.fixture
def modules(monkeypatch):
    """An empty registry, filled by the test, and the order in which erasures ran."""
    monkeypatch.setattr(registry, "_REGISTERED", {})
    erased = []

    def add(name, *, order=100, data=None, files=None, kept=(), retention=None):
        def erase(account_id, now):
            assert account_id == ACCOUNT
            erased.append(name)
            return list(kept)

        privacy.register(
            privacy.PersonalData(
                module=name,
                label=name.title(),
                export=lambda _: privacy.Part(data=data, files=files or {}),
                erase=erase,
                retention=retention,
                order=order,
            )
        )

    add.erased = erased
    return add


def opened(now):
    return zipfile.ZipFile(io.BytesIO(privacy.person_pack(ACCOUNT, now=now)))


def test_the_pack_holds_json_and_files(modules, now):
    modules("accounts", order=0, data={"name": "Zoë", "since": dt.date(2026, 1, 2), "id": ACCOUNT})
    modules("cases", data=[], files={"bescheid.pdf": b"%PDF-1"})
    archive = opened(now)
    data = json.loads(archive.read("daten.json"))
    assert data["konto"] == str(ACCOUNT)
    assert data["bereiche"]["accounts"]["daten"] == {"name": "Zoë", "since": "2026-01-02", "id": str(ACCOUNT)}
    assert archive.read("cases/bescheid.pdf") == b"%PDF-1"
    assert "cases/   Cases" in archive.read("LIESMICH.txt").decode()
    assert privacy.person_pack(ACCOUNT, now=now) == privacy.person_pack(ACCOUNT, now=now)


def test_hostile_file_names_stay_in_their_folder(modules, now):
    modules("cases", files={"../../etc/passwd": b"1", "..\\x": b"2", "/x": b"3", "": b"4", "a/./b": b"5"})
    names = set(opened(now).namelist()) - {"daten.json", "LIESMICH.txt"}
    assert names == {"cases/etc/passwd", "cases/x", "cases/x-2", "cases/datei", "cases/a/b"}


@given(st.dictionaries(st.text(max_size=12), st.binary(max_size=3), max_size=6))
def test_no_name_leaves_the_folder_and_no_file_is_lost(files):
    made = list(pack._safe(files))
    assert len({name for name, _ in made}) == len(files)
    assert all(".." not in name.split("/") and not name.startswith("/") and name for name, _ in made)


@pytest.mark.django_db
def test_erasure_goes_backwards_reports_what_stays_and_is_recorded(modules, now):
    modules("accounts", order=0)
    modules("records", order=10, kept=[privacy.Kept("Akte 1", "Aufbewahrungsfrist nach Aktenordnung", dt.date(2036, 12, 31))])
    modules("cases", order=20)
    report = privacy.erase_person(ACCOUNT, actor=SYSTEM, now=now)
    assert modules.erased == ["cases", "records", "accounts"]
    assert [(label, item.what) for label, item in report.kept] == [("Records", "Akte 1")]
    assert not report.complete
    (entry,) = audit.history(audit.Subject("account", ACCOUNT))
    assert entry.act == "privacy.erased"


@pytest.mark.django_db(transaction=True)
def test_a_failing_module_stops_the_whole_erasure(modules, now):
    modules("accounts", order=0)

    def fail(_account, _now):
        raise RuntimeError("disk")

    privacy.register(privacy.PersonalData("cases", "Fälle", export=lambda _: privacy.Part(None), erase=fail))
    with pytest.raises(RuntimeError):
        privacy.erase_person(ACCOUNT, actor=SYSTEM, now=now)
    assert modules.erased == []
    assert list(audit.history(audit.Subject("account", ACCOUNT))) == []


@pytest.mark.django_db
def test_the_sweep_counts_by_module(modules, now):
    modules("accounts", order=0, retention=lambda _: 3)
    modules("cases")
    assert privacy.sweep(now=now) == {"accounts": 3}


def test_a_module_registers_once(modules):
    modules("cases")
    with pytest.raises(ValueError, match="twice"):
        modules("cases")


def test_values_without_a_place_in_json_are_refused(modules, now):
    modules("cases", data=object())
    with pytest.raises(TypeError, match="data pack"):
        privacy.person_pack(ACCOUNT, now=now)
