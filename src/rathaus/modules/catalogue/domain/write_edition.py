"""A description that comes ready from a file becomes the published edition of the city's own text."""

import datetime as dt

from django.db.models import Max

from rathaus.foundation.permissions.public import Actor
from rathaus.modules.catalogue import descriptions
from rathaus.modules.catalogue.descriptions import Description
from rathaus.modules.catalogue.domain.feed import note_change
from rathaus.modules.catalogue.enums import EditionState
from rathaus.modules.catalogue.models import Edition


def lock_published(service_key: str) -> Edition | None:
    """The published edition, with the editions of the service locked: whoever publishes one of them waits here.

    Asked again after the lock: PostgreSQL leaves out of the first answer what another has superseded meanwhile.
    """
    list(Edition.objects.select_for_update().filter(service_key=service_key).order_by("number").values_list("number"))
    return Edition.objects.filter(service_key=service_key, state=EditionState.PUBLISHED).first()


def publish_at_once(*, description: Description, source: str, demo: bool, actor: Actor, now: dt.datetime) -> Edition | None:
    """Within the caller's transaction; None where the published edition says the same already."""
    content, sha256 = descriptions.encode(description).decode(), descriptions.digest(description)
    current = lock_published(description.key)
    if current is not None:
        if (current.sha256, current.source, current.demo) == (sha256, source, demo):
            return None
        current.state = EditionState.SUPERSEDED
        current.version += 1
        current.save(update_fields=["state", "version"])
    note_change(description.key, now=now)
    last = Edition.objects.filter(service_key=description.key).aggregate(last=Max("number"))["last"] or 0
    return Edition.objects.create(
        service_key=description.key,
        number=last + 1,
        state=EditionState.PUBLISHED,
        content=content,
        sha256=sha256,
        source=source,
        demo=demo,
        based_on=current.number if current else None,
        written_by_name=actor.name,
        written_at=now,
        published_at=now,
    )
