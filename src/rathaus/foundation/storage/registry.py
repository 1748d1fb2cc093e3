"""The store of this instance: `RATHAUS_STORAGE` names the plugin, `folder` by default."""

from django.conf import settings

from rathaus.foundation.plugins import Registry
from rathaus.foundation.storage.base import BlobStore

STORES: Registry[BlobStore] = Registry("storage")


def store() -> BlobStore:
    return STORES.get(getattr(settings, "RATHAUS_STORAGE", "folder"))
