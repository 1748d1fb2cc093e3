"""What the service demands of every request: the header, the token, the scope, the shape of each part."""

import json
import uuid
from urllib.parse import urlencode

import pytest

from rathaus.config.demo.deliveryservice.model import Status
from rathaus.standards.fitconnect import jose, jwe
from tests.config.demo.deliveryservice import world
from tests.config.demo.deliveryservice.world import AGENT, DESTINATION, FILE, SECRETS, SERVICE, World
from tests.standards.fitconnect import keys

FORM = {"grant_type": "client_credentials", "client_id": "sender", "client_secret": SECRETS["sender"]}
FORM_HEADERS = {**AGENT, "content-type": "application/x-www-form-urlencoded"}


def said(answer):
    return json.loads(answer.body)


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", "/token"),
        ("GET", "/submission-api/.well-known/jwks.json"),
        ("GET", "/submission-api/v2/submissions"),
        ("GET", "/x"),
    ],
)
def test_without_a_user_agent_nothing_is_answered(method, path):
    answer = World().raw(method, path, headers={})
    assert answer.status == 403
    assert answer.content_type == "application/problem+json"
    assert said(answer)["status"] == 403


def test_a_token_is_valid_for_half_an_hour():
    town = World()
    answer = town.raw("POST", "/token", headers=FORM_HEADERS, body=urlencode(FORM).encode())
    assert answer.status == 200
    token = said(answer)
    assert (token["token_type"], token["expires_in"]) == ("Bearer", 1800)
    assert token["scope"] == "https://schema.fitko.de/fit-connect/oauth/scopes/send-submissions"
    headers = {**AGENT, "authorization": f"Bearer {token['access_token']}"}
    address = f"/submission-api/v2/destinations/{DESTINATION}"
    assert town.raw("GET", address, headers=headers).status == 200
    town.pass_time(seconds=1799)
    assert town.raw("GET", address, headers=headers).status == 200
    town.pass_time(seconds=1)
    assert town.raw("GET", address, headers=headers).status == 401


@pytest.mark.parametrize(
    ("form", "headers", "status", "error"),
    [
        ({**FORM, "client_secret": "x"}, {}, 401, "invalid_client"),
        ({**FORM, "client_id": "nobody"}, {}, 401, "invalid_client"),
        ({"grant_type": "client_credentials"}, {"authorization": world.basic("sender")}, 401, "invalid_client"),
        ({**FORM, "grant_type": "password"}, {}, 400, "unsupported_grant_type"),
        (FORM, {"content-type": "application/json"}, 400, "invalid_request"),
    ],
)
def test_no_other_way_to_a_token(form, headers, status, error):
    answer = World().raw("POST", "/token", headers={**FORM_HEADERS, **headers}, body=urlencode(form).encode())
    assert (answer.status, said(answer)["error"]) == (status, error)


@pytest.mark.parametrize("authorization", ["", "Bearer", "Bearer x", "bearer x", world.basic("sender")])
def test_without_a_valid_token_401(authorization):
    answer = World().raw("GET", "/submission-api/v2/submissions", headers={**AGENT, "authorization": authorization})
    assert answer.status == 401


ID = uuid.UUID(int=7)


@pytest.mark.parametrize(
    ("who", "method", "path"),
    [
        ("subscriber", "POST", "/submissions"),
        ("subscriber", "PUT", f"/submissions/{ID}"),
        ("subscriber", "PUT", f"/submissions/{ID}/attachments/{ID}"),
        ("sender", "GET", "/submissions"),
        ("sender", "GET", f"/submissions/{ID}"),
        ("sender", "GET", f"/submissions/{ID}/attachments/{ID}"),
        ("sender", "POST", f"/cases/{ID}/events"),
    ],
)
def test_a_token_without_the_scope_403(who, method, path):
    assert World().ask(who, method, path).status == 403


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/nothing", 404),
        ("GET", "/destinations/nothing", 404),
        ("GET", f"/destinations/{DESTINATION}/keys", 404),
        ("GET", f"/destinations/{ID}", 404),
        ("GET", f"/destinations/{DESTINATION}/keys/unknown-key", 404),
        ("GET", f"/destinations/{ID}/keys/destination-enc", 404),
        ("PUT", f"/submissions/{ID}", 404),
        ("PUT", f"/submissions/{ID}/attachments/{ID}", 404),
        ("GET", f"/submissions/{ID}", 404),
        ("GET", f"/submissions/{ID}/attachments/{ID}", 404),
        ("GET", f"/submissions/{ID}/events", 404),
        ("GET", f"/cases/{ID}/events", 404),
        ("DELETE", "/submissions", 405),
        ("PATCH", f"/destinations/{DESTINATION}", 405),
    ],
)
def test_what_is_not_there(method, path, status):
    answer = World().ask("stranger", method, path)
    assert answer.status == status
    assert set(said(answer)) >= {"type", "title", "status"}


def test_a_destination_shows_its_services_and_keys():
    town = World()
    shown = said(town.ask("sender", "GET", f"/destinations/{DESTINATION}"))
    assert shown["status"] == "active"
    assert shown["publicServices"] == [
        {
            "identifier": SERVICE,
            "submissionSchemas": [{"schemaUri": world.SCHEMA, "mimeType": "application/json"}],
            "regions": ["DE150020000000"],
        }
    ]
    key = said(town.ask("sender", "GET", f"/destinations/{DESTINATION}/keys/{shown['encryptionKid']}"))
    assert (key["alg"], key["key_ops"]) == ("RSA-OAEP-256", ["wrapKey"])
    other = said(town.ask("sender", "GET", f"/destinations/{DESTINATION}/keys/{keys.signature().kid}"))
    assert (other["alg"], other["key_ops"]) == ("PS512", ["verify"])


def test_the_keys_of_the_service_stand_open():
    answer = World().raw("GET", "/submission-api/.well-known/jwks.json")
    assert [key["kid"] for key in said(answer)["keys"]] == [keys.service().kid]


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({"destinationId": str(ID)}, 404),
        ({"destinationId": "x"}, 400),
        ({"announcedAttachments": [str(FILE), str(FILE)]}, 400),
        ({"announcedAttachments": None}, 400),
        ({"publicService": {"identifier": SERVICE}}, 400),
        ({"publicService": {"identifier": "urn:de:fim:leika:leistung:99000000000000", "name": "x"}}, 422),
        ({"region": "DE15"}, 201),
    ],
)
def test_an_announcement_is_looked_at(changes, status):
    assert World().announce(**changes).status == status


@pytest.mark.parametrize("body", [b"", b"[]", b"{", b"\xff"])
def test_a_body_that_is_none(body):
    assert World().ask("sender", "POST", "/submissions", body=body).status == 400


def test_a_body_of_another_kind():
    assert World().ask("sender", "POST", "/submissions", body=b"{}", kind="text/plain").status == 415


def test_nothing_is_announced_to_a_destination_that_rests():
    answer = World(active=False).announce()
    assert answer.status == 409
    assert said(answer)["type"] == "https://schema.fitko.de/fit-connect/submission-api/problems/destination-state-invalid"


def off(**header):
    """A ciphertext with another header."""
    shown = {"alg": "RSA-OAEP-256", "enc": "A256GCM", "kid": keys.encryption().kid, "cty": "application/json", **header}
    head = jose.encode(json.dumps({name: value for name, value in shown.items() if value is not None}).encode())
    return head + b"." + world.data_token().split(b".", 1)[1]


OFF = [
    ({"cty": None}, "cty"),
    ({"zip": "DEF"}, "zip"),
    ({"kid": "another-key"}, "kid"),
    ({"kid": None}, "kid"),
    ({"alg": "RSA-OAEP"}, "RSA-OAEP-256"),
    ({"enc": "A128GCM"}, "A256GCM"),
]


@pytest.mark.parametrize(("header", "named"), OFF)
@pytest.mark.parametrize("part", ["encryptedMetadata", "encryptedData"])
def test_a_ciphertext_off_the_rules_422(header, named, part):
    town = World()
    made = said(town.announce(files=()))
    answer = town.submit(made["submissionId"], **{part: off(**header).decode()})
    assert answer.status == 422
    assert named in answer.body.decode()
    assert town.state.submissions[uuid.UUID(made["submissionId"])].status is Status.INCOMPLETE


@pytest.mark.parametrize(("header", "named"), OFF)
def test_an_attachment_off_the_rules_422(header, named):
    town = World()
    answer = town.attach(said(town.announce())["submissionId"], token=off(**header))
    assert answer.status == 422
    assert named in answer.body.decode()


def test_metadata_are_json_and_data_json_or_xml():
    town = World()
    made = said(town.announce(files=()))["submissionId"]
    xml, pdf = (
        jwe.encrypt(b"<a/>", keys.encryption().public, content_type=kind).decode()
        for kind in ("application/xml", "application/pdf")
    )
    assert town.submit(made, encryptedMetadata=xml).status == 422
    assert town.submit(made, encryptedData=pdf).status == 422
    assert town.submit(made, encryptedData=xml).status == 200


@pytest.mark.parametrize("changes", [{"encryptedMetadata": ...}, {"encryptedData": ...}, {"encryptedData": None}])
def test_metadata_and_data_belong_to_every_submission(changes):
    town = World()
    assert town.submit(said(town.announce(files=()))["submissionId"], **changes).status == 400


def test_a_ciphertext_cut_short_422():
    town = World()
    made = said(town.announce(files=()))["submissionId"]
    head = world.data_token().split(b".")[0].decode()
    assert town.submit(made, encryptedData=f"{head}.a.b.c.d").status == 422


def test_an_attachment_comes_as_jose_and_announced():
    town = World()
    made = said(town.announce())["submissionId"]
    assert town.attach(made, kind="application/pdf").status == 415
    assert town.attach(made, uuid.uuid4()).status == 404


def test_nobody_else_fills_a_submission():
    town = World()
    made = said(town.announce())["submissionId"]
    assert town.attach(made, who="stranger").status == 403
    assert town.submit(made, who="stranger").status == 403
