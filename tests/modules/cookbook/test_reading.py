"""Reading a folder: what belongs, what does not, and that nothing outside the folder is ever read."""

import hashlib
import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rathaus.foundation.errors import Invalid, NotFound
from rathaus.modules.cookbook import library, recipe
from tests.modules.cookbook.factories import FORM, RECIPE, folder

OFFICIAL = b"<xdf>amtlich</xdf>"
WITH_SCHEMA = RECIPE.replace(
    'file = "form.toml"',
    f'[form.schema]\nid = "S1"\nversion = "1.0"\nsha256 = "{hashlib.sha256(OFFICIAL).hexdigest()}"\nsource = "https://fim.example/S1"',
)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("format = ", "kein gültiges TOML"),
        ("[" * 5000, "kein gültiges TOML"),
        ('format = 1\nslug = "\udcff"', "kein UTF-8"),
        (RECIPE.replace("format = 1", "format = 2"), "Format 2 ist unbekannt; dieses Rathaus versteht Format 1"),
        (RECIPE.replace("format = 1", "format = 1\nfarbe = 3"), "farbe"),
        (RECIPE.replace('level = "Gemeinde"', 'level = "Gemeinde"\nstern = 1'), r"stern.*\$\.competence"),
        (RECIPE.replace('slug = "osterfeuer"', 'slug = "../osterfeuer"'), r"\$\.slug"),
        (RECIPE.replace('slug = "osterfeuer"', f'slug = "{"a" * 81}"'), r"\$\.slug"),
        (RECIPE.replace('version = "1"', 'version = "1/../2"', 1), r"\$\.version"),
        (RECIPE.replace('"local:osterfeuer"', '"99108001"'), r"\$\.service_key"),
        (RECIPE.replace('title = "Osterfeuer"', 'title = ""', 1), r"\$\.title"),
        (RECIPE.replace('file = "form.toml"', ""), "entweder file oder schema"),
        (WITH_SCHEMA.replace("[form.schema]", 'file = "form.toml"\n[form.schema]'), "entweder file oder schema"),
    ],
)
def test_a_broken_recipe_names_file_and_place(tmp_path, text, says):
    with pytest.raises(Invalid, match=says) as caught:
        recipe.read(folder(tmp_path / "r", recipe=text))
    assert "recipe.toml" in str(caught.value)


@pytest.mark.parametrize("name", ["../secret.toml", "/etc/passwd", "notice.typ", "recipe.toml", "FORM.TOML", "texts/de.md"])
def test_form_file_is_no_way_out_of_the_folder(tmp_path, name):
    (tmp_path / "secret.toml").write_text(FORM)
    with pytest.raises(Invalid, match=r"form\.file muss „form.toml“ heißen"):
        recipe.read(folder(tmp_path / "r", recipe=RECIPE.replace('"form.toml"', f'"{name}"')))


@pytest.mark.parametrize("name", ["form.toml", "recipe.toml", "notice.typ"])
def test_a_link_out_of_the_folder_is_refused(tmp_path, name):
    target = tmp_path / "elsewhere"
    target.write_text(RECIPE if name == "recipe.toml" else FORM)
    path = folder(tmp_path / "r")
    (path / name).unlink(missing_ok=True)
    (path / name).symlink_to(target)
    with pytest.raises(Invalid, match="keine gewöhnliche Datei"):
        recipe.read(path)


def test_neither_a_pipe_nor_a_giant_is_read(tmp_path):
    path = folder(tmp_path / "r", form=None)
    os.mkfifo(path / "form.toml")
    with pytest.raises(Invalid, match="keine gewöhnliche Datei"):
        recipe.read(path)
    (path / "form.toml").unlink()
    with (path / "form.toml").open("wb") as file:
        file.truncate(recipe.MAX_BYTES + 1)
    with pytest.raises(Invalid, match="größer als"):
        recipe.read(path)


def test_a_missing_form_or_recipe_is_named(tmp_path):
    with pytest.raises(Invalid, match=r"form\.toml"):
        recipe.read(folder(tmp_path / "r", form=None))
    with pytest.raises(Invalid, match=r"recipe\.toml gibt es nicht"):
        recipe.read(tmp_path)


@pytest.mark.parametrize("name", ["setup.py", "S07000000200.xdf3.xml", "form.toml.bak"])
def test_strangers_in_the_folder_are_refused_by_name(tmp_path, name):
    path = folder(tmp_path / "r")
    (path / name).write_text("x")
    with pytest.raises(Invalid, match=f"{name} gehört nicht in ein Rezept"):
        recipe.read(path)


def test_a_folder_named_like_a_file_is_a_stranger_and_hidden_files_are_not(tmp_path):
    path = folder(tmp_path / "r")
    (path / ".directory").write_text("x")
    (path / "texts").mkdir()
    assert recipe.read(path).data.slug == "osterfeuer"
    (path / "notice.typ").mkdir()
    with pytest.raises(Invalid, match=r"notice\.typ gehört nicht"):
        recipe.read(path)


def test_an_official_file_is_taken_by_its_digest_alone(tmp_path, settings):
    settings.RATHAUS_COOKBOOK = tmp_path
    read = recipe.read(folder(tmp_path / "r", recipe=WITH_SCHEMA, form=None))
    assert recipe.supplied(read, OFFICIAL) == OFFICIAL
    assert library.for_schema(OFFICIAL) == read
    expected = hashlib.sha256(OFFICIAL).hexdigest()[:16]
    with pytest.raises(Invalid, match=f"erwartet {expected}.*https://fim.example/S1"):
        recipe.supplied(read, OFFICIAL + b"\n")
    with pytest.raises(Invalid, match=r"--schema DATEI an \(Quelle: https://fim.example/S1\)"):
        recipe.supplied(read, None)
    with pytest.raises(Invalid, match=r"kein Rezept. Rezepte mit amtlichem Schema: S1 1\.0"):
        library.for_schema(b"<other/>")


def test_an_unknown_name_tells_what_there_is(tmp_path, settings):
    settings.RATHAUS_COOKBOOK = tmp_path / "none"
    with pytest.raises(NotFound, match="Vorhanden: keines"):
        library.find("mond")


@given(st.binary(max_size=300))
def test_no_bytes_break_the_reader(raw):
    with pytest.raises(Invalid):
        recipe.parse(raw, place="recipe.toml")
