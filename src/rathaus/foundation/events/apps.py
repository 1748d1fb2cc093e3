from django.apps import AppConfig
from django.db.models.signals import post_migrate


class EventsConfig(AppConfig):
    name = "rathaus.foundation.events"
    label = "events"
    verbose_name = "Ereignisse"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # imported late: models must not load before the registry is ready
        from rathaus.foundation.events import cursors

        post_migrate.connect(cursors.join_after_migrate, sender=self, dispatch_uid="events.join")
