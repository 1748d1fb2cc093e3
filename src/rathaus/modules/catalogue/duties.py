"""Duties towards the house: the panel, the purpose and the personal data of those who follow an application elsewhere."""

import datetime as dt
import uuid

from django.urls import reverse

from rathaus.foundation.privacy import public as privacy
from rathaus.modules.accounts import public as accounts
from rathaus.modules.catalogue.domain import follow_status as follow
from rathaus.modules.catalogue.domain.take_status import sweep_messages
from rathaus.modules.catalogue.enums import ExternalState
from rathaus.modules.catalogue.models import Handover


def panel(account_id: uuid.UUID, now: dt.datetime) -> list[accounts.PanelItem]:
    del now
    rows = follow.followed_by(account_id)[:10]
    return [
        accounts.PanelItem(
            title=row.title or row.online_service.name,
            url=reverse("online-follow-one", args=[row.pk]),
            text=f"bei {row.online_service.provider}",
            status=str(ExternalState(row.state).label) if row.state else "noch keine Meldung",
            level="warning" if row.state == ExternalState.QUESTION else "info",
        )
        for row in rows
    ]


def export(account_id: uuid.UUID) -> privacy.Part:
    rows = Handover.objects.filter(account_id=account_id).select_related("online_service")
    return privacy.Part(
        {
            "followed": [
                {
                    "online_service": row.online_service.name,
                    "provider": row.online_service.provider,
                    "service_key": row.service_key,
                    "begun_at": row.begun_at.isoformat(),
                    "reference": row.reference,
                    "case_number": row.case_number,
                    "title": row.title,
                    "state": row.state,
                    "note": row.note,
                    "changed_at": row.changed_at.isoformat() if row.changed_at else None,
                }
                for row in rows
            ]
        }
    )


def erase(account_id: uuid.UUID, now: dt.datetime) -> list[privacy.Kept]:
    del now
    Handover.objects.filter(account_id=account_id).delete()
    return []


def retention(now: dt.datetime) -> int:
    return follow.sweep(now=now) + sweep_messages(now=now)


privacy.register(privacy.PersonalData("catalogue", "Anträge bei anderen Onlinediensten", export, erase, retention, order=65))
accounts.register_panel(
    accounts.Panel(
        "online",
        "Anträge bei anderen Onlinediensten",
        panel,
        order=45,
        empty="Wenn ein Onlinedienst eines anderen Anbieters seinen Stand meldet, können Sie ihn hier mitverfolgen.",
        more_url="/konto/onlinedienste/",
    )
)
accounts.register_purpose(accounts.Purpose(follow.PURPOSE, follow.CONSENT_VERSION, follow.CONSENT_TITLE, follow.CONSENT_TEXT))
