from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "rathaus.foundation.audit"
    label = "audit"
    verbose_name = "Protokoll"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from rathaus.foundation.audit import rules, tasks  # noqa: F401  (late: models load after the registry)
