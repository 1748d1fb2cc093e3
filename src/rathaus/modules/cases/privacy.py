"""What a case keeps about a person: handed out on request; kept as long as the file must be kept."""

import datetime as dt
import uuid

from rathaus.foundation.privacy.public import Kept, Part, PersonalData, register
from rathaus.modules.cases.domain.confirm_address import sweep_confirmations
from rathaus.modules.cases.domain.detach_account import detach_account
from rathaus.modules.cases.enums import PUBLIC_ENTRIES
from rathaus.modules.cases.models import Case


def export(account_id: uuid.UUID) -> Part:
    cases = (
        Case.objects.filter(account_id=account_id).select_related("content").prefetch_related("parties", "history", "messages")
    )
    return Part(
        data=[
            {
                "number": case.number,
                "title": case.title,
                "file_reference": case.file_reference,
                "received_at": case.received_at.isoformat(),
                "state": case.state_to_applicant,
                "parties": [
                    {"role": party.get_role_display(), "name": party.name, "email": party.email} for party in case.parties.all()
                ],
                "answers": case.content.summary,
                "attachments": [entry["filename"] for entry in case.content.attachments],
                "messages": [
                    {"at": message.at.isoformat(), "from_office": message.from_office, "text": message.text}
                    for message in case.messages.all()
                ],
                "history": [
                    {"at": entry.at.isoformat(), "what": entry.get_kind_display(), "text": entry.text}
                    for entry in case.history.all()
                    if entry.kind in PUBLIC_ENTRIES
                ],
            }
            for case in cases
        ]
    )


def erase(account_id: uuid.UUID, now: dt.datetime) -> list[Kept]:
    """Nothing of a file may vanish before its time (Art. 17 (3) (b) DSGVO); only the way to the account ends."""
    return [
        Kept(what=f"Vorgang {case.number}: {case.title}", reason="Die Akte muss bis zum Ende ihrer Aufbewahrungsfrist bleiben.")
        for case in detach_account(account_id=account_id, now=now)
    ]


register(
    PersonalData(
        module="cases", label="Vorgänge", export=export, erase=erase, retention=lambda now: sweep_confirmations(now=now), order=50
    )
)
