"""Four people's connections die in the middle of an upload; everybody else is served as before."""

import socket

import pytest

from rathaus.config.launcher.options import read_options
from tests.failures import way
from tests.failures.browser import Browser

pytestmark = pytest.mark.slow

STALLED = 4


@pytest.fixture
def stalled():
    """Opens connections that announce 5 MB, send the beginning of a file, and never say another word."""
    open_ones = []

    def stall(port, path):
        head = (
            f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nContent-Type: multipart/form-data; boundary=b\r\n"
            "Content-Length: 5000000\r\n\r\n"
            '--b\r\nContent-Disposition: form-data; name="local:fahrzeugschein"; filename="a.txt"\r\n\r\n'
        )
        connection = socket.create_connection(("127.0.0.1", port), timeout=30)
        connection.sendall(head.encode() + b"x" * 200_000)
        open_ones.append(connection)
        return connection

    yield stall
    for connection in open_ones:
        connection.close()


def test_pages_and_submissions_go_on_beside_four_uploads_that_never_end(house, stalled):
    house.web(threads=read_options([]).threads)
    browser = Browser(house.port, timeout=20)
    page = way.begin(browser)
    for _ in range(STALLED):
        stalled(house.port, page.address)
    for path in ("/", "/suche/?q=hund", "/healthz"):
        assert browser.get(path).status == 200
    sent = way.submit(Browser(house.port, timeout=20))
    assert "Ihr Antrag ist eingegangen" in sent.text
