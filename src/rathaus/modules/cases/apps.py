from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "rathaus.modules.cases"
    label = "cases"
    verbose_name = "Vorgänge"
    default_auto_field = "django.db.models.BigAutoField"
