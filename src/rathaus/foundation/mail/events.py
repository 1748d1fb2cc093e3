"""What this room announces."""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class MailFailed:
    """The address took no mail, for good: refused by a server, returned later, or not taken for three days."""

    TYPE: ClassVar[str] = "mail.failed"
    mail_id: str
    key: str
    reason: str  # SMTP code ("550", "5.1.1") or "expired"
