"""Give, accept, use and end a mandate."""

import datetime as dt
import uuid

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import Q

from rathaus.foundation import clock
from rathaus.foundation.audit import public as audit
from rathaus.foundation.errors import Forbidden, Invalid, NotFound
from rathaus.foundation.events import public as events
from rathaus.foundation.permissions.public import Actor
from rathaus.modules.accounts.enums import Realm
from rathaus.modules.accounts.events import MandateEnded
from rathaus.modules.accounts.models import Mandate, MandateUse, User, fold_email

GONE = "Diese Vollmacht gibt es nicht mehr. Laden Sie die Seite neu."
MOST_OPEN = 20
NOBODY = uuid.UUID(int=0)


def give_mandate(
    *,
    agent_email: str,
    valid_from: dt.date,
    valid_until: dt.date | None,
    actor: Actor,
    now: dt.datetime,
    service_key: str = "",
    shares_address: bool = False,
) -> uuid.UUID:
    """The actor lets the holder of this address act. It works once that person has accepted in their own account.

    `service_key` empty: for every service. `shares_address` lets the agent's applications carry the actor's address.
    Whether the address has an account is not said. The same mandate twice is one. Raises Forbidden, Invalid.
    """
    email = fold_email(agent_email)
    _check(email, valid_from, valid_until, clock.today(now))
    with transaction.atomic():
        principal = User.objects.select_for_update().filter(pk=actor.id or NOBODY, realm=Realm.CITIZEN, is_active=True).first()
        if principal is None:
            raise Forbidden("Eine Vollmacht erteilen Sie in Ihrem Servicekonto. Melden Sie sich dort an.")
        if principal.email == email:
            message = "Für sich selbst brauchen Sie keine Vollmacht. Geben Sie die Adresse der anderen Person an."
            raise Invalid(message, {"agent_email": message})
        fields = {"agent_email": email, "service_key": service_key, "valid_from": valid_from, "valid_until": valid_until}
        fields["shares_address"] = shares_address
        open_ones = Mandate.objects.filter(principal=principal, ended_at__isnull=True)
        if same := open_ones.filter(**fields).first():
            return same.pk
        if open_ones.count() >= MOST_OPEN:
            raise Invalid(f"Mehr als {MOST_OPEN} Vollmachten gehen nicht. Beenden Sie zuerst eine andere.")
        row = Mandate.objects.create(principal=principal, created_at=now, **fields)
        _note("account.mandate_given", row, actor, now)
    return row.pk


def accept_mandate(*, mandate_id: uuid.UUID, actor: Actor, now: dt.datetime) -> None:
    """The person the mandate is addressed to takes it on. Twice is once. Raises NotFound for everybody else."""
    with transaction.atomic():
        agent = User.objects.filter(pk=actor.id or NOBODY, realm=Realm.CITIZEN, is_active=True).first()
        row = Mandate.objects.select_for_update().filter(pk=mandate_id, ended_at__isnull=True).first()
        if agent is None or row is None or agent.pk == row.principal_id:
            raise NotFound(GONE)
        if row.agent_id == agent.pk:
            return
        if row.agent_id is not None or row.agent_email != agent.email:
            raise NotFound(GONE)
        if row.valid_until is not None and row.valid_until < clock.today(now):
            raise Invalid("Diese Vollmacht ist abgelaufen. Bitten Sie die Person um eine neue.")
        row.agent, row.accepted_at = agent, now
        row.save(update_fields=["agent", "accepted_at"])
        _note("account.mandate_accepted", row, actor, now)


def end_mandate(*, mandate_id: uuid.UUID, actor: Actor, now: dt.datetime) -> None:
    """Either side ends it from now on (§ 14 (1) sentence 4 VwVfG: towards the authority once it knows). Twice is once."""
    with transaction.atomic():
        user = User.objects.filter(pk=actor.id or NOBODY).first()
        mine = Q(principal=user) | Q(agent=user) | Q(agent__isnull=True, agent_email=user.email) if user else Q(pk=None)
        row = Mandate.objects.select_for_update(of=("self",)).filter(mine, pk=mandate_id).first()
        if row is None:
            raise NotFound(GONE)
        if row.ended_at is not None:
            return
        row.ended_at, row.ended_by_id = now, actor.id
        row.save(update_fields=["ended_at", "ended_by_id"])
        _note("account.mandate_ended", row, actor, now)
        events.publish(MandateEnded(str(row.pk)), aggregate=("mandate", str(row.pk)), now=now)


def note_use(*, mandate_id: uuid.UUID, title: str, reference: str, actor: Actor, now: dt.datetime) -> None:
    """What was done by virtue of the mandate stands in the history of both sides. In the caller's transaction."""
    row = Mandate.objects.get(pk=mandate_id)
    MandateUse.objects.create(mandate=row, title=title[:300], reference=reference, at=now)
    payload = {"mandate": str(row.pk), "reference": reference}
    audit.record(
        act="account.mandate_used", actor=actor, subject=audit.Subject("account", row.principal_id), payload=payload, now=now
    )


def _check(email: str, valid_from: dt.date, valid_until: dt.date | None, today: dt.date) -> None:
    try:
        validate_email(email)
    except ValidationError:
        message = "Geben Sie eine vollständige E-Mail-Adresse an, zum Beispiel name@example.org."
        raise Invalid(message, {"agent_email": message}) from None
    if valid_until is not None and (valid_until < valid_from or valid_until < today):
        message = "Das Ende muss nach dem Anfang liegen und darf nicht vorbei sein."
        raise Invalid(message, {"valid_until": message})


def _note(act: str, row: Mandate, actor: Actor, now: dt.datetime) -> None:
    payload = {"mandate": str(row.pk), "agent": str(row.agent_id) if row.agent_id else None, "service": row.service_key}
    audit.record(act=act, actor=actor, subject=audit.Subject("account", row.principal_id), payload=payload, now=now)
