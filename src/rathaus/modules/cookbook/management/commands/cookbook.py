"""`rathaus cookbook list | check | install | diff | export`: recipes on the command line."""

import difflib
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from rathaus.foundation import clock
from rathaus.foundation.errors import RathausError
from rathaus.foundation.permissions.public import SYSTEM
from rathaus.modules.cookbook import library
from rathaus.modules.cookbook.domain.install_recipe import check_recipe, files, install_recipe
from rathaus.modules.cookbook.models import InstalledRecipe
from rathaus.modules.cookbook.recipe import Recipe
from rathaus.modules.forms import public as forms


class Command(BaseCommand):
    help = "Rezepte prüfen, installieren, vergleichen und ausgeben"

    def add_arguments(self, parser: ArgumentParser) -> None:
        commands = parser.add_subparsers(dest="command", required=True)
        commands.add_parser("list", help="was da ist und was installiert ist")
        for name, text in (("check", "prüfen, ohne etwas zu ändern"), ("install", "installieren")):
            command = commands.add_parser(name, help=text)
            command.add_argument("recipe", nargs="?", help="Ordner oder Name; ohne Angabe das zum Schema gehörende")
            command.add_argument("--schema", type=Path, help="amtliche XDatenfelder-Datei, unverändert")
            command.add_argument("--rules", type=Path, help="übersetzte Regeln der FITKO zu diesem Schema (JSON)")
            command.add_argument(
                "--code-list", action="append", default=[], metavar="DATEI[#Spalte]", help="Codeliste (genericode); auch mehrfach"
            )
        diff = commands.add_parser("diff", help="Unterschied zwischen installierter und vorliegender Fassung")
        diff.add_argument("recipe")
        export = commands.add_parser("export", help="eine installierte Fassung als Ordner ausgeben")
        export.add_argument("slug")
        export.add_argument("folder", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002 (Django's signature)
        try:
            getattr(self, f"_{options['command']}")(options)
        except RathausError as error:
            raise CommandError(str(error)) from error

    def _list(self, options: dict[str, Any]) -> None:  # noqa: ARG002
        installed = {(row.slug, row.version) for row in InstalledRecipe.objects.all()}
        for recipe in library.recipes():
            data = recipe.data
            mark = "installiert" if (data.slug, data.version) in installed else "nicht installiert"
            schema = f", amtliches Schema {data.form.schema.id} {data.form.schema.version}" if data.form.schema else ""
            self.stdout.write(f"{data.slug} {data.version} ({data.service_key}): {data.title}; {mark}{schema}")

    def _chosen(self, options: dict[str, Any]) -> tuple[Recipe, bytes | None]:
        schema = _bytes(options["schema"]) if options["schema"] else None
        if options["recipe"]:
            return library.find(options["recipe"]), schema
        if schema is None:
            raise CommandError("Nennen Sie ein Rezept oder mit --schema eine amtliche Datei.")
        return library.for_schema(schema), schema

    def _check(self, options: dict[str, Any]) -> None:
        recipe, schema = self._chosen(options)
        faults = check_recipe(recipe=recipe, schema=schema, beside=_beside(options), actor=SYSTEM, now=clock.now())
        if faults:
            raise CommandError("\n".join(faults))
        self.stdout.write(f"{recipe.data.slug} {recipe.data.version}: in Ordnung")

    def _install(self, options: dict[str, Any]) -> None:
        recipe, schema = self._chosen(options)
        installed = install_recipe(recipe=recipe, schema=schema, beside=_beside(options), actor=SYSTEM, now=clock.now())
        self.stdout.write(f"{installed.slug} {installed.version} ist installiert: {recipe.data.title}")

    def _diff(self, options: dict[str, Any]) -> None:
        recipe = library.find(options["recipe"])
        row = InstalledRecipe.objects.filter(slug=recipe.data.slug).order_by("-installed_at").first()
        if row is None:
            raise CommandError(f"{recipe.data.slug} ist nicht installiert.")
        old_files, new_files = _parts(row), _parts_of(recipe)
        for name in sorted(old_files | new_files):
            old, new = old_files.get(name, ""), new_files.get(name, "")
            lines = difflib.unified_diff(
                old.splitlines(), new.splitlines(), f"{name} {row.version}", f"{name} {recipe.data.version}", lineterm=""
            )
            for line in lines:
                self.stdout.write(line)

    def _export(self, options: dict[str, Any]) -> None:
        row = InstalledRecipe.objects.filter(slug=options["slug"]).order_by("-installed_at").first()
        if row is None:
            raise CommandError(f"{options['slug']} ist nicht installiert.")
        folder: Path = options["folder"]
        if folder.exists() and any(folder.iterdir()):
            raise CommandError(f"{folder} ist nicht leer. Nennen Sie einen neuen Ordner.")
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in _parts(row).items():
            (folder / name).parent.mkdir(exist_ok=True)
            (folder / name).write_text(text, encoding="utf-8")
        self.stdout.write(f"{row.slug} {row.version} steht in {folder}")


def _beside(options: dict[str, Any]) -> forms.Beside:
    """What is supplied beside the schema."""
    lists = (name.partition("#") for name in options["code_list"])
    return forms.Beside(
        translation=_bytes(options["rules"]) if options["rules"] else None,
        code_lists=tuple(forms.SuppliedList(_bytes(Path(name)), column) for name, _mark, column in lists),
    )


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise CommandError(f"{path} lässt sich nicht lesen: {error.strerror}.") from error


def _parts(row: InstalledRecipe) -> dict[str, str]:
    """The files of an installed version: path to text."""
    kept = {"recipe.toml": row.recipe_toml, "form.toml": row.form_source, "notice.typ": row.notice, **(row.files or {})}
    return {name: text for name, text in kept.items() if text}


def _parts_of(recipe: Recipe) -> dict[str, str]:
    kept = {"recipe.toml": recipe.toml, "form.toml": recipe.form.decode("utf-8"), "notice.typ": recipe.notice, **files(recipe)}
    return {name: text for name, text in kept.items() if text}
