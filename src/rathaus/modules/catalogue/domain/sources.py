"""The editorial systems we take descriptions from."""

import uuid
from collections import defaultdict
from collections.abc import Collection

from rathaus.foundation.errors import Invalid, NotFound
from rathaus.modules.catalogue.enums import ObjectKind, SourceKind, SourceLevel
from rathaus.modules.catalogue.models import Source, SourceObject


def enter_source(*, slug: str, name: str, level: str, kind: str = SourceKind.XZUFI, feed_url: str = "") -> Source:
    """A new source, or the known one with what is said anew. Raises Invalid for an unknown level or kind."""
    if level not in SourceLevel.values:
        raise Invalid(f"Die Ebene {level!r} gibt es nicht. Möglich sind {', '.join(SourceLevel.values)}.")
    if kind not in SourceKind.values:
        raise Invalid(f"Die Art {kind!r} gibt es nicht. Möglich sind {', '.join(SourceKind.values)}.")
    values = {"name": name or slug, "level": level, "kind": kind} | ({"feed_url": feed_url} if feed_url else {})
    source, _ = Source.objects.update_or_create(slug=slug, defaults=values)
    return source


def hold_sources() -> None:
    """Within a transaction, first of all: who makes tables from what sources say waits until nobody else does. One query.

    Two of them touch the same services and responsibilities whichever source they speak for, and neither sees what the other
    has not committed yet.
    """
    list(Source.objects.select_for_update(no_key=True).order_by("pk").values_list("pk"))


def schemes_of(kind: ObjectKind, named: Collection[tuple[uuid.UUID, str]]) -> dict[tuple[uuid.UUID, str], dict[str, str]]:
    """For each source and value the schemes of the objects there are, for `objects.of_scheme`. One query, none for nothing."""
    found: dict[tuple[uuid.UUID, str], dict[str, str]] = defaultdict(dict)
    rows = SourceObject.objects.filter(kind=kind, value__in={value for _, value in named}, deleted_at=None)
    for source, scheme, value in rows.values_list("source", "scheme", "value") if named else ():
        found[source, value][scheme] = scheme
    return found


def find_source(slug: str) -> Source:
    """Raises NotFound naming the known ones."""
    source = Source.objects.filter(slug=slug).first()
    if source is None:
        known = ", ".join(Source.objects.values_list("slug", flat=True)) or "noch keine"
        raise NotFound(f"Die Quelle {slug!r} gibt es nicht. Bekannt sind: {known}.")
    return source
