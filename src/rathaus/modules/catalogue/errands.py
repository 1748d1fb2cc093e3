"""The question tree "Was möchten Sie erledigen?": theme, situation, services. The tree is data; a city replaces the file."""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from rathaus.foundation.errors import NotFound
from rathaus.modules.catalogue.models import Service

FILE = Path(__file__).parent / "demo" / "errands.toml"


@dataclass(frozen=True, slots=True)
class Situation:
    """The second answer. `services` are keys in the order they are offered."""

    slug: str
    text: str
    services: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Theme:
    """The first answer. `question` is what it leads to."""

    slug: str
    text: str
    hint: str
    question: str
    situations: tuple[Situation, ...]

    def situation(self, slug: str) -> Situation:
        """Raises NotFound."""
        for found in self.situations:
            if found.slug == slug:
                return found
        raise NotFound("Diese Auswahl gibt es nicht. Beginnen Sie noch einmal von vorn.")


@cache
def tree() -> tuple[Theme, ...]:
    """The whole tree as written."""
    rows: list[dict[str, Any]] = tomllib.loads(FILE.read_text(encoding="utf-8"))["theme"]
    return tuple(
        Theme(
            **{name: row[name] for name in ("slug", "text", "hint", "question")},
            situations=tuple(Situation(entry["slug"], entry["text"], tuple(entry["services"])) for entry in row["situation"]),
        )
        for row in rows
    )


def offered() -> list[Theme]:
    """The tree without what leads to nothing here. One query."""
    keys = [key for theme in tree() for situation in theme.situations for key in situation.services]
    there = set(Service.objects.filter(valid_until=None, key__in=keys).values_list("key", flat=True))
    found = []
    for theme in tree():
        situations = tuple(entry for entry in theme.situations if there & set(entry.services))
        if situations:
            found.append(Theme(theme.slug, theme.text, theme.hint, theme.question, situations))
    return found


def theme_named(themes: Sequence[Theme], slug: str) -> Theme:
    """Raises NotFound."""
    for theme in themes:
        if theme.slug == slug:
            return theme
    raise NotFound("Diese Auswahl gibt es nicht. Beginnen Sie noch einmal von vorn.")
