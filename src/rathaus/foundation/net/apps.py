from django.apps import AppConfig


class NetConfig(AppConfig):
    name = "rathaus.foundation.net"
    label = "net"
    verbose_name = "Netz"
    default_auto_field = "django.db.models.BigAutoField"
