from django.apps import AppConfig


class TasksConfig(AppConfig):
    name = "rathaus.foundation.tasks"
    label = "tasks"
    verbose_name = "Aufgaben im Hintergrund"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from rathaus.foundation.tasks import receivers  # noqa: F401  (late: models load after the registry)
