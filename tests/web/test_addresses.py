"""The secret of an unguessable address leaves the page on no link."""

import re

import pytest
from django.test import Client

from rathaus.modules.payments.models import PaymentRequest
from tests.modules.payments import factories

TOKENS = ("/vorgang/{}/", "/abruf/{}/", "/zahlung/{}/", "/antrag/e/{}/", "/amt/konto/einladung/{}/", "/vorgang/{}/gibt-es-nicht")


def barrier_link(response) -> str:
    return re.search(r'href="(/barriere-melden/[^"]*)"', response.content.decode())[1]


@pytest.mark.django_db
@pytest.mark.parametrize("address", TOKENS)
def test_no_error_page_hands_the_secret_on(address):
    secret = "q7" * 14
    link = barrier_link(Client().get(address.format(secret)))
    assert secret not in link
    assert "..." in link


@pytest.mark.django_db
def test_the_barrier_report_of_a_payment_names_the_page_without_its_secret():
    factories.request()
    page = Client().get(f"/zahlung/{PaymentRequest.objects.get().token}/")
    assert page.status_code == 200
    assert barrier_link(page) == "/barriere-melden/?seite=/zahlung/.../"


def test_other_addresses_are_told_in_full(db):
    assert barrier_link(Client().get("/impressum/")) == "/barriere-melden/?seite=/impressum/"
