"""The demonstration's own mail server and its mailbox page."""

import smtplib

import pytest

from rathaus.foundation.mail import demo_mailbox, demo_server, sending
from rathaus.foundation.mail import public as mail
from rathaus.foundation.mail.models import Mail
from tests.foundation.mail.factories import free_port


@pytest.fixture
def server(settings, tmp_path):
    settings.RATHAUS_DATA = tmp_path
    port = free_port()
    running = demo_server.serve(port=port, folder=tmp_path / "demo" / "mail")
    settings.RATHAUS_SMTP_URL = f"smtp://127.0.0.1:{port}"
    yield running
    running.stop()


def send(now, to="Ǧünter Weiß <guenter@example.org>"):
    text = "Es liegt etwas für Sie bereit:\nhttp://localhost:8000/vorgang/x/\n<script>alert(1)</script>"
    mail.send(to=to, subject="Neue Nachricht", text=text, key=to, now=now)
    return sending.send_due(now=now)


@pytest.mark.django_db
def test_sent_mail_is_shown_with_its_link(client, server, now):
    assert send(now) == 1
    (kept,) = demo_mailbox.newest()
    assert (kept.subject, kept.to) == ("Neue Nachricht", "Ǧünter Weiß <guenter@example.org>")
    assert "Neue Nachricht" in client.get("/demo/post/").content.decode()
    page = client.get(f"/demo/post/{kept.name}/").content.decode()
    assert '<a href="http://localhost:8000/vorgang/x/"' in page
    assert "<script>alert" not in page


@pytest.mark.django_db
def test_unknown_addresses_are_refused_so_that_failures_can_be_seen(server, now):
    send(now, to="unbekannt@example.org")
    assert Mail.objects.get().outcome == "550"


@pytest.mark.django_db
@pytest.mark.parametrize("page", ["/demo/post/", "/demo/post/00000000000000000001/"])
def test_mailbox_exists_in_a_demonstration_only(client, settings, page):
    settings.RATHAUS_DEMO = False
    assert client.get(page).status_code == 404


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["00000000000000000001", "x", "..%2f..%2fkeys", "00000000000000000001.eml"])
def test_no_other_file_can_be_read(client, server, name):
    assert client.get(f"/demo/post/{name}/").status_code == 404


def test_only_the_newest_messages_are_kept(server, settings, monkeypatch):
    monkeypatch.setattr(demo_server, "KEEP", 3)
    with smtplib.SMTP("127.0.0.1", server.port) as client:
        for number in range(5):
            client.sendmail("a@example.org", ["b@example.org"], f"Subject: {number}\n\nx")
    assert [kept.subject for kept in demo_mailbox.newest()] == ["4", "3", "2"]
