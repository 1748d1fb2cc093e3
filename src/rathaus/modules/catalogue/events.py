"""What this room announces."""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True)
class ServiceOnline:
    """A service got an online form, or lost it (`slug` empty)."""

    TYPE: ClassVar[str] = "catalogue.service_online"
    service_key: str
    slug: str


@dataclass(frozen=True)
class ResponsibilityChanged:
    """Somebody else may now be in charge of a service somewhere."""

    TYPE: ClassVar[str] = "catalogue.responsibility_changed"
    service_key: str
