"""Paying in the browser, the cash office, and the browser twin of the expressions."""

import json
import os
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from rathaus.foundation import clock
from rathaus.foundation.permissions.public import Role
from rathaus.modules.payments import public as payments
from tests.e2e.helpers import assert_sound
from tests.modules.accounts import factories as accounts
from tests.modules.organisation import factories as organisations
from tests.modules.payments import factories

pytestmark = pytest.mark.django_db(transaction=True)


def check(page, name, *, script=True):
    if folder := os.environ.get("RATHAUS_SCREENSHOTS"):
        page.screenshot(path=Path(folder) / f"payments-{name}.png", full_page=True)
    if script:  # the checks themselves are scripts
        assert_sound(page)


@pytest.fixture
def cashier(live_server):
    """The cookie of a member of the cash office, and their unit."""
    unit, person = organisations.unit(), organisations.person("kai", name="Kai Kassel")
    organisations.holding(person, organisations.post(unit, Role.CASHIER))
    client = accounts.sign_in(Client(), accounts.staff(person=person))
    ((name, morsel),) = client.cookies.items()
    return {"name": name, "value": morsel.value, "url": live_server.url + "/amt/"}, unit.pk


@pytest.mark.parametrize("width", [1280, 320])
def test_the_cash_office_is_sound(open_page, cashier, width):
    cookie, unit_id = cashier
    payment = factories.request(unit_id=unit_id, now=clock.now())
    late = factories.request(500, title="Zweiter Ausdruck", unit_id=unit_id, now=clock.now())
    other = factories.staff(Role.CASHIER)
    payments.record_cash(payment_id=late.id, actor=other, now=clock.now())
    payments.propose_refund(payment_id=late.id, reason="Zu viel erhoben", actor=other, now=clock.now())
    page = open_page(width=width)
    page.context.add_cookies([cookie])
    for name, args in (("office", []), ("refunds", []), ("reconciliation", []), ("detail", [payment.id])):
        assert page.goto(reverse(f"payments:{name}", args=args)).status == 200
        check(page, f"{name}-{width}")
    page.get_by_role("button", name="Bar erhalten").click()
    page.get_by_text("Gebucht. Quittung").wait_for()
    page.get_by_label("Grund").first.fill("Doppelt gezahlt")
    page.get_by_role("button", name="Erstattung vorschlagen").click()
    page.get_by_text("Eine zweite Person muss sie freigeben").wait_for()
    page.goto(reverse("payments:refunds"))
    page.get_by_role("button", name="Freigeben").click()
    page.get_by_text("Das Geld geht in den nächsten Minuten zurück").wait_for()


@pytest.mark.parametrize(("width", "script"), [(1280, True), (320, False)])
def test_paying_and_coming_back(open_page, width, script):
    organisations.authority()
    payment = factories.request(now=clock.now())
    page = open_page(width=width, script=script)
    page.goto(payment.url)
    check(page, f"open-{width}", script=script)
    page.get_by_role("button", name="Jetzt bezahlen").click()
    page.get_by_role("heading", name="Demo-Zahlungsdienst").wait_for()
    check(page, f"demo-{width}", script=script)
    page.get_by_role("button", name="Abbrechen").click()
    page.get_by_text("Sie haben die Zahlung abgebrochen.").wait_for()
    page.get_by_role("button", name="Jetzt bezahlen").click()
    page.get_by_role("button", name="Bezahlen", exact=True).click()
    page.get_by_text("Bezahlt. Vielen Dank.").wait_for()
    check(page, f"paid-{width}", script=script)
    assert payments.get_payments([payment.id])[payment.id].is_paid


def test_payment_page_on_a_phone(open_page):
    payment = factories.request(now=clock.now())
    page = open_page(width=320, dark=True)
    page.goto(payment.url)
    check(page, "dark-320")


def test_the_twin_passes_the_vectors_in_the_browser(open_page, live_server):
    vectors = json.loads((Path(__file__).parents[1] / "foundation/expressions/vectors.json").read_text(encoding="utf-8"))
    page = open_page()
    page.goto(factories.request(now=clock.now()).url)
    wrong = page.evaluate(
        """async ([address, data]) => {
        const twin = await import(address);
        const wrong = [];
        for (const vector of data.evaluate) {
          const found = twin.evaluate(vector.tree, name => vector.values[name], data.today);
          if (JSON.stringify(found) !== JSON.stringify(vector.result)) wrong.push(vector.name);
        }
        for (const vector of [...data.fails, ...data.refused]) {
          try { twin.evaluate(vector.tree, () => null, data.today); wrong.push(vector.name); } catch (error) {
            if (!(error instanceof twin.ExpressionError)) wrong.push(vector.name);
          }
        }
        return wrong;
        }""",
        [f"{live_server.url}/static/rathaus/expressions.js", vectors],
    )
    assert wrong == []
