from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "rathaus.modules.accounts"
    label = "accounts"
    verbose_name = "Konten"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # registrations need the app registry
        from rathaus.modules.accounts import navigation, privacy, rules  # noqa: F401
