"""The account's share of an erasure, of a data pack and of retention."""

import datetime as dt
import uuid

from django.db.models import Q

from rathaus.foundation.audit import public as audit
from rathaus.foundation.permissions.public import SYSTEM
from rathaus.foundation.privacy import public as privacy
from rathaus.modules.accounts import fim
from rathaus.modules.accounts.models import Consent, Invitation, Mandate, ProfileValue, Session, User
from rathaus.modules.accounts.queries import consents, mandates_given
from rathaus.modules.accounts.sessions import moment

UNCONFIRMED_FOR = dt.timedelta(days=30)
ENDED_MANDATES_FOR = dt.timedelta(days=3 * 366)  # § 195 BGB: three years, and the rest of the year


def erase_account(account_id: uuid.UUID, now: dt.datetime) -> list[privacy.Kept]:
    """Deletes the account with all it holds. Nothing of it stays but entries of the audit without their payload."""
    user = User.objects.filter(pk=account_id).first()
    if user is None:
        return []
    Session.objects.filter(user_id=account_id).delete()
    Mandate.objects.filter(Q(agent=user) | Q(agent_email=user.email), ended_at__isnull=True).update(ended_at=now)
    Mandate.objects.filter(Q(agent=user) | Q(agent_email=user.email)).update(agent=None, agent_email="")
    user.delete()
    audit.erase_payloads(subjects=[audit.Subject("account", account_id)], reason="Art. 17 DSGVO", actor=SYSTEM, now=now)
    return []


def export_account(account_id: uuid.UUID) -> privacy.Part:
    """Everything the account holds, in words."""
    user = User.objects.filter(pk=account_id).first()
    if user is None:
        return privacy.Part(data={})
    labels = {field.fim_id: field.label for field in fim.FIELDS}
    values = [
        {
            "feld": labels.get(row.fim_id, row.fim_id),
            "fim": row.fim_id,
            "wert": row.value,
            "herkunft": row.get_source_display(),
            "nachweis": row.get_trust_level_display(),
            "stand": row.at,
        }
        for row in ProfileValue.objects.filter(user=user).order_by("fim_id")
    ]
    return privacy.Part(
        data={
            "email": user.email,
            "name": user.name,
            "angelegt": user.created_at,
            "letzte_anmeldung": user.last_login,
            "angaben": values,
            "einwilligungen": [
                {
                    "zweck": row.purpose,
                    "fassung": row.version,
                    "wortlaut": row.text,
                    "erteilt": row.given_at,
                    "widerrufen": row.revoked_at,
                }
                for row in consents(account_id)
            ],
            "vollmachten": [
                {
                    "an": row.agent_email,
                    "leistung": row.service_key,
                    "von": row.valid_from,
                    "bis": row.valid_until,
                    "beendet": row.ended_at,
                    "benutzt": [{"wann": use.at, "wofür": use.title, "vorgang": use.reference} for use in row.uses],
                }
                for row in mandates_given(account_id)
            ],
        }
    )


def retention(now: dt.datetime) -> int:
    """Accounts whose address was never confirmed, dead sessions, used invitations, mandates long ended."""
    never = User.objects.filter(created_at__lt=now - UNCONFIRMED_FOR, last_login__isnull=True, realm="citizen", demo=False)
    never = never.exclude(emailaddress__verified=True)
    gone = never.count()
    never.delete()
    gone += Session.objects.filter(expire_date__lt=moment()).delete()[0]
    gone += Invitation.objects.filter(expires_at__lt=now).delete()[0]
    gone += Mandate.objects.filter(ended_at__lt=now - ENDED_MANDATES_FOR).delete()[0]
    gone += Consent.objects.filter(revoked_at__lt=now - ENDED_MANDATES_FOR).delete()[0]
    return gone
