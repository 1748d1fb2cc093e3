from django.apps import AppConfig


class ServiceCentreConfig(AppConfig):
    name = "rathaus.modules.servicecentre"
    label = "servicecentre"
    verbose_name = "Servicezentrum"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # registrations need the app registry
        from rathaus.modules.servicecentre import navigation, privacy, rules  # noqa: F401
