from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "rathaus.foundation.search"
    label = "search"
    verbose_name = "Suche"
    default_auto_field = "django.db.models.BigAutoField"
