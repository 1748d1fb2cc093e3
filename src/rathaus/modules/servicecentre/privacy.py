"""What this room keeps about a person beside the case: where the inquiry came from. It ends with the file of the case."""

import datetime as dt
import uuid

from rathaus.foundation.privacy.public import Kept, Part, PersonalData, register
from rathaus.modules.cases import public as cases
from rathaus.modules.servicecentre.models import Inquiry


def _of(account_id: uuid.UUID) -> list[Inquiry]:
    followed = [case.id for case in cases.cases_of(account_id)]
    return list(Inquiry.objects.filter(case_id__in=followed).order_by("sent_at"))


def export(account_id: uuid.UUID) -> Part:
    return Part(
        data=[
            {
                "sent_at": row.sent_at.isoformat(),
                "kind": row.kind,
                "nature": row.get_nature_display(),
                "page": row.page,
                "service_key": row.service_key,
                "privacy_version": row.privacy_version,
            }
            for row in _of(account_id)
        ]
    )


def erase(account_id: uuid.UUID, now: dt.datetime) -> list[Kept]:
    """Runs before `cases` lets go of the account; nothing here names the person without the case."""
    del now
    if not _of(account_id):
        return []
    return [Kept(what="Herkunft Ihrer Anfragen", reason="Sie gehört zur Akte des Vorgangs und wird mit ihr gelöscht.")]


register(PersonalData(module="servicecentre", label="Anfragen", export=export, erase=erase, retention=lambda _now: 0, order=55))
