"""The recipes lying in the cookbook folder of this house."""

import hashlib
from pathlib import Path

from django.conf import settings

from rathaus.foundation.errors import Invalid, NotFound
from rathaus.modules.cookbook.recipe import Recipe, read


def recipes() -> list[Recipe]:
    """All readable recipes, by name. Raises Invalid for a broken one: a folder that is no recipe does not belong there."""
    folder: Path = settings.RATHAUS_COOKBOOK
    return [read(path) for path in sorted(folder.iterdir()) if (path / "recipe.toml").exists()] if folder.is_dir() else []


def find(name: str) -> Recipe:
    """By folder or by name in the cookbook folder. Raises NotFound with what there is."""
    path = Path(name)
    if (path / "recipe.toml").exists():
        return read(path)
    known = {recipe.data.slug: recipe for recipe in recipes()}
    if name in known:
        return known[name]
    raise NotFound(f"Das Rezept „{name}“ gibt es nicht. Vorhanden: {', '.join(known) or 'keines'}.")


def for_schema(schema: bytes) -> Recipe:
    """The recipe made for this very file. Raises Invalid where none is."""
    digest = hashlib.sha256(schema).hexdigest()
    wanted = {recipe.data.form.schema.sha256: recipe for recipe in recipes() if recipe.data.form.schema is not None}
    if digest in wanted:
        return wanted[digest]
    known = ", ".join(f"{r.data.form.schema.id} {r.data.form.schema.version}" for r in wanted.values() if r.data.form.schema)
    raise Invalid(
        f"Zu dieser Datei (SHA-256 {digest[:16]}…) gibt es kein Rezept. Rezepte mit amtlichem Schema: {known or 'keine'}. "
        "Legen Sie eines nach docs/kochbuch/rezept.md an."
    )
