"""One destination, its subscriber, a sender, and somebody who has nothing to do with either."""

import base64
import datetime as dt
import json
import uuid
from functools import cache
from urllib.parse import urlencode

from rathaus.config.demo.deliveryservice import routes
from rathaus.config.demo.deliveryservice.messages import Request
from rathaus.config.demo.deliveryservice.model import ApiClient, Destination, Scope, State
from rathaus.standards.fitconnect import events, jwe, metadata, sets
from rathaus.standards.fitconnect.events import Event, Verb
from rathaus.standards.fitconnect.metadata import (
    Attachment,
    ContentStructure,
    Data,
    Metadata,
    MimeType,
    Purpose,
    SubmissionSchema,
    sha512,
)
from tests.standards.fitconnect import keys

START = dt.datetime(2026, 11, 20, 11, 0, tzinfo=dt.UTC)
DESTINATION = uuid.UUID("d12caea8-f372-4eb1-b102-b0a228253a11")
FILE = uuid.UUID("879ee109-a690-4db8-ab32-424284184d7d")
SERVICE = "urn:de:fim:leika:leistung:99108001020000"
SCHEMA = "https://schema.example.org/parken/1.0.0/schema.json"
AGENT = {"user-agent": "test/1.0"}
SECRETS = {"sender": "s-e-n-d-e-r", "subscriber": "s-u-b", "stranger": "s-t-r"}
DATA = json.dumps({"kennzeichen": "HAL-XY 1"}).encode()
PDF = b"%PDF-1.7 made up"


def furnish(state, **changes):
    state.add_client(ApiClient("sender", SECRETS["sender"], frozenset({Scope.SEND})))
    state.add_client(ApiClient("subscriber", SECRETS["subscriber"], frozenset({Scope.SUBSCRIBE})))
    state.add_client(ApiClient("stranger", SECRETS["stranger"], frozenset(Scope)))
    settings = {
        "identifier": DESTINATION,
        "subscriber": "subscriber",
        "encryption": keys.encryption().public,
        "signatures": (keys.signature().public,),
        "services": {SERVICE: ((SCHEMA, "application/json"),)},
        "mail": "technik@example.org",
        "regions": ("DE150020000000",),
    }
    state.add_destination(Destination(**{**settings, **changes}))
    return state


class World:
    """The service without a line: requests go in as values."""

    def __init__(self, **changes):
        self.state = furnish(State(url="https://zustelldienst.example.org/submission-api", key=keys.service()), **changes)
        self.now = START
        self.tokens = {}

    def pass_time(self, **span):
        self.now += dt.timedelta(**span)

    def raw(self, method, path, *, headers=AGENT, body=b"", query=None):
        return routes.answer(self.state, Request(method, path, query or {}, headers, body), self.now)

    def token(self, name):
        form = {"grant_type": "client_credentials", "client_id": name, "client_secret": SECRETS[name]}
        headers = {**AGENT, "content-type": "application/x-www-form-urlencoded"}
        return json.loads(self.raw("POST", "/token", headers=headers, body=urlencode(form).encode()).body)["access_token"]

    def ask(self, who, method, path, *, body=b"", kind="application/json", query=None, **more):
        headers = {**AGENT, "authorization": f"Bearer {self.token(who)}", "content-type": kind, **more}
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        return self.raw(method, f"/submission-api/v2{path}", headers=headers, body=data, query=query)

    def announce(self, files=(FILE,), **changes):
        body = {
            "destinationId": str(DESTINATION),
            "announcedAttachments": [str(name) for name in files],
            "publicService": {"identifier": SERVICE, "name": "Bewohnerparkausweis"},
            **changes,
        }
        return self.ask("sender", "POST", "/submissions", body=body)

    def attach(self, submission_id, name=FILE, token=None, **more):
        kind = more.pop("kind", "application/jose")
        return self.ask(
            more.pop("who", "sender"),
            "PUT",
            f"/submissions/{submission_id}/attachments/{name}",
            body=token or file_token(),
            kind=kind,
        )

    def submit(self, submission_id, *, who="sender", **changes):
        body = {"encryptedMetadata": metadata_token().decode(), "encryptedData": data_token().decode(), **changes}
        return self.ask(
            who, "PUT", f"/submissions/{submission_id}", body={name: value for name, value in body.items() if value is not ...}
        )

    def submitted(self):
        """The ids of a submission with one attachment, sent."""
        made = json.loads(self.announce().body)
        assert self.attach(made["submissionId"]).status == 204
        assert self.submit(made["submissionId"]).status == 200
        return uuid.UUID(made["submissionId"]), uuid.UUID(made["caseId"])

    def event(self, submission_id, case_id, verb=Verb.ACCEPT, **changes):
        settings = {
            "verb": verb,
            "issuer": str(DESTINATION),
            "subject_id": submission_id,
            "case_id": case_id,
            "issued_at": self.now,
            "token_id": uuid.uuid4(),
            "tags": events.tags_of(metadata_token(), data_token(), {FILE: file_token()}),
        }
        return Event(**{**settings, **changes})

    def post_event(self, event, *, who="subscriber", key=None, case_id=None, kind="application/jose"):
        token = sets.sign(event, key or keys.signature())
        return self.ask(who, "POST", f"/cases/{case_id or event.case_id}/events", body=token.encode(), kind=kind)

    def log(self, case_id):
        return [logged.event for logged in self.state.logs[case_id]]


def basic(name):
    return "Basic " + base64.b64encode(f"{name}:{SECRETS[name]}".encode()).decode()


def encrypted(plaintext, content_type="application/json"):
    return jwe.encrypt(plaintext, keys.encryption().public, content_type=content_type)


@cache
def data_token():
    return encrypted(DATA)


@cache
def file_token():
    return encrypted(PDF, "application/pdf")


def record(**changes):
    return Metadata(
        ContentStructure(
            changes.pop("data", Data(sha512(DATA), SubmissionSchema(SCHEMA, MimeType.JSON))),
            changes.pop("attachments", (Attachment(sha512(PDF), Purpose.FORM, "application/pdf", FILE),)),
        ),
        metadata.SCHEMA,
        **changes,
    )


@cache
def metadata_token():
    return encrypted(metadata.write(record()))
