from django.apps import AppConfig


class GeoConfig(AppConfig):
    name = "rathaus.modules.geo"
    label = "geo"
    verbose_name = "Geodaten"
    default_auto_field = "django.db.models.BigAutoField"
