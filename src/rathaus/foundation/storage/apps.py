from django.apps import AppConfig


class StorageConfig(AppConfig):
    name = "rathaus.foundation.storage"
    label = "storage"
    verbose_name = "Ablage"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from rathaus.foundation.storage.contrib.folder import FolderStore  # app registry
        from rathaus.foundation.storage.registry import STORES  # app registry

        STORES.register(FolderStore())
