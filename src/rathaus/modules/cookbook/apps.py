from django.apps import AppConfig


class CookbookConfig(AppConfig):
    name = "rathaus.modules.cookbook"
    label = "cookbook"
    verbose_name = "Kochbuch"
    default_auto_field = "django.db.models.BigAutoField"
