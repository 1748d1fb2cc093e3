"""Bodies over the limits at a real web server: read to their end or refused, always answered, the other answers kept."""

import http.client

import pytest

from tests.failures import way
from tests.failures.browser import Browser

pytestmark = pytest.mark.slow

MEGABYTE = 1 << 20
FIELD = "local:fahrzeugschein"


@pytest.fixture
def papers(house):
    """A browser on the page that asks for papers, the answers before it saved."""
    house.web()
    browser = Browser(house.port)
    page = browser.fill(way.begin(browser), way.PERSON, has="F60000000228")
    page = browser.fill(page, {**way.VEHICLE, "local:registerabfrage": "false"}, has="local:kennzeichen")
    assert page.address.endswith("/nachweise/"), page.text
    return browser, page


def test_a_file_over_twenty_megabytes_is_named_and_all_answers_stay(papers):
    browser, page = papers
    answered = browser.fill(page, {"_upload": FIELD}, has=FIELD, files={FIELD: ("scan.txt", b"a" * (21 * MEGABYTE))})
    assert answered.status == 422
    assert "größer als 20 MB" in answered.text
    kept = browser.get(page.address.replace("nachweise", "fahrzeug"))
    assert kept.values("local:kennzeichen")["local:kennzeichen"] == "HAL-AB 123"


def test_several_files_up_to_120_megabytes_are_drained_and_the_good_one_is_kept(papers):
    browser, page = papers
    files = {FIELD: ("zu-gross.txt", b"a" * (95 * MEGABYTE)), "local:meldebescheinigung": ("gut.txt", b"Meine Bescheinigung")}
    answered = browser.fill(page, {}, has=FIELD, files=files)
    assert answered.status == 422
    assert "größer als 20 MB" in answered.text
    assert "gut.txt" in answered.text


def test_a_body_over_120_megabytes_gets_a_sentence_unread_and_the_answers_stay(papers):
    """The answer comes before the body: a browser that keeps sending may show its own words instead."""
    browser, page = papers
    connection = http.client.HTTPConnection("127.0.0.1", browser.port, timeout=30)
    connection.putrequest("POST", page.address)
    connection.putheader("Content-Type", "multipart/form-data; boundary=b")
    connection.putheader("Content-Length", str(125 * MEGABYTE))
    connection.endheaders(b"--b\r\n")
    answer = connection.getresponse()
    assert answer.status == 413
    assert "Was Sie vorher gespeichert haben, ist noch da" in answer.read().decode()
    connection.close()
    kept = browser.get(page.address.replace("nachweise", "fahrzeug"))
    assert kept.values("local:kennzeichen")["local:kennzeichen"] == "HAL-AB 123"
