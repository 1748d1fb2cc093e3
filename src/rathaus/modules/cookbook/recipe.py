"""A recipe folder, read and typed. The format is described in docs/kochbuch/rezept.md."""

import hashlib
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec

from rathaus.foundation.errors import Invalid

FORMAT = 1
FOLDERS = {"texts", "examples", "paper"}
FILES = {"recipe.toml", "form.toml", "notice.typ"}


class SchemaSource(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """An official XDatenfelder file that is supplied when installing and never copied into the recipe."""

    id: str
    version: str
    sha256: str
    source: str


class FormSource(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Either `file` in the folder or `schema`."""

    file: str = ""
    schema: SchemaSource | None = None


class Competence(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Who executes the service, and where that was read. `checked=false` is shown to the clerk."""

    level: str
    source: str
    checked: bool = False


class RecipeData(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    format: int
    slug: str
    version: str
    service_key: str
    title: str
    competence: Competence
    form: FormSource
    offer: dict[str, Any]
    procedure: dict[str, Any]
    fee_table: list[dict[str, Any]] = []
    file_plan: list[dict[str, Any]] = []
    demo: bool = False
    description: str = ""


@dataclass(frozen=True, slots=True)
class Recipe:
    """The data, the bytes of the form (empty where a schema must be supplied), the notice template, the digest of it all."""

    data: RecipeData
    form: bytes
    notice: str
    sha256: str
    folder: Path | None


def read(folder: Path) -> Recipe:
    """Raises Invalid, naming file and place, for anything that does not belong."""
    path = folder / "recipe.toml"
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise Invalid(
            f"{path} lässt sich nicht lesen: {error.strerror}. Ein Rezept ist ein Ordner mit einer recipe.toml."
        ) from error
    data = parse(raw, place=str(path))
    strangers = sorted(
        entry.name
        for entry in folder.iterdir()
        if entry.name not in (FOLDERS if entry.is_dir() else FILES) and entry.name[0] != "."
    )
    if strangers:
        raise Invalid(
            f"{folder.name}: {', '.join(strangers)} gehört nicht in ein Rezept. "
            f"Erlaubt sind {', '.join(sorted(FILES | FOLDERS))}."
        )
    form = b""
    if data.form.file:
        if data.form.file not in FILES:
            raise Invalid(f"{path}: form.file muss „form.toml“ heißen.")
        form = _bytes(folder / data.form.file)
    notice = _bytes(folder / "notice.typ").decode() if (folder / "notice.typ").exists() else ""
    digest = hashlib.sha256(b"\0".join([raw, form, notice.encode()])).hexdigest()
    return Recipe(data=data, form=form, notice=notice, sha256=digest, folder=folder)


def parse(raw: bytes, *, place: str) -> RecipeData:
    try:
        data = msgspec.convert(tomllib.loads(raw.decode("utf-8")), RecipeData)
    except UnicodeDecodeError as error:
        raise Invalid(
            f"{place}: kein UTF-8 ({error.reason} an Stelle {error.start}). Speichern Sie die Datei als UTF-8."
        ) from error
    except tomllib.TOMLDecodeError as error:
        raise Invalid(f"{place}: kein gültiges TOML: {error}.") from error
    except msgspec.ValidationError as error:
        raise Invalid(f"{place}: {error}. Vergleichen Sie mit docs/kochbuch/rezept.md.") from error
    if data.format != FORMAT:
        raise Invalid(f"{place}: Format {data.format} ist unbekannt; dieses Rathaus versteht Format {FORMAT}.")
    if bool(data.form.file) == (data.form.schema is not None):
        raise Invalid(f"{place}: form braucht entweder file oder schema.")
    return data


def supplied(recipe: Recipe, schema: bytes | None) -> bytes:
    """The bytes of the form: the recipe's own, or the official file that was supplied. Raises Invalid where it is another one."""
    wanted = recipe.data.form.schema
    if wanted is None:
        return recipe.form
    name = f"{wanted.id} {wanted.version}"
    if schema is None:
        raise Invalid(
            f"Zu „{recipe.data.slug}“ gehört das amtliche Schema {name}. "
            f"Geben Sie es mit --schema DATEI an (Quelle: {wanted.source})."
        )
    digest = hashlib.sha256(schema).hexdigest()
    if digest != wanted.sha256:
        raise Invalid(
            f"Die Datei ist nicht das Schema {name}, mit dem das Rezept „{recipe.data.slug}“ geprüft ist "
            f"(SHA-256 {digest[:16]}…, "
            f"erwartet {wanted.sha256[:16]}…). Holen Sie die Datei aus {wanted.source}."
        )
    return schema


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise Invalid(f"{path} lässt sich nicht lesen: {error.strerror}.") from error
