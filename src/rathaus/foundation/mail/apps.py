from django.apps import AppConfig


class MailConfig(AppConfig):
    name = "rathaus.foundation.mail"
    label = "mail"
    verbose_name = "E-Mail"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from rathaus.foundation.mail import receivers  # noqa: F401  (late: models load after the registry)
