"""The chapter about editorial systems: its commands run as they stand, on the official files, and what comes in is shown."""

import re
import shlex
from pathlib import Path

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.test import Client

from rathaus.modules.catalogue.models import Service, SourceObject
from tests.docs.pages import ROOT
from tests.modules.organisation.factories import authority

CHAPTER = (ROOT / "docs" / "kochbuch" / "redaktionssystem.md").read_text(encoding="utf-8")
KEY = "99007002017000"


def commands() -> list[list[str]]:
    block = CHAPTER.split("<!-- ausprobieren -->")[1]
    return [shlex.split(line) for line in re.findall(r"^    \./rathaus (.+)$", block.split("\n## ")[0], re.MULTILINE)]


def run(standards: Path) -> None:
    for words in commands():
        call_command(*(word.replace("ORDNER", str(standards / "fim")) for word in words))


def test_the_chapter_has_the_commands() -> None:
    assert [words[1] for words in commands()] == [
        "import-ozg", "source", "diff", "import", "import", "search", "unit", "responsibility", "check",
    ]  # fmt: skip


@pytest.mark.conformance
@pytest.mark.slow
@pytest.mark.django_db
def test_the_official_files_are_imported_by_command_and_shown(
    standards: Path, client: Client, capsys: pytest.CaptureFixture[str]
) -> None:
    authority(name="Halle (Saale)")
    run(standards)
    said = capsys.readouterr().out
    assert "4813 Leistungen in 557 OZG-Leistungen und 55 Lebenslagen: 4813 neu" in said
    assert f"{KEY}  neu  Ausbildungsgeld beantragen" in said  # the catalogue named it, nobody described it
    assert f"{KEY}  Ausbildungsgeld beantragen" in said
    assert "Leistungen im Katalog: " in said
    kept = set(SourceObject.objects.values_list("sha256", flat=True))
    cache.clear()
    page = client.get(f"/leistungen/{KEY}/", follow=True).content.decode()
    assert "Quelle: Portalverbund (PVOG)" in page
    assert "Menschen mit Behinderungen" in page  # its text survives the list that came after it
    named = Service.objects.filter(has_text=False).exclude(said="").first()
    assert named is not None
    assert "Portalverbund (PVOG)" in client.get(f"/leistungen/{named.slug}-{named.key}/").content.decode()
    assert "Ausbildungsgeld beantragen" in client.get("/leistungen/?buchstabe=a").content.decode()
    assert client.get("/leistungen/vollstaendig/").status_code == 200
    run(standards)
    assert " 0 neu, 0 geändert, 4813 unverändert" in capsys.readouterr().out
    assert set(SourceObject.objects.values_list("sha256", flat=True)) == kept
