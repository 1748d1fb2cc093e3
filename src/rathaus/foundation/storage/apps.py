from django.apps import AppConfig


class StorageConfig(AppConfig):
    name = "rathaus.foundation.storage"
    label = "storage"
    verbose_name = "Ablage"
    default_auto_field = "django.db.models.BigAutoField"
