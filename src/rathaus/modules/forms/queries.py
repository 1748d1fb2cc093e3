"""Compiled forms by version, kept in memory: a version never changes."""

import uuid
from collections.abc import Iterable
from functools import lru_cache

from rathaus.foundation.errors import NotFound
from rathaus.modules.forms.compiled import CompiledForm, from_json
from rathaus.modules.forms.models import FormVersion


@lru_cache(maxsize=64)
def load(version_id: uuid.UUID) -> CompiledForm:
    """The form ready to run; one query the first time in a process, none afterwards. Raises NotFound."""
    row = FormVersion.objects.filter(pk=version_id).values_list("compiled", "sha256").first()
    if row is None:
        raise NotFound("Dieses Formular gibt es nicht. Spielen Sie das Rezept des Dienstes neu ein.")
    return CompiledForm(from_json(row[0]), row[1])


def version_ids(names: Iterable[tuple[str, str]]) -> dict[tuple[str, str], uuid.UUID]:
    """(key, version) to id, for those that are installed; the newest reading of each."""
    wanted = set(names)
    found = FormVersion.objects.filter(key__in={key for key, _version in wanted}).order_by("installed_at", "pk")
    rows = found.values_list("key", "version", "pk")
    return {(key, version): pk for key, version, pk in rows if (key, version) in wanted}
