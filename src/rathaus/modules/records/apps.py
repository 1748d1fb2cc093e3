from django.apps import AppConfig


class RecordsConfig(AppConfig):
    name = "rathaus.modules.records"
    label = "records"
    verbose_name = "Akten"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # registrations need the app registry
        from rathaus.foundation.storage import public as storage
        from rathaus.modules.records import navigation, privacy, queries, rules  # noqa: F401

        storage.register_references("records", queries.named_among)
