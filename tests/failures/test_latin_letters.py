"""DIN SPEC 91379: the letters and sequences of Latin names from the form to the case, the search, the notice and the head
of a mail, unchanged."""

import re
import shutil
import subprocess
import unicodedata
from dataclasses import asdict
from email import message_from_bytes
from email.header import decode_header, make_header
from email.utils import parseaddr
from urllib.parse import quote

import pytest

from rathaus.foundation.mail import public as mail
from rathaus.foundation.mail import sending
from rathaus.modules.applications.models import Application
from rathaus.modules.cases import notice, procedure
from rathaus.modules.cases.enums import DecisionKind
from rathaus.modules.cases.models import Case
from rathaus.modules.catalogue import public as catalogue
from tests.conftest import NOON
from tests.failures import small_city, way
from tests.failures.browser import Visitor
from tests.foundation.mail.factories import smtp_server
from tests.modules.applications import factories

pytestmark = pytest.mark.django_db

# letters with marks that Unicode has no single sign for
SEQUENCES = re.split(
    r"\s+",
    "A̋ C̀ C̄ C̆ C̈ C̕ C̣ C̦ C̨̆ D̂ F̀ F̄ G̀ H̄ H̦ H̱ J́ J̌ K̀ K̂ K̄ K̇ K̕ K̛ K̦ K͟H K͟h L̀ L̂ L̥ L̥̄ L̦ M̀ M̂ M̆ M̐ N̂ N̄ N̆ N̦ "
    "P̀ P̄ P̕ P̣ R̆ R̥ R̥̄ S̀ S̄ S̛̄ S̱ T̀ T̄ T̈ T̕ T̛ U̇ Z̀ Z̄ Z̆ Z̈ Z̧ a̋ c̀ c̄ c̆ c̈ c̕ c̣ c̦ c̨̆ d̂ f̀ f̄ g̀ h̄ h̦ j́ k̀ k̂ k̄ k̇ "
    "k̕ k̛ k̦ k͟h l̀ l̂ l̥ l̥̄ l̦ m̀ m̂ m̆ m̐ n̂ n̄ n̆ n̦ p̀ p̄ p̕ p̣ r̆ r̥ r̥̄ s̀ s̄ s̛̄ s̱ t̀ t̄ t̕ t̛ u̇ z̀ z̄ z̆ z̈ z̧ "
    "Ç̆ ç̆ Û̄ û̄ Č̕ č̕ Č̣ č̣ Ḩ̣ ḩ̣ Ž̦ ž̦ Ž̧ ž̧ Ḳ̄ ḳ̄ Ṣ̄ ṣ̄ Ṭ̄ ṭ̄ Ạ̈ ạ̈ Ọ̈ ọ̈ Ụ̄ ụ̄ Ụ̈ ụ̈",
)
LETTERS = (
    "ÄÖÜäöüßẞÅÆØåæøĄąĆćČčĎďĐđĒēĖėĘęĚěĞğĢģĦħĪīĮįİıĶķĹĺĻļĽľĿŀŁłŃńŅņŇňŊŋŌōŐőŒœŔŕŘř"
    "ŚśŞşŠšŢţŤťŦŧŪūŮůŰűŲųŴŵŶŷŸŹźŻżŽžƏəƠơƯưǍǎǪǫǺǻȘșȚțȲȳʼ’"
)


def names():
    """Family names of at most sixty signs that hold all of them."""
    found, row = [], ""
    for letter in [*SEQUENCES, *LETTERS]:
        if len(row) + len(letter) > 56:
            found.append(row)
            row = ""
        row += letter
    return [unicodedata.normalize("NFC", f"Ö{row}") for row in [*found, row]]


def with_name(name):
    return {**way.PERSON, "F60000000227": name}


@pytest.mark.parametrize("name", names())
def test_every_letter_goes_from_the_form_to_the_case_and_its_notice(name, tmp_path):
    small_city.built()
    visitor = Visitor()
    case = small_city.sent_case(visitor, person=with_name(name))
    assert Application.objects.get().parties[0]["name"] == f"Erika {name}"
    small_city.work()
    clerk = small_city.clerk()
    for page in (visitor.get(f"/vorgang/{case.token}/"), clerk.get(f"/amt/vorgaenge/{case.pk}/")):
        assert name in page.text
    assert f"Erika {name}" in clerk.get("/amt/?ansicht=free").text
    assert clusters(name) - clusters(printed(case, tmp_path)) == set()


def printed(case, tmp_path):
    """The text of the notice as a PDF reader finds it."""
    if (tool := shutil.which("pdftotext")) is None:
        pytest.skip("pdftotext is not installed (Debian: poppler-utils)")
    case = Case.objects.select_related("procedure", "content").get(pk=case.pk)
    spec = procedure.parse(case.procedure.data)
    clerk = factories.staff("clara")
    content = notice.compose(case=case, spec=spec, kind=DecisionKind.GRANT, reasons="", signatory=clerk, now=NOON)
    path = tmp_path / "bescheid.pdf"
    path.write_bytes(notice.render_pdf(spec=spec, content=asdict(content)))
    return subprocess.run([tool, "-enc", "UTF-8", path, "-"], check=True, capture_output=True).stdout.decode()


def clusters(text):
    """Letters with their marks; a reader of PDF gives back the marks of one letter in its own order."""
    found = re.findall(r"[^\u0300-\u036f][\u0300-\u036f]*", unicodedata.normalize("NFD", text))
    return {(cluster[0], "".join(sorted(cluster[1:]))) for cluster in found}


def test_the_case_is_found_by_the_name_as_written_and_by_plain_letters():
    small_city.built()
    name = unicodedata.normalize("NFC", "C\u0306an-L\u0302k\u031b\u017d\u0327o\u011flu")
    small_city.sent_case(person=with_name(name))
    clerk = small_city.clerk()
    for query in (name, unicodedata.normalize("NFD", name), "can-lkzoglu", "CAN LKZOGLU"):
        found = clerk.get(f"/amt/?ansicht=free&q={quote(query)}")
        assert name in found.text, query
    assert name not in clerk.get("/amt/?ansicht=free&q=anders").text


def test_a_service_named_with_rare_letters_is_found():
    small_city.built()
    service = {
        "key": "local:din-91379",
        "name": "Ausweis für Z\u0300elmîn",
        "unit": "strassenverkehr",
        "short": "Probe",
        "channels": ["online"],
    }
    catalogue.install_service(data=service, source="test", demo=True, now=NOON)
    for query in ("Z\u0300elmîn", "zelmin"):
        assert "Z\u0300elmîn" in Visitor().get(f"/suche/?q={quote(query)}").text, query


@pytest.mark.parametrize("name", names())
def test_every_letter_survives_in_the_head_of_a_mail(name, settings):
    with smtp_server() as post:
        settings.RATHAUS_SMTP_URL = post.url
        mail.send(to=f"{name} <erika@example.org>", subject=f"Für {name}", text=f"Guten Tag {name}", key="din", now=NOON)
        sending.send_due(now=NOON)
    (taken,) = post.taken
    assert taken.content.isascii()
    assert name in post.messages()[0].get_content()
    raw = message_from_bytes(taken.content)  # the parser of the modern policy puts blanks between encoded words (Python 3.11)
    assert str(make_header(decode_header(raw["Subject"]))) == f"Für {name}"
    assert str(make_header(decode_header(parseaddr(raw["To"])[0]))) == name
