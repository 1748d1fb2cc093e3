from django.apps import AppConfig


class DeliveryConfig(AppConfig):
    name = "rathaus.modules.delivery"
    label = "delivery"
    verbose_name = "Zustellung"
    default_auto_field = "django.db.models.BigAutoField"
