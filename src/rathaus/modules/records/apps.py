from django.apps import AppConfig


class RecordsConfig(AppConfig):
    name = "rathaus.modules.records"
    label = "records"
    verbose_name = "Akten"
    default_auto_field = "django.db.models.BigAutoField"
