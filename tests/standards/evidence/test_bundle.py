"""The bundle, checked by the script that travels in it: a bare Python in an empty folder, and openssl."""

import io
import json
import subprocess
import sys
import zipfile

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from hypothesis import assume, given
from hypothesis import strategies as st

from rathaus.standards.evidence import bundle, pruefen
from tests.standards.evidence.factories import DOCUMENT, FINGERPRINT, KEY, PUBLIC, logged, make


def fast(public_key, signature, data):
    try:
        Ed25519PublicKey.from_public_bytes(public_key).verify(signature, data)
    except (InvalidSignature, ValueError):
        return False
    return True


def unzip(data, folder):
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        archive.extractall(folder)
    return folder


def run(folder, *arguments):
    return subprocess.run(
        [sys.executable, "-I", "pruefen.py", *arguments],
        cwd=folder,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


def test_the_script_accepts_the_bundle_offline(tmp_path):
    done = run(unzip(make(), tmp_path))
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("IN ORDNUNG")
    assert FINGERPRINT in done.stdout
    assert "delivery.3" in done.stdout


def test_the_script_checks_the_zip_itself(tmp_path):
    (unzip(make(), tmp_path) / "nachweis.zip").write_bytes(make())
    assert run(tmp_path, "nachweis.zip").returncode == 0
    assert run(tmp_path, "nachweis.zip", "--fingerabdruck", FINGERPRINT.upper()).returncode == 0
    done = run(tmp_path, "nachweis.zip", "--fingerabdruck", "00" * 32)
    assert done.returncode == 1
    assert "anderen Fingerabdruck" in done.stdout
    done = run(tmp_path, "gibtesnicht.zip")
    assert done.returncode == 1
    assert "Traceback" not in done.stderr


def test_openssl_and_the_library_agree():
    signature = KEY.sign(b"data")
    for verify in (fast, pruefen.openssl_verify):
        assert verify(PUBLIC, signature, b"data")
        assert not verify(PUBLIC, signature, b"Data")
        assert not verify(PUBLIC, bytes(64), b"data")
        assert not verify(bytes(32), signature, b"data")


@pytest.mark.parametrize("name", ["nachweis.json", "nachweis.sig", "schluessel.pem", "LIESMICH.txt", "dokumente/Bescheid.pdf"])
def test_the_script_names_a_changed_file(tmp_path, name):
    path = unzip(make(), tmp_path) / name
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)
    done = run(tmp_path)
    assert done.returncode == 1
    assert done.stdout.startswith("FEHLER: ")
    assert done.stderr == ""


def test_a_changed_script_is_found_by_an_unchanged_one(tmp_path):
    unzip(make(), tmp_path)
    (tmp_path / "pruefen.py").write_bytes(
        (tmp_path / "pruefen.py").read_bytes().replace(b"sys.exit(main", b"sys.exit(0 and main")
    )
    (tmp_path / "original.py").write_bytes(bundle.script())
    done = subprocess.run([sys.executable, "-I", "original.py", "."], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "pruefen.py wurde" in done.stdout


ZIP = make()


@given(st.integers(0, len(ZIP) - 1), st.integers(1, 255))
def test_any_changed_byte_of_the_zip_is_refused(at, change):
    data = bytearray(ZIP)
    data[at] ^= change
    with pytest.raises(pruefen.Wrong):
        pruefen.check(pruefen.unpack(bytes(data)), fast)


FILES = pruefen.unpack(ZIP)


@given(st.sampled_from(sorted(FILES)), st.data())
def test_any_changed_byte_of_any_file_is_refused(name, data):
    content = bytearray(FILES[name])
    content[data.draw(st.integers(0, len(content) - 1))] ^= data.draw(st.integers(1, 255))
    with pytest.raises(pruefen.Wrong):
        pruefen.check(FILES | {name: bytes(content)}, fast)


@pytest.mark.parametrize("name", sorted(FILES))
def test_a_missing_file_is_refused(name):
    with pytest.raises(pruefen.Wrong, match=r"fehlt|schluessel"):
        pruefen.check({key: value for key, value in FILES.items() if key != name}, fast)


@pytest.mark.parametrize("data", [b"", b"PK", ZIP + b"x", ZIP[:-1], b"x" + ZIP, b"\0" * 1000])
def test_what_is_no_bundle_is_refused(data):
    with pytest.raises(pruefen.Wrong):
        pruefen.check(pruefen.unpack(data), fast)


def test_a_zip_bomb_is_not_unpacked():
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("nachweis.json", b"\0" * 50_000_000)
    with pytest.raises(pruefen.Wrong, match="beschädigt"):
        pruefen.unpack(buffer.getvalue())


def test_a_zip_of_too_many_files_is_refused():
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for number in range(1000):
            archive.writestr(str(number), b"")
    with pytest.raises(pruefen.Wrong, match="beschädigt"):
        pruefen.unpack(buffer.getvalue())


def resigned(change):
    """The bundle with changed contents, properly signed again: what a dishonest author could make of a true log."""
    proof = json.loads(FILES["nachweis.json"])
    change(proof)
    text = json.dumps(proof, ensure_ascii=False).encode()
    return FILES | {"nachweis.json": text, "nachweis.sig": KEY.sign(bundle.SIGNED_PREFIX + text)}


FORGERIES = {
    "payload": lambda proof: proof["events"][0].update(payload=proof["events"][0]["payload"].replace('"n":3', '"n":4')),
    "salt": lambda proof: proof["events"][0].update(salt="00" * 32),
    "leaf": lambda proof: proof["events"][0].update(leaf=proof["events"][1]["leaf"]),
    "index": lambda proof: proof["events"][0].update(index=2),
    "index beyond": lambda proof: proof["events"][0].update(index=11),
    "path": lambda proof: proof["events"][0]["path"].pop(),
    "longer path": lambda proof: proof["events"][0]["path"].append("00" * 32),
    "no event": lambda proof: proof.update(events=[]),
    "size": lambda proof: proof["head"].update(size=12),
    "root": lambda proof: proof["head"].update(root="00" * 32),
    "head's signature": lambda proof: proof["head"].update(signature="00" * 64),
    "head's moment": lambda proof: proof["head"].update(statement=proof["head"]["statement"].replace("2026-11", "2026-10")),
    "format": lambda proof: proof.update(format="anderes/1"),
    "not a list": lambda proof: proof.update(events=7),
    "no files": lambda proof: proof.update(files=[]),
    "another key": lambda proof: proof.update(public_key="00" * 32),
}


@pytest.mark.parametrize("forgery", FORGERIES)
def test_a_forgery_signed_again_is_refused(forgery):
    with pytest.raises(pruefen.Wrong):
        pruefen.check(resigned(FORGERIES[forgery]), fast)


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=10),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["path", "sha256", "files", "x"]), inner),
    max_leaves=5,
)
PLACES = [
    *[(name,) for name in ("files", "events", "head", "public_key", "format")],
    *[("head", name) for name in ("size", "root", "key", "statement", "signature")],
    *[("events", 0, name) for name in ("index", "leaf", "path", "payload", "salt")],
    *[("files", 3, name) for name in ("path", "sha256", "length")],
    ("events", 0),
    ("files", 3),
]


@given(st.sampled_from(PLACES), anything)
def test_nonsense_anywhere_is_refused_with_a_sentence(place, value):
    def put(proof):
        *way, last = place
        for step in way:
            proof = proof[step]
        assume(proof[last] != value)
        proof[last] = value

    with pytest.raises(pruefen.Wrong):
        pruefen.check(resigned(put), fast)


def test_deep_nesting_is_refused():
    text = b"[" * 200_000
    with pytest.raises(pruefen.Wrong, match="nicht lesbar"):
        pruefen.check(FILES | {"nachweis.json": text}, fast)


def test_resigning_alone_changes_nothing():
    assert len(pruefen.check(resigned(lambda _proof: None), fast)["events"]) == 2


def test_another_document_than_the_one_delivered_is_refused():
    with pytest.raises(pruefen.Wrong, match="andere Datei"):
        pruefen.check(pruefen.unpack(make(documents=[bundle.Document("Bescheid.pdf", DOCUMENT + b"!")])), fast)


@given(st.integers(1, 40), st.data())
def test_every_place_in_a_log_of_any_size(size, data):
    position = data.draw(st.integers(0, size - 1))
    report = pruefen.check(pruefen.unpack(make(size=size, positions=(position,))), fast)
    assert report["events"][0]["n"] == position


def test_the_same_delivery_gives_the_same_bytes():
    assert make() == make()
    with zipfile.ZipFile(io.BytesIO(make())) as archive:
        assert archive.testzip() is None
        assert {entry.compress_type for entry in archive.infolist()} == {zipfile.ZIP_STORED}
        assert archive.namelist()[:2] == ["nachweis.json", "nachweis.sig"]


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("../../etc/passwd", "_.._etc_passwd"),
        ("Bescheid: Größe?.pdf", "Bescheid_ Größe_.pdf"),
        ("con.pdf", "_con.pdf"),
        ("", "_"),
        ("  . ", "_"),
        ("a" * 300 + ".pdf", "a" * 116 + ".pdf"),
    ],
)
def test_names_that_every_system_unpacks(name, safe):
    assert bundle.safe_name(name) == safe


def test_documents_of_one_name_do_not_hide_each_other():
    head, events = logged()
    unsigned = bundle.draft(
        documents=[bundle.Document("Bescheid.pdf", DOCUMENT), bundle.Document("BESCHEID.PDF", b"other")],
        events=events,
        head=head,
        public_key=PUBLIC,
        readme="",
    )
    assert {"dokumente/Bescheid.pdf", "dokumente/BESCHEID (2).PDF"} <= set(unsigned.parts)


@pytest.mark.parametrize("missing", ["documents", "events"])
def test_a_proof_of_nothing_is_refused(missing):
    head, events = logged()
    values = {"documents": [bundle.Document("a", b"")], "events": events} | {missing: []}
    with pytest.raises(ValueError, match="needs"):
        bundle.draft(head=head, public_key=PUBLIC, readme="", **values)


def test_the_readme_says_what_it_is_not():
    text = FILES["LIESMICH.txt"].decode()
    assert "keine qualifizierte Signatur" in text
    assert "Artikel 35 oder 41" in text
    assert max(map(len, text.splitlines())) <= 80
