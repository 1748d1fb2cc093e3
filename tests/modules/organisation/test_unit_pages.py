"""The page of a unit, and how an editor fills it."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client

from rathaus.foundation import clock
from rathaus.foundation.audit.models import Entry
from rathaus.foundation.errors import Conflict, Forbidden, NotFound
from rathaus.foundation.permissions.public import GUEST, Actor, ActorKind, Grant, Role
from rathaus.modules.organisation.details import Details
from rathaus.modules.organisation.domain.describe_unit import describe_unit
from rathaus.modules.organisation.hours_text import read_hours
from rathaus.modules.organisation.models import Unit
from tests.modules.accounts import factories as accounts
from tests.modules.organisation import factories

pytestmark = pytest.mark.django_db
THURSDAY = dt.datetime(2026, 11, 26, 9, tzinfo=dt.UTC)  # 10 in Germany
EDITOR = Actor(kind=ActorKind.STAFF, name="R", grants=(Grant(role=Role.EDITOR, unit_id=None),))


@pytest.fixture
def unit(monkeypatch: pytest.MonkeyPatch) -> Unit:
    monkeypatch.setattr(clock, "now", lambda: THURSDAY)
    return factories.unit("steuern", name="Abteilung Steuern", phone="0345 1234")


def describe(unit: Unit, *, actor: Actor = EDITOR, version: int = 1, **details: Any) -> Unit:
    return describe_unit(
        unit_id=unit.pk, details=Details(**details), phone="0345 9", email="", version=version, actor=actor, now=THURSDAY
    )


def page(client: Client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def test_a_page_with_nothing_but_a_name_still_helps(client: Client, unit: Unit) -> None:
    shown = page(client, "/stellen/steuern/")
    for words in (
        "Abteilung Steuern",
        "Weg 1, 06100 Ort",
        "tel:03451234",
        "tel:115",
        "Nach Vereinbarung",
        "noch keine geprüften Angaben",
    ):
        assert words in shown
    assert unit.name in shown


def test_what_the_editor_says_is_shown(client: Client, unit: Unit) -> None:
    describe(unit, hours=read_hours("Do 8-12 mit Termin"), summary="Wir erheben Steuern.", by_appointment=True)
    shown = page(client, "/stellen/steuern/")
    for words in ("Jetzt geöffnet bis 12 Uhr", "Wir erheben Steuern.", "Nur mit Termin", "mit Termin", "tel:03459"):
        assert words in shown
    assert Entry.objects.filter(act="organisation.unit_described").count() == 1


def test_the_list_filters_by_name_and_by_open_now(client: Client, unit: Unit) -> None:
    describe(unit, hours=read_hours("Do 8-12"))
    factories.unit("garten", name="Grünflächen")
    assert "Grünflächen" in page(client, "/stellen/")
    assert "Jetzt geöffnet" in page(client, "/stellen/")
    assert "Grünflächen" not in page(client, "/stellen/?offen=ja")
    assert "Abteilung Steuern" not in page(client, "/stellen/?q=gruen")
    assert "gibt es keine Stelle" in page(client, "/stellen/?q=xyz")
    assert client.get("/stellen/gibt-es-nicht/").status_code == 404


def test_queries(client: Client, unit: Unit, django_assert_num_queries: Any, django_assert_max_num_queries: Any) -> None:
    for number in range(20):
        factories.unit(f"u{number}", name=f"Stelle {number}")
    with django_assert_num_queries(2):  # the units with how to visit them, the authorities
        page(client, "/stellen/?offen=ja")
    with django_assert_max_num_queries(6):
        page(client, "/stellen/steuern/")
    assert unit.version == 1


@pytest.mark.parametrize("actor", [GUEST, Actor(kind=ActorKind.STAFF, name="K", grants=(Grant(role=Role.CLERK, unit_id=None),))])
def test_only_editors_and_the_lead_may(unit: Unit, actor: Actor) -> None:
    with pytest.raises(Forbidden):
        describe(unit, actor=actor)


def test_the_second_of_two_editors_loses_nothing(unit: Unit) -> None:
    describe(unit, summary="erste")
    with pytest.raises(Conflict, match="Vergleichen Sie"):
        describe(unit, summary="zweite")
    unit.refresh_from_db()
    assert unit.details["summary"] == "erste"


def test_an_unknown_unit(unit: Unit) -> None:
    unit.pk = unit.authority_id
    with pytest.raises(NotFound):
        describe(unit)


@pytest.fixture
def editor(client: Client, unit: Unit) -> Client:
    person = factories.person("edda")
    factories.holding(person, factories.post(unit, ("editor", "authority")))
    return accounts.sign_in(client, accounts.staff(person=person))


def form(**changes: str) -> dict[str, str]:
    return {"summary": "", "hours": "", "deviations": "", "contacts": "", "visit": "", "post": "", "post_box": "",
            "transport": "", "access_text": "", "version": "1"} | changes  # fmt: skip


def test_the_form_saves_and_shows_again_what_was_typed(editor: Client, unit: Unit) -> None:
    address = f"/amt/organisation/stellen/{unit.pk}/"
    typed = form(hours="Mo-Fr 8-12", deviations="24.12.2026 geschlossen", contacts="Frau Muster; Hunde; 0345 1; ; 12",
                 visit="Markt 1\n06100 Ort", payment="cash", access_lift="yes")  # fmt: skip
    assert editor.post(address, typed).status_code == 302
    shown = page(editor, address)
    for words in ("Mo-Fr 8-12", "24.12.2026 geschlossen", "Frau Muster; Hunde; 0345 1; ; 12", "Markt 1"):
        assert words in shown
    unit.refresh_from_db()
    assert unit.details["accessibility"] == {"lift": True}
    assert "Öffnungszeiten und Kontakt ändern" in page(editor, "/amt/organisation/")


def test_wrong_lines_are_named_and_nothing_typed_is_lost(editor: Client, unit: Unit) -> None:
    response = editor.post(f"/amt/organisation/stellen/{unit.pk}/", form(hours="Mo-Fr acht bis zwölf", summary="Wir sind da"))
    shown = response.content.decode()
    assert response.status_code == 200
    assert "Zeile 1" in shown
    assert "So geht es" in shown
    assert "Wir sind da" in shown
    assert "Mo-Fr acht bis zwölf" in shown


def test_two_windows_show_both_versions(editor: Client, unit: Unit) -> None:
    address = f"/amt/organisation/stellen/{unit.pk}/"
    assert editor.post(address, form(summary="erste")).status_code == 302
    shown = editor.post(address, form(summary="zweite")).content.decode()
    assert "erste" in shown
    assert "zweite" in shown
    assert editor.post(address, form(summary="zweite", version="2")).status_code == 302
