from django.apps import AppConfig


class ApplicationsConfig(AppConfig):
    name = "rathaus.modules.applications"
    label = "applications"
    verbose_name = "Anträge"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # they register themselves and import models, which stand only now
        from rathaus.modules.applications import duties, receivers, rules, tasks  # noqa: F401
        from rathaus.modules.applications.registers.contrib.demo import register  # noqa: F401
