"""What other rooms show in the Servicekonto: panels of the overview, and purposes one may consent to."""

import datetime as dt
import uuid
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PanelItem:
    """One line: a title that leads somewhere, and what to say about it. `level` as in the KERN badges."""

    title: str
    url: str
    text: str = ""
    status: str = ""
    level: str = "info"


@dataclass(frozen=True, slots=True)
class Panel:
    """A block of the overview. `items(account_id, now)` gives the newest first, at most ten; `more_url` leads to all."""

    key: str
    title: str
    items: Callable[[uuid.UUID, dt.datetime], list[PanelItem]]
    order: int = 100
    empty: str = "Hier ist noch nichts."
    more_url: str = ""


@dataclass(frozen=True, slots=True)
class Purpose:
    """Something one may consent to. A changed text needs a new version, and a new consent."""

    key: str
    version: str
    title: str
    text: str


Services = Callable[[], list[tuple[str, str]]]
"""Key and title of the services a mandate can be limited to."""

_SERVICES: list[Services] = []
_PANELS: dict[str, Panel] = {}
_PURPOSES: dict[str, Purpose] = {}


def register_panel(panel: Panel) -> None:
    """Raises ValueError for a second panel of a key."""
    if _PANELS.get(panel.key, panel) != panel:
        raise ValueError(f"accounts: panel {panel.key} is registered twice")
    _PANELS[panel.key] = panel


def panels() -> list[Panel]:
    return sorted(_PANELS.values(), key=lambda panel: (panel.order, panel.title))


def register_purpose(purpose: Purpose) -> None:
    """Raises ValueError for a second purpose of a key."""
    if _PURPOSES.get(purpose.key, purpose) != purpose:
        raise ValueError(f"accounts: purpose {purpose.key} is registered twice")
    _PURPOSES[purpose.key] = purpose


def purposes() -> list[Purpose]:
    return sorted(_PURPOSES.values(), key=lambda purpose: purpose.title)


def purpose_of(key: str) -> Purpose | None:
    return _PURPOSES.get(key)


def register_services(services: Services) -> None:
    """Rooms further right say which services one may act for another in."""
    _SERVICES[:] = [services]


def services() -> list[tuple[str, str]]:
    return _SERVICES[0]() if _SERVICES else []
