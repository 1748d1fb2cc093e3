"""A mail reaches the server once it is there, always under the same Message-ID."""

import datetime as dt
import smtplib
import threading

import pytest
from django.core import mail as django_mail
from django.db import connection, transaction

from rathaus.foundation.errors import Invalid
from rathaus.foundation.events.models import Event
from rathaus.foundation.mail import backend, bounces, message, sending, smtp
from rathaus.foundation.mail import public as mail
from rathaus.foundation.mail.enums import State
from rathaus.foundation.mail.models import Mail
from tests.foundation.mail.factories import free_port, silent_server, smtp_server

pytestmark = pytest.mark.django_db

# every letter with a mark that has no precomposed form must survive (DIN SPEC 91379, sequences)
NAME = "Ǧüler A̋ŗ́cöß-Ñ̄ørđ Ķ̀"


def write(now, key="k1", to=f"{NAME} <erika@example.org>"):
    return mail.send(to=to, subject="Es liegt etwas für Sie bereit", text="Guten Tag,\n\nsehen Sie nach.\n", key=key, now=now)


def states():
    return list(Mail.objects.order_by("created_at", "key").values_list("state", "outcome"))


def later(now, **delta):
    return now + dt.timedelta(**delta)


@pytest.fixture
def server(settings):
    with smtp_server() as running:
        settings.RATHAUS_SMTP_URL = running.url
        yield running


def test_mail_is_sent_with_its_headers(now, server):
    write(now)
    assert sending.send_due(now=now) == 1
    assert sending.send_due(now=now) == 0
    (message,) = server.messages()
    row = Mail.objects.get()
    assert message["Message-ID"] == row.message_id
    assert message["To"].addresses[0].display_name == NAME
    assert message["To"].addresses[0].addr_spec == "erika@example.org"
    assert message["Subject"] == "Es liegt etwas für Sie bereit"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Date"].datetime == now
    assert message.get_content().splitlines() == row.text.splitlines()
    assert server.taken[0].content.isascii()
    assert states() == [(State.SENT, "250")]


def test_same_key_is_the_same_mail(now, server):
    assert write(now) == write(now)
    sending.send_due(now=now)
    assert len(server.taken) == 1


def test_undone_transaction_sends_nothing(now, server):
    with transaction.atomic():
        write(now)
        transaction.set_rollback(True)
    assert sending.send_due(now=now) == 0


def test_without_a_server_mails_wait(now, settings):
    settings.RATHAUS_SMTP_URL = ""
    write(now)
    assert sending.send_due(now=now) == 0
    assert states() == [(State.WAITING, "")]


def test_refused_connection_then_delivery(now, settings):
    port = free_port()
    settings.RATHAUS_SMTP_URL = f"smtp://127.0.0.1:{port}"
    write(now)
    assert sending.send_due(now=now) == 0
    with smtp_server(port) as server:
        assert sending.send_due(now=later(now, seconds=29)) == 0
        assert sending.send_due(now=later(now, seconds=30)) == 1
        assert [message["Message-ID"] for message in server.messages()] == [Mail.objects.get().message_id]


def test_hanging_server_is_given_up_and_asked_again_later(now, settings):
    with silent_server() as url:
        settings.RATHAUS_SMTP_URL = url
        write(now)
        assert sending.send_due(now=now, timeout=0.2) == 0
    with smtp_server() as server:
        settings.RATHAUS_SMTP_URL = server.url
        assert sending.send_due(now=later(now, seconds=30)) == 1
        assert len(server.taken) == 1


@pytest.mark.parametrize("verb", ["RCPT", "DATA"])
def test_temporary_refusal_is_tried_again(now, server, verb):
    server.replies = [(verb, "450 4.2.0 later")]
    write(now)
    sending.send_due(now=now)
    assert states() == [(State.DEFERRED, "450")]
    assert sending.send_due(now=later(now, seconds=9)) == 0
    assert sending.send_due(now=later(now, seconds=10)) == 1
    assert states() == [(State.SENT, "250")]


@pytest.mark.parametrize("verb", ["RCPT", "DATA"])
def test_permanent_refusal_fails_and_is_announced(now, server, verb):
    server.replies = [(verb, "550 5.1.1 unknown")]
    write(now, key="first")
    write(later(now, seconds=1), key="second")
    sending.send_due(now=later(now, seconds=1))
    assert states() == [(State.FAILED, "550"), (State.SENT, "250")]
    event = Event.objects.get()
    assert (event.type, event.data["key"], event.data["reason"]) == ("mail.failed", "first", "550")


def test_server_that_refuses_us_as_sender_fails_no_mail(now, server):
    server.replies = [("MAIL", "550 5.7.1 not you")]
    write(now)
    sending.send_due(now=now)
    assert states() == [(State.DEFERRED, "server away")]


def test_connection_lost_after_the_text_repeats_under_the_same_message_id(now, server):
    server.replies = [("DATA", "drop after taking")]
    write(now)
    sending.send_due(now=now)
    assert states() == [(State.UNKNOWN, "connection lost")]
    sending.send_due(now=later(now, seconds=10))
    assert states() == [(State.SENT, "250")]
    assert len({message["Message-ID"] for message in server.messages()}) == 1
    assert server.taken[0].content == server.taken[1].content


def test_worker_killed_while_sending_repeats_after_its_claim(now, server):
    write(now)
    assert sending._claim(now) is not None
    assert sending.send_due(now=later(now, minutes=9)) == 0
    assert sending.send_due(now=later(now, minutes=10)) == 1


def test_three_days_in_vain_is_a_failure(now, server):
    write(now)
    server.replies = [("RCPT", "450 later")]
    sending.send_due(now=later(now, days=3, minutes=1))
    assert states() == [(State.FAILED, "expired")]
    assert Event.objects.get().data["reason"] == "expired"


@pytest.mark.parametrize(
    "to", ["", "erika", "erika@", "@example.org", "a@b\r\nBcc: x@y.de", "Erika <a@b@c>", "<>", "a b@example.org"]
)
def test_impossible_addresses_are_refused(now, to):
    with pytest.raises(Invalid, match="beispiel"):
        write(now, to=to)


def test_line_ends_in_a_subject_add_no_header(now):
    mail.send(to="a@example.org", subject="Hallo\r\nBcc: x@example.org", text="x", key="k", now=now)
    assert message.build(Mail.objects.get())["Bcc"] is None


def test_host_with_umlaut_becomes_ascii(now, server):
    write(now, to="post@köln.example")
    sending.send_due(now=now)
    assert server.taken[0].rcpt_tos == ["post@xn--kln-sna.example"]


def test_mailbox_name_beyond_ascii_fails_where_the_server_cannot(now, server):
    Mail.objects.filter(pk=write(now)).update(to_address="jürgen@example.org")
    sending.send_due(now=now)
    assert states() == [(State.FAILED, "553")]


def test_django_mail_goes_through_the_outbox(settings):
    settings.EMAIL_BACKEND = "rathaus.foundation.mail.backend.OutboxBackend"
    django_mail.send_mail("Bestätigen", "Text", None, ["a@example.org", "b@example.org"])
    assert sorted(Mail.objects.values_list("to_address", "subject")) == [
        ("a@example.org", "Bestätigen"),
        ("b@example.org", "Bestätigen"),
    ]


def test_django_mail_with_attachment_is_refused():
    letter = django_mail.EmailMessage("x", "y", None, ["a@example.org"], attachments=[("a.txt", b"x", "text/plain")])
    with pytest.raises(ValueError, match="no attachment"):
        backend.OutboxBackend().send_messages([letter])


def test_old_mails_are_forgotten(now, server):
    write(now)
    sending.send_due(now=now)
    assert sending.prune(now=later(now, days=30)) == 0
    assert sending.prune(now=later(now, days=30, seconds=1)) == 1


REPORT = """\
From: MAILER-DAEMON@mx.example.org
To: {to}
Subject: Undelivered
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

Sorry.
--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.org
{envelope}
Final-Recipient: rfc822; erika@example.org
Action: {action}
Status: {status}

--b--
"""


def report(token, *, action="failed", status="5.1.1", by="envelope"):
    to = f"bounce+{token}@example.org" if by == "address" else "bounce@example.org"
    envelope = f"Original-Envelope-Id: {token}\n" if by == "envelope" else ""
    return REPORT.format(to=to, envelope=envelope, action=action, status=status).encode()


@pytest.mark.parametrize("by", ["envelope", "address"])
def test_returned_mail_is_marked_and_announced_once(now, server, by):
    row = Mail.objects.get(pk=write(now))
    sending.send_due(now=now)
    raw = report(row.token, by=by)
    assert bounces.record_report(raw, now=now) == State.FAILED
    assert bounces.record_report(raw, now=now) == State.FAILED
    assert states() == [(State.FAILED, "5.1.1")]
    assert Event.objects.count() == 1


def test_delay_report_changes_nothing(now, server):
    row = Mail.objects.get(pk=write(now))
    sending.send_due(now=now)
    assert bounces.record_report(report(row.token, action="delayed", status="4.4.1"), now=now) is None
    assert states() == [(State.SENT, "250")]


@pytest.mark.parametrize("raw", [b"", b"\xff\xfe", b"Subject: hi\n\nhello", report("a" * 20), report("x")])
def test_what_is_no_report_on_our_mail_is_left_alone(now, raw):
    assert bounces.record_report(raw, now=now) is None


def test_return_address_names_the_mail(now, server, settings):
    settings.RATHAUS_MAIL_BOUNCES = "bounce@stadt.example"
    row = Mail.objects.get(pk=write(now))
    sending.send_due(now=now)
    assert server.taken[0].mail_from == f"bounce+{row.token}@stadt.example"


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("smtp://mx", smtp.Server("mx", 25)),
        ("smtps://u:p%40@mx", smtp.Server("mx", 465, "u", "p@", tls=True)),
        ("smtp://mx:587?starttls=0", smtp.Server("mx", 587, starttls=False)),
    ],
)
def test_server_address(url, expected):
    assert smtp.Server.from_url(url) == expected


@pytest.mark.parametrize("url", ["mx:25", "http://mx", "smtp://"])
def test_wrong_server_address(url):
    with pytest.raises(ValueError, match="RATHAUS_SMTP_URL"):
        smtp.Server.from_url(url)


@pytest.mark.django_db(transaction=True)
def test_two_workers_send_each_mail_once(now, server):
    for number in range(10):
        write(now, key=str(number))
    start = threading.Barrier(2)

    def work():
        try:
            start.wait(10)
            sending.send_due(now=now)
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert len(server.taken) == 10
    assert len({message["Message-ID"] for message in server.messages()}) == 10


def test_no_password_crosses_the_net_in_the_clear(server, monkeypatch):
    """A server (or somebody in between) that offers no encryption gets no password, unless the operator has said so."""
    told = []
    monkeypatch.setattr(smtplib.SMTP, "login", lambda _self, user, password: told.append((user, password)))
    host, port = server.url.removeprefix("smtp://").split(":")
    account = {"host": host, "port": int(port), "user": "rathaus", "password": "geheim"}
    with pytest.raises(smtp.ServerAway), smtp.Session(smtp.Server(**account)):
        pass
    assert told == []
    with smtp.Session(smtp.Server(**account, starttls=False)):
        pass
    assert told == [("rathaus", "geheim")]
