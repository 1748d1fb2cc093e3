"""A permit and a dog-tax notice print the remedy of their Land: Halle (Saale), Sachsen-Anhalt; Gütersloh, Nordrhein-Westfalen."""

from dataclasses import asdict

import pytest

from rathaus.foundation.permissions.public import SYSTEM
from rathaus.modules.cases import procedure
from rathaus.modules.cases import public as cases
from rathaus.modules.cases.domain.open_case import open_case
from rathaus.modules.cases.enums import DecisionKind
from rathaus.modules.cases.models import Procedure
from rathaus.modules.cases.notice import compose, typst_data
from rathaus.modules.cookbook import public as cookbook
from rathaus.modules.organisation import public as organisation
from tests.conftest import NOON
from tests.modules.cookbook import factories

HALLE = "Der Widerspruch ist zu richten an: Stadt Halle (Saale) – Demonstration, Demonstrationsstraße 1, 06100 Musterstadt."
GUETERSLOH = "Der Widerspruch ist zu richten an: Stadt Gütersloh – Demonstration, Demonstrationsstraße 1, 33300 Musterstadt."
MINDEN = "Die Klage ist zu richten an: Verwaltungsgericht Minden, Königswall 8, 32423 Minden."
FACTS = {"local:kennzeichen": "HAL-AB 123", "local:rufname": "Bello", "local:beginn": "2026-11-01"}


@pytest.fixture
def notice_of(db):
    """The frozen content of a grant, for a recipe and a unit of an authority."""
    factories.two_cities()

    def make(slug, unit, authority, kind=DecisionKind.GRANT):
        cookbook.install_recipe(recipe=cookbook.read(factories.COOKBOOK / slug), actor=SYSTEM, now=NOON)
        record = Procedure.objects.get(slug=slug)
        case = open_case(
            procedure_id=record.pk,
            channel=cases.Channel.PAPER,
            received_at=NOON,
            parties=[
                cases.PartyData(role=cases.PartyRole.APPLICANT, name="Erika Mustermann", address_lines=("Weg 2", "06100 Stadt"))
            ],
            unit_id=organisation.find_unit(unit, authority=authority).id,
            facts=FACTS,
            actor=SYSTEM,
            now=NOON,
        )
        spec = procedure.parse(record.data)
        return case, compose(case=case, spec=spec, kind=kind, reasons="Weil.", signatory=None, now=NOON)

    return make


NOTICES = [  # recipe, unit, authority: the remedy, the word that must not stand there, the addressee
    (("bewohnerparkausweis", "strassenverkehr", "halle"), ("Widerspruch erheben", "Klage", HALLE)),
    (("hundesteuer-anmeldung", "steuern", "halle"), ("Widerspruch erheben", "Klage", HALLE)),
    (("bewohnerparkausweis", "strassenverkehr", "guetersloh"), ("Klage erheben", "Widerspruch", MINDEN)),
    (("hundesteuer-anmeldung", "steuern", "guetersloh"), ("Widerspruch erheben", "Klage", GUETERSLOH)),
]


def test_each_notice_names_remedy_and_addressee(notice_of):
    for place, (remedy, other, addressee) in NOTICES:
        for kind in (DecisionKind.GRANT, DecisionKind.REFUSAL):
            _case, content = notice_of(*place, kind)
            text = content.remedy_text
            assert f"innerhalb eines Monats nach Bekanntgabe {remedy}" in text
            assert addressee in text
            assert other not in text
            assert "Einspruch" not in text  # the word of the tax offices, not of municipal taxes
            assert typst_data(asdict(content))["remedy"] == {"title": "Rechtsbehelfsbelehrung", "text": text}


def test_the_dog_tax_case_is_under_tax_secrecy_and_the_notice_sets_no_amount(notice_of):
    case, content = notice_of("hundesteuer-anmeldung", "steuern", "halle")
    assert (case.secrecy, content.regime, content.act) == ("tax", "ao_kag", "tax_notice")
    assert (content.fee_cents, content.fee_lines) == (0, ())
    assert content.operative.startswith("Ihr Hund Bello ist ab dem 01.11.2026 zur Hundesteuer angemeldet.")
