from django.apps import AppConfig


class PaymentsConfig(AppConfig):
    name = "rathaus.modules.payments"
    label = "payments"
    verbose_name = "Zahlungen"
    default_auto_field = "django.db.models.BigAutoField"
