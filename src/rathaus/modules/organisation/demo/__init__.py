"""The demonstration organisation: two authorities, fictitious persons."""

import tomllib
from importlib import resources
from typing import Any


def demo_organisation() -> dict[str, Any]:
    """The data of `organisation.toml`, for `install_organisation`."""
    return tomllib.loads((resources.files(__name__) / "organisation.toml").read_text("utf-8"))
