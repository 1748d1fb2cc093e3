"""An account is deleted: its cases stay in the file, but no longer lead to the account."""

import datetime as dt
import uuid

from django.db import transaction

from rathaus.foundation.permissions.public import SYSTEM
from rathaus.modules.cases.domain import _common
from rathaus.modules.cases.enums import EntryKind
from rathaus.modules.cases.models import Case, Party


def detach_account(*, account_id: uuid.UUID, now: dt.datetime) -> list[Case]:
    """The cases that followed the account, now reached by their address alone. Twice is once."""
    with transaction.atomic():
        cases = list(Case.objects.select_for_update(of=("self",)).select_related("procedure").filter(account_id=account_id))
        for case in cases:
            case.account_id = None
            _common.save(case)
            _common.tell(
                case, kind=EntryKind.NOTE, actor=SYSTEM, now=now, text="Servicekonto gelöscht; der Vorgang bleibt in der Akte"
            )
        Party.objects.filter(account_id=account_id).update(account_id=None)
    return cases
