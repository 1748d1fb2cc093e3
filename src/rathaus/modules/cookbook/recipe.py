"""A recipe folder, read and typed. The format is described in docs/kochbuch/rezept.md."""

import hashlib
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Any

import msgspec

from rathaus.foundation.errors import Invalid
from rathaus.modules.cookbook.texts import language

FORMAT = 1
FORM = "form.toml"
MAX_BYTES = 2 * 1024 * 1024  # of one file; a schema of FIM with its code lists stays below
FOLDERS = {"texts", "examples", "decisions"}
PAPER = "Den Papierzwilling druckt das Programm selbst aus dem Formular (/antrag/SLUG/papier.pdf): Nehmen Sie paper heraus."
FILES = {"recipe.toml", FORM, "notice.typ"}

Slug = Annotated[str, msgspec.Meta(pattern=r"\A[a-z0-9]+(-[a-z0-9]+)*\Z", max_length=80)]
Version = Annotated[str, msgspec.Meta(pattern=r"\A[0-9A-Za-z.\-]+\Z", max_length=40)]
ServiceKey = Annotated[str, msgspec.Meta(pattern=r"\A([0-9]{14}|local:[a-z0-9\-]{1,34})\Z")]
Title = Annotated[str, msgspec.Meta(min_length=1, max_length=200)]


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
    slug: Slug
    version: Version
    service_key: ServiceKey
    title: Title
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
    """The data and the text they were read from; the bytes of the form, empty for an official schema; the digest of it all."""

    data: RecipeData
    toml: str
    form: bytes
    notice: str
    sha256: str
    texts: Mapping[str, str] = field(default_factory=dict)  # file name to Markdown
    examples: Mapping[str, str] = field(default_factory=dict)  # file name to TOML
    decisions: str = ""  # TOML; about the official schema


def read(folder: Path) -> Recipe:
    """Raises Invalid, naming file and place, for anything that does not belong."""
    path = folder / "recipe.toml"
    if not path.exists():
        raise Invalid(f"{path} gibt es nicht. Ein Rezept ist ein Ordner mit einer recipe.toml.")
    raw = _bytes(path)
    data = parse(raw, place=str(path))
    strangers = sorted(
        entry.name
        for entry in folder.iterdir()
        if entry.name not in (FOLDERS if entry.is_dir() else FILES) and entry.name[0] != "."
    )
    if "paper" in strangers:
        raise Invalid(f"{folder.name}: Eine eigene Papierfassung ist nicht vorgesehen. {PAPER}")
    if strangers:
        raise Invalid(
            f"{folder.name}: {', '.join(strangers)} gehört nicht in ein Rezept. "
            f"Erlaubt sind {', '.join(sorted(FILES | FOLDERS))}."
        )
    if data.form.file not in {"", FORM}:
        raise Invalid(f"{path}: form.file muss „{FORM}“ heißen.")
    form = _bytes(folder / FORM) if data.form.file else b""
    notice = _text(folder / "notice.typ") if (folder / "notice.typ").exists() else ""
    texts = _files(folder / "texts")
    for name in texts:
        language(name)
    decisions = _decisions(folder, data)
    parts = [raw, form, notice.encode(), *(f"{name}\n{text}".encode() for name, text in texts.items())]
    parts += [decisions.encode()] if decisions else []
    return Recipe(
        data=data,
        toml=raw.decode("utf-8"),
        form=form,
        notice=notice,
        sha256=hashlib.sha256(b"\0".join(parts)).hexdigest(),
        texts=texts,
        examples=_files(folder / "examples"),
        decisions=decisions,
    )


def parse(raw: bytes, *, place: str) -> RecipeData:
    try:
        data = msgspec.convert(tomllib.loads(raw.decode("utf-8")), RecipeData)
    except UnicodeDecodeError as error:
        raise Invalid(
            f"{place}: kein UTF-8 ({error.reason} an Stelle {error.start}). Speichern Sie die Datei als UTF-8."
        ) from error
    except (tomllib.TOMLDecodeError, RecursionError) as error:
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


def _decisions(folder: Path, data: RecipeData) -> str:
    """`decisions/<schema>.toml`, the one file of its folder."""
    found = _files(folder / "decisions")
    name = f"{data.form.schema.id}.toml" if data.form.schema else ""
    strangers = sorted(set(found) - {name})
    if strangers:
        wanted = f"Erlaubt ist {name}." if name else "Entscheidungen gibt es nur zu einem amtlichen Schema."
        raise Invalid(f"{folder.name}/decisions: {', '.join(strangers)} gehört nicht hierher. {wanted}")
    return found.get(name, "")


def _files(folder: Path) -> dict[str, str]:
    """The text files of a folder of the recipe by name; hidden ones are passed over."""
    if not folder.is_dir():
        return {}
    if folder.is_symlink():
        raise Invalid(f"{folder} ist eine Verknüpfung. Legen Sie den Ordner selbst in das Rezept.")
    return {path.name: _text(path) for path in sorted(folder.iterdir()) if path.name[0] != "."}


def _bytes(path: Path) -> bytes:
    """A file of the folder itself: no link that leads elsewhere, nothing that is no file, nothing huge."""
    if path.is_symlink() or not path.is_file():
        raise Invalid(f"{path} ist keine gewöhnliche Datei. Legen Sie die Datei selbst in den Ordner, keine Verknüpfung.")
    try:
        if path.stat().st_size > MAX_BYTES:
            raise Invalid(f"{path} ist größer als {MAX_BYTES // 1024} KB.")
        return path.read_bytes()
    except OSError as error:
        raise Invalid(f"{path} lässt sich nicht lesen: {error.strerror}.") from error


def _text(path: Path) -> str:
    try:
        return _bytes(path).decode("utf-8")
    except UnicodeDecodeError as error:
        raise Invalid(f"{path}: kein UTF-8 ({error.reason} an Stelle {error.start}). Speichern Sie sie als UTF-8.") from error
