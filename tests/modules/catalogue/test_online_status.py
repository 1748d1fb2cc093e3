"""The status of an application elsewhere: by signed message alone, once, for whoever consents, and gone with the consent."""

import base64
import datetime as dt
import io
import json
import threading
import uuid
from types import SimpleNamespace

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.core.cache import cache
from django.core.management import call_command

from rathaus.foundation import clock
from rathaus.foundation.errors import Forbidden, Invalid, NotFound
from rathaus.foundation.permissions.public import GUEST, Role
from rathaus.foundation.privacy import public as privacy
from rathaus.modules.accounts import public as accounts
from rathaus.modules.catalogue.domain import follow_status as follow
from rathaus.modules.catalogue.domain import online_services
from rathaus.modules.catalogue.domain.online_services import report_status
from rathaus.modules.catalogue.domain.take_status import enter_sender, sweep_messages, take_status
from rathaus.modules.catalogue.duties import panel
from rathaus.modules.catalogue.management.online import findings
from rathaus.modules.catalogue.models import Handover, OnlineService, StatusMessage, StatusSender
from rathaus.modules.catalogue.status.contrib.signed.plugin import signed_part
from rathaus.modules.catalogue.status.registry import plugins
from tests.modules.accounts import factories
from tests.modules.catalogue.factories import install, worker
from tests.modules.catalogue.test_editing import at_once
from tests.modules.catalogue.test_online import KEY, PAGE, URL, enter, entry
from tests.modules.organisation import factories as organisation

SECRET, WRONG = Ed25519PrivateKey.generate(), Ed25519PrivateKey.generate()


def public(key=SECRET):
    return base64.b64encode(key.public_key().public_bytes_raw()).decode()


@pytest.fixture
def city(db):
    cache.clear()
    now = clock.now()
    organisation.unit("strassenverkehr")
    install(now)
    enter_sender(slug="land", name="Land Muster", public_key=public(), now=now)
    enter(now, entry(sender="land", parameters=[{"name": "vorgang", "value": "reference"}]))
    return now


@pytest.fixture
def user(db):
    return factories.citizen("erika@example.org")


def consent(user, now):
    actor = accounts.actor_of(user, now)
    accounts.record_consent(
        account_id=user.pk, purpose=follow.PURPOSE, version=follow.CONSENT_VERSION, text=follow.CONSENT_TEXT, actor=actor, now=now
    )
    return actor


@pytest.fixture
def row(city, user):
    return follow.follow_status(slug="efa-parken", service_key=KEY, actor=consent(user, city), now=city)


def message(row, **changes):
    now = clock.now()
    said = {
        "id": "1", "sent_at": now.isoformat(), "reference": row.reference, "state": "in_progress", "changed_at": now.isoformat(),
        "case": "A 7/26", "title": "Ihr Parkausweis", "note": "Wir prüfen.", "url": "https://efa.example/vorgang/7",
    }  # fmt: skip
    return json.dumps(said | changes).encode()


def send(client, body, *, key=SECRET, sender="land", signed_as="", signature=None):
    signed = base64.b64encode(key.sign(signed_part(signed_as or sender, body))).decode() if signature is None else signature
    return client.post(
        f"/onlinedienste/stand/{sender}/", body, content_type="application/json", headers={"Rathaus-Signature": signed}
    )


def test_the_whole_way(city, user, client):
    assert "Stand mitverfolgen" in client.get(PAGE).content.decode()
    factories.sign_in(client, user)
    begin = f"/konto/onlinedienste/efa-parken/{KEY}/"
    assert follow.CONSENT_TEXT in client.get(begin).content.decode()
    place = client.post(begin, {"einwilligung": "ja"}).url
    row = Handover.objects.get()
    body = client.get(place).content.decode()
    assert f'href="{URL}&amp;vorgang={row.reference}"' in body
    assert user.email not in row.reference
    assert client.post(begin).url == place  # a double click makes one
    assert send(client, message(row)).json() == {"result": "taken"}
    body = client.get(place).content.decode()
    for words in (
        "in Bearbeitung</strong>, Stand vom",
        "Ihr Parkausweis",
        "A 7/26",
        "Wir prüfen.",
        'href="https://efa.example/vorgang/7"',
    ):
        assert words in body
    assert "in Bearbeitung" in client.get("/konto/onlinedienste/").content.decode()
    assert "Ihr Parkausweis" in client.get("/konto/").content.decode()
    assert [(item.title, item.status) for item in panel(user.pk, city)] == [("Ihr Parkausweis", "in Bearbeitung")]
    assert client.post(place).url == "/konto/onlinedienste/"
    assert not Handover.objects.exists()
    assert send(client, message(row, id="2")).status_code == 404


def test_nobody_else_sees_it(row, client):
    factories.sign_in(client, factories.citizen("andere@example.org"))
    place = f"/konto/onlinedienste/{row.pk}/"
    assert (client.get(place).status_code, client.post(place).status_code) == (404, 404)
    with pytest.raises(NotFound):
        follow.stop_following(handover_id=row.pk, actor=GUEST)
    assert Handover.objects.exists()


def test_without_consent_account_or_sender_nothing_begins(city, user):
    keys = {"slug": "efa-parken", "service_key": KEY, "now": city}
    with pytest.raises(Forbidden, match="Servicekonto"):
        follow.follow_status(actor=GUEST, **keys)
    with pytest.raises(Forbidden, match="Servicekonto"):
        follow.follow_status(actor=worker(Role.EDITOR), **keys)
    with pytest.raises(Forbidden, match="Einwilligung"):
        follow.follow_status(actor=accounts.actor_of(user, city), **keys)
    actor = consent(user, city)
    report_status(slug="efa-parken", sender="", now=city)
    with pytest.raises(NotFound, match="keinen Stand"):
        follow.follow_status(actor=actor, **keys)


def test_the_page_without_consent_or_sender(city, user, client):
    factories.sign_in(client, user)
    assert client.post(f"/konto/onlinedienste/efa-parken/{KEY}/").status_code == 403
    assert client.get("/konto/onlinedienste/efa-parken/local:fort/").status_code == 404
    assert client.get(f"/konto/onlinedienste/fort/{KEY}/").status_code == 404


# what is refused


@pytest.mark.parametrize(
    "how",
    [
        {"key": WRONG},
        {"signed_as": "anderer"},
        {"signature": ""},
        {"signature": "kein base64!"},
        {"signature": base64.b64encode(b"kurz").decode()},
    ],
)
def test_a_bad_signature(row, client, how):
    assert send(client, message(row), **how).status_code == 403
    row.refresh_from_db()
    assert (row.state, StatusMessage.objects.count()) == ("", 0)


def test_a_changed_body(row, client):
    body = message(row)
    signature = base64.b64encode(SECRET.sign(signed_part("land", body))).decode()
    assert send(client, body.replace(b"in_progress", b"done"), signature=signature).status_code == 403


def test_unknown_and_inactive_senders_are_the_same(row, client):
    StatusSender.objects.update(active=False)
    assert send(client, message(row)).status_code == 404
    assert send(client, message(row), sender="niemand").status_code == 404


def test_a_sender_writes_to_its_own_applications_alone(row, client):
    enter_sender(slug="fremd", name="Fremd", public_key=public(WRONG), now=clock.now())
    assert send(client, message(row), sender="fremd", key=WRONG).status_code == 404
    assert send(client, message(row, reference="x" * 27)).status_code == 404
    row.refresh_from_db()
    assert row.state == ""


def test_the_same_message_again_is_taken_once_and_its_id_never_for_another(row, client):
    body = message(row)
    assert [send(client, body).json()["result"] for _ in range(2)] == ["taken", "known"]
    assert send(client, message(row, state="done")).status_code == 409
    row.refresh_from_db()
    assert row.state == "in_progress"


def test_an_old_message_is_worth_nothing_and_its_id_is_kept_longer(row, client):
    old = (clock.now() - dt.timedelta(hours=25)).isoformat()
    soon = (clock.now() + dt.timedelta(hours=25)).isoformat()
    assert send(client, message(row, sent_at=old)).status_code == 400
    assert send(client, message(row, sent_at=soon)).status_code == 400
    assert send(client, message(row, changed_at=soon)).status_code == 400
    send(client, message(row))
    assert sweep_messages(now=clock.now() + dt.timedelta(days=29)) == 0
    assert sweep_messages(now=clock.now() + dt.timedelta(days=31)) == 1


def test_what_is_older_than_what_is_known_changes_nothing(row, client):
    assert send(client, message(row, state="done")).status_code == 200
    before = (clock.now() - dt.timedelta(hours=1)).isoformat()
    assert send(client, message(row, id="2", changed_at=before)).json() == {"result": "older"}
    row.refresh_from_db()
    assert row.state == "done"


def test_an_ended_consent_refuses_and_the_sweep_takes_what_was_reported(row, client, user):
    send(client, message(row))
    now = clock.now()
    accounts.revoke_consent(account_id=user.pk, purpose=follow.PURPOSE, actor=accounts.actor_of(user, now), now=now)
    assert send(client, message(row, id="2", state="done")).status_code == 410
    row.refresh_from_db()
    assert row.state == "in_progress"
    assert follow.sweep(now=now) == 1
    assert not Handover.objects.exists()


def test_with_the_consent_the_reference_and_what_was_reported_leave_all_pages_at_once(row, client, user):
    send(client, message(row))
    factories.sign_in(client, user)
    place = f"/konto/onlinedienste/{row.pk}/"
    assert row.reference not in client.get("/konto/onlinedienste/").content.decode()
    now = clock.now()
    accounts.revoke_consent(account_id=user.pk, purpose=follow.PURPOSE, actor=accounts.actor_of(user, now), now=now)
    assert client.get(place).status_code == 404
    assert "Ihr Parkausweis" not in client.get("/konto/onlinedienste/").content.decode()
    assert panel(user.pk, now) == []
    new = client.post(f"/konto/onlinedienste/efa-parken/{KEY}/", {"einwilligung": "ja"}).url
    assert client.get(place).status_code == 404
    assert Handover.objects.get().reference != row.reference
    assert "noch nichts gemeldet" in client.get(new).content.decode()


@pytest.mark.parametrize(
    "change",
    [
        {"state": "erfunden"},
        {"sent_at": "gestern"},
        {"sent_at": "2026-11-27T12:00:00"},
        {"id": ""},
        {"id": "x" * 101},
        {"reference": ""},
        {"note": "x" * 501},
        {"title": "a\x00b"},
        {"title": "\u0958" * 200},  # NFC of one of these is two characters
        {"changed_at": "0001-01-01T00:00:00+01:00"},  # as some systems write "never"; no moment in UTC
        {"changed_at": "2020-01-01T00:00:00+00:00"},
        {"farbe": "rot"},
        {"case": 7},
    ],
)
def test_what_we_do_not_understand(row, client, change):
    assert send(client, message(row, **change)).status_code == 400
    assert not StatusMessage.objects.exists()


@pytest.mark.parametrize("body", [b"", b"[]", b"null", b"{", b"\xff", b"[" * 5000])
def test_hostile_bodies(row, client, body):
    assert send(client, body).status_code == 400


def test_too_long_is_not_read(row, client):
    assert send(client, b"x" * (16 * 1024 + 1)).status_code == 413
    assert client.get("/onlinedienste/stand/land/").status_code == 405


@pytest.mark.parametrize(
    "url", ["http://efa.example/", "https://evil.example/", "javascript:alert(1)", "https://efa.example:8443/"]
)
def test_a_link_leads_to_the_providers_own_host_or_nowhere(row, client, url):
    assert send(client, message(row, url=url)).status_code == 200
    row.refresh_from_db()
    assert (row.state, row.url) == ("in_progress", "")


def test_words_of_others_are_only_words(row, client, user):
    send(client, message(row, title="<script>alert(1)</script>", note="<b>fett</b>"))
    factories.sign_in(client, user)
    body = client.get(f"/konto/onlinedienste/{row.pk}/").content.decode()
    assert "<script>alert" not in body
    assert "&lt;b&gt;fett" in body


# two at once


@pytest.mark.django_db(transaction=True)
def test_the_same_message_twice_at_once_is_taken_once(row):
    body = message(row)
    headers = {"Rathaus-Signature": base64.b64encode(SECRET.sign(signed_part("land", body))).decode()}
    results = at_once(*[lambda: take_status(sender="land", body=body, headers=headers, now=clock.now())] * 3)
    assert sorted(results) == ["known", "known", "taken"]


def test_who_stops_while_a_message_is_taken_ends_it(row, client, user, monkeypatch):
    def stops(*args, **values):
        Handover.objects.filter(pk=row.pk).delete()
        return True

    monkeypatch.setattr(accounts, "has_consent", stops)
    assert send(client, message(row)).status_code == 404
    assert not StatusMessage.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_double_click_makes_one_reference(city, user):
    actor = consent(user, city)
    first, second = at_once(
        *[lambda: follow.follow_status(slug="efa-parken", service_key=KEY, actor=actor, now=city).reference] * 2
    )
    assert first == second
    assert Handover.objects.count() == 1


def waits(original, inside, other):
    """Does as the original, but tells the other thread that it is inside, and gives it a moment to come between."""

    def between(*args, **values):
        inside.set()
        other.wait(0.5)  # with the lock the other one never gets there
        return original(*args, **values)

    return between


@pytest.mark.django_db(transaction=True)
def test_a_service_that_ends_while_somebody_is_sent_there_stays_for_them(city, user, monkeypatch):
    actor, inside, ended = consent(user, city), threading.Event(), threading.Event()
    monkeypatch.setattr(follow.ids, "token", waits(follow.ids.token, inside, ended))

    def end():
        inside.wait(30)
        enter(city)
        ended.set()
        return True

    sent, done = at_once(lambda: follow.follow_status(slug="efa-parken", service_key=KEY, actor=actor, now=city), end)
    assert done
    assert Handover.objects.get().pk == sent.pk
    assert OnlineService.objects.get().valid_until == clock.today(city) - dt.timedelta(days=1)


@pytest.mark.django_db(transaction=True)
def test_nobody_is_sent_to_a_service_that_is_just_ending(city, user, monkeypatch):
    actor, inside, sent = consent(user, city), threading.Event(), threading.Event()
    rows = SimpleNamespace(filter=waits(Handover.objects.filter, inside, sent))
    monkeypatch.setattr(online_services, "Handover", SimpleNamespace(objects=rows))

    def begin():
        inside.wait(30)
        try:
            return follow.follow_status(slug="efa-parken", service_key=KEY, actor=actor, now=city)
        finally:
            sent.set()

    _, refused = at_once(lambda: enter(city), begin)
    assert isinstance(refused, NotFound)
    assert not Handover.objects.exists()
    assert not OnlineService.objects.exists()


# senders, retention, privacy


@pytest.mark.parametrize(
    ("values", "word"),
    [
        ({"slug": "Groß"}, "Kürzel"),
        ({"name": " "}, "Kürzel"),
        ({"public_key": "!"}, "Base64"),
        ({"public_key": base64.b64encode(b"x" * 31).decode()}, "32 Bytes"),
        ({"plugin": "telegramm"}, "telegramm"),
    ],
)
def test_senders_are_checked(db, now, values, word):
    with pytest.raises(Invalid, match=word):
        enter_sender(**({"slug": "land", "name": "Land", "public_key": public(), "now": now} | values))
    assert not StatusSender.objects.exists()


def test_only_who_edits_responsibility_enters_a_sender(db, now):
    with pytest.raises(Forbidden):
        enter_sender(slug="land", name="Land", public_key=public(), now=now, actor=worker(Role.CLERK))


def test_the_operator_sees_a_broken_key_and_a_missing_parameter(city):
    assert plugins.get("signed").check_config() == []
    StatusSender.objects.update(public_key="kaputt")
    assert ["land" in problem.remedy for problem in plugins.get("signed").check_config()] == [True]
    enter(city, entry(sender="land"))
    assert ["reference" in line for line in findings()] == [True]


def test_the_commands(db, now):
    out = io.StringIO()
    organisation.unit("strassenverkehr")
    install(now)
    enter(now, entry())
    call_command("catalogue", "online", "sender", "land", "--name", "Land", "--key", public(), stdout=out)
    call_command("catalogue", "online", "report", "efa-parken", "land", stdout=out)
    assert "/onlinedienste/stand/land/" in out.getvalue()
    assert StatusSender.objects.get().online_services.get().slug == "efa-parken"


def test_retention(row):
    assert follow.sweep(now=clock.now()) == 0
    assert follow.sweep(now=clock.now() + dt.timedelta(days=91)) == 1


def test_a_reported_one_goes_a_year_after_its_last_change(row, client):
    send(client, message(row))
    assert follow.sweep(now=clock.now() + dt.timedelta(days=300)) == 0
    assert follow.sweep(now=clock.now() + dt.timedelta(days=366)) == 1


def test_export_and_erasure(row, user):
    part = next(one for one in privacy.registered() if one.module == "catalogue")
    assert part.export(user.pk).data["followed"][0]["reference"] == row.reference
    assert part.export(uuid.uuid4()).data == {"followed": []}
    assert part.erase(user.pk, clock.now()) == []
    assert not Handover.objects.exists()
