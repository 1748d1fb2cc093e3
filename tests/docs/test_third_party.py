"""Whatever travels with the product or is installed for it stands in THIRD_PARTY.md, with its licence."""

import re
import tomllib

import pytest

from tests.docs.pages import ROOT

ROW = re.compile(r"^\| (.+?) \| (\S+?)(?: \(.*?\))? \| (.+?) \|$", re.MULTILINE)


def rows():
    text = (ROOT / "THIRD_PARTY.md").read_text(encoding="utf-8")
    return {(name.partition(" in `")[0], version): licence for name, version, licence in ROW.findall(text)}


def locked():
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    return set(re.findall(r"^([a-z0-9._-]+)==([^ ;\\]+)", lock, re.MULTILINE))


def vendored():
    found = set()
    for folder in ("src", "tests"):
        for path in (ROOT / folder).rglob("VENDOR.toml"):
            data = tomllib.loads(path.read_text(encoding="utf-8"))
            found |= {(entry["package"], entry["version"], entry["licence"]) for entry in data.get("font", [data])}
    return found


def test_every_locked_package_is_listed_in_its_version():
    assert len(locked()) > 20
    assert locked() - rows().keys() == set(), "run assets/third_party"


def test_every_vendored_asset_is_listed_with_its_licence():
    assert len(vendored()) >= 5
    assert {(name, version, rows().get((name, version))) for name, version, _ in vendored()} == vendored(), (
        "run assets/third_party"
    )


def test_nothing_is_listed_that_is_gone():
    there = locked() | {(name, version) for name, version, _ in vendored()} | {("Name", "Version"), ("---", "---")}
    assert rows().keys() - there == set(), "run assets/third_party"


@pytest.mark.parametrize("word", ["?", "Proprietary", "AGPL", "SSPL", "BUSL"])
def test_no_licence_is_unknown_or_unsuitable(word):
    assert [entry for entry, licence in rows().items() if word in licence] == []
