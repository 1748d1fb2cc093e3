"""The ways of reporting that are there."""

from rathaus.foundation.plugins import Registry
from rathaus.modules.catalogue.status.base import StatusPlugin

plugins: Registry[StatusPlugin] = Registry("Stand von Onlinediensten")
