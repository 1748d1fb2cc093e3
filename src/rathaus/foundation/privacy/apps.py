from django.apps import AppConfig


class PrivacyConfig(AppConfig):
    name = "rathaus.foundation.privacy"
    label = "privacy"
    verbose_name = "Datenschutz"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # the schedule needs the app registry
        from rathaus.foundation.privacy import jobs  # noqa: F401
