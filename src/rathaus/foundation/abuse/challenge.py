"""Signed challenges for open forms: proof of work with JavaScript, time and patience without."""

import datetime as dt
import hashlib
import secrets
from dataclasses import dataclass

from django.core import signing
from django.http import HttpRequest, QueryDict
from django.utils.html import format_html
from django.utils.safestring import SafeString

from rathaus.foundation import clock, rows
from rathaus.foundation.abuse.limits import require_hit
from rathaus.foundation.abuse.models import Spent
from rathaus.foundation.errors import Invalid

BITS = 15  # about 33,000 hashes: half a second on a phone
LIFETIME = dt.timedelta(hours=2)
SLOWEST_BOT = dt.timedelta(seconds=3)
LIMIT_WITH_WORK = 30  # an hour and network
LIMIT_WITHOUT_WORK = 6
HOUR = dt.timedelta(hours=1)

CHALLENGE, SOLUTION, HONEYPOT = "pruefung", "pruefung_loesung", "webseite_angeben"
_SALT = "rathaus.abuse.challenge"


class Refused(Invalid):
    """The form cannot be accepted like this; the text names the way on. What was typed stays with the caller."""


@dataclass(frozen=True, slots=True)
class Challenge:
    bucket: str
    issued_at: dt.datetime
    nonce: str
    bits: int


def issue(bucket: str, *, now: dt.datetime, bits: int = BITS) -> str:
    """A new challenge for a form of this kind, as text for a hidden field."""
    return signing.dumps([bucket, int(now.timestamp()), secrets.token_urlsafe(12), bits], salt=_SALT)


def read(text: str, bucket: str, *, now: dt.datetime) -> Challenge:
    """Raises Refused for a forged, foreign or expired challenge."""
    try:
        of, issued, nonce, bits = signing.loads(text, salt=_SALT)
    except (signing.BadSignature, ValueError, TypeError):
        raise Refused("Die Seite ist unvollständig angekommen. Senden Sie das Formular noch einmal ab.") from None
    at = dt.datetime.fromtimestamp(issued, dt.UTC)
    if of != bucket or not at - dt.timedelta(minutes=1) <= now <= at + LIFETIME:
        raise Refused("Das Formular war zu lange offen. Ihre Angaben sind noch da: Senden Sie es noch einmal ab.")
    return Challenge(bucket=of, issued_at=at, nonce=nonce, bits=bits)


def solves(text: str, solution: str, bits: int) -> bool:
    """Whether SHA-256 of `challenge:solution` begins with `bits` zero bits."""
    if not solution.isascii() or not solution.isdigit() or len(solution) > 12:
        return False
    digest = hashlib.sha256(f"{text}:{solution}".encode()).digest()
    return int.from_bytes(digest, "big") >> (256 - bits) == 0


def solve(text: str, bits: int) -> str:
    """The smallest solution; for tests and for clients other than browsers."""
    number = 0
    while not solves(text, str(number), bits):
        number += 1
    return str(number)


def check_form(request: HttpRequest, bucket: str, *, holder: str = "") -> None:
    """Accepts one submission of an open form, or raises Refused or TooMany with the way on.

    `holder` names what is submitted (the id of a draft): the same challenge may come again for the same thing (double
    click, reload), never for another.
    """
    now = clock.real_now()
    data: QueryDict = request.POST
    if data.get(HONEYPOT, ""):
        raise Refused("Ein Feld, das leer bleiben muss, war ausgefüllt. Leeren Sie es und senden Sie noch einmal ab.")
    text = data.get(CHALLENGE, "")[:500]
    challenge = read(text, bucket, now=now)
    worked = solves(text, data.get(SOLUTION, ""), challenge.bits)
    if not worked and now - challenge.issued_at < SLOWEST_BOT:
        raise Refused("Das ging sehr schnell. Warten Sie fünf Sekunden und senden Sie das Formular dann noch einmal ab.")
    if _spend(text, holder, now):
        require_hit(
            request, f"form:{bucket}:{'work' if worked else 'slow'}", LIMIT_WITH_WORK if worked else LIMIT_WITHOUT_WORK, HOUR
        )


def _spend(text: str, holder: str, now: dt.datetime) -> bool:
    """True at the first use, False for the same thing again; raises Refused for another thing."""
    digest, owner = (hashlib.sha256(value.encode()).hexdigest() for value in (text, holder))
    if rows.insert(Spent(digest=digest, holder=owner, expires_at=now + LIFETIME), unless_there=True):
        return True
    if holder and Spent.objects.filter(digest=digest, holder=owner).exists():
        return False
    raise Refused("Dieses Formular wurde schon abgeschickt. Senden Sie es noch einmal ab, wenn Sie das wollen.")


def form_fields(bucket: str) -> SafeString:
    """The hidden fields of an open form. The script that solves the challenge comes with the tag of the same name."""
    text = issue(bucket, now=clock.real_now())
    return format_html(
        '<input type="hidden" name="{}" value="{}" data-work="{}"><input type="hidden" name="{}" value="">'
        '<div class="kern-sr-only" aria-hidden="true"><label for="id_{}">Dieses Feld bitte leer lassen</label>'
        '<input type="text" id="id_{}" name="{}" tabindex="-1" autocomplete="off"></div>',
        CHALLENGE,
        text,
        BITS,
        SOLUTION,
        HONEYPOT,
        HONEYPOT,
        HONEYPOT,
    )


def sweep(*, now: dt.datetime) -> int:
    gone, _ = Spent.objects.filter(expires_at__lt=now).delete()
    return gone
