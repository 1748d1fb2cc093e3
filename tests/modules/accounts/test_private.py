"""What a signed-in person sees is kept nowhere else; public demonstration passwords open nothing outside a demonstration."""

import pytest
from django.test import Client

from tests.modules.accounts import factories
from tests.modules.organisation import factories as organisation

pytestmark = pytest.mark.django_db
PUBLIC = ("/", "/impressum/", "/suche/?q=parken")


@pytest.fixture
def office():
    return factories.sign_in(Client(), factories.staff(person=organisation.person("anna")))


@pytest.mark.parametrize(
    "address", ["/amt/akten/", "/amt/kasse/", "/amt/organisation/", "/amt/antraege/neu/", "/amt/gibtsnicht/"]
)
def test_no_page_of_the_office_is_kept_by_a_cache(office, address):
    assert "no-store" in office.get(address)["Cache-Control"]


@pytest.mark.parametrize("address", ["/konto/entwuerfe/", "/konto/", "/"])
def test_no_page_of_a_signed_in_person_is_kept_by_a_cache(address):
    client = factories.sign_in(Client(), factories.citizen())
    assert "no-store" in client.get(address)["Cache-Control"]


@pytest.mark.parametrize("address", PUBLIC)
def test_public_pages_may_be_kept(address):
    response = Client().get(address)
    assert "no-store" not in response.get("Cache-Control", "")


def test_the_public_passwords_of_the_demonstration_open_nothing_outside_it(settings):
    factories.citizen("demo@example.org", demo=True)
    form = {"login": "demo@example.org", "password": factories.PASSWORD}
    settings.RATHAUS_DEMO = False
    assert Client().post("/konto/login/", form).status_code == 200  # the form again
    settings.RATHAUS_DEMO = True
    assert Client().post("/konto/login/", form).status_code == 302
