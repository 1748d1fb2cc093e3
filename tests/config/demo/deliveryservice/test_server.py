"""The service over HTTP: it answers, it breaks as told, it calls back."""

import datetime as dt
import http.client
import json
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

import pytest

from rathaus.config.demo.deliveryservice import server
from rathaus.config.demo.deliveryservice.server import Accident
from rathaus.standards.fitconnect import callbacks
from rathaus.standards.fitconnect.callbacks import CallbackKind
from rathaus.standards.fitconnect.events import Verb
from tests.config.demo.deliveryservice import world
from tests.config.demo.deliveryservice.world import DESTINATION
from tests.standards.fitconnect import keys

SECRET = "geheim-genug"


@pytest.fixture
def service():
    with server.running(keys.service(), lambda: world.START) as running:
        yield running


def get(origin, path, **headers):
    connection = http.client.HTTPConnection(urlsplit(origin).netloc, timeout=10)
    try:
        connection.request("GET", path, headers=headers)
        answer = connection.getresponse()
        return answer.status, answer.read()
    finally:
        connection.close()


class Listener(BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["content-length"]))
        self.server.heard.append(({name.lower(): value for name, value in self.headers.items()}, body))
        self.send_response(self.server.status)
        self.end_headers()

    def log_message(self, *_arguments):
        pass


@contextmanager
def listening():
    with ThreadingHTTPServer(("127.0.0.1", 0), Listener) as found:
        found.heard, found.status = [], 202
        thread = threading.Thread(target=found.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield found
        finally:
            found.shutdown()
            thread.join()


def test_it_answers_over_http(service):
    assert get(service.origin, "/submission-api/.well-known/jwks.json")[0] == 403
    status, body = get(service.origin, "/submission-api/.well-known/jwks.json", **{"user-agent": "test"})
    assert status == 200
    assert json.loads(body)["keys"][0]["kid"] == keys.service().kid


@pytest.mark.parametrize(("accident", "status"), [(Accident.BUSY, 503), (Accident.LIMITED, 429)])
def test_it_refuses_for_a_while_as_told(service, accident, status):
    service.interfere = lambda *_: accident
    assert get(service.origin, "/submission-api/v2/submissions", **{"user-agent": "test"})[0] == status


@pytest.mark.parametrize("accident", [Accident.LOST, Accident.UNHEARD])
def test_it_breaks_the_line_as_told(service, accident):
    heard = []
    real = service.handle_request_of
    service.handle_request_of = lambda request: heard.append(request.path) or real(request)
    service.interfere = lambda *_: accident
    with pytest.raises((ConnectionError, http.client.HTTPException)):
        get(service.origin, "/submission-api/v2/submissions", **{"user-agent": "test"})
    assert bool(heard) is (accident is Accident.UNHEARD)


def furnished(service, listener):
    url = f"http://127.0.0.1:{listener.server_port}/callbacks/fit-connect"
    town = world.World(callback_url=url, callback_secret=SECRET)
    town.state.url, service.state = service.state.url, town.state
    town.state.clients["sender"].callback_url, town.state.clients["sender"].callback_secret = url, SECRET
    return town


def test_it_calls_back_with_its_hmac_and_counts_that_as_notified(service):
    with listening() as listener:
        town = furnished(service, listener)
        submission, case = town.submitted()
        service.call_back()
        [(headers, body)] = listener.heard
        callbacks.check(body, headers, secret=SECRET, now=world.START + dt.timedelta(minutes=1))
        found = callbacks.read(body)
        assert found.kind is CallbackKind.SUBMISSIONS
        assert [(notice.destination_id, notice.submission_id, notice.case_id) for notice in found.notices] == [
            (DESTINATION, submission, case)
        ]
        assert town.log(case)[-1].verb is Verb.NOTIFY
        service.call_back()
        assert len(listener.heard) == 1


def test_a_callback_nobody_takes_waits(service):
    with listening() as listener:
        town = furnished(service, listener)
        _, case = town.submitted()
        listener.status = 500
        service.call_back()
        assert town.log(case)[-1].verb is Verb.SUBMIT
        listener.status = 204
        service.call_back()
        assert len(listener.heard) == 2
        assert town.log(case)[-1].verb is Verb.NOTIFY


def test_the_sender_is_called_back_with_the_answer(service):
    with listening() as listener:
        town = furnished(service, listener)
        submission, case = town.submitted()
        service.call_back()
        town.post_event(town.event(submission, case))
        service.call_back()
        assert callbacks.read(listener.heard[-1][1]).kind is CallbackKind.EVENTS
