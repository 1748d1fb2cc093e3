"""Reading what the demonstration's mail server keeps."""

import datetime as dt
import re
from dataclasses import dataclass
from email import message_from_bytes
from email.policy import default

from django.conf import settings

_NAME = re.compile(r"\d{20}")


@dataclass(frozen=True, slots=True)
class KeptMail:
    name: str
    sender: str
    to: str
    subject: str
    text: str
    at: dt.datetime


def newest(limit: int = 50) -> list[KeptMail]:
    """Newest first; nothing where no mail has come yet."""
    paths = sorted((settings.RATHAUS_DATA / "demo" / "mail").glob("[0-9]*.eml"), reverse=True)
    return [mail for path in paths[:limit] if (mail := read(path.stem)) is not None]


def read(name: str) -> KeptMail | None:
    """One mail; None where there is none of that name."""
    if not _NAME.fullmatch(name):
        return None
    try:
        raw = (settings.RATHAUS_DATA / "demo" / "mail" / f"{name}.eml").read_bytes()
    except FileNotFoundError:
        return None
    message = message_from_bytes(raw, policy=default)
    body = message.get_body(preferencelist=("plain",))
    return KeptMail(
        name=name,
        sender=str(message["From"]),
        to=str(message["To"]),
        subject=str(message["Subject"]),
        text=body.get_content() if body else "",
        at=dt.datetime.fromtimestamp(int(name) / 1_000_000_000, dt.UTC),
    )
