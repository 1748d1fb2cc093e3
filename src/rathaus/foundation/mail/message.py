"""A row of the outbox as a message (RFC 5322): names of DIN SPEC 91379 in headers as RFC 2047 words."""

from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from django.conf import settings

from rathaus.foundation.mail import addresses
from rathaus.foundation.mail.models import Mail


def build(mail: Mail) -> EmailMessage:
    """The same bytes at every try, the date of writing included."""
    message = EmailMessage(policy=SMTP)
    local, _, host = mail.to_address.rpartition("@")
    message["From"] = addresses.read(settings.RATHAUS_MAIL_FROM)
    message["To"] = Address(display_name=mail.to_name, username=local, domain=host)
    message["Subject"] = mail.subject
    message["Date"] = format_datetime(mail.created_at)
    message["Message-ID"] = mail.message_id
    message["Auto-Submitted"] = "auto-generated"  # RFC 3834: no holiday notices back
    message.set_content(mail.text, charset="utf-8", cte="quoted-printable")
    return message


def return_address(mail: Mail) -> str:
    """Where delivery reports go: `bounce+TOKEN@host` where RATHAUS_MAIL_BOUNCES is set, else the sender."""
    if settings.RATHAUS_MAIL_BOUNCES:
        local, _, host = settings.RATHAUS_MAIL_BOUNCES.rpartition("@")
        return f"{local}+{mail.token}@{host}"
    return addresses.read(settings.RATHAUS_MAIL_FROM).addr_spec
