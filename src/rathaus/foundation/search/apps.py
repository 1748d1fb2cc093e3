from django.apps import AppConfig
from django.db.backends.signals import connection_created


class SearchConfig(AppConfig):
    name = "rathaus.foundation.search"
    label = "search"
    verbose_name = "Suche"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from rathaus.foundation.search.backends import postgresql

        connection_created.connect(postgresql.connected, dispatch_uid="search.connected")
