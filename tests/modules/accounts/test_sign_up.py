"""Sign-up, confirmation, reset: nobody learns who has an account."""

import datetime as dt
import re

import pytest
from django.core import mail

from rathaus.foundation import clock
from rathaus.foundation.abuse import challenge
from rathaus.modules.accounts.forms import SignupForm
from rathaus.modules.accounts.models import User
from tests.modules.accounts import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _mail_in_memory(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"


def guarded(**data):
    """What an open form sends: an answer from a person who took ten seconds."""
    return {challenge.CHALLENGE: challenge.issue("signup", now=clock.real_now() - dt.timedelta(seconds=10)), **data}


def sign_up(client, email="neu@example.org", **data):
    fields = {"email": email, "password1": make.PASSWORD, "password2": make.PASSWORD, "name": "Zoë  Ñandú"}
    return client.post("/konto/signup/", guarded(**{**fields, **data}))


def link(body):
    return re.search(r"https?://[^/]+(/\S+)", body)[1]


def test_the_whole_way_into_a_new_account(client):
    assert sign_up(client).headers["Location"] == "/konto/confirm-email/"
    user = User.objects.get()
    assert (user.realm, user.email, user.name) == ("citizen", "neu@example.org", "Zoë  Ñandú")
    assert client.get("/konto/").status_code == 302  # not yet confirmed
    (sent,) = mail.outbox
    assert sent.to == ["neu@example.org"]
    assert "bestätigen" in sent.subject
    page = link(sent.body)
    assert client.get(page).status_code == 200
    assert client.post(page).status_code == 302
    entered = client.post("/konto/login/", {"login": "NEU@example.org", "password": make.PASSWORD})
    assert entered.headers["Location"] in {"/konto/", "/konto/confirm-email/"}
    assert client.get("/konto/").status_code == 200


def test_an_unconfirmed_account_cannot_sign_in_and_gets_a_new_link(client):
    make.citizen(confirmed=False)
    entered = client.post("/konto/login/", {"login": "erika@example.org", "password": make.PASSWORD})
    assert entered.headers["Location"] == "/konto/confirm-email/"
    assert len(mail.outbox) == 1
    assert client.get("/konto/").status_code == 302


def test_a_known_address_gets_the_same_answer_and_a_mail(client):
    make.citizen("bekannt@example.org")
    known, unknown = sign_up(client, "Bekannt@Example.org"), sign_up(client, "neu@example.org")
    assert (known.status_code, known.headers["Location"]) == (unknown.status_code, unknown.headers["Location"])
    assert User.objects.count() == 2
    assert [(sent.to, "schon ein" in sent.subject) for sent in mail.outbox] == [
        (["bekannt@example.org"], True),
        (["neu@example.org"], False),
    ]


def test_a_staff_address_is_free_in_the_other_realm(client):
    make.staff("beide@example.org")
    sign_up(client, "beide@example.org")
    assert User.objects.filter(email="beide@example.org").count() == 2
    assert client.post(link(mail.outbox[0].body)).status_code == 302
    assert client.post("/konto/login/", {"login": "beide@example.org", "password": make.PASSWORD}).status_code == 302


@pytest.mark.parametrize(
    ("data", "word"),
    [
        ({"password1": "kurz", "password2": "kurz"}, "Passwort"),
        ({"password2": "anders als das erste"}, "Die beiden Passwörter sind verschieden"),
        ({"email": "keine adresse"}, "E-Mail"),
        ({challenge.CHALLENGE: ""}, "noch einmal"),
        ({challenge.HONEYPOT: "http://spam"}, "leer"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(client, data, word):
    answer = sign_up(client, **data)
    assert answer.status_code == 200
    assert word in answer.text
    assert "Zoë" in answer.text
    assert not User.objects.exists()


def test_two_sign_ups_at_the_same_moment_make_one_account(client, monkeypatch):
    """The second form was checked before the first account was there."""
    make.citizen("neu@example.org")

    def not_yet_there(form, value):
        form.account_already_exists = False
        return value

    monkeypatch.setattr(SignupForm, "validate_unique_email", not_yet_there)
    assert sign_up(client).headers["Location"] == "/konto/confirm-email/"
    assert User.objects.count() == 1
    assert "schon ein" in mail.outbox[0].subject


def test_no_staff_sign_up(client):
    assert client.get("/amt/konto/signup/").headers["Location"] == "/amt/konto/login/"
    assert client.post("/amt/konto/signup/", guarded(email="x@example.org")).status_code == 302
    assert not User.objects.exists()


@pytest.mark.parametrize(("where", "realm"), [("/konto", "citizen"), ("/amt/konto", "staff")])
def test_password_reset_stays_in_its_realm(client, where, realm):
    citizen, clerk = make.citizen("beide@example.org"), make.staff("beide@example.org")
    assert client.post(f"{where}/password/reset/", {"email": "Beide@example.org"}).status_code == 302
    (sent,) = mail.outbox
    page = link(sent.body)
    assert page.startswith(f"{where}/password/reset/key/")
    form = client.get(page, follow=True)
    new = "ein anderer langer Satz"
    done = client.post(form.request["PATH_INFO"], {"password1": new, "password2": new})
    assert done.status_code == 302
    changed, other = (citizen, clerk) if realm == "citizen" else (clerk, citizen)
    changed.refresh_from_db()
    other.refresh_from_db()
    assert changed.check_password(new)
    assert other.check_password(make.PASSWORD)
    assert "gilt nicht mehr" in client.get(page, follow=True).text  # used once


def test_reset_of_an_unknown_address_answers_the_same(client):
    make.citizen("da@example.org")
    answers = [client.post("/konto/password/reset/", {"email": email}) for email in ("da@example.org", "weg@example.org")]
    assert answers[0].headers["Location"] == answers[1].headers["Location"]
    assert [sent.to[0] for sent in mail.outbox] == ["da@example.org", "weg@example.org"]


def test_guessing_passwords_ends_soon_and_says_when_to_come_back(client):
    make.citizen()
    texts = [
        client.post("/konto/login/", {"login": "erika@example.org", "password": f"falsch {number}"}).text for number in range(11)
    ]
    assert "stimmen nicht" in texts[9]
    assert "Warten Sie fünf Minuten" in texts[10]
    right = client.post("/konto/login/", {"login": "erika@example.org", "password": make.PASSWORD})
    assert right.status_code == 200  # the right one does not help either


def test_mails_to_one_address_are_limited(client):
    make.citizen("da@example.org")
    for _ in range(15):
        client.post("/konto/password/reset/", {"email": "da@example.org"})
    assert len(mail.outbox) == 10


def test_the_sign_in_leads_back_inside_the_house_alone(client):
    make.citizen()
    login = {"login": "erika@example.org", "password": make.PASSWORD}
    inside = client.post("/konto/login/?next=/konto/profil/", {**login, "next": "/konto/profil/"})
    assert inside.headers["Location"] == "/konto/profil/"
    client.post("/konto/logout/")
    outside = client.post("/konto/login/", {**login, "next": "https://boese.example/"})
    assert outside.headers["Location"] == "/konto/"


def test_changing_the_address_needs_its_confirmation(client):
    user = make.citizen()
    client.post("/konto/login/", {"login": "erika@example.org", "password": make.PASSWORD})
    client.post("/konto/reauthenticate/", {"password": make.PASSWORD})
    assert client.post("/konto/email/", {"email": "Neu@example.org", "action_add": "1"}).status_code == 302
    user.refresh_from_db()
    assert user.email == "erika@example.org"
    client.post(link(mail.outbox[-1].body))
    user.refresh_from_db()
    assert user.email == "neu@example.org"


@pytest.mark.parametrize("text", ["\x00", "a" * 5000, "'; DROP TABLE", "<script>@x", "ẞ@ß.example", "💥@example.org"])
def test_hostile_addresses_break_nothing(client, text):
    for page, data in (
        ("/konto/login/", {"login": text, "password": text}),
        ("/konto/password/reset/", {"email": text}),
        ("/konto/signup/", guarded(email=text, password1=text, password2=text)),
    ):
        assert client.post(page, data).status_code in {200, 302}
