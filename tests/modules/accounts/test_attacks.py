"""What an attacker tries at the sign-in: a way out of the house, a planted session, the key of the other realm."""

import pytest
from django.test import Client

from rathaus.modules.accounts.models import Session
from tests.modules.accounts import factories
from tests.modules.organisation import factories as organisation

pytestmark = pytest.mark.django_db
OUTSIDE = (
    "https://evil.example/",
    "//evil.example/",
    "///evil.example/",
    "/\\evil.example/",
    "https:evil.example",
    "javascript:alert(1)",
    "http://testserver@evil.example/",
    "\t//evil.example",
)


@pytest.fixture
def erika():
    return factories.citizen()


def form(user, **more):
    return {"login": user.email, "password": factories.PASSWORD, **more}


@pytest.mark.parametrize("target", OUTSIDE)
def test_the_way_back_never_leads_out_of_the_house(erika, target):
    answer = Client().post("/konto/login/", form(erika, next=target))
    assert (answer.status_code, answer["Location"]) == (302, "/konto/")
    answer = Client().post(f"/konto/login/?next={target}", form(erika))
    assert answer["Location"].startswith("/konto/")
    signed_in = factories.sign_in(Client(), erika)
    assert signed_in.get("/konto/login/", {"next": target})["Location"].startswith("/konto/")
    assert not signed_in.post("/konto/logout/", {"next": target})["Location"].startswith(("//", "http", "java", "\\", "/\\"))


def test_a_session_planted_before_the_sign_in_is_worth_nothing_after_it(erika):
    client = Client()
    client.get("/konto/login/")
    client.cookies["rathaus_konto"] = "geplant0000000000000000000000000"
    client.post("/konto/login/", form(erika))
    key = client.cookies["rathaus_konto"].value
    assert key != "geplant0000000000000000000000000"
    assert list(Session.objects.values_list("session_key", flat=True)) == [key]


def test_the_session_of_one_realm_opens_nothing_in_the_other(erika):
    staff = factories.staff(erika.email, person=organisation.person("erika"))
    citizen, office = factories.sign_in(Client(), erika), factories.sign_in(Client(), staff)
    crossed = Client()
    crossed.cookies["rathaus_amt"] = citizen.cookies["rathaus_konto"].value
    crossed.cookies["rathaus_konto"] = office.cookies["rathaus_amt"].value
    assert crossed.get("/amt/akten/")["Location"].startswith("/amt/konto/login/")
    assert crossed.get("/konto/profil/")["Location"].startswith("/konto/login/")


def test_signing_out_ends_the_session_itself_and_not_only_its_cookie(erika):
    client = factories.sign_in(Client(), erika)
    stolen = Client()
    stolen.cookies["rathaus_konto"] = client.cookies["rathaus_konto"].value
    assert stolen.get("/konto/").status_code == 200
    client.post("/konto/logout/")
    assert stolen.get("/konto/").status_code == 302


def test_a_form_of_another_site_changes_nothing(erika):
    client = factories.sign_in(Client(enforce_csrf_checks=True), erika)
    answer = client.post("/konto/profil/", {"F60000000228": "Eve"}, headers={"Origin": "https://evil.example"})
    assert answer.status_code == 403
    assert "Eve" not in answer.content.decode()
    assert not erika.values.exists()
