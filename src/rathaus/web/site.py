"""Who runs this instance: names, imprint, contacts. Data of the operator, read from `RATHAUS_DATA/site.toml`.

A demonstration without that file takes the one beside this module; any other instance shows visible gaps.
"""

import tomllib
from dataclasses import dataclass, field, fields
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings

DEMONSTRATION = Path(__file__).with_name("site.demo.toml")
MISSING = "(noch nicht eingetragen)"


@dataclass(frozen=True, slots=True)
class Site:
    """The keys of `site.toml`; lists of lines are printed one below the other."""

    name: str = "Rathaus"  # short, in the header: the city
    authority: str = MISSING  # the legal person, as in the imprint
    represented_by: str = MISSING
    address: list[str] = field(default_factory=lambda: [MISSING])
    phone: str = MISSING
    email: str = MISSING
    vat_id: str = ""
    supervisor: str = MISSING  # Aufsichtsbehörde
    editor: str = MISSING  # responsible for the content, § 18 Abs. 2 MStV
    privacy_officer: list[str] = field(default_factory=lambda: [MISSING])
    privacy_authority: list[str] = field(default_factory=lambda: [MISSING])
    accessibility_contact: list[str] = field(default_factory=lambda: [MISSING])
    accessibility_email: str = ""
    accessibility_law: str = "Gleichstellungsrecht des Landes und die europäische Norm EN 301 549"
    accessibility_checked_on: str = MISSING
    accessibility_gaps: list[str] = field(default_factory=list)  # what is known not to be accessible yet
    enforcement_body: list[str] = field(default_factory=lambda: [MISSING])  # Durchsetzungsverfahren
    security_contact: str = ""
    easy_language_url: str = ""
    sign_language_url: str = ""


def read(path: Path) -> Site:
    """Raises ValueError for a key that does not exist: a typo must not lose an imprint."""
    data: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))
    if unknown := set(data) - {entry.name for entry in fields(Site)}:
        raise ValueError(f"{path}: unbekannte Angaben {', '.join(sorted(unknown))}")
    return Site(**data)


@lru_cache(maxsize=4)
def _cached(path: Path, _changed_at: int) -> Site:
    return read(path)


def site() -> Site:
    """The operator's own file, read again when it changes."""
    own = Path(settings.RATHAUS_DATA) / "site.toml"
    for path in (own, DEMONSTRATION) if settings.RATHAUS_DEMO else (own,):
        try:
            return _cached(path, path.stat().st_mtime_ns)
        except FileNotFoundError:
            continue
    return Site()
