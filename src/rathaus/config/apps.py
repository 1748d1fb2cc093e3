from django.apps import AppConfig


class ConfigConfig(AppConfig):
    name = "rathaus.config"
    label = "config"
    verbose_name = "Betrieb"
