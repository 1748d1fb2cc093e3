from django.apps import AppConfig


class FormsConfig(AppConfig):
    name = "rathaus.modules.forms"
    label = "forms"
    verbose_name = "Formulare"
    default_auto_field = "django.db.models.BigAutoField"
