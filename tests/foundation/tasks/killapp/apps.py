from django.apps import AppConfig


class KillConfig(AppConfig):
    name = "tests.foundation.tasks.killapp"
    label = "killapp"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from tests.foundation.tasks.killapp import receivers  # noqa: F401
