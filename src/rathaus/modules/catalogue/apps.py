from django.apps import AppConfig


class CatalogueConfig(AppConfig):
    name = "rathaus.modules.catalogue"
    label = "catalogue"
    verbose_name = "Leistungen"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # registrations need the app registry
        from rathaus.modules.catalogue import duties, figures, navigation, receivers, rules, tasks  # noqa: F401
        from rathaus.modules.catalogue.status.contrib.signed import plugin  # noqa: F401
