"""What stands in examples/ and texts/ has its effect: the outcome is compared, the texts stand on the page of the service."""

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from rathaus.foundation import html
from rathaus.foundation.errors import Invalid
from rathaus.foundation.permissions.public import SYSTEM
from rathaus.modules.catalogue import public as catalogue
from rathaus.modules.catalogue.models import Service
from rathaus.modules.catalogue.page import service_page
from rathaus.modules.cookbook import public as cookbook
from rathaus.modules.cookbook import recipe as recipes
from rathaus.modules.cookbook.models import InstalledRecipe
from rathaus.modules.cookbook.texts import plain
from tests.conftest import NOON
from tests.modules.cookbook import factories
from tests.modules.cookbook.factories import FOLDERS, FORM, RECIPE, folder, rows

FORM_WITH_GUESTS = (
    FORM
    + """
[[page.element]]
id = "local:gaeste"
kind = "integer"
label = "Gäste"
[[page.element]]
id = "local:tag"
kind = "date"
label = "Tag"
min_value = "today"
[[page.element]]
id = "local:verein"
kind = "boolean"
label = "Verein"
"""
)
TIERED = (
    RECIPE.replace("tiers = [{ cents = 2000 }]", 'tiers = [{ when = "local:gaeste >= 200", cents = 5000 }, { cents = 2000 }]')
    .replace(
        "[[fee_table.items]]",
        """fields = { "local:gaeste" = "number", "local:verein" = "boolean" }
exemptions = [{ when = "local:verein == true", reason = "Gemeinnützig", basis = "Probe" }]
[[fee_table.items]]""",
    )
    .replace('subject = "Feuer {local:ort}"', 'subject = "Feuer {local:ort} am {local:tag}"')
)
EXAMPLE = """
title = "Großes Feuer"
today = 2026-11-20
[answers]
"local:ort" = "Markt"
"local:gaeste" = 300
"local:tag" = 2026-12-01
"local:verein" = false
[expect]
pages = ["ort"]
errors = []
subject = "Feuer Markt am 01.12.2026"
checks = ["zustaendigkeit"]
fee = 5000
exempt = ""
rulings = { grant = "Das Feuer am Ort Markt wird Beispiel erlaubt." }
"""
TEXTS = {
    "de.md": "# Osterfeuer\n\nMelden Sie das **Feuer** an, siehe [Satzung](https://example.org/s).\n",
    "leichte-sprache.md": "# Oster-Feuer\n\nSie wollen ein Feuer machen?\nDann müssen Sie fragen.\n",
    "en.md": "Report your bonfire.\n",
}


@pytest.fixture
def city(db):
    factories.city()


def written(path, *, example=EXAMPLE, recipe=TIERED, form=FORM_WITH_GUESTS, texts=None):
    made = folder(path / "osterfeuer", recipe=recipe, form=form)
    for name, text in {"examples/eins.toml": example, **{f"texts/{name}": text for name, text in (texts or {}).items()}}.items():
        (made / name).parent.mkdir(exist_ok=True)
        (made / name).write_text(text, encoding="utf-8")
    return made


def faults(path, **changes):
    return cookbook.check_recipe(recipe=cookbook.read(written(path, **changes)), actor=SYSTEM, now=NOON)


@pytest.mark.usefixtures("city")
def test_an_example_that_comes_out_as_it_says_is_no_fault_and_leaves_nothing(tmp_path):
    before = rows()
    assert faults(tmp_path) == []
    assert rows() == before


@pytest.mark.usefixtures("city")
@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('pages = ["ort"]', 'pages = ["ort", "mehr"]', "Seiten: erwartet ort, mehr, herausgekommen ist ort."),
        ("errors = []", 'errors = ["local:ort"]', "Fehler: erwartet local:ort, herausgekommen ist nichts."),
        ("today = 2026-11-20", "today = 2026-12-24", "Fehler: erwartet nichts, herausgekommen ist local:tag."),
        ("fee = 5000", "fee = 2000", "Gebühr in Cent: erwartet 2000, herausgekommen ist 5000."),
        ('exempt = ""', 'exempt = "x"', "Befreiung: erwartet „x“"),
        ('"local:verein" = false', '"local:verein" = true', "Gebühr in Cent: erwartet 5000, herausgekommen ist 0."),
        ("am 01.12.2026", "am 2026-12-01", "Betreff: erwartet „Feuer Markt am 2026-12-01“"),
        ('checks = ["zustaendigkeit"]', "checks = []", "Prüfpunkte: erwartet nichts, herausgekommen ist zustaendigkeit."),
        ("rulings = { grant", "rulings = { refusal", "diesen Weg gibt es nicht"),
        ("wird Beispiel erlaubt", "wird verboten", "Tenor „grant“: erwartet"),
        ('"local:gaeste" = 300', '"local:hunde" = 300', "Das Formular hat kein Feld „local:hunde“."),
        ("errors = []", "errors = []\nfarbe = 1", "farbe"),
        ("[answers]", "[antworten]", "antworten"),
    ],
)
def test_what_comes_out_otherwise_is_named(tmp_path, old, new, says):
    found = faults(tmp_path, example=EXAMPLE.replace(old, new))
    assert any(says in text and text.startswith("examples/eins.toml") for text in found), found


@pytest.mark.usefixtures("city")
def test_a_ruling_with_an_unanswered_question_could_never_go_out(tmp_path):
    form = FORM_WITH_GUESTS.replace('label = "Ort"', 'label = "Ort"\nrequired = false')
    example = EXAMPLE.replace('"local:ort" = "Markt"\n', "").split("subject =")[0]
    assert [text.partition(": ")[2] for text in faults(tmp_path, form=form, example=example)] == [
        "Im Tenor „grant“ bleibt {local:ort} ohne Antwort: So ein Bescheid ginge nicht hinaus."
    ]


@pytest.mark.usefixtures("city")
def test_the_command_names_the_fault(tmp_path):
    path = written(tmp_path, example=EXAMPLE.replace("fee = 5000", "fee = 1"))
    with pytest.raises(CommandError, match="Gebühr in Cent: erwartet 1"):
        call_command("cookbook", "check", str(path))


@pytest.mark.django_db
@pytest.mark.parametrize("path", FOLDERS, ids=lambda path: path.name)
def test_the_examples_of_the_house_come_out_as_they_say(path, request):
    factories.two_cities()
    recipe = cookbook.read(path)
    assert recipe.examples
    wanted = recipe.data.form.schema
    schema = (request.getfixturevalue("standards") / f"fim/xdf3/{wanted.id}.xdf3.xml").read_bytes() if wanted else None
    assert cookbook.check_recipe(recipe=recipe, schema=schema, actor=SYSTEM, now=NOON) == []


@pytest.mark.usefixtures("city")
def test_texts_stand_on_the_page_of_the_service_and_the_citys_own_words_win(tmp_path):
    recipe = cookbook.read(written(tmp_path, texts=TEXTS))
    cookbook.install_recipe(recipe=recipe, actor=SYSTEM, now=NOON)
    assert long_texts() == {
        "de": "Melden Sie das Feuer an, siehe Satzung (https://example.org/s).",
        "de-simple": "Sie wollen ein Feuer machen?\nDann müssen Sie fragen.",
        "en": "Report your bonfire.",
    }
    own = {"key": "local:osterfeuer", "name": "Osterfeuer", "short": "x", "text": "Unsere Worte.", "channels": ["counter"]}
    catalogue.install_service(data=own, source="test", demo=True, now=NOON)
    assert long_texts()["de"] == "Unsere Worte."
    assert sorted(long_texts()) == ["de", "de-simple", "en"]
    changed = TIERED.replace('version = "1"', 'version = "2"', 1)
    newer = cookbook.read(written(tmp_path / "neu", recipe=changed, texts={"de.md": "Neu.", "en.md": "New."}))
    cookbook.install_recipe(recipe=newer, actor=SYSTEM, now=NOON)
    assert long_texts() == {"de": "Unsere Worte.", "en": "New."}


def long_texts():
    """What the page of the service says at length, by language."""
    row = Service.objects.get(key="local:osterfeuer")
    found = {}
    first = service_page(row, now=NOON)
    sides = {language.tag: service_page(row, now=NOON, language=language.tag).texts.long for language, _ in first.languages}
    if easy := first.texts.plain_language:
        sides[easy.language.tag] = easy.passages
    for tag, passages in sides.items():
        shown = [one for one in passages if one.heading == "Worum es geht"]
        assert [one.language for one in shown] == [tag]
        found[tag] = html.lines(shown[0].html)
    return found


@pytest.mark.usefixtures("city")
def test_what_is_installed_can_be_exported_whole(tmp_path):
    path = written(tmp_path, texts=TEXTS)
    first = cookbook.read(path)
    cookbook.install_recipe(recipe=first, actor=SYSTEM, now=NOON)
    call_command("cookbook", "export", "osterfeuer", str(tmp_path / "aus"))
    assert cookbook.read(tmp_path / "aus") == first
    InstalledRecipe.objects.update(files=None)  # installed before there was such a column
    call_command("cookbook", "export", "osterfeuer", str(tmp_path / "alt"))
    assert cookbook.read(tmp_path / "alt").texts == {}


@pytest.mark.parametrize("name", ["klingonisch.md", "de.txt", "de-simple.md"])
def test_a_text_nobody_could_read_is_refused(tmp_path, name):
    path = folder(tmp_path / "r")
    (path / "texts").mkdir()
    (path / "texts" / name).write_text("x")
    with pytest.raises(Invalid, match=r"leichte-sprache\.md"):
        recipes.read(path)


def test_a_paper_version_of_its_own_is_refused_with_the_remedy(tmp_path):
    path = folder(tmp_path / "r")
    (path / "paper").mkdir()
    with pytest.raises(Invalid, match=r"Papierzwilling druckt das Programm selbst.*Nehmen Sie paper heraus"):
        recipes.read(path)


def test_markdown_becomes_plain_words():
    assert (
        plain("# Titel\n\n## Kosten\n**30 Euro** im [Netz](https://example.org)\n")
        == "Kosten\n30 Euro im Netz (https://example.org)"
    )
