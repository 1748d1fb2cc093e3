from django.apps import AppConfig


class EventsConfig(AppConfig):
    name = "rathaus.foundation.events"
    label = "events"
    verbose_name = "Ereignisse"
    default_auto_field = "django.db.models.BigAutoField"
