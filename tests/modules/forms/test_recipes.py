"""The filled examples of every recipe give what they say."""

import hashlib
import tomllib
from pathlib import Path

import pytest

from rathaus.modules.forms import public as forms
from rathaus.modules.forms.compiled import CompiledForm
from tests.modules.forms.factories import DAY

COOKBOOK = Path(__file__).parents[3] / "cookbook"
EXAMPLES = sorted(COOKBOOK.glob("*/examples/*.toml"))


def source_of(folder, request):
    recipe = tomllib.loads((folder / "recipe.toml").read_text(encoding="utf-8"))
    schema = recipe["form"].get("schema")
    if schema is None:
        return (folder / recipe["form"]["file"]).read_bytes()
    file = request.getfixturevalue("standards") / f"fim/xdf3/{schema['id']}.xdf3.xml"
    data = file.read_bytes()
    assert hashlib.sha256(data).hexdigest() == schema["sha256"]
    return data


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: f"{path.parent.parent.name}-{path.stem}")
def test_the_example_gives_what_it_says(path, request):
    example = tomllib.loads(path.read_text(encoding="utf-8"))
    form = CompiledForm(forms.read_form(source_of(path.parent.parent, request)))
    unknown = set(example["answers"]) - set(form.fields)
    assert not unknown
    checked = forms.validate(form, example["answers"], today=DAY)
    assert list(checked.pages) == example["expect"]["pages"]
    assert list(checked.errors) == example["expect"]["errors"]


def test_there_are_examples():
    assert len(EXAMPLES) >= 4
