from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "rathaus.web"
    label = "web"
    verbose_name = "Oberfläche"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from rathaus.web import checks  # noqa: F401  (registers itself)
