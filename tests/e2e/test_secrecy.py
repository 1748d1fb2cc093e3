"""The page of a blocked case in a real browser: its last day, the end of the block, who is biased."""

import os
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from rathaus.foundation import clock
from rathaus.foundation.permissions.public import Secrecy, classes_of
from rathaus.modules.cases.domain.bias import declare_bias
from rathaus.modules.cases.domain.change_secrecy import block_case
from rathaus.modules.cases.models import Bias, Case
from rathaus.modules.organisation.models import Person, PostRole
from tests.e2e.helpers import assert_sound
from tests.modules.accounts import factories as accounts
from tests.modules.cases import factories

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def house(live_server):
    """A blocked tax case in which a clerk is biased; gives (cookie of the lead, case)."""
    factories.organisation_installed()
    PostRole.objects.filter(role="lead").update(secrecy=["tax", "blocked"])
    case = factories.case(record=factories.procedure(secrecy="tax"))
    declare_bias(
        case_id=case.pk, reason="Schwester", actor=factories.staff("clara", secrecy=frozenset({Secrecy.TAX})), now=clock.now()
    )
    block_case(case_id=case.pk, actor=factories.staff("lena", secrecy=frozenset(Secrecy)), now=clock.now())
    lena = Person.objects.get(slug="lena")
    client = accounts.sign_in(Client(), accounts.staff("lena@example.org", person=lena))
    ((name, morsel),) = client.cookies.items()
    return {"name": name, "value": morsel.value, "url": live_server.url + "/amt/"}, case


@pytest.mark.parametrize(("width", "script"), [(1280, True), (320, True), (320, False)])
def test_a_lead_lifts_a_block_and_takes_a_mistaken_bias_back(open_page, house, width, script):
    cookie, case = house
    page = open_page(width=width, script=script)
    page.context.add_cookies([cookie])
    assert page.goto(reverse("cases:case", args=[case.pk])).status == 200
    for title in ("Auskunftssperre verlängern", "Auskunftssperre aufheben", "Befangenheit zurücknehmen"):
        page.get_by_text(title, exact=True).first.click()
    if script:
        assert_sound(page)
    if folder := os.environ.get("RATHAUS_SCREENSHOTS"):
        page.screenshot(path=str(Path(folder) / f"secrecy-{width}.png"), full_page=True)
    page.get_by_role("button", name="Zurücknehmen", exact=True).click()
    problem = page.get_by_text("Dieses Feld ist zwingend erforderlich").or_(page.get_by_text("Bitte")).first
    assert problem.is_visible()
    page.get_by_label("Befangenheit von Clara").get_by_label("Grund").fill("Namensgleichheit")
    page.get_by_role("button", name="Zurücknehmen", exact=True).click()
    assert not Bias.objects.exists()
    page.get_by_text("Auskunftssperre aufheben", exact=True).first.click()
    page.get_by_label("Grund", exact=True).fill("Abgelaufen, Person unterrichtet")
    page.get_by_role("button", name="Auskunftssperre aufheben").click()
    assert page.get_by_text("Die Auskunftssperre ist aufgehoben.").is_visible()
    assert classes_of(Case.objects.get(pk=case.pk)) == {Secrecy.TAX}
