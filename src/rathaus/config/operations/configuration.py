"""What is in order and what is not, for the operator's page: plugins' own checks and the system checks of this house."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain

from django.core import checks

from rathaus.foundation.plugins import Plugin, registries

SYSTEM = ("System", "Einstellungen, Datenbank und Schlüssel")
KINDS = {"scanner": "Virenprüfung", "storage": "Dateiablage", "register": "Register"}  # the others are named in German


@dataclass(frozen=True, slots=True)
class Finding:
    area: str
    name: str
    message: str
    remedy: str


@dataclass(frozen=True, slots=True)
class Examined:
    """`fine` names area and plugin of each that found nothing to say."""

    findings: tuple[Finding, ...]
    fine: tuple[tuple[str, str], ...]


def examine() -> Examined:
    """Every `check_config()` there is. Talks to providers: slow, for the operator's page alone."""
    system = tuple(_system())
    plugins = [
        (_area(registry.kind), plugin.label, tuple(_plugin(registry.kind, plugin)))
        for registry in registries()
        for plugin in registry
    ]
    fine = [(area, label) for area, label, found in plugins if not found]
    return Examined((*system, *chain.from_iterable(found for _, _, found in plugins)), (*([] if system else [SYSTEM]), *fine))


def _system() -> Iterator[Finding]:
    for problem in checks.run_checks(databases=["default"]):
        if str(problem.id or "").startswith("rathaus."):
            yield Finding("System", str(problem.id), str(problem.msg), str(problem.hint or ""))


def _plugin(kind: str, plugin: Plugin) -> Iterator[Finding]:
    try:
        problems = plugin.check_config()
    except Exception as error:  # noqa: BLE001  (a plugin that breaks is a finding, not the end of the page)
        message = f"Die Prüfung selbst scheitert: {type(error).__name__}"
        yield Finding(_area(kind), plugin.label, message, "Siehe Log des Webservers.")
        return
    yield from (Finding(_area(kind), plugin.label, problem.message, problem.remedy) for problem in problems)


def _area(kind: str) -> str:
    return KINDS.get(kind, kind)
