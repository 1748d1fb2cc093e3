"""Make the search index say exactly what the tables say."""

from django.db import transaction

from rathaus.modules.catalogue.index import SERVICES, index_keys
from rathaus.modules.catalogue.models import Service

BATCH = 500


def reindex() -> tuple[int, int]:
    """Gives the numbers of services indexed anew and of those taken out; (0, 0) where nothing was wrong."""
    with transaction.atomic():
        keys = list(Service.objects.filter(valid_until=None).values_list("key", flat=True))
        changed = sum(index_keys(keys[at : at + BATCH]) for at in range(0, len(keys), BATCH))
        return changed, SERVICES.retain(keys)
