from django.apps import AppConfig


class ApplicationsConfig(AppConfig):
    name = "rathaus.modules.applications"
    label = "applications"
    verbose_name = "Anträge"
    default_auto_field = "django.db.models.BigAutoField"
