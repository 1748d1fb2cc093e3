"""One shape for the few places where real providers differ: identity, payment, delivery, geocoder, storage, seal, register.

A plugin lives in `contrib/<provider>/`, is registered under an identifier and can say whether it is set up.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Generic, Protocol, TypeVar


@dataclass(frozen=True, slots=True)
class ConfigProblem:
    """What is wrong and what to do about it, in German, for the operator's configuration page."""

    message: str
    remedy: str


class Plugin(Protocol):
    identifier: str
    label: str

    def check_config(self) -> list[ConfigProblem]:
        """Empty where the plugin can work; it may talk to its provider, so it is called on the operator's page alone."""


P = TypeVar("P", bound=Plugin)
_REGISTRIES: "list[Registry[Any]]" = []


class Registry(Generic[P]):
    """The plugins of one kind. `registries()` lists every kind for the configuration page."""

    def __init__(self, kind: str) -> None:
        self.kind = kind
        self._plugins: dict[str, P] = {}
        _REGISTRIES.append(self)

    def register(self, plugin: P) -> P:
        if plugin.identifier in self._plugins:
            raise ValueError(f"{self.kind}: {plugin.identifier} is registered twice")
        self._plugins[plugin.identifier] = plugin
        return plugin

    def get(self, identifier: str) -> P:
        """Raises KeyError with the known identifiers where there is no such plugin."""
        try:
            return self._plugins[identifier]
        except KeyError:
            known = ", ".join(sorted(self._plugins)) or "none"
            raise KeyError(f"{self.kind}: no plugin {identifier!r}; known: {known}") from None

    def __iter__(self) -> Iterator[P]:
        return iter(self._plugins.values())


def registries() -> list[Registry[Any]]:
    return list(_REGISTRIES)
