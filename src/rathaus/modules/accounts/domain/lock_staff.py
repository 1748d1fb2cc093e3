"""Lock and unlock the account of a member of staff."""

import datetime as dt
import uuid

from django.db import transaction

from rathaus.foundation.audit import public as audit
from rathaus.foundation.errors import NotFound
from rathaus.foundation.permissions.public import SYSTEM, Actor
from rathaus.modules.accounts.models import Invitation, Session, User


def lock_staff(*, person_id: uuid.UUID, locked: bool, actor: Actor = SYSTEM, now: dt.datetime) -> None:
    """A locked account is signed out everywhere at once and opens nothing; open invitations end. Twice is once.

    Raises NotFound where the person has no account.
    """
    with transaction.atomic():
        user = User.objects.select_for_update().filter(person_id=person_id).first()
        if user is None:
            raise NotFound("Diese Person hat kein Konto. Laden Sie sie mit `rathaus staff invite` ein.")
        Invitation.objects.filter(person_id=person_id, used_at__isnull=True).delete()
        if locked:
            Session.objects.filter(user_id=user.pk).delete()
        if user.is_active is not locked:
            return
        user.is_active = not locked
        user.save(update_fields=["is_active"])
        act = "staff.locked" if locked else "staff.unlocked"
        audit.record(act=act, actor=actor, subject=audit.Subject("person", person_id), payload={}, now=now)
