"""The payment providers that are set up."""

from rathaus.foundation.plugins import Registry
from rathaus.modules.payments.base import Provider

providers: Registry[Provider] = Registry("Zahlungsdienst")


def default_provider() -> Provider | None:
    """The first one without a problem of configuration; None: online payment is not offered."""
    return next(iter(providers), None)
