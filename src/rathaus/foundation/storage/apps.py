from django.apps import AppConfig


class StorageConfig(AppConfig):
    name = "rathaus.foundation.storage"
    label = "storage"
    verbose_name = "Ablage"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # registrations need the app registry
        from rathaus.foundation.storage import tasks  # noqa: F401
        from rathaus.foundation.storage.clamd import ClamdScanner
        from rathaus.foundation.storage.contrib.folder import FolderStore
        from rathaus.foundation.storage.registry import SCANNERS, STORES

        STORES.register(FolderStore())
        SCANNERS.register(ClamdScanner())
