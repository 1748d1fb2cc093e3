from django.apps import AppConfig


class OrganisationConfig(AppConfig):
    name = "rathaus.modules.organisation"
    label = "organisation"
    verbose_name = "Organisation"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # registrations need the app registry
        from rathaus.modules.organisation import navigation, rules  # noqa: F401
