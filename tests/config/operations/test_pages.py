"""The operator sees what failed and decides; nobody else does, and no content shows."""

import re
import uuid

import pytest
from django_tasks_db.models import DBTaskResult

from rathaus.foundation.audit import public as audit
from rathaus.foundation.events import public as events
from rathaus.foundation.events.models import Parked
from rathaus.foundation.permissions.public import Role
from rathaus.foundation.plugins import ConfigProblem, Registry
from tests.config.operations.factories import dead_task, parked_event, staff_client

pytestmark = pytest.mark.django_db
PAGES = ["/amt/betrieb/", "/amt/betrieb/aufgaben/"]


@pytest.fixture(autouse=True)
def _alone():
    with events.isolated():
        yield


@pytest.mark.parametrize("page", PAGES)
def test_guests_are_sent_to_the_staff_sign_in(client, page):
    answer = client.get(page)
    assert answer.status_code == 302
    assert answer["Location"].startswith("/amt/konto/login/")


@pytest.mark.parametrize("page", PAGES)
def test_clerks_are_refused(client, page):
    assert staff_client(client, Role.CLERK).get(page).status_code == 403


def test_overview_counts_the_engine_room_and_names_problems(client, now, monkeypatch):
    class Broken:
        identifier, label = "broken", "Kaputter Dienst"

        def check_config(self):
            raise OSError("secret")

    class Wrong:
        identifier, label = "wrong", "Falsch eingestellt"

        def check_config(self):
            return [ConfigProblem("Der Schlüssel fehlt.", "RATHAUS_X setzen.")]

    class Right:
        identifier, label = "right", "Richtig eingestellt"

        def check_config(self):
            return []

    monkeypatch.setattr("rathaus.foundation.plugins._REGISTRIES", [])
    registry = Registry("test")
    registry.register(Right())
    registry.register(Broken())
    registry.register(Wrong())
    dead_task(now)
    text = staff_client(client).get("/amt/betrieb/").content.decode()
    assert "1 ansehen" in text
    assert "Der Schlüssel fehlt." in text
    assert "RATHAUS_X setzen." in text
    assert "Die Prüfung selbst scheitert: OSError" in text
    assert "secret" not in text
    assert re.findall(r">\s*(\w+ \w+)\s*</td>\s*<td[^>]*>\s*in Ordnung", text) == ["Richtig eingestellt"]
    assert "meldet sich nicht" in text


def test_lists_show_jobs_and_errors_without_content(client, now):
    dead_task(now)
    parked_event(now)
    text = staff_client(client).get("/amt/betrieb/aufgaben/").content.decode()
    assert "builtins.ValueError" in text
    assert "test.broken" in text
    assert "Mustermann" not in text


def test_retry_of_a_task_is_recorded(client, now):
    task_id = dead_task(now)
    operator = staff_client(client)
    page = f"/amt/betrieb/aufgaben/{task_id}/"
    shown = operator.get(page).content.decode()
    assert "ValueError" in shown
    assert "Mustermann" not in shown
    assert operator.post(page, {"decision": "erneut", "reason": ""}).status_code == 302
    assert DBTaskResult.objects.get().status == "READY"
    (entry,) = audit.history(audit.Subject("task", task_id))
    assert entry.act == "operations.task_retried"
    assert operator.post(page, {"decision": "erneut", "reason": ""}).status_code == 404


def test_discarding_needs_a_reason(client, now):
    page = f"/amt/betrieb/aufgaben/{dead_task(now)}/"
    operator = staff_client(client)
    answer = operator.post(page, {"decision": "verwerfen", "reason": " "})
    assert answer.status_code == 422
    assert "Begründen Sie" in answer.content.decode()
    assert operator.post(page, {"decision": "verwerfen", "reason": "Fehlerhafte Lieferung"}).status_code == 302
    assert not DBTaskResult.objects.exists()


def test_unknown_decision_changes_nothing(client, now):
    page = f"/amt/betrieb/aufgaben/{dead_task(now)}/"
    assert staff_client(client).post(page, {"decision": "x"}).status_code == 422
    assert DBTaskResult.objects.get().status == "FAILED"


def test_parked_event_can_be_retried_and_discarded(client, now):
    parked_event(now)
    parked = Parked.objects.get()
    operator = staff_client(client)
    page = f"/amt/betrieb/ereignisse/{parked.pk}/"
    assert operator.get(page).status_code == 200
    assert operator.post(page, {"decision": "erneut"}).status_code == 302
    assert operator.post(page, {"decision": "verwerfen", "reason": "nicht mehr nötig"}).status_code == 302
    assert not Parked.objects.exists()
    assert [entry.act for entry in audit.history(audit.Subject("parked_event", str(parked.pk)))] == [
        "operations.event_retried",
        "operations.event_discarded",
    ]


def test_work_that_is_gone_says_so(client):
    operator = staff_client(client)
    assert operator.get(f"/amt/betrieb/aufgaben/{uuid.uuid4()}/").status_code == 404
    assert operator.get("/amt/betrieb/ereignisse/4711/").status_code == 404
