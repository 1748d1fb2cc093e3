"""Invite a member of staff, and answer the invitation."""

import datetime as dt
import hashlib
import uuid

from django.db import transaction

from rathaus.foundation import ids
from rathaus.foundation.audit import public as audit
from rathaus.foundation.errors import Invalid, NotFound
from rathaus.foundation.permissions.public import SYSTEM, Actor
from rathaus.modules.accounts.enums import Realm
from rathaus.modules.accounts.models import Invitation, User, fold_email
from rathaus.modules.organisation import public as organisation

LIFETIME = dt.timedelta(days=7)


def invite_staff(*, person_id: uuid.UUID, email: str, actor: Actor = SYSTEM, now: dt.datetime) -> str:
    """The token of a new invitation, valid for seven days; earlier open ones of this person end.

    Raises NotFound for an unknown person, Invalid where the person or the address has an account already.
    """
    person = organisation.get_persons([person_id]).get(person_id)
    if person is None:
        raise NotFound("Diese Person gibt es in der Organisation nicht. Legen Sie sie zuerst dort an.")
    address = fold_email(email)
    token = ids.token()
    with transaction.atomic():
        if User.objects.filter(person_id=person_id).exists() or User.objects.by_email(Realm.STAFF, address):
            raise Invalid("Diese Person oder Adresse hat schon ein Konto. Setzen Sie dort das Passwort zurück.")
        Invitation.objects.filter(person_id=person_id, used_at__isnull=True).delete()
        Invitation.objects.create(
            person_id=person_id,
            email=address,
            name=person.name,
            token_digest=digest(token),
            created_at=now,
            expires_at=now + LIFETIME,
        )
        audit.record(act="staff.invited", actor=actor, subject=audit.Subject("person", person_id), payload={}, now=now)
    return token


def digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def find_invitation(token: str, *, now: dt.datetime) -> Invitation:
    """The open invitation behind a token. Raises NotFound."""
    row = Invitation.objects.filter(token_digest=digest(token), used_at__isnull=True, expires_at__gt=now).first()
    if row is None:
        raise NotFound("Diese Einladung gilt nicht mehr. Bitten Sie den Betrieb um eine neue.")
    return row


def accept_invitation(*, token: str, password: str, now: dt.datetime) -> uuid.UUID:
    """Creates the staff account; the address counts as confirmed, for the invitation went there. Raises NotFound, Invalid."""
    with transaction.atomic():
        found = find_invitation(token, now=now)
        row = Invitation.objects.select_for_update().get(pk=found.pk)
        if row.used_at is not None or User.objects.filter(person_id=row.person_id).exists():
            raise Invalid("Diese Einladung wurde schon benutzt. Melden Sie sich an.")
        user = User(realm=Realm.STAFF, email=row.email, name=row.name, person_id=row.person_id, created_at=now)
        user.set_password(password)
        user.save()
        row.used_at = now
        row.save(update_fields=["used_at"])
        audit.record(act="staff.joined", actor=SYSTEM, subject=audit.Subject("person", row.person_id), payload={}, now=now)
    return user.pk
