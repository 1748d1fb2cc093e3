"""TOTP and recovery codes; staff may be made to have a second factor."""

import re

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp

from tests.modules.accounts import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _mail_in_memory(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"


def enter(client, user, where="/konto"):
    return client.post(f"{where}/login/", {"login": user.email, "password": make.PASSWORD})


def code_for(secret):
    return totp.format_hotp_value(totp.hotp_value(secret, next(iter(totp.yield_hotp_counters_from_time()))))


def set_up(client, where="/konto"):
    client.post(f"{where}/reauthenticate/", {"password": make.PASSWORD})
    page = client.get(f"{where}/2fa/totp/activate/").text
    secret = re.search(r'<code class="r-code">([A-Z2-7]+)</code>', page)[1]
    done = client.post(f"{where}/2fa/totp/activate/", {"code": code_for(secret)})
    assert done.status_code == 302


def test_with_a_second_factor_the_password_alone_opens_nothing(client):
    user = make.citizen()
    enter(client, user)
    set_up(client)
    client.post("/konto/logout/")
    assert enter(client, user).headers["Location"].startswith("/konto/2fa/authenticate/")
    assert client.get("/konto/").status_code == 302
    wrong = client.post("/konto/2fa/authenticate/", {"code": "000000"})
    assert "stimmt nicht" in wrong.text
    # the code of this half minute was used at set-up; a recovery code helps
    codes = Authenticator.objects.get(user=user, type=Authenticator.Type.RECOVERY_CODES).wrap().get_unused_codes()
    assert client.post("/konto/2fa/authenticate/", {"code": codes[0]}).headers["Location"] == "/konto/"
    assert client.get("/konto/").status_code == 200


def test_guessing_codes_ends_soon(client):
    user = make.citizen()
    enter(client, user)
    set_up(client)
    client.post("/konto/logout/")
    enter(client, user)
    texts = [client.post("/konto/2fa/authenticate/", {"code": f"{number:06}"}).text for number in range(12)]
    assert "Warten Sie fünf Minuten" in texts[-1]


def test_staff_without_a_factor_reach_only_its_set_up(client, settings):
    clerk = make.staff()
    enter(client, clerk, "/amt/konto")
    assert client.get("/amt/organisation/").status_code in {200, 403}
    settings.RATHAUS_STAFF_MFA = "required"
    assert client.get("/amt/organisation/").headers["Location"] == "/amt/konto/2fa/"
    assert client.get("/amt/datenschutz/").headers["Location"] == "/amt/konto/2fa/"
    assert client.post("/amt/organisation/").headers["Location"] == "/amt/konto/2fa/"
    assert "Zweite Sicherung fehlt" in client.get("/amt/konto/sicherheit/").text
    set_up(client, "/amt/konto")
    assert client.get("/amt/organisation/").status_code in {200, 403}


def test_the_last_factor_of_staff_cannot_be_taken_away_where_it_is_required(client, settings):
    clerk = make.staff()
    enter(client, clerk, "/amt/konto")
    set_up(client, "/amt/konto")
    settings.RATHAUS_STAFF_MFA = "required"
    client.post("/amt/konto/2fa/totp/deactivate/")
    assert Authenticator.objects.filter(user=clerk, type=Authenticator.Type.TOTP).exists()
    settings.RATHAUS_STAFF_MFA = "optional"
    client.post("/amt/konto/2fa/totp/deactivate/")
    assert not Authenticator.objects.filter(user=clerk, type=Authenticator.Type.TOTP).exists()


def test_citizens_are_not_bound_by_the_rule_for_staff(client, settings):
    settings.RATHAUS_STAFF_MFA = "required"
    enter(client, make.citizen())
    assert client.get("/konto/").status_code == 200


def test_sensitive_pages_ask_again(client):
    make.sign_in(client, make.citizen())
    answer = client.get("/konto/2fa/totp/activate/")
    assert answer.headers["Location"].startswith("/konto/reauthenticate/")
    proven = client.post(answer.headers["Location"], {"password": make.PASSWORD})
    assert proven.headers["Location"].startswith("/konto/2fa/totp/activate/")
