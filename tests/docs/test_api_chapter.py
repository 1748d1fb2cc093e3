"""The chapter about the JSON API: every question it shows is answered, every error comes as it says."""

import re
from urllib.parse import urlsplit

import pytest
from django.test import Client

from rathaus.foundation import clock
from rathaus.modules.catalogue.api.parameters import LIMIT, SERVICES
from tests.docs.pages import ROOT
from tests.modules.catalogue.factories import install
from tests.modules.organisation.factories import authority, unit

CHAPTER = (ROOT / "docs" / "kochbuch" / "api.md").read_text(encoding="utf-8")


def block(name: str) -> list[tuple[str, int]]:
    """Path with query, and the status it says, 200 where it says none."""
    lines = re.findall(r"^    curl (\S+)(?: +(\d+))?$", CHAPTER.split(f"<!-- {name} -->")[1].split("\n\n#")[0], re.MULTILINE)
    return [(urlsplit(url)._replace(scheme="", netloc="").geturl(), int(status or 200)) for url, status in lines]


@pytest.mark.django_db
def test_the_questions_are_answered_as_the_chapter_says(client: Client) -> None:
    authority()
    unit("strassenverkehr")
    install(clock.now())
    asked = [*block("fragen")[:6], *block("fehler")]
    assert len(asked) == 9
    for path, status in asked:
        answer = client.get(path)
        assert answer.status_code == status, path
        assert answer["Content-Type"].startswith("application/problem+json" if status >= 400 else "application/json")
        assert status >= 400 or answer.get("ETag")
    said = client.get("/api/v1/services/99108001020000").json()
    for name in ("responsible", "fees", "texts"):
        assert name in said
    assert {"machine_translated"} <= set(said["texts"][0])
    assert {"legal_basis", "source", "as_of", "checked", "cents"} <= set(said["fees"][0])


def test_the_chapter_names_every_parameter_and_its_bounds() -> None:
    for parameter in SERVICES:
        assert f"| `{parameter.name}` |" in CHAPTER
    assert f"{LIMIT.schema['minimum']} bis {LIMIT.schema['maximum']}, sonst {LIMIT.schema['default']}" in CHAPTER
