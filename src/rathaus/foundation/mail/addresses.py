"""Reading an address as given, and writing it so that any mail server understands."""

from email.errors import HeaderParseError
from email.headerregistry import Address
from email.utils import parseaddr

from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator

from rathaus.foundation import text
from rathaus.foundation.errors import Invalid

WRONG = "Diese E-Mail-Adresse kann nicht stimmen. Prüfen Sie sie, zum Beispiel: name@beispiel.de"


def read(given: str) -> Address:
    """`name@host` or `Name <name@host>`. Raises Invalid. The host part becomes ASCII (IDNA), the name stays as it is."""
    if any(character in given for character in "\r\n\0"):
        raise Invalid(WRONG, {"email": WRONG})
    name, spec = parseaddr(given) if "<" in given else ("", given.strip())
    local, _, host = spec.rpartition("@")
    try:
        ascii_host = host.encode("idna").decode("ascii").lower()
        EmailValidator()(f"{local}@{ascii_host}")
        return Address(display_name=text.clean(name), username=local, domain=ascii_host)
    except (ValidationError, UnicodeError, HeaderParseError, ValueError, IndexError):
        raise Invalid(WRONG, {"email": WRONG}) from None
