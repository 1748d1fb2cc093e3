"""The demonstration accounts: every role once, two citizens."""

import tomllib
from importlib import resources
from typing import Any


def demo_people() -> dict[str, Any]:
    """The data of `people.toml`, for `install_demo_people`: `password`, `staff`, `citizen`."""
    return tomllib.loads((resources.files(__name__) / "people.toml").read_text("utf-8"))
