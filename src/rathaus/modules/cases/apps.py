from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "rathaus.modules.cases"
    label = "cases"
    verbose_name = "Vorgänge"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # registrations need the app registry
        from rathaus.modules.cases import figures, links, navigation, panel, privacy, receivers, references, rules  # noqa: F401
