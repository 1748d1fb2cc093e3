from django.apps import AppConfig


class AbuseConfig(AppConfig):
    name = "rathaus.foundation.abuse"
    label = "abuse"
    verbose_name = "Missbrauchsschutz"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # the schedule needs the app registry
        from rathaus.foundation.abuse import jobs  # noqa: F401
