from collections.abc import Sequence

from django.apps import AppConfig


class DeliveryConfig(AppConfig):
    name = "rathaus.modules.delivery"
    label = "delivery"
    verbose_name = "Zustellung"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # late: models load after the registry
        from rathaus.foundation.storage import public as storage
        from rathaus.modules.delivery import navigation, panel, personal, receivers, rules, tasks  # noqa: F401
        from rathaus.modules.delivery.contrib.letter import Letter
        from rathaus.modules.delivery.contrib.portal import Portal
        from rathaus.modules.delivery.registry import CHANNELS

        CHANNELS.register(Portal())
        CHANNELS.register(Letter())
        storage.register_references("delivery", named_hashes)


def named_hashes(hashes: Sequence[str]) -> set[str]:
    """Those of the hashes that a delivery still names."""
    from rathaus.modules.delivery.models import Delivery  # late: models load after the registry

    return set(Delivery.objects.filter(sha256__in=hashes).values_list("sha256", flat=True))
