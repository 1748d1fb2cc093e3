"""The pages of the editors: every one opens, says what it must, keeps what was typed, asks few questions."""

import datetime as dt
import re

import msgspec
import pytest
from django.core.cache import cache
from django.test import Client

from rathaus.foundation.permissions.public import Role
from rathaus.modules.catalogue import descriptions
from rathaus.modules.catalogue.descriptions import Link, Text
from rathaus.modules.catalogue.domain.draft_edition import draft_edition
from rathaus.modules.catalogue.domain.edit_edition import edit_edition
from rathaus.modules.catalogue.domain.measure import measure_stale
from rathaus.modules.catalogue.enums import EditionAct, EditionState, TextCode
from rathaus.modules.catalogue.models import Edition, Service
from tests.modules.accounts import factories as accounts
from tests.modules.catalogue.factories import act, edition_in, install, worker
from tests.modules.organisation import factories as organisation

pytestmark = pytest.mark.django_db
KEY = "99108001020000"
HOME = f"/amt/leistungen/{KEY}/"


@pytest.fixture(autouse=True)
def _service(now):
    cache.clear()
    install(now)


def client_of(*roles, name="amt"):
    person, unit = organisation.person(name), organisation.unit(f"amt-{name}")
    organisation.holding(person, organisation.post(unit, *({"role": role, "reach": "authority"} for role in roles), slug=name))
    return accounts.sign_in(Client(), accounts.staff(f"{name}@example.org", person=person, name=name.title()))


@pytest.fixture
def editor(now):
    organisation.unit("strassenverkehr")
    client = client_of(Role.EDITOR, name="edda")
    install(now, short="Ihr Ausweis läuft bald ab.")
    return client


def draft_of(client):
    response = client.post(f"{HOME}entwurf/")
    assert response.status_code == 302, response.content.decode()[:2000]
    return Edition.objects.get(state=EditionState.DRAFT)


def text(response, status=200):
    assert response.status_code == status, response.content.decode()[:3000]
    return response.content.decode()


def entries_of(page):
    """What a browser would send of the form, without buttons."""
    form = re.search(r'<form method="post" action="[^"]*bearbeiten/[^"]*" novalidate>(.*?)</form>', page, re.DOTALL)[1]
    found = {}
    for tag in re.findall(r"<input [^>]*>", form):
        name, value = re.search(r'name="([^"]*)"', tag), re.search(r' value="([^"]*)"', tag)
        if 'type="checkbox"' in tag and " checked" not in tag:
            continue
        found.setdefault(name[1], []).append(value[1] if value else "")
    for name, inner in re.findall(r'<textarea [^>]*name="([^"]*)"[^>]*>\n(.*?)</textarea>', form, re.DOTALL):
        found[name] = [inner]
    for name, inner in re.findall(r'<select [^>]*name="([^"]*)"[^>]*>(.*?)</select>', form, re.DOTALL):
        chosen = re.search(r'<option value="([^"]*)" selected', inner)
        found[name] = [chosen[1] if chosen else ""]
    return {name: values if len(values) > 1 else values[0] for name, values in found.items()}


def test_list_filters(editor, now):
    measure_stale(now=now)
    install(now, key="local:zweite", name="Zweite Leistung", fees=[])
    page = text(editor.get("/amt/leistungen/"))
    assert "Bewohnerparkausweis verlängern" in page
    assert "Zweite Leistung" in page
    assert "noch nicht gemessen" in page
    measure_stale(now=now)
    for query, first, second in (
        ("q=zweite", False, True), ("fehlt=fees", False, True), ("stand=draft", False, False), ("stand=published", True, True),
        ("warnung=plain_language_missing", True, True), ("warnung=fee_undated", True, False), ("reifegrad=1", True, True),
        ("reifegrad=4", False, False), ("stelle=strassenverkehr", True, True),
        ("stand=quatsch&reifegrad=9&fehlt=%00", True, True),
    ):  # fmt: skip
        page = text(editor.get(f"/amt/leistungen/?{query}"))
        assert ("Bewohnerparkausweis verlängern" in page, "Zweite Leistung" in page) == (first, second), query


def test_lists_ask_the_same_number_of_questions_however_long_they_are(editor, now, django_assert_max_num_queries):
    for number in range(12):
        install(now, key=f"local:{number}", name=f"Leistung {number}")
    measure_stale(now=now)
    editor.get("/amt/leistungen/")
    with django_assert_max_num_queries(15):
        editor.get("/amt/leistungen/")
    with django_assert_max_num_queries(15):
        editor.get("/amt/leistungen/links/")


def test_service_page(editor, now, django_assert_max_num_queries):
    act(edition_in(EditionState.RELEASED, now), EditionAct.SCHEDULE, now)
    editor.get(HOME)
    with django_assert_max_num_queries(22):
        page = text(editor.get(HOME))
    assert "Fassung 3" in page
    assert "vorgemerkt für 23.11.2026" in page
    assert "höchstens 1 von 4" in page
    assert "nicht beurteilt: alle 13 Kriterien" in page
    assert "Ein Text in Leichter Sprache fehlt" in page
    assert text(editor.get("/amt/leistungen/local:gibt-es-nicht/"), 404)


def test_edition_page_offers_what_the_person_may_do(editor, now):
    edition = edition_in(EditionState.REVIEW, now)
    address = f"{HOME}{edition.number}/"
    page = text(editor.get(address))
    assert "Zurückholen" in page
    assert "Ist fachlich richtig" not in page
    clerk = client_of(Role.CLERK, name="sabine")
    page = text(clerk.get(address))
    assert "Ist fachlich richtig" in page
    assert "Zurückgeben" in page
    assert "Zurückholen" not in page


def test_steps_by_the_pages_from_draft_to_the_public(editor, client, now):
    draft = draft_of(editor)
    address = f"{HOME}{draft.number}/"
    clients = {
        EditionAct.SUBMIT: editor,
        EditionAct.REVIEW: client_of(Role.CLERK, name="sabine"),
        EditionAct.RELEASE: client_of(Role.APPROVER, name="achim"),
        EditionAct.PUBLISH: client_of(Role.PUBLISHER, name="paula"),
    }
    text(client.get("/leistungen/bewohnerparkausweis-verlaengern-99108001020000/"))
    for step, person in clients.items():
        page = text(person.get(address))
        values = dict(re.findall(r'<input type="hidden" name="(version|ersetzt)" value="(\d*)">', page))
        for _ in range(2):  # a double click
            response = person.post(f"{address}schritt/", values | {"schritt": step.value})
            assert (response.status_code, response.get("Location")) == (302, HOME), response.content.decode()[:2000]
        draft.refresh_from_db()
    assert draft.state == EditionState.PUBLISHED
    assert draft.entries.count() == 5


def test_a_refused_step_shows_why_and_keeps_the_note(editor, now):
    edition = edition_in(EditionState.REVIEW, now)
    clerk = client_of(Role.CLERK, name="sabine")
    values = {"version": edition.version, "schritt": "return"}
    page = text(clerk.post(f"{HOME}{edition.number}/schritt/", values), 422)
    assert "Der Grund fehlt" in page
    assert text(clerk.post(f"{HOME}{edition.number}/schritt/", values | {"schritt": "quatsch"}), 404)
    assert text(clerk.post(f"{HOME}{edition.number}/schritt/", values | {"schritt": "release"}), 403)
    stale = values | {"version": edition.version - 1, "note": "Bitte kürzen"}
    assert "inzwischen" in text(clerk.post(f"{HOME}{edition.number}/schritt/", stale), 409)


def test_the_form_sent_back_unchanged_changes_nothing(editor):
    draft = draft_of(editor)
    address = f"{HOME}{draft.number}/bearbeiten/"
    before = draft.content
    response = editor.post(address, entries_of(text(editor.get(address))))
    assert (response.status_code, response["Location"]) == (302, address)
    draft.refresh_from_db()
    assert (draft.content, draft.version) == (before, 1)


def test_every_choice_stands_in_its_own_list(editor):
    draft = draft_of(editor)
    assert "nicht in der Liste" not in text(editor.get(f"{HOME}{draft.number}/bearbeiten/")).replace("kfz-besitz (nicht", "")


def test_rows_are_added_moved_and_removed_without_losing_a_word(editor):
    draft = draft_of(editor)
    address = f"{HOME}{draft.number}/bearbeiten/"
    values = entries_of(text(editor.get(address))) | {"text-05-text": "Noch nicht gespeichert"}
    values = entries_of(text(editor.post(address, values | {"aktion": "dazu:fees"})))
    assert values["text-05-text"] == "Noch nicht gespeichert"
    values |= {"fees-1-kind": "fixed", "fees-1-label": "zwei Jahre", "fees-1-cents": "55"}
    values = entries_of(text(editor.post(address, values | {"aktion": "hoch:fees:1"})))
    assert (values["fees-0-label"], values["fees-1-label"]) == ("zwei Jahre", "ein Jahr")
    values = entries_of(text(editor.post(address, values | {"aktion": "weg:fees:1"})))
    assert "fees-1-label" not in values
    editor.post(address, values)
    draft.refresh_from_db()
    said = descriptions.decode(draft.content)
    assert [(fee.label, fee.cents) for fee in said.fees] == [("zwei Jahre", 5500)]


@pytest.mark.parametrize(
    "action", ["dazu:quatsch", "weg:fees:999", "weg:fees:x", "hoch:fees:0", "nehmen:erbe:fees", "nehmen:x:y", ":::"]
)
def test_strange_buttons_do_no_harm(editor, action):
    draft = draft_of(editor)
    address = f"{HOME}{draft.number}/bearbeiten/"
    values = entries_of(text(editor.get(address)))
    assert editor.post(address, values | {"aktion": action}).status_code in {200, 302}
    draft.refresh_from_db()
    assert draft.version == 1


def test_errors_are_summed_up_linked_and_nothing_typed_is_lost(editor):
    draft = draft_of(editor)
    address = f"{HOME}{draft.number}/bearbeiten/"
    values = entries_of(text(editor.get(address)))
    page = text(editor.post(address, values | {"name": "", "fees-0-cents": "dreißig", "text-05-text": "Behalten"}), 422)
    assert "Geben Sie den Namen der Leistung ein" in page
    assert 'href="#id_fees-0-cents"' in page
    assert 'id="id_fees-0-cents"' in page
    assert "dreißig" in page
    assert "Behalten" in page
    assert "<title>Fehler:" in page


def test_the_second_writer_sees_the_difference_and_chooses(editor):
    draft = draft_of(editor)
    address = f"{HOME}{draft.number}/bearbeiten/"
    mine = entries_of(text(editor.get(address)))
    other = client_of(Role.EDITOR, name="emil")
    other.post(address, mine | {"text-05-text": "Der Kurztext von Emil", "name": "Emils Name"})
    page = text(editor.post(address, mine | {"text-05-text": "Mein eigener Kurztext"}), 409)
    assert "Zuletzt gespeichert hat Emil" in page
    assert "Mein eigener Kurztext" in page
    assert "<ins>" in page
    assert "eingefügt: " in page
    values = entries_of(page)
    values = entries_of(text(editor.post(address, values | {"aktion": "nehmen:stand:name"})))
    assert values["name"] == "Emils Name"
    assert values["text-05-text"] == "Mein eigener Kurztext"
    assert editor.post(address, values).status_code == 302
    draft.refresh_from_db()
    said = descriptions.decode(draft.content)
    assert (said.name, said.texts[0].text) == ("Emils Name", "Mein eigener Kurztext")


def test_two_in_different_languages_do_not_meet(editor):
    draft = draft_of(editor)
    address = f"{HOME}{draft.number}/bearbeiten/"
    german = entries_of(text(editor.get(address)))
    english = entries_of(text(editor.get(f"{address}?sprache=en")))
    editor.post(address, german | {"name": "Neuer Name"})
    response = editor.post(f"{address}?sprache=en", english | {"text-05-text": "Renew it", "text-05-machine": "ja"})
    assert response.status_code == 302
    draft.refresh_from_db()
    said = descriptions.decode(draft.content)
    assert said.name == "Neuer Name"
    assert [(text.text, text.machine_translated) for text in said.texts if text.language == "en"] == [("Renew it", True)]


def test_what_was_typed_survives_a_state_that_has_moved_on(editor, now):
    draft = draft_of(editor)
    address = f"{HOME}{draft.number}/bearbeiten/"
    values = entries_of(text(editor.get(address)))
    act(draft, EditionAct.SUBMIT, now)
    page = text(editor.post(address, values | {"text-05-text": "Zu spät, aber nicht verloren"}), 422)
    assert "ist in Prüfung" in page
    assert "Zu spät, aber nicht verloren" in page
    assert editor.get(address).status_code == 302  # the form is for drafts


def test_what_was_typed_survives_the_end_of_the_session(editor):
    draft = draft_of(editor)
    address = f"{HOME}{draft.number}/bearbeiten/"
    values = entries_of(text(editor.get(address)))
    page = Client().post(address, values | {"text-05-text": "Steht noch da"}).content.decode()
    assert "Steht noch da" in page


def test_other_units_do_not_edit(editor, now):
    draft = draft_of(editor)
    person = organisation.person("fremd")
    organisation.holding(person, organisation.post(organisation.unit("steuern"), Role.EDITOR, slug="fremd"))
    stranger = accounts.sign_in(Client(), accounts.staff("fremd@example.org", person=person))
    assert "andere Stelle" in text(stranger.get(f"{HOME}{draft.number}/bearbeiten/"), 403)
    assert stranger.post(f"{HOME}entwurf/").status_code == 403


def translated(now, *, machine, language="en"):
    """An edition in work with an English text and a video in sign language."""
    draft = draft_edition(service_key=KEY, actor=worker(Role.EDITOR), now=now)
    said = descriptions.decode(draft.content)
    more = (
        Text(code=TextCode.SHORT, language=language, text="Your permit runs out.", machine_translated=machine),
        Text(code=TextCode.FULL, language="gsg", text="", links=(Link(uri="https://example.org/video", title="Video"),)),
    )
    said = msgspec.structs.replace(said, texts=(*said.texts, *more))
    return edit_edition(edition_id=draft.id, description=said, version=draft.version, actor=worker(Role.EDITOR), now=now)


MARK = "Maschinell übersetzt, noch von niemandem geprüft"
PUBLIC = "/leistungen/bewohnerparkausweis-verlaengern-99108001020000/"


def test_machine_translation_is_marked_in_editor_preview_and_public_page_until_it_is_checked(editor, client, now):
    draft = translated(now, machine=True)
    address = f"{HOME}{draft.number}/"
    page = text(editor.get(f"{address}bearbeiten/?sprache=en"))
    assert "Kurztext: maschinell übersetzt" in page
    assert MARK in text(editor.get(f"{address}vorschau/?sprache=en"))
    assert MARK not in text(editor.get(f"{address}vorschau/"))
    for step in (EditionAct.SUBMIT, EditionAct.REVIEW, EditionAct.RELEASE, EditionAct.PUBLISH):
        draft = act(draft, step, now)
    assert MARK in text(client.get(f"{PUBLIC}?sprache=en"))
    assert "Your permit runs out." in text(client.get(f"{PUBLIC}?sprache=en"))
    assert MARK not in text(client.get(PUBLIC))
    page = text(client.get(f"{PUBLIC}?sprache=gsg"))
    assert 'href="https://example.org/video"' in page
    draft = draft_of(editor)
    address = f"{HOME}{draft.number}/bearbeiten/?sprache=en"
    values = entries_of(text(editor.get(address)))
    editor.post(address, values)
    draft.refresh_from_db()
    assert any(one.machine_translated for one in descriptions.decode(draft.content).texts)
    editor.post(address, values | {"text-05-checked": "ja"})
    draft.refresh_from_db()
    assert not any(one.machine_translated for one in descriptions.decode(draft.content).texts)
    assert draft.entries.last().note == "Übersetzung geprüft: Kurztext (en)"


def test_the_preview_is_the_public_page_and_is_not_indexed(editor, client, now):
    draft = act(draft_of(editor), EditionAct.WRITE, now)
    response = editor.get(f"{HOME}{draft.number}/vorschau/")
    seen = text(response)
    assert "Vorschau, nicht veröffentlicht" in seen
    assert 'content="noindex, nofollow"' in seen
    assert response["X-Robots-Tag"] == "noindex, nofollow"
    for step in (EditionAct.SUBMIT, EditionAct.REVIEW, EditionAct.RELEASE, EditionAct.PUBLISH):
        draft = act(draft, step, now)
    public = text(client.get(f"/leistungen/bewohnerparkausweis-verlaengern-x-{KEY}/"))
    body = public[public.index("<h1") : public.index("</main>")]
    shown, for_machines = body.split('<p class="r-print">')
    assert shown.strip() in seen
    assert "application/ld+json" in for_machines
    assert "application/ld+json" not in seen
    assert "Diese Seite im Internet" not in seen
    assert Client().get(f"{HOME}{draft.number}/vorschau/").status_code == 302


def test_a_preview_writes_nothing(editor, now):
    draft = draft_edition(service_key="local:neu", name="Neu und geheim", actor=worker(Role.EDITOR), now=now)
    assert "Neu und geheim" in text(editor.get(f"/amt/leistungen/local:neu/{draft.number}/vorschau/"))
    assert not Service.objects.filter(key="local:neu").exists()
    assert "local:neu" in text(editor.get("/amt/leistungen/"))


def test_compare(editor, now):
    edition_in(EditionState.SUPERSEDED, now)
    draft = act(draft_of(editor), EditionAct.WRITE, now)
    page = text(editor.get(f"{HOME}vergleich/?a={draft.based_on}&b={draft.number}"))
    assert re.search(r"<ins><span[^>]*>eingefügt: </span> ?x", page)
    assert "sagen dasselbe" in text(editor.get(f"{HOME}vergleich/?a={draft.number}&b={draft.number}"))
    assert text(editor.get(f"{HOME}vergleich/?a=99&b=%00"))


def test_an_old_edition_is_restored_by_button(editor, now):
    edition_in(EditionState.SUPERSEDED, now)
    page = text(editor.get(f"{HOME}1/"))
    assert "Als neuen Entwurf wiederherstellen" in page
    assert editor.post(f"{HOME}entwurf/", {"fassung": "1"}).status_code == 302
    assert Edition.objects.get(state=EditionState.DRAFT).based_on == 1


def test_new_service(editor):
    assert "Entwurf beginnen" in text(editor.get("/amt/leistungen/neu/"))
    page = text(editor.post("/amt/leistungen/neu/", {"name": "Lastenrad leihen", "key": "lastenrad"}), 422)
    assert "local: und ein Kürzel" in page
    response = editor.post("/amt/leistungen/neu/", {"name": "Lastenrad leihen", "key": "local:lastenrad"})
    assert response["Location"] == "/amt/leistungen/local:lastenrad/1/bearbeiten/"
    assert "Lastenrad leihen" in text(editor.get(response["Location"]))


def test_hostile_text_stays_text(editor):
    draft = draft_of(editor)
    address = f"{HOME}{draft.number}/bearbeiten/"
    evil = '<script>alert(1)</script>"><img src=x onerror=1>'
    values = entries_of(text(editor.get(address))) | {"name": evil, "text-05-text": evil, "fees-0-label": evil}
    assert editor.post(address, values).status_code == 302
    for path in (
        address,
        f"{HOME}{draft.number}/",
        f"{HOME}{draft.number}/vorschau/",
        f"{HOME}vergleich/?a=2&b={draft.number}",
        HOME,
    ):
        page = text(editor.get(path))
        assert "<script>alert" not in page
        assert "<img src=x" not in page


def test_due_fee_is_old_by_itself(now):
    install(now, fees=[{"kind": "fixed", "cents": 100, "legal_basis": "x", "as_of": dt.date(2025, 11, 19)}])
    measure_stale(now=now)
    assert "fee_old" in [entry["code"] for entry in Service.objects.get().score.warnings]
