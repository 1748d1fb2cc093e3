"""A clean case by keyboard alone: from the worklist to the decision with Tab and Enter."""

import pytest

from rathaus.foundation import clock
from rathaus.foundation.permissions.public import SYSTEM
from rathaus.modules.cases import public as cases
from rathaus.modules.cases.domain.fee import set_fee_state
from rathaus.modules.cases.models import Case
from rathaus.modules.cookbook.models import InstalledRecipe
from rathaus.modules.organisation import public as organisation
from tests.e2e import city
from tests.e2e.city import Walk

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
MOST_KEYS = 40  # 32 today; half a second each keeps a clean case below twenty seconds


@pytest.fixture
def paid_case(live_server, settings, tmp_path):
    settings.RATHAUS_DATA = tmp_path
    settings.RATHAUS_KEYS = tmp_path / "keys"
    city.load()
    now = clock.now()
    recipe = InstalledRecipe.objects.get(slug="bewohnerparkausweis")
    party = cases.PartyData(
        role=cases.PartyRole.APPLICANT, name="Erika Mustermann", address_lines=("Weg 1", "06108 Halle (Saale)")
    )
    case = cases.open_case(
        procedure_id=recipe.procedure_id,
        channel=cases.Channel.ONLINE,
        received_at=now,
        parties=[party],
        unit_id=organisation.find_unit("strassenverkehr").id,
        facts={"local:kennzeichen": "HAL-AB 123"},
        actor=SYSTEM,
        now=now,
    )
    city.work()
    set_fee_state(case_id=case.pk, state=cases.FeeState.PAID, text="", actor=SYSTEM, now=now)
    return case


def test_a_clean_case_is_decided_with_tab_and_enter(page, paid_case):
    walk = Walk(page)
    page.goto("/amt/")
    walk.sign_in("sachbearbeitung@example.org")
    keys = 0

    def reach(name: str) -> None:
        nonlocal keys
        for _ in range(40):
            page.keyboard.press("Tab")
            keys += 1
            focused = page.evaluate("document.activeElement.innerText || document.activeElement.value || ''")
            if name in focused:
                page.keyboard.press("Enter")
                keys += 1
                return
        raise AssertionError(f"{name!r} is not reached by keyboard")

    reach("Zum Inhalt springen")
    reach("Nächsten freien Vorgang übernehmen")
    page.wait_for_url("**/amt/vorgaenge/**")
    reach("Zum Inhalt springen")
    reach("Alle Prüfpunkte in Ordnung")
    page.wait_for_url("**/bescheid/**")
    reach("Zum Inhalt springen")
    reach("Entscheiden")
    page.get_by_text("Entschieden. Der Bescheid geht hinaus.").wait_for()
    assert Case.objects.get(pk=paid_case.pk).outcome == "grant"
    assert keys <= MOST_KEYS, f"{keys} keys"
