from django.apps import AppConfig


class ConfigConfig(AppConfig):
    name = "rathaus.config"
    label = "config"
    verbose_name = "Betrieb"

    def ready(self) -> None:
        from rathaus.config.operations import checks, navigation, rules  # noqa: F401  (late: they need the loaded apps)
