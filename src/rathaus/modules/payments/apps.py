from django.apps import AppConfig


class PaymentsConfig(AppConfig):
    name = "rathaus.modules.payments"
    label = "payments"
    verbose_name = "Zahlungen"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # registrations need the app registry
        from rathaus.modules.payments import navigation, privacy, receivers, rules, tasks  # noqa: F401
        from rathaus.modules.payments.contrib import load

        load()
