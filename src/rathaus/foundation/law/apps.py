from django.apps import AppConfig


class LawConfig(AppConfig):
    name = "rathaus.foundation.law"
    label = "law"
    verbose_name = "Recht"
    default_auto_field = "django.db.models.BigAutoField"
