from django.apps import AppConfig


class GeoConfig(AppConfig):
    name = "rathaus.modules.geo"
    label = "geo"
    verbose_name = "Geodaten"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # registrations need the app registry
        from rathaus.modules.geo import navigation, rules  # noqa: F401
