"""A sender and an office, talking over real HTTP to the delivery service of the house."""

import datetime as dt
import uuid
from contextlib import contextmanager

from rathaus.config.demo.deliveryservice import server
from rathaus.foundation.fitconnect.connection import Connection, Credentials, Endpoints
from rathaus.foundation.fitconnect.sending import File, Outgoing
from rathaus.foundation.net import public as net
from rathaus.standards.fitconnect.metadata import MimeType, Purpose, SubmissionSchema
from tests.config.demo.deliveryservice import world
from tests.standards.fitconnect import keys

PHOTO = uuid.UUID("2046f9f1-dc89-4440-9c24-c76a8f40d668")


class Town:
    def __init__(self, service, settings):
        self.service = service
        self.now = world.START
        self.waits = []
        service.clock = lambda: self.now
        world.furnish(service.state)
        settings.RATHAUS_NET_ALLOW = [*settings.RATHAUS_NET_ALLOW, f"127.0.0.1:{service.server_port}"]
        self.sender, self.office = self.connect("sender"), self.connect("subscriber")

    def connect(self, name, *, secret=None, port=None):
        endpoints = (self.service.token_url, self.service.state.url)
        if port:
            endpoints = (url.replace(str(self.service.server_port), str(port)) for url in endpoints)
        return Connection(
            Endpoints(*endpoints),
            Credentials(name, secret or world.SECRETS[name]),
            transport=net.request,
            now=lambda: self.now,
            sleep=self.waits.append,
        )

    @property
    def state(self):
        return self.service.state

    def pass_time(self, **span):
        self.now += dt.timedelta(**span)

    def complete(self):
        """The submissions that were sent, however often it was tried."""
        return [entry for entry in self.state.submissions.values() if entry.submitted_at is not None]

    def verbs(self, case_id):
        return [str(logged.event.verb) for logged in self.state.logs[case_id]]


@contextmanager
def running(settings):
    with server.running(keys.service(), lambda: world.START) as service:
        yield Town(service, settings)


def outgoing(**changes):
    settings = {
        "destination_id": world.DESTINATION,
        "service": world.SERVICE,
        "service_name": "Bewohnerparkausweis",
        "data": world.DATA,
        "schema": SubmissionSchema(world.SCHEMA, MimeType.JSON),
        "files": (
            File(world.FILE, world.PDF, "application/pdf", Purpose.FORM, "Antrag.pdf", "Der Antrag"),
            File(PHOTO, bytes(range(256)) * 40, "image/png", Purpose.ATTACHMENT, "Łódź.png"),
        ),
    }
    return Outgoing(**{**settings, **changes})


def ring():
    return {keys.encryption().kid: keys.encryption()}
