from django.apps import AppConfig


class MailConfig(AppConfig):
    name = "rathaus.foundation.mail"
    label = "mail"
    verbose_name = "E-Mail"
    default_auto_field = "django.db.models.BigAutoField"
