"""What other floors may use of the cookbook."""

import datetime as dt

from rathaus.foundation.permissions.public import Actor
from rathaus.modules.cookbook import library
from rathaus.modules.cookbook.domain.install_recipe import check_recipe, install_recipe
from rathaus.modules.cookbook.models import InstalledRecipe
from rathaus.modules.cookbook.recipe import Recipe, read

__all__ = ["Recipe", "check_recipe", "install_all", "install_recipe", "read"]


def install_all(*, actor: Actor, now: dt.datetime) -> list[InstalledRecipe]:
    """Every recipe of the cookbook folder that needs no official file to be supplied."""
    return [
        install_recipe(recipe=recipe, actor=actor, now=now) for recipe in library.recipes() if recipe.data.form.schema is None
    ]
