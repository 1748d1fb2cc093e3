from django.apps import AppConfig


class PermissionsConfig(AppConfig):
    name = "rathaus.foundation.permissions"
    label = "permissions"
    verbose_name = "Rechte"
    default_auto_field = "django.db.models.BigAutoField"
