"""The face of this room: put a mail in the outbox."""

from rathaus.foundation.mail.outbox import send

__all__ = ["send"]
