from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "rathaus.foundation.audit"
    label = "audit"
    verbose_name = "Protokoll"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from rathaus.foundation.audit import rules  # noqa: F401  (needs loaded models)
