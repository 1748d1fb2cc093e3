"""What other rooms may use of the service centre."""

import tomllib
from importlib import resources
from typing import Any

from rathaus.modules.servicecentre.domain.install_setup import install_setup
from rathaus.modules.servicecentre.domain.send_inquiry import Message, send_inquiry
from rathaus.modules.servicecentre.enums import Nature

__all__ = ["Message", "Nature", "demo_setup", "install_setup", "send_inquiry"]


def demo_setup() -> dict[str, Any]:
    """The promises of the demonstration, for `install_setup`."""
    return tomllib.loads((resources.files(__package__) / "demo" / "inquiries.toml").read_text("utf-8"))
