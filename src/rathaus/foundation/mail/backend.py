"""Django's own way of sending (`EMAIL_BACKEND`), led into the same outbox: the sign-in of allauth uses it."""

from collections.abc import Sequence
from typing import Any

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

from rathaus.foundation import clock, ids
from rathaus.foundation.mail.outbox import send


class OutboxBackend(BaseEmailBackend):
    """Plain text to each recipient by itself. Raises ValueError for attachments: documents go through delivery."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        for message in email_messages:
            _enqueue(message)
        return len(email_messages)


def _enqueue(message: Any) -> None:
    if message.attachments:
        raise ValueError("an e-mail carries no attachment: file the document and send it through delivery")
    for recipient in message.recipients():
        send(to=recipient, subject=message.subject, text=message.body, key=f"django:{ids.new_id()}", now=clock.now())
