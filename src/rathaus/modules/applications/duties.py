"""Duties towards the house: the account's panel and purpose, storage references, the navigation, the person's data."""

import datetime as dt
import uuid
from collections.abc import Iterable, Sequence

from django.urls import reverse

from rathaus.foundation.privacy import public as privacy
from rathaus.foundation.storage import public as storage
from rathaus.modules.accounts import public as accounts
from rathaus.modules.applications import queries, review, rules
from rathaus.modules.applications.domain import drafts
from rathaus.modules.applications.domain.detach_account import detach_account
from rathaus.modules.applications.enums import DraftState
from rathaus.modules.applications.models import Application, Draft, DraftFile
from rathaus.modules.cases import public as cases
from rathaus.web.navigation import NavItem, Realm, register


def named_among(hashes: Sequence[str]) -> Iterable[str]:
    """Uploads of drafts; once submitted, the case and the records name them too."""
    return DraftFile.objects.filter(sha256__in=hashes).values_list("sha256", flat=True)


def panel(account_id: uuid.UUID, now: dt.datetime) -> list[accounts.PanelItem]:
    del now
    return [
        accounts.PanelItem(
            title=draft.title,
            url=reverse("applications:resume", args=[draft.token]),
            text=f"Zuletzt gespeichert am {draft.updated_at:%d.%m.%Y}",
            status="Entwurf",
        )
        for draft in queries.drafts_of(account_id)[:10]
    ]


def export(account_id: uuid.UUID) -> privacy.Part:
    rows = Draft.objects.select_related("offer").filter(account_id=account_id, state=DraftState.OPEN)
    sent = Application.objects.filter(account_id=account_id).order_by("submitted_at")
    return privacy.Part(
        {
            "drafts": [{"title": row.offer.title, "answers": row.answers, "party": row.party} for row in rows],
            "applications": [
                {"submitted_at": row.submitted_at.isoformat(), "summary": row.summary, "parties": row.parties} for row in sent
            ],
        }
    )


def erase(account_id: uuid.UUID, now: dt.datetime) -> list[privacy.Kept]:
    """Drafts go at once; what was sent belongs to its case."""
    del now
    if not detach_account(account_id=account_id):
        return []
    return [
        privacy.Kept("Abgesendete Anträge", "Sie gehören zur Akte des Verfahrens und werden mit ihr aufbewahrt und gelöscht.")
    ]


cases.show_entry(lambda case_id: reverse("applications:letter", args=[case_id]))
storage.register_references("applications", named_among)
privacy.register(
    privacy.PersonalData("applications", "Anträge und Entwürfe", export, erase, lambda now: drafts.sweep(now=now), order=60)
)
accounts.register_panel(
    accounts.Panel(
        "drafts", "Gespeicherte Entwürfe", panel, order=40, empty="Sie haben keinen Entwurf.", more_url="/konto/entwuerfe/"
    )
)
accounts.register_services(queries.services_for_others)
accounts.register_purpose(
    accounts.Purpose(review.PURPOSE, review.CONSENT_VERSION, "Bescheide elektronisch im Postfach", review.CONSENT_TEXT)
)
register(
    NavItem(Realm.STAFF, "Antrag am Schalter", "applications:counter", order=30, right=rules.COUNTER),
    NavItem(Realm.STAFF, "Posteingang", "applications:post_room", order=40, right=rules.POST_ROOM),
)
