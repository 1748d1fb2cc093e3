"""Give a consent and take it back."""

import datetime as dt
import uuid

from django.db import transaction

from rathaus.foundation.audit import public as audit
from rathaus.foundation.errors import Forbidden, Invalid, NotFound
from rathaus.foundation.permissions.public import Actor
from rathaus.modules.accounts.models import Consent, User

OTHERS = "Eine Einwilligung gibt und widerruft nur, wem das Konto gehört. Melden Sie sich mit dem richtigen Konto an."


def record_consent(*, account_id: uuid.UUID, purpose: str, version: str, text: str, actor: Actor, now: dt.datetime) -> uuid.UUID:
    """The consent in force afterwards. The same version twice is one; a new version ends the old one.

    `text` is what the person saw (Art. 7 (1) DSGVO: it must be provable). Raises Forbidden, NotFound, Invalid.
    """
    if actor.id != account_id:
        raise Forbidden(OTHERS)
    if not text.strip():
        raise Invalid("Eine Einwilligung braucht ihren Wortlaut. Laden Sie die Seite neu.")
    with transaction.atomic():
        if not User.objects.select_for_update().filter(pk=account_id, is_active=True).exists():
            raise NotFound("Dieses Konto gibt es nicht mehr. Legen Sie ein neues an.")
        present = Consent.objects.filter(user_id=account_id, purpose=purpose, revoked_at__isnull=True).first()
        if present is not None and present.version == version and present.text == text:
            return present.pk
        if present is not None:
            present.revoked_at = now
            present.save(update_fields=["revoked_at"])
        row = Consent.objects.create(user_id=account_id, purpose=purpose, version=version, text=text, given_at=now)
        _note("account.consent_given", row, actor, now)
    return row.pk


def revoke_consent(*, account_id: uuid.UUID, purpose: str, actor: Actor, now: dt.datetime) -> bool:
    """Ends the consent from now on (Art. 7 (3) DSGVO: as easy as giving it). False where none was in force."""
    if actor.id != account_id:
        raise Forbidden(OTHERS)
    with transaction.atomic():
        rows = Consent.objects.select_for_update()
        row = rows.filter(user_id=account_id, purpose=purpose, revoked_at__isnull=True).first()
        if row is None:
            return False
        row.revoked_at = now
        row.save(update_fields=["revoked_at"])
        _note("account.consent_revoked", row, actor, now)
    return True


def _note(act: str, row: Consent, actor: Actor, now: dt.datetime) -> None:
    subject = audit.Subject("account", row.user_id)
    audit.record(act=act, actor=actor, subject=subject, payload={"purpose": row.purpose, "version": row.version}, now=now)
