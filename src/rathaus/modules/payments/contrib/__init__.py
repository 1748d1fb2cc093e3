"""The providers this house can talk to."""

from django.conf import settings


def load() -> None:
    """Registers what the operator has switched on; the demonstration provider in a demonstration alone."""
    if settings.RATHAUS_DEMO:
        from rathaus.modules.payments.contrib.demo.provider import DemoProvider  # only then
        from rathaus.modules.payments.registry import providers

        if "demo" not in [known.identifier for known in providers]:
            providers.register(DemoProvider())
