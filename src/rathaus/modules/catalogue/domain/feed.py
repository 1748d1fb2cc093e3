"""Our own feed: which services changed, in an order that never leaves one out."""

import datetime as dt

from django.db.models import F

from rathaus.modules.catalogue.models import FeedCounter, FeedEntry


def note_change(service_key: str, *, now: dt.datetime, deleted: bool = False) -> int:
    """Within the transaction that publishes or withdraws; gives the new position.

    The counter stays locked until that transaction ends: a reader who has seen position 7 can never meet a 6 later.
    """
    FeedCounter.objects.get_or_create(id=1)
    FeedCounter.objects.filter(id=1).update(position=F("position") + 1)
    position = FeedCounter.objects.values_list("position", flat=True).get(id=1)
    FeedEntry.objects.update_or_create(service_key=service_key, defaults={"position": position, "deleted": deleted, "at": now})
    return position
