"""`rathaus inquiries install`: a file, the demonstration's own, every refusal in German."""

import io

import pytest
from django.core.management import CommandError, call_command

from rathaus.modules.servicecentre.models import InquirySetup
from tests.modules.servicecentre import factories

FILE = """
version = "2027-01"
valid_from = 2027-01-01
contact_unit = "buergerservice"
plan_code = "1.20"
retention_years = 3
privacy_version = "2027-01"
privacy_notice = "Wir antworten Ihnen."
[[kind]]
key = "frage"
label = "Frage"
title = "Frage an die Stadt"
promise_working_days = 5
"""


@pytest.fixture(autouse=True)
def house(db):
    factories.city()


def run(*arguments: str) -> str:
    said = io.StringIO()
    call_command("inquiries", "install", *arguments, stdout=said)
    return said.getvalue()


def test_a_file_is_installed_and_the_version_named(tmp_path):
    (tmp_path / "kontakt.toml").write_text(FILE, encoding="utf-8")
    assert "Version 2027-01, gültig ab 01.01.2027" in run(str(tmp_path / "kontakt.toml"))
    assert not InquirySetup.objects.get().data["demo"]


def test_the_demonstration_needs_no_file_and_a_real_house_does(settings):
    settings.RATHAUS_DEMO = True
    assert "Version" in run()
    settings.RATHAUS_DEMO = False
    with pytest.raises(CommandError, match=r"kontakt\.md"):
        run()


@pytest.mark.parametrize(
    ("text", "said"),
    [("kein toml =", "lässt sich nicht lesen"), ("version = 1", "stimmt nicht"), (FILE + "x = 1", "stimmt nicht")],
)
def test_a_wrong_file_is_refused_and_nothing_is_kept(tmp_path, text, said):
    (tmp_path / "kontakt.toml").write_text(text, encoding="utf-8")
    with pytest.raises(CommandError, match=said):
        run(str(tmp_path / "kontakt.toml"))
    with pytest.raises(CommandError, match="lässt sich nicht lesen"):
        run(str(tmp_path / "gibt-es-nicht.toml"))
    assert not InquirySetup.objects.exists()
