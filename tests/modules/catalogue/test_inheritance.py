"""What the Land says shows through where the city says nothing; editors see it, take it over, compare with it."""

import pytest
from django.core.cache import cache

from rathaus.foundation.permissions.public import Role
from rathaus.modules.catalogue import descriptions
from rathaus.modules.catalogue.domain.import_objects import import_objects
from rathaus.modules.catalogue.enums import EditionAct, EditionState
from rathaus.modules.catalogue.models import Edition, FeedEntry, Service, Source
from rathaus.standards import xzufi
from rathaus.standards.xzufi import model
from tests.modules.catalogue.factories import act, edition_in, install
from tests.modules.catalogue.test_office_pages import HOME, KEY, MARK, client_of, entries_of, text
from tests.modules.organisation import factories as organisation

pytestmark = pytest.mark.django_db
PUBLIC = "/leistungen/bewohnerparkausweis-verlaengern-99108001020000/"


def module(kind, german, english=""):
    said = [("de", german), *([("en", english)] if english else [])]
    content = tuple(model.LocalizedText(language=language, text=words) for language, words in said)
    return model.TextModule(kind=model.Code(code=kind), content=content)


@pytest.fixture
def editor(now):
    """A city whose text has no remedy, above a Land that has one, in English by machine."""
    cache.clear()
    organisation.unit("strassenverkehr")
    client = client_of(Role.EDITOR, name="edda")
    source = Source.objects.create(slug="land", name="Redaktion des Landes", kind="xzufi", level="land")
    item = model.Service(
        id=model.Identifier(value="1", scheme_agency_id="L1"),
        keys=(model.Identifier(value=KEY),),
        texts=(
            module("03", "Bewohnerparkausweis Verlängerung"),
            module("05", "Kurztext des Landes", "Short text of the Land"),
            module("25", "<p>Sie können <b>Widerspruch</b> einlegen.</p><p>Frist: ein Monat.</p>"),
        ),
        languages=(model.LanguageVersion(language="en", machine_translated=True),),
    )
    import_objects(source=source, operations=[xzufi.Write(item)], now=now)
    install(now, short="Kurztext der Stadt")
    return client


def draft_address(editor):
    assert editor.post(f"{HOME}entwurf/").status_code == 302
    return f"{HOME}{Edition.objects.get(state=EditionState.DRAFT).number}/"


def test_the_form_shows_what_the_land_says_and_takes_it_over(editor):
    address = draft_address(editor)
    page = text(editor.get(f"{address}bearbeiten/"))
    assert "Rechtsbehelf: das sagt Redaktion des Landes" in page
    assert "Sie können Widerspruch einlegen." in page
    values = entries_of(page) | {"name": "Schon getippt"}
    page = text(editor.post(f"{address}bearbeiten/", values | {"aktion": "nehmen:erbe:text-25"}))
    values = entries_of(page)
    assert (values["text-25-text"], values["name"]) == ("Sie können Widerspruch einlegen.\n\nFrist: ein Monat.", "Schon getippt")
    assert 'name="text-25-text"' in page
    editor.post(f"{address}bearbeiten/", values | {"text-25-text": values["text-25-text"] + "\n\nSchreiben Sie uns."})
    said = descriptions.decode(Edition.objects.get(state=EditionState.DRAFT).content)
    assert next(one.text for one in said.texts if one.code == "25").endswith("Schreiben Sie uns.")


def test_a_machine_translation_taken_over_from_the_land_stays_marked(editor):
    address = f"{draft_address(editor)}bearbeiten/?sprache=en"
    page = text(editor.get(address))
    assert MARK in page
    values = entries_of(text(editor.post(address, entries_of(page) | {"aktion": "nehmen:erbe:text-05"})))
    assert values["text-05-machine"] == "ja"
    values.pop("text-05-machine")  # whoever forgets it does not lose the mark
    assert editor.post(address, values).status_code == 302
    said = descriptions.decode(Edition.objects.get(state=EditionState.DRAFT).content)
    assert [one.machine_translated for one in said.texts if one.language == "en"] == [True]


def test_preview_and_public_page_show_city_before_land(editor, client):
    address = draft_address(editor)
    for page in (text(editor.get(f"{address}vorschau/")), text(client.get(PUBLIC))):
        assert "Kurztext der Stadt" in page
        assert "Kurztext des Landes" not in page
    for page in (text(editor.get(f"{address}vorschau/?sprache=en")), text(client.get(f"{PUBLIC}?sprache=en"))):
        assert "Short text of the Land" in page
        assert MARK in page


def test_city_and_land_side_by_side(editor):
    draft_address(editor)
    page = text(editor.get(f"{HOME}vergleich/?a=q0&b=1"))
    assert "Quelle: Redaktion des Landes" in page
    assert "<del>" in page
    assert "der Stadt" in page


def test_a_withdrawn_text_leaves_the_land_to_speak(editor, now, client):
    act(Edition.objects.get(state=EditionState.PUBLISHED), EditionAct.WITHDRAW, now)
    service = Service.objects.get(key=KEY)
    assert (service.valid_until, service.source) == (None, "Redaktion des Landes")
    page = text(client.get(f"/leistungen/{service.slug}-{KEY}/"))
    assert "Kurztext des Landes" in page
    assert "<p>Sie können <b>Widerspruch</b> einlegen.</p>" in page
    assert "Text: Redaktion des Landes." in page
    assert "Wer zuständig ist, haben wir noch nicht geprüft" in page
    assert "Ja, bei uns" not in page
    assert FeedEntry.objects.get(service_key=KEY).deleted


def test_an_own_text_above_the_land_alone(editor, now):
    act(Edition.objects.get(state=EditionState.PUBLISHED), EditionAct.WITHDRAW, now)
    draft = edition_in(EditionState.DRAFT, now)
    said = descriptions.decode(draft.content)
    assert (said.texts, said.name) == ((), "Bewohnerparkausweis Verlängerung")
    assert "Kurztext des Landes" in text(editor.get(f"{HOME}{draft.number}/vorschau/"))
