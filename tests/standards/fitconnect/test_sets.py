"""Security events: round trip, another implementation, hostile tokens."""

import datetime as dt
import json
import uuid

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from joserfc import jws as theirs
from joserfc.jwk import RSAKey

from rathaus.standards.fitconnect import events, jose, jwe, jws, sets
from rathaus.standards.fitconnect.errors import FitConnectError
from rathaus.standards.fitconnect.events import AuthenticationTags, Event, IssuerKind, Problem, Subject, Verb
from rathaus.standards.fitconnect.jwk import PublicKey, Purpose
from tests.standards.fitconnect import keys

NOW = dt.datetime(2026, 11, 20, 11, 0, tzinfo=dt.UTC)
DESTINATION, SUBMISSION, CASE, TOKEN, FILE = (uuid.UUID(int=number) for number in range(1, 6))
SERVICE = "https://zustelldienst.example.org"
TAG = "XFBoMYUZodetZdvTiFvSkQ"

tags = st.from_regex(r"[A-Za-z0-9_-]{22}", fullmatch=True)
words = st.text(max_size=20)
happened = st.builds(
    Event,
    verb=st.sampled_from(Verb),
    issuer=st.sampled_from([SERVICE, str(DESTINATION)]),
    subject_id=st.uuids(),
    case_id=st.uuids(),
    issued_at=st.integers(0, int(NOW.timestamp())).map(lambda second: dt.datetime.fromtimestamp(second, dt.UTC)),
    token_id=st.uuids(),
    subject=st.sampled_from(Subject),
    tags=st.none() | st.builds(AuthenticationTags, tags, st.none() | tags, st.dictionaries(st.uuids(), tags, max_size=2)),
    problems=st.lists(st.builds(Problem, words.filter(bool), words.filter(bool), words, words), max_size=2).map(tuple),
    schema=st.sampled_from(["", events.SCHEMA]),
)


def find_key(_issuer, _kid):
    return keys.signature().public


def event(**changes):
    return Event(**{
        "verb": Verb.ACCEPT, "issuer": str(DESTINATION), "subject_id": SUBMISSION, "case_id": CASE, "issued_at": NOW,
        "token_id": TOKEN, "tags": AuthenticationTags(TAG, TAG, {FILE: TAG}), **changes,
    })  # fmt: skip


def payload(**changes):
    _, body, _ = sets.sign(event(), keys.signature()).split(".")
    found = {**json.loads(jose.decode(body.encode())), **changes}
    return {name: value for name, value in found.items() if value is not ...}


def signed(claims, **header):
    """By hand, so that the header can be any."""
    shown = {"alg": "PS512", "kid": keys.signature().kid, "typ": sets.TYP, **header}
    head = jose.encode(json.dumps({name: value for name, value in shown.items() if value is not None}).encode())
    message = head + b"." + jose.encode(json.dumps(claims).encode())
    signature = keys.signature().rsa.sign(message, jws._PSS, jws.hashes.SHA512())
    return (message + b"." + jose.encode(signature)).decode()


def verify(token, *, key=find_key, now=NOW):
    return sets.verify(token, find_key=key, now=now)


@settings(max_examples=40)
@given(happened)
def test_what_is_signed_is_verified_to_the_same(found):
    assert verify(sets.sign(found, keys.signature())) == found


def test_an_event_written_out():
    assert payload() == {
        "$schema": "https://schema.fitko.de/fit-connect/set-payload/1.2.2/set-payload.schema.json",
        "iss": str(DESTINATION),
        "iat": 1795172400,
        "jti": str(TOKEN),
        "sub": f"submission:{SUBMISSION}",
        "txn": f"case:{CASE}",
        "events": {
            "https://schema.fitko.de/fit-connect/events/accept-submission": {
                "authenticationTags": {"metadata": TAG, "data": TAG, "attachments": {str(FILE): TAG}}
            }
        },
    }


def test_another_implementation_verifies_ours():
    key = RSAKey.import_key(keys.signature().rsa)
    checked = theirs.deserialize_compact(sets.sign(event(), keys.signature()), key, algorithms=["PS512"])
    assert checked.protected == {"alg": "PS512", "kid": keys.signature().kid, "typ": "secevent+jwt"}
    assert json.loads(checked.payload)["sub"] == f"submission:{SUBMISSION}"


def test_ours_verifies_that_of_another_implementation():
    header = {"alg": "PS512", "kid": keys.signature().kid, "typ": "secevent+jwt"}
    key = RSAKey.import_key(keys.signature().rsa)
    token = theirs.serialize_compact(header, json.dumps(payload()).encode(), key, algorithms=["PS512"])
    assert verify(token) == event()


def test_the_key_is_asked_for_by_issuer_and_kid():
    asked = []

    def find(issuer, kid):
        asked.append((issuer, kid))
        return keys.signature().public

    for issuer in (SERVICE, str(DESTINATION)):
        verify(sets.sign(event(issuer=issuer), keys.signature()), key=find)
    assert asked == [(SERVICE, "destination-sig"), (str(DESTINATION), "destination-sig")]


def test_who_issued_it_shows_in_the_issuer():
    assert event(issuer=SERVICE).issuer_kind is IssuerKind.SERVICE
    assert event().issuer_kind is IssuerKind.DESTINATION


@pytest.mark.parametrize(
    ("header", "said"),
    [
        ({"alg": "none"}, "Signatur PS512"),
        ({"alg": "RS512"}, "Signatur PS512"),
        ({"alg": "HS512"}, "Signatur PS512"),
        ({"alg": None}, "Signatur PS512"),
        ({"typ": "JWT"}, "typ"),
        ({"typ": None}, "typ"),
        ({"kid": None}, "kid"),
        ({"kid": "ein-anderer-schluessel"}, "nicht der, mit dem signiert wurde"),
        ({"crit": ["b64"], "b64": False}, "crit"),
    ],
)
def test_a_header_off_the_rules_is_refused(header, said):
    with pytest.raises(FitConnectError, match=said):
        verify(signed(payload(), **header))


def test_without_a_signature_nothing_is_believed():
    head = jose.encode(b'{"alg":"none","typ":"secevent+jwt","kid":"destination-sig"}').decode()
    body = sets.sign(event(), keys.signature()).split(".")[1]
    with pytest.raises(FitConnectError, match="Signatur PS512"):
        verify(f"{head}.{body}.")
    with pytest.raises(FitConnectError, match="Signatur stimmt nicht"):
        verify(f"{sets.sign(event(), keys.signature()).rpartition('.')[0]}.")


BOTH = {f"{sets.BASE}accept-submission": {}, f"{sets.BASE}reject-submission": {}}


@pytest.mark.parametrize(
    ("claims", "said"),
    [
        ({"events": BOTH}, "genau ein Ereignis erwartet, nicht 2"),
        ({"events": {}}, "genau ein Ereignis erwartet, nicht 0"),
        ({"events": [f"{sets.BASE}accept-submission"]}, "fehlt oder ist falsch"),
        ({"events": {"https://example.org/accept-submission": {}}}, "kein Ereignis von FIT-Connect"),
        ({"events": {f"{sets.BASE}explode-submission": {}}}, "kein Ereignis von FIT-Connect"),
        ({"events": {f"{sets.BASE}accept-reply": {}}}, "gehören kann"),
        ({"events": {f"{sets.BASE}accept-submission": []}}, "fehlt oder ist falsch"),
        ({"events": {f"{sets.BASE}accept-submission": {"authenticationTags": {}}}}, "fehlt oder ist falsch"),
        ({"events": {f"{sets.BASE}accept-submission": {"authenticationTags": {"metadata": "kurz"}}}}, "fehlt oder ist falsch"),
        ({"events": {f"{sets.BASE}reject-submission": {"problems": [{"title": "x"}]}}}, "fehlt oder ist falsch"),
        ({"events": {f"{sets.BASE}reject-submission": {"problems": [{"type": 1, "title": "x"}]}}}, "fehlt oder ist falsch"),
        ({"iss": ...}, "fehlt oder ist falsch"),
        ({"iss": "zustelldienst"}, "fehlt oder ist falsch"),
        ({"iss": f"urn:uuid:{DESTINATION}"}, "fehlt oder ist falsch"),
        ({"iat": ...}, "fehlt oder ist falsch"),
        ({"iat": True}, "fehlt oder ist falsch"),
        ({"iat": "1795172400"}, "fehlt oder ist falsch"),
        ({"iat": 10**30}, "fehlt oder ist falsch"),
        ({"jti": "x"}, "fehlt oder ist falsch"),
        ({"sub": str(SUBMISSION)}, "fehlt oder ist falsch"),
        ({"sub": f"submission:{SUBMISSION}\n"}, "fehlt oder ist falsch"),
        ({"iss": f"{DESTINATION}\n"}, "fehlt oder ist falsch"),
        (
            {"events": {f"{sets.BASE}accept-submission": {"authenticationTags": {"metadata": f"{TAG}\n"}}}},
            "fehlt oder ist falsch",
        ),
        ({"sub": None}, "fehlt oder ist falsch"),
        ({"txn": f"submission:{CASE}"}, "fehlt oder ist falsch"),
        ({"$schema": 1}, "fehlt oder ist falsch"),
    ],
)
def test_claims_off_the_rules_are_refused(claims, said):
    with pytest.raises(FitConnectError, match=said):
        verify(signed(payload(**claims)))


def test_an_event_of_the_future_is_refused():
    token = sets.sign(event(issued_at=NOW + dt.timedelta(minutes=5, seconds=1)), keys.signature())
    with pytest.raises(FitConnectError, match="Zukunft"):
        verify(token)
    assert verify(token, now=NOW + dt.timedelta(seconds=1))


def test_a_key_counts_for_the_time_in_which_it_holds():
    key = PublicKey("destination-sig", Purpose.SIGNATURE, keys.signature().public.rsa, valid_until=NOW)
    years_later = NOW + dt.timedelta(days=700)
    assert verify(sets.sign(event(), keys.signature()), key=lambda *_: key, now=years_later)
    late = sets.sign(event(issued_at=NOW + dt.timedelta(seconds=1)), keys.signature())
    with pytest.raises(FitConnectError, match="galt nicht, als es ausgestellt wurde"):
        verify(late, key=lambda *_: key, now=years_later)


def test_a_key_of_somebody_else_verifies_nothing():
    other = PublicKey("destination-sig", Purpose.SIGNATURE, keys.service().public.rsa)
    with pytest.raises(FitConnectError, match="Signatur stimmt nicht"):
        verify(sets.sign(event(), keys.signature()), key=lambda *_: other)


def test_a_key_for_encryption_signs_and_verifies_nothing():
    with pytest.raises(FitConnectError, match="nicht zum Signieren"):
        sets.sign(event(), keys.encryption())
    other = PublicKey("destination-sig", Purpose.ENCRYPTION, keys.signature().public.rsa)
    with pytest.raises(FitConnectError, match="nicht der, mit dem signiert wurde"):
        verify(sets.sign(event(), keys.signature()), key=lambda *_: other)


@settings(max_examples=60)
@given(st.data())
def test_one_changed_character_anywhere_is_noticed(data):
    token = sets.sign(event(), keys.signature())
    place = data.draw(st.integers(0, len(token) - 1))
    changed = token[:place] + data.draw(st.sampled_from("Az0-_.=ü")) + token[place + 1 :]
    if changed != token:
        with pytest.raises(FitConnectError):
            verify(changed)


@pytest.mark.parametrize("token", ["", "..", "a.b", "a.b.c.d", "ü.ü.ü", "e30.e30.", "A" * (1024 * 1024 + 1)])
def test_what_is_no_token_is_refused(token):
    with pytest.raises(FitConnectError):
        verify(token)


def test_tags_are_those_of_the_ciphertexts():
    tokens = [jwe.encrypt(part, keys.encryption().public, content_type="text/plain") for part in (b"m", b"d", b"f")]
    found = events.tags_of(tokens[0], tokens[1], {FILE: tokens[2]})
    assert [found.metadata, found.data, found.attachments[FILE]] == [token.split(b".")[4].decode() for token in tokens]
    assert events.tags_of(tokens[0], None, {}).data is None


OTHERS = [
    AuthenticationTags(TAG, TAG, {}),
    AuthenticationTags(TAG, None, {FILE: TAG}),
    AuthenticationTags(TAG[::-1], TAG, {FILE: TAG}),
]


@pytest.mark.parametrize("at_hand", OTHERS)
def test_tags_of_other_ciphertexts_are_refused(at_hand):
    events.check_tags(event(), AuthenticationTags(TAG, TAG, {FILE: TAG}))
    with pytest.raises(FitConnectError, match="ausgetauscht"):
        events.check_tags(event(), at_hand)
    with pytest.raises(FitConnectError, match="ausgetauscht"):
        events.check_tags(event(tags=None), at_hand)
