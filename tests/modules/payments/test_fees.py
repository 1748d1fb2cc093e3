"""Fee tables: immutable, dated, typed; and what they charge."""

import datetime as dt

import pytest
from django.db import DatabaseError, connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from rathaus.foundation.errors import Conflict, Invalid, NotFound
from rathaus.modules.payments import public as payments
from rathaus.modules.payments import tables
from rathaus.modules.payments.models import FeeTable
from tests.modules.payments import factories
from tests.modules.payments.factories import NOW

TODAY = dt.date(2026, 11, 20)


def charge(values, on=TODAY, **changes):
    return tables.charge(tables.parse(factories.table(**changes)), on=on, values=values)


def test_the_first_tier_that_holds_is_charged():
    fee = charge({"monate": 12})
    assert (fee.cents, fee.exempt_reason, fee.basis) == (3070, "", "Nr. 265 GebOSt")
    assert [item.label for item in fee.items] == ["Bewohnerparkausweis"]
    assert charge({"monate": "12", "zweitdruck": "true"}).cents == 3665


def test_amounts_are_calculated_and_rounded_commercially():
    assert charge({"monate": 6}).cents == 1535
    assert charge({"monate": 1}).cents == 256  # 255.83
    assert charge({"monate": "1,5"}).cents == 384  # 383.75
    assert tables.round_half_up(tables.Fraction(1, 2)) == 1


def test_an_exemption_waives_and_says_why():
    fee = charge({"monate": 12, "schwerbehindert": True})
    assert (fee.cents, fee.exempt_reason, fee.basis) == (0, "Schwerbehinderung", "§ 8 Verwaltungskostensatzung")
    assert fee.items[0].cents == 3070
    assert charge({"monate": 12, "schwerbehindert": None}).exempt_reason == ""


def test_the_tax_treatment_changes_on_its_day():
    before, after = (
        charge({"monate": 12, "zweitdruck": True}, on=dt.date(2026, 12, 31)),
        charge({"monate": 12, "zweitdruck": True}, on=dt.date(2027, 1, 1)),
    )
    assert before.items[1].tax == "hoheitlich, ohne Umsatzsteuer, § 2b UStG"
    assert (before.items[1].tax_cents, before.items[1].cents) == (0, 595)
    assert after.items[1].tax == "enthält Umsatzsteuer (19 %), § 2b UStG"
    assert (after.items[1].tax_cents, after.items[1].cents) == (95, 595)
    assert after.items[0].tax_cents == 0


@pytest.mark.parametrize(
    ("values", "word"),
    [
        ({}, "keinen Betrag"),
        ({"monate": 13}, "keinen Betrag"),
        ({"monate": "zwölf"}, "»monate« lässt sich"),
        ({"monate": True}, "»monate« lässt sich"),
        ({"monate": 1.5}, "»monate« lässt sich"),
        ({"monate": 12, "ab": "31.12.2026"}, "»ab« lässt sich"),
        ({"monate": 12, "schwerbehindert": "vielleicht"}, "»schwerbehindert« lässt sich"),
    ],
)
def test_facts_that_do_not_fit_are_refused_with_a_sentence(values, word):
    with pytest.raises(Invalid, match=word):
        charge(values)


@pytest.mark.parametrize(
    ("changes", "word"),
    [
        ({"colour": "red"}, "nicht lesbar.*colour"),
        ({"items": []}, "fehlt eine Position"),
        ({"legal_basis": " "}, "Rechtsgrundlage"),
        ({"valid_until": "2023-12-31"}, "endet vor ihrem Beginn"),
        ({"valid_from": "2023-12-31"}, "Umsatzsteuer-Einordnung"),
        ({"fields": {}}, "Das Feld »monate« gibt es nicht"),
        ({"fields": {"monate": "text", "schwerbehindert": "boolean", "zweitdruck": "boolean"}}, "vergleicht|braucht"),
        ({"exemptions": [{"when": "monate", "reason": "x", "basis": "y"}]}, "ergibt Zahl, gebraucht wird Ja/Nein"),
        ({"exemptions": [{"when": "monate ==", "reason": "x", "basis": "y"}]}, "Spalte 10"),
    ],
)
def test_a_wrong_table_is_refused(changes, word):
    with pytest.raises(Invalid, match=word):
        tables.parse(factories.table(**changes))


@pytest.mark.parametrize("tier", [{"when": "true"}, {"cents": 1, "amount": "1"}, {"cents": -1}, {"amount": '"x"'}])
def test_a_tier_names_one_amount(tier):
    item = {"key": "a", "label": "A", "tiers": [tier], "tax": [factories.SOVEREIGN]}
    with pytest.raises(Invalid, match="Gebührentabelle"):
        tables.parse(factories.table(items=[item]))


@pytest.mark.django_db
def test_a_version_is_installed_once_and_never_changed():
    first = payments.install_fee_table(factories.table(), now=NOW)
    assert payments.install_fee_table(factories.table(), now=NOW) == first
    with pytest.raises(Conflict, match="Erhöhen Sie die Versionsnummer"):
        payments.install_fee_table(factories.table(title="Anders"), now=NOW)
    payments.install_fee_table(factories.table(version=2, valid_from="2027-01-01", title="Neu"), now=NOW)
    for statement in ("UPDATE payments_feetable SET code = 'x'", "DELETE FROM payments_feetable"):
        with pytest.raises(DatabaseError, match="unveraenderlich"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    assert FeeTable.objects.count() == 2


@pytest.mark.django_db
def test_the_table_of_the_day_is_used():
    payments.install_fee_table(factories.table(valid_until="2026-12-31"), now=NOW)
    payments.install_fee_table(factories.table(version=2, valid_from="2027-01-01", title="Neu"), now=NOW)
    assert payments.assess(table_code="probe", on=dt.date(2026, 12, 31), values={"monate": 12}).table_version == 1
    assert payments.assess(table_code="probe", on=dt.date(2027, 1, 1), values={"monate": 12}).table_version == 2
    with pytest.raises(NotFound, match=r"01\.01\.2020"):
        payments.assess(table_code="probe", on=dt.date(2020, 1, 1), values={"monate": 12})
    with pytest.raises(NotFound, match="»fehlt«"):
        payments.assess(table_code="fehlt", on=TODAY, values={})


@given(st.integers(1, 12))
def test_a_part_of_a_year_never_costs_more_than_the_year(months):
    assert 0 < charge({"monate": months}).cents <= 3070
    assert months == 12 or charge({"monate": months}).cents <= charge({"monate": months + 1}).cents
