"""Everything that is not in order, for the operator's page: plugins' own checks and the system checks of this house."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.core import checks

from rathaus.foundation.plugins import registries

KINDS = {"scanner": "Virenprüfung", "storage": "Dateiablage", "register": "Register"}  # the others are named in German


@dataclass(frozen=True, slots=True)
class Finding:
    area: str
    name: str
    message: str
    remedy: str


def findings() -> list[Finding]:
    """Talks to providers: slow, for the operator's page alone."""
    return [*_system(), *_plugins()]


def _system() -> Iterator[Finding]:
    for problem in checks.run_checks(databases=["default"]):
        if str(problem.id or "").startswith("rathaus."):
            yield Finding("System", str(problem.id), str(problem.msg), str(problem.hint or ""))


def _plugins() -> Iterator[Finding]:
    for registry in registries():
        for plugin in registry:
            try:
                problems = plugin.check_config()
            except Exception as error:  # noqa: BLE001  (a plugin that breaks is a finding, not the end of the page)
                yield Finding(
                    _area(registry.kind),
                    plugin.label,
                    f"Die Prüfung selbst scheitert: {type(error).__name__}",
                    "Siehe Log des Webservers.",
                )
                continue
            for problem in problems:
                yield Finding(_area(registry.kind), plugin.label, problem.message, problem.remedy)


def _area(kind: str) -> str:
    return KINDS.get(kind, kind)
