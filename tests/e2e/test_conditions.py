"""A question that depends on another one appears at once; without script it appears when the page is sent."""

import pytest

from rathaus.modules.applications.models import Draft
from tests.e2e import city
from tests.e2e.city import Walk

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
QUESTION = "Wo war der Hund bisher angemeldet?"


@pytest.fixture(autouse=True)
def _city(live_server, settings, tmp_path):
    settings.RATHAUS_DATA = tmp_path
    settings.RATHAUS_KEYS = tmp_path / "keys"
    settings.RATHAUS_BASE_URL = live_server.url
    settings.CSRF_TRUSTED_ORIGINS = [live_server.url]
    city.load()


@pytest.mark.parametrize(("width", "script"), [(1280, True), (320, True), (320, False)])
def test_the_dog_that_moved_in(open_page, width, script):
    walk = Walk(open_page(width=width, script=script), script=script, shots=f"bedingung-{width}-{script}-")
    page = walk.page
    page.goto("/konto/login/?next=/antrag/hundesteuer-anmeldung/")
    walk.sign_in("erika@example.org")
    walk.press("Antrag beginnen")
    moved = page.get_by_role("group", name="Sind Sie mit dem Hund zugezogen?")
    moved.wait_for()
    question = page.get_by_label(QUESTION)
    walk.look("zu")
    assert not question.is_visible()
    moved.get_by_label("Ja").check()
    assert question.is_visible() == script, "with script the question appears at once"
    if script:
        walk.look("offen")
        question.fill("Musterdorf")
        moved.get_by_label("Nein").check()
        assert not question.is_visible()
        moved.get_by_label("Ja").check()
        assert question.input_value() == "Musterdorf", "what was typed is not lost by a change of mind"
    walk.onward()
    page.get_by_role("heading", name="Angaben fehlen noch").wait_for()
    assert page.get_by_label(QUESTION).is_visible()
    assert Draft.objects.get().answers.get("local:vorherige_gemeinde") == ("Musterdorf" if script else None)
    walk.look("gesendet")
