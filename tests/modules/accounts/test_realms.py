"""Two realms: neither opens the other's pages, whatever cookie is sent."""

import datetime as dt
import re
import uuid

import pytest
from django.conf import settings
from django.contrib.auth import get_user
from django.contrib.sessions.backends.base import UpdateError
from django.db import IntegrityError, transaction
from django.test import RequestFactory

from rathaus.foundation import clock
from rathaus.foundation.permissions.public import GUEST, ActorKind, Role
from rathaus.modules.accounts import sessions
from rathaus.modules.accounts.devices import describe
from rathaus.modules.accounts.enums import Realm
from rathaus.modules.accounts.middleware import ActorMiddleware
from rathaus.modules.accounts.models import Session, User
from rathaus.modules.accounts.public import actor_of
from rathaus.modules.accounts.realms import RULES, realm_of
from tests.modules.accounts import factories as make
from tests.modules.organisation import factories as organisation

pytestmark = pytest.mark.django_db

CITIZEN_PAGE, STAFF_PAGE = "/konto/", "/amt/konto/sicherheit/"


@pytest.mark.parametrize(
    ("path", "realm"),
    [
        ("/", "citizen"),
        ("/konto/", "citizen"),
        ("/amtlich/", "citizen"),
        ("/amt", "staff"),
        ("/amt/", "staff"),
        ("/amt/x", "staff"),
    ],
)
def test_the_path_alone_decides(path, realm):
    assert realm_of(path) == realm


def test_guests_are_sent_to_the_sign_in_of_the_realm(client):
    assert client.get(CITIZEN_PAGE).headers["Location"] == "/konto/login/?next=%2Fkonto%2F"
    assert client.get(STAFF_PAGE).headers["Location"] == "/amt/konto/login/?next=%2Famt%2Fkonto%2Fsicherheit%2F"


def test_a_citizen_opens_no_staff_page_and_the_reverse(client):
    make.sign_in(client, make.citizen())
    assert client.get(CITIZEN_PAGE).status_code == 200
    assert client.get(STAFF_PAGE).status_code == 302
    client.cookies.clear()
    make.sign_in(client, make.staff())
    assert client.get(STAFF_PAGE).status_code == 200
    assert client.get(CITIZEN_PAGE).status_code == 302


def test_a_session_key_carried_to_the_other_cookie_opens_nothing(client):
    make.sign_in(client, make.citizen())
    client.cookies["rathaus_amt"] = client.cookies["rathaus_konto"].value
    assert client.get(STAFF_PAGE).status_code == 302
    client.cookies.clear()
    make.sign_in(client, make.staff())
    client.cookies["rathaus_konto"] = client.cookies["rathaus_amt"].value
    assert client.get(CITIZEN_PAGE).status_code == 302


def test_even_a_forged_session_of_the_wrong_realm_is_nobody(client):
    """Whoever could write a staff session for a citizen's account gets no actor of staff."""
    user = make.citizen()
    store = sessions.StaffSessionStore()
    store["_auth_user_id"], store["_auth_user_backend"] = str(user.pk), make.BACKEND
    store["_auth_user_hash"] = user.get_session_auth_hash()
    store.save()
    client.cookies["rathaus_amt"] = store.session_key
    assert client.get(STAFF_PAGE).status_code == 302


def sign_in_by_page(client, user, where="/konto/login/", password=make.PASSWORD):
    return client.post(where, {"login": user.email, "password": password})


def test_the_sign_in_page_takes_accounts_of_its_realm_alone(client):
    citizen, clerk = make.citizen("eins@example.org"), make.staff("zwei@example.org")
    wrong = sign_in_by_page(client, clerk)
    assert wrong.status_code == 200
    assert "stimmen nicht" in wrong.text
    assert sign_in_by_page(client, citizen, "/amt/konto/login/").status_code == 200
    assert sign_in_by_page(client, citizen).headers["Location"] == "/konto/"
    assert sign_in_by_page(client, clerk, "/amt/konto/login/").headers["Location"] == "/amt/"


def test_one_address_may_have_a_key_to_each_realm(client):
    citizen, clerk = make.citizen("beide@example.org"), make.staff("beide@example.org")
    assert sign_in_by_page(client, citizen).status_code == 302
    assert sign_in_by_page(client, clerk, "/amt/konto/login/").status_code == 302
    assert client.get(CITIZEN_PAGE).status_code == client.get(STAFF_PAGE).status_code == 200
    rows = dict(Session.objects.values_list("realm", "user_id"))
    assert rows == {"citizen": citizen.pk, "staff": clerk.pk}


def test_an_address_is_taken_once_in_a_realm_however_it_is_written():
    make.citizen("a@example.org")
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.create(realm=Realm.CITIZEN, email="a@example.org", created_at=make.CREATED)
    assert User.objects.by_email(Realm.CITIZEN, " A@Example.ORG ") is not None
    assert User.objects.by_email(Realm.STAFF, "a@example.org") is None


def test_staff_belong_to_a_person_and_citizens_to_none():
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.create(realm=Realm.STAFF, email="x@example.org", created_at=make.CREATED)
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.create(realm=Realm.CITIZEN, email="x@example.org", person_id=uuid.uuid4(), created_at=make.CREATED)


def test_cookies_are_narrow(client):
    sign_in_by_page(client, make.citizen())
    sign_in_by_page(client, make.staff(), "/amt/konto/login/")
    konto, amt = client.cookies["rathaus_konto"], client.cookies["rathaus_amt"]
    assert (konto["path"], amt["path"]) == ("/", "/amt/")
    for cookie in (konto, amt):
        assert cookie["httponly"]
        assert cookie["samesite"] == "Lax"
        assert cookie["max-age"] == ""  # ends with the browser


def test_signing_in_changes_the_key(client):
    """Session fixation: a key from before the sign-in opens nothing after it."""
    user = make.citizen()
    store = sessions.SessionStore()
    store["x"] = 1
    store.save()
    before = store.session_key
    client.cookies["rathaus_konto"] = before
    sign_in_by_page(client, user)
    assert client.cookies["rathaus_konto"].value != before
    assert not Session.objects.filter(session_key=before).exists()


def test_signing_out_ends_the_session_in_the_database(client):
    make.sign_in(client, make.citizen())
    key = client.cookies["rathaus_konto"].value
    assert client.post("/konto/logout/").headers["Location"] == "/"
    assert not Session.objects.filter(session_key=key).exists()
    client.cookies["rathaus_konto"] = key
    assert client.get(CITIZEN_PAGE).status_code == 302


def test_a_locked_account_is_out_at_once(client):
    user = make.citizen()
    make.sign_in(client, user)
    User.objects.filter(pk=user.pk).update(is_active=False)
    assert client.get(CITIZEN_PAGE).status_code == 302
    assert sign_in_by_page(client, user).headers["Location"] == "/konto/inactive/"


@pytest.mark.parametrize("realm", [Realm.CITIZEN, Realm.STAFF])
def test_idle_and_absolute_limits(client, monkeypatch, realm):
    user = make.citizen() if realm is Realm.CITIZEN else make.staff()
    page = CITIZEN_PAGE if realm is Realm.CITIZEN else STAFF_PAGE
    start, rules = clock.now(), RULES[realm]
    at = {"now": start}
    monkeypatch.setattr(sessions, "moment", lambda: at["now"])
    make.sign_in(client, user)

    def opens(after):
        at["now"] = start + after
        return client.get(page).status_code == 200

    step, passed = rules.idle - dt.timedelta(minutes=2), dt.timedelta()
    while passed + step < rules.absolute:
        passed += step
        assert opens(passed)
    assert not opens(rules.absolute)  # however busy
    client.cookies.clear()
    at["now"] = start
    make.sign_in(client, user)
    assert not opens(rules.idle)


def test_a_busy_session_writes_at_most_once_a_minute(client, django_assert_num_queries):
    make.sign_in(client, make.citizen())
    with django_assert_num_queries(2):  # session, account
        client.get("/konto/loeschen/")


def test_a_guest_costs_no_query(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert client.get("/impressum/").status_code == 200


def test_the_demonstration_clock_signs_nobody_out(client, monkeypatch):
    make.sign_in(client, make.citizen())
    monkeypatch.setattr(clock, "offset", lambda: dt.timedelta(days=30))
    assert client.get(CITIZEN_PAGE).status_code == 200


def test_the_actor_of_each_kind(rf, now):
    unit = organisation.unit()
    anna = organisation.person()
    organisation.holding(anna, organisation.post(unit, Role.CLERK))
    citizen, clerk = make.citizen(), make.staff(person=anna)
    assert actor_of(citizen, now).kind is ActorKind.CITIZEN
    assert actor_of(citizen, now).id == citizen.pk
    actor = actor_of(clerk, now)
    assert (actor.kind, actor.person_id, [grant.role for grant in actor.grants]) == (ActorKind.STAFF, anna.pk, [Role.CLERK])
    citizen.is_active = False
    assert actor_of(citizen, now) == GUEST


def test_the_actor_is_read_only_when_asked_for(django_assert_num_queries):
    request = RequestFactory().get("/")
    request.session = sessions.SessionStore("unknown")
    request.user = get_user(request)
    with django_assert_num_queries(0):
        ActorMiddleware(lambda made: made)(request)
        assert request.actor == GUEST


def test_sign_out_elsewhere(client, django_user_model):
    user, other = make.citizen(), make.citizen("max@example.org")
    for account in (user, user, other):
        make.sign_in(client, account)
    make.sign_in(client, user)
    here = client.cookies["rathaus_konto"].value
    page = client.get("/konto/sicherheit/").text
    assert page.count("angemeldet seit") == 3
    assert page.count("dieses Gerät") == 1
    client.post("/konto/sicherheit/abmelden/")
    assert set(Session.objects.filter(user_id=user.pk).values_list("session_key", flat=True)) == {here}
    assert Session.objects.filter(user_id=other.pk).count() == 1


def test_a_session_ended_elsewhere_does_not_come_back(client, monkeypatch):
    """Sign-out in one tab while another request of the same session is on its way: the sign-out counts."""
    make.sign_in(client, make.citizen())
    key = client.cookies["rathaus_konto"].value
    store = sessions.SessionStore(key)
    store["x"] = 1
    Session.objects.all().delete()
    with pytest.raises(UpdateError):
        store.save()
    assert not Session.objects.filter(session_key=key).exists()


@pytest.mark.parametrize(
    ("agent", "expected"),
    [
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox, Windows"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Safari/604.1", "Safari, iPhone"),
        ("Mozilla/5.0 (X11; Linux x86_64) Chrome/156.0 Safari/537.36 Edg/156.0", "Edge, Linux"),
        ("<script>", "Unbekanntes Gerät"),
        ("", "Unbekanntes Gerät"),
    ],
)
def test_devices_in_words(agent, expected):
    assert describe(agent) == expected


def test_no_session_row_keeps_an_address(client):
    sign_in_by_page(client, make.citizen())
    columns = {field.column for field in Session._meta.get_fields()}
    assert not {column for column in columns if re.search(r"ip|addr|agent", column)}
    assert RULES[Realm.CITIZEN].cookie == settings.SESSION_COOKIE_NAME
