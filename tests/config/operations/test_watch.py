"""Health and metrics for machines, logs without persons."""

import datetime as dt
import io
import json
import logging
import logging.config

import pytest
import structlog
from django.db import OperationalError

from rathaus.config.operations import logs, state
from rathaus.foundation.tasks import queue
from rathaus.foundation.tasks.models import Beat


@pytest.mark.django_db
def test_health_names_a_silent_worker(client):
    assert client.get("/healthz").json() == {"status": "ok", "database": "ok", "worker": "silent"}
    queue.beat(worker="w")
    assert client.get("/healthz").json() == {"status": "ok", "database": "ok", "worker": "ok"}
    Beat.objects.update(seen_at=dt.datetime.now(dt.UTC) - dt.timedelta(minutes=2))
    assert client.get("/healthz").json()["worker"] == "silent"


@pytest.mark.django_db
def test_health_without_database_is_503(client, monkeypatch):
    def fail():
        raise OperationalError

    monkeypatch.setattr(state, "database_answers", fail)
    answer = client.get("/healthz")
    assert (answer.status_code, answer.json()) == (503, {"status": "unavailable", "database": "no answer"})


@pytest.mark.django_db
def test_worker_that_left_in_good_order_is_no_longer_counted():
    queue.beat(worker="w")
    queue.leave(worker="w")
    assert queue.last_beat() is None


@pytest.mark.django_db
def test_metrics_for_this_machine(client, settings):
    client.get("/healthz")
    text = client.get("/metrics").content.decode()
    assert 'rathaus_tasks{state="dead"} 0.0' in text
    assert 'route="healthz"' in text


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("extra", "status"),
    [
        ({"REMOTE_ADDR": "192.0.2.7"}, 403),
        ({"HTTP_X_FORWARDED_FOR": "127.0.0.1"}, 403),
        ({"REMOTE_ADDR": "192.0.2.7", "HTTP_AUTHORIZATION": "Bearer right"}, 200),
        ({"REMOTE_ADDR": "192.0.2.7", "HTTP_AUTHORIZATION": "Bearer wrong"}, 403),
        ({"REMOTE_ADDR": "192.0.2.7", "HTTP_AUTHORIZATION": "Bearer "}, 403),
    ],
)
def test_metrics_for_others_need_the_token(client, settings, extra, status):
    settings.RATHAUS_METRICS_TOKEN = "right"
    assert client.get("/metrics", **extra).status_code == status


@pytest.mark.django_db
def test_without_a_token_nobody_outside_reads_metrics(client, settings):
    settings.RATHAUS_METRICS_TOKEN = ""
    assert client.get("/metrics", REMOTE_ADDR="192.0.2.7", HTTP_AUTHORIZATION="Bearer ").status_code == 403


@pytest.fixture
def written():
    """What the product's logging configuration writes; pytest's own comes back afterwards."""
    root = logging.getLogger()
    before = root.handlers[:], root.level
    logging.config.dictConfig(logs.LOGGING)
    lines = io.StringIO()
    (handler,) = root.handlers
    handler.setStream(lines)
    yield lambda: [json.loads(line) for line in lines.getvalue().splitlines()]
    root.handlers[:], root.level = before[0], before[1]


PERSON = "erika.mustermann@example.org"


@pytest.mark.django_db
def test_request_with_a_name_and_an_address_leaves_no_trace_of_them(client, written):
    client.get(f"/gibt-es-nicht/{PERSON}/?name=Erika+Mustermann", HTTP_REFERER=f"http://localhost/?mail={PERSON}")
    client.post("/konto/login/", {"login": PERSON, "password": "Mustermann"})
    lines = written()
    assert {"request"} <= {line["event"] for line in lines}
    text = json.dumps(lines)
    assert "mustermann" not in text.lower()
    assert "gibt-es-nicht" not in text


def test_exception_in_a_library_keeps_its_place_and_loses_its_message(written):
    try:
        int(PERSON)
    except ValueError:
        logging.getLogger("some.library").exception("failed for %s", PERSON)
    (line,) = written()
    assert line["event"] == "failed for %s"
    assert line["error"].startswith("builtins.ValueError")
    assert "test_watch.py" in line["error"]
    assert PERSON not in json.dumps(line)


@pytest.mark.parametrize("value", [PERSON, "a" * 27, f"<{PERSON}>"])
def test_address_or_token_in_an_entry_of_ours_is_struck_out(written, value):
    structlog.get_logger("rathaus.test").warning("careless", what=value, note=f"for {value}")
    (line,) = written()
    assert line["event"] == "careless"
    assert line["level"] == "warning"
    assert value not in json.dumps(line)


def test_objects_are_named_by_type_alone(written):
    structlog.get_logger("rathaus.test").warning("careless", what={"name": "Erika"})
    (line,) = written()
    assert line["what"] == "dict"


def test_error_of_a_view_has_its_route_and_no_values(rf, written):
    request = rf.get(f"/x/{PERSON}/")
    try:
        int(PERSON)
    except ValueError:
        logging.getLogger("django.request").exception(
            "%s: %s", "Error", request.path, extra={"request": request, "status_code": 500}
        )
    (line,) = written()
    assert line["status"] == 500
    assert PERSON not in json.dumps(line)
