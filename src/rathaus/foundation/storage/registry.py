"""The store of this instance: `RATHAUS_STORAGE` names the plugin, `folder` by default. And the scanner, where there is one."""

from django.conf import settings

from rathaus.foundation.plugins import Plugin, Registry
from rathaus.foundation.storage.base import BlobStore

STORES: Registry[BlobStore] = Registry("storage")
SCANNERS: Registry[Plugin] = Registry("scanner")


def store() -> BlobStore:
    return STORES.get(settings.RATHAUS_STORAGE)
