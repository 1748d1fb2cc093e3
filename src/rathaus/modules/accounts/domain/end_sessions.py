"""Sign out elsewhere."""

import uuid

from django.db import transaction

from rathaus.modules.accounts.models import Session


def end_sessions(*, user_id: uuid.UUID, keep: str | None, only: str | None = None) -> int:
    """Ends the account's sessions: all but `keep`, or only the one whose key begins with `only`. How many ended."""
    with transaction.atomic():
        rows = Session.objects.filter(user_id=user_id)
        if keep is not None:
            rows = rows.exclude(session_key=keep)
        if only is not None:
            rows = rows.filter(session_key__startswith=only)
        return rows.delete()[0]
