"""A person wants to see here how an application at another online service stands; and no longer."""

import datetime as dt
import uuid

from django.db import transaction
from django.db.models import QuerySet

from rathaus.foundation import clock, ids
from rathaus.foundation.errors import Forbidden, NotFound
from rathaus.foundation.permissions.public import Actor, ActorKind
from rathaus.modules.accounts import public as accounts
from rathaus.modules.catalogue.models import Handover, OnlineService
from rathaus.modules.catalogue.responsibility.rows import valid

UNCHANGED_FOR = dt.timedelta(days=365)  # what has not changed for so long goes, and is taken no more
PURPOSE, CONSENT_VERSION = "catalogue.online_status", "2026-11"
CONSENT_TITLE = "Stand von Anträgen bei anderen Onlinediensten"
CONSENT_TEXT = (
    "Ich bin einverstanden, dass Onlinedienste anderer Anbieter der Stadt melden, wie mein Antrag dort steht, "
    "und dass die Stadt das in meinem Servicekonto zeigt. Die Stadt gibt dem Anbieter nur ein zufälliges Kennzeichen, "
    "keine Angaben über mich. Ich kann das jederzeit widerrufen; dann löscht die Stadt, was ihr gemeldet wurde."
)


def follow_status(*, slug: str, service_key: str, actor: Actor, now: dt.datetime) -> Handover:
    """A hand-over with its reference; the one that waits for a first report is taken again, so that a double click makes one.

    Raises Forbidden without a Servicekonto or the consent in force, NotFound where that online service reports nothing.
    """
    if actor.kind is not ActorKind.CITIZEN or not isinstance(actor.id, uuid.UUID):
        raise Forbidden("Dafür brauchen Sie ein Servicekonto. Melden Sie sich bitte an.")
    if not accounts.has_consent(actor.id, PURPOSE, version=CONSENT_VERSION):
        raise Forbidden("Dafür brauchen wir Ihre Einwilligung. Geben Sie sie auf der Seite des Onlinedienstes.")
    with transaction.atomic():
        rows = OnlineService.objects.select_for_update(of=("self",)).filter(valid(clock.today(now)), slug=slug)
        service = rows.filter(sender__active=True).first()
        if service is None:
            raise NotFound("Dieser Onlinedienst meldet uns keinen Stand. Fragen Sie bitte dort nach.")
        waiting = Handover.objects.filter(
            account_id=actor.id, online_service=service, service_key=service_key, changed_at=None
        ).first()
        if waiting is not None:
            return waiting
        return Handover.objects.create(
            account_id=actor.id, online_service=service, service_key=service_key, reference=ids.token(), begun_at=now
        )


def followed_by(account_id: uuid.UUID) -> QuerySet[Handover]:
    """What this account follows; nothing once the consent has ended, also before the sweep has taken it away."""
    if not accounts.has_consent(account_id, PURPOSE):
        return Handover.objects.none()
    return Handover.objects.filter(account_id=account_id).select_related("online_service__sender")


def consent(*, account_id: uuid.UUID, actor: Actor, now: dt.datetime) -> None:
    """A new consent does not bring back what was reported under one that has ended. Raises as `accounts.record_consent`."""
    with transaction.atomic():
        if not accounts.has_consent(account_id, PURPOSE):
            Handover.objects.filter(account_id=account_id).delete()
        accounts.record_consent(
            account_id=account_id, purpose=PURPOSE, version=CONSENT_VERSION, text=CONSENT_TEXT, actor=actor, now=now
        )


def stop_following(*, handover_id: uuid.UUID, actor: Actor) -> None:
    """What was reported goes; reports that still come are refused. Raises NotFound for somebody else's."""
    rows = Handover.objects.filter(pk=handover_id, account_id=actor.id) if actor.id else Handover.objects.none()
    if not rows.delete()[0]:
        raise NotFound("Diesen Eintrag gibt es in Ihrem Servicekonto nicht mehr.")


def sweep(*, now: dt.datetime) -> int:
    """What nobody consents to any more, what was never reported on for 90 days, what has not changed for a year."""
    gone = 0
    for account_id in set(Handover.objects.values_list("account_id", flat=True)):
        if not accounts.has_consent(account_id, PURPOSE):
            gone += Handover.objects.filter(account_id=account_id).delete()[0]
    gone += Handover.objects.filter(changed_at=None, begun_at__lt=now - dt.timedelta(days=90)).delete()[0]
    return gone + Handover.objects.filter(changed_at__lt=now - UNCHANGED_FOR).delete()[0]
