from django.apps import AppConfig


class AbuseConfig(AppConfig):
    name = "rathaus.foundation.abuse"
    label = "abuse"
    verbose_name = "Missbrauchsschutz"
    default_auto_field = "django.db.models.BigAutoField"
