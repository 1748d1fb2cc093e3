"""Small acts on a draft: mail its address, throw it away, let old ones go."""

import datetime as dt
import uuid

from django.db import transaction

from rathaus.foundation import clock
from rathaus.foundation.errors import Invalid
from rathaus.foundation.mail import public as mail
from rathaus.foundation.permissions.public import Actor
from rathaus.modules.applications import queries
from rathaus.modules.applications.enums import DraftState
from rathaus.modules.applications.models import Bundle, Draft


def mail_address(*, token: str, to: str, url: str, actor: Actor, now: dt.datetime) -> None:
    """The address of the draft by e-mail, without its content. Raises Invalid for what is no address."""
    draft = queries.find_draft(token, actor=actor, today=clock.today(now))
    if draft.state != DraftState.OPEN:
        raise Invalid("Dieser Antrag ist schon abgesendet.")
    until = f"{draft.expires_at:%d.%m.%Y}"
    text = (
        f"Guten Tag,\n\nSie haben einen Antrag begonnen: {draft.offer.title}.\nUnter dieser Adresse machen Sie weiter:\n\n"
        f"{url}\n\nWer die Adresse kennt, kann den Entwurf lesen. Geben Sie sie nicht weiter.\n"
        f"Der Entwurf wird bis zum {until} aufbewahrt."
    )
    with transaction.atomic():
        mail.send(to=to, subject="Ihr gespeicherter Antrag", text=text, key=f"draft:{draft.pk}:{to.strip().casefold()}", now=now)


def discard(*, token: str, actor: Actor, now: dt.datetime) -> None:
    """Deletes an open draft with its uploads; a submitted one stays. Twice is once."""
    with transaction.atomic():
        draft = queries.find_draft(token, actor=actor, today=clock.today(now), lock=True)
        if draft.state == DraftState.OPEN:
            draft.delete()


def sweep(*, now: dt.datetime) -> int:
    """Deletes open drafts past their day; how many. What is typed in from a letter stays with its case."""
    with transaction.atomic():
        rows = Draft.objects.filter(state=DraftState.OPEN, expires_at__lt=now, case_id__isnull=True)
        count = rows.count()
        rows.delete()
        Bundle.objects.filter(expires_at__lt=now, drafts__isnull=True).delete()
    return count


def discard_all(*, account_id: uuid.UUID) -> None:
    """Every open draft of an account."""
    with transaction.atomic():
        Draft.objects.filter(account_id=account_id, state=DraftState.OPEN).delete()
        Bundle.objects.filter(account_id=account_id).delete()
