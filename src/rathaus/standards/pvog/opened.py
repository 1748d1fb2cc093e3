"""JSON taken apart so that nothing is forgotten: what nobody took is told."""

from typing import Any

import msgspec

from rathaus.standards.xzufi.errors import FindingKind, Findings, XzufiError


class PvogError(XzufiError):
    """The answer is not what PVOG sends. `path` names the place."""


def parse(data: bytes, most: int) -> "Opened":
    """An object out of JSON. Raises PvogError."""
    if len(data) > most:
        raise PvogError(f"Die Antwort ist größer als {most // 1024 // 1024} MiB.", "Rufen Sie sie in Teilen ab.")
    try:
        found = msgspec.json.decode(data)
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError) as error:
        raise PvogError(f"Die Antwort ist kein JSON: {str(error)[:200]}", "Rufen Sie sie neu ab.") from error
    if not isinstance(found, dict):
        raise PvogError("Die Antwort ist kein JSON-Objekt.", "Prüfen Sie die Adresse des Abrufs.")
    return Opened(found, "", Findings())


class Opened:
    """An object of JSON with its path; every value is taken once."""

    def __init__(self, data: dict[str, Any], path: str, findings: Findings) -> None:
        self._left, self.path, self.findings = dict(data), path, findings

    def tell(self, name: str, text: str, kind: FindingKind = FindingKind.UNKNOWN) -> None:
        self.findings.add(kind, 0, f"{self.path}/{name}", text)

    def text(self, name: str, *, needed: bool = False) -> str:
        value = self._left.pop(name, None)
        if value is not None and not isinstance(value, str):
            raise PvogError(f"Hier wird Text erwartet, nicht {type(value).__name__}.", path=f"{self.path}/{name}")
        if needed and not (value or "").strip():
            raise PvogError("Die Angabe fehlt.", "Rufen Sie die Beschreibung neu ab.", path=f"{self.path}/{name}")
        return value or ""

    def number(self, name: str) -> int | None:
        value = self._left.pop(name, None)
        if value is not None and (not isinstance(value, int) or isinstance(value, bool)):
            raise PvogError(f"Hier wird eine ganze Zahl erwartet, nicht {str(value)[:40]!r}.", path=f"{self.path}/{name}")
        return value

    def flag(self, name: str, *, usual: bool = False) -> bool:
        value = self._left.pop(name, usual)
        if not isinstance(value, bool):
            raise PvogError(f"Hier wird true oder false erwartet, nicht {str(value)[:40]!r}.", path=f"{self.path}/{name}")
        return value

    def texts(self, name: str) -> tuple[str, ...]:
        values = self._list(name)
        for value in values:
            if not isinstance(value, str):
                self.tell(name, f"Hier werden Texte erwartet; {str(value)[:60]!r} wurde nicht übernommen.")
        return tuple(value for value in values if isinstance(value, str))

    def opened(self, name: str) -> "list[Opened]":
        found = []
        for at, value in enumerate(self._list(name)):
            if isinstance(value, dict):
                found.append(Opened(value, f"{self.path}/{name}[{at}]", self.findings))
            else:
                self.tell(name, f"Hier werden Objekte erwartet; {str(value)[:60]!r} wurde nicht übernommen.")
        return found

    def one(self, name: str) -> "Opened":
        value = self._left.pop(name, None)
        if value is not None and not isinstance(value, dict):
            raise PvogError("Hier wird ein Objekt erwartet.", path=f"{self.path}/{name}")
        return Opened(value or {}, f"{self.path}/{name}", self.findings)

    def rest(self) -> dict[str, Any]:
        """Everything that was not taken."""
        left, self._left = self._left, {}
        return left

    def close(self) -> None:
        """Tells what is left. Empty lists, objects and texts say nothing; neither does a flag that is off."""
        for name, value in self.rest().items():
            if value not in ([], {}, "", None, False):
                self.tell(name, f"Dafür hat das Modell keinen Platz: {str(value)[:200]}")

    def _list(self, name: str) -> list[Any]:
        value = self._left.pop(name, None)
        if value is not None and not isinstance(value, list):
            raise PvogError("Hier wird eine Liste erwartet.", path=f"{self.path}/{name}")
        return value or []
