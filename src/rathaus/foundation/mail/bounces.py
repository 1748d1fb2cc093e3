"""Delivery reports (RFC 3464) that come back to the return address, piped in by the mail server to `rathaus mail_report`."""

import datetime as dt
import re
from email import message_from_bytes
from email.message import Message
from email.policy import default

from django.db import transaction

from rathaus.foundation.mail.enums import State
from rathaus.foundation.mail.models import Mail
from rathaus.foundation.mail.sending import settle
from rathaus.foundation.mail.smtp import Outcome

_TOKEN = re.compile(r"\+([a-z0-9]{16,40})@")


def record_report(raw: bytes, *, now: dt.datetime) -> State | None:
    """Mark the mail a report speaks of; its state, or None where the message is no report on one of ours.

    Only a permanent failure (status 5.x.x) changes the state; a delay says nothing new.
    """
    report = message_from_bytes(raw, policy=default)
    token = _token(report)
    status = _status(report)
    if not token or not status:
        return None
    with transaction.atomic():
        mail = Mail.objects.select_for_update().filter(token=token).first()
        if mail is None:
            return None
        if status.startswith("5") and mail.state != State.FAILED:
            settle(mail, Outcome(State.FAILED, status), now=now)
        return State(mail.state)


def _token(report: Message) -> str:
    for part in report.walk():
        envelope = part.get("Original-Envelope-Id", "")
        if re.fullmatch(r"[a-z0-9]{16,40}", envelope.strip()):
            return str(envelope.strip())
    for name in ("X-Original-To", "Delivered-To", "To"):
        if found := _TOKEN.search(str(report.get(name, "")).lower()):
            return found.group(1)
    return ""


def _status(report: Message) -> str:
    for part in report.walk():
        if part.get("Action", "").strip().lower() == "failed":
            found = re.match(r"\s*([245]\.\d{1,3}\.\d{1,3})", part.get("Status", ""))
            return found.group(1) if found else ""
    return ""
