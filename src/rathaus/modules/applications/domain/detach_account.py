"""An account ends: what was sent stays with its case, the way to the account and the words typed for it go."""

import uuid

from django.db import transaction

from rathaus.modules.applications.domain import drafts
from rathaus.modules.applications.enums import DraftState
from rathaus.modules.applications.models import Application, Draft, DraftFile


def detach_account(*, account_id: uuid.UUID) -> int:
    """How many applications stay. Their submitted drafts keep the account's id: it opens to nobody any more.

    The answers as typed stand in the application too, the uploads in the file of the case.
    """
    with transaction.atomic():
        drafts.discard_all(account_id=account_id)
        sent = Draft.objects.filter(account_id=account_id, state=DraftState.SUBMITTED)
        DraftFile.objects.filter(draft__in=sent).delete()
        sent.update(answers={}, party={}, review={}, provenance={})
        return Application.objects.filter(account_id=account_id).update(account_id=None)
