"""Profile, consents, mandates: use cases and their refusals."""

import datetime as dt
import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from rathaus.foundation.audit import public as audit
from rathaus.foundation.errors import Forbidden, Invalid, NotFound
from rathaus.foundation.permissions.public import GUEST
from rathaus.modules.accounts import fim
from rathaus.modules.accounts import public as accounts
from rathaus.modules.accounts.domain.mandates import accept_mandate, end_mandate, give_mandate
from rathaus.modules.accounts.domain.save_profile import save_profile
from rathaus.modules.accounts.enums import Source, TrustLevel
from rathaus.modules.accounts.models import Consent, Mandate, ProfileValue
from tests.modules.accounts import factories as make

pytestmark = pytest.mark.django_db
DIN = "Ĥ̄ệ́ł Ňąm̂é-ẞ"  # letters of DIN SPEC 91379, some without a composed form


@pytest.fixture
def erika(now):
    user = make.citizen()
    return user, accounts.actor_of(user, now)


@pytest.fixture
def maxi(now):
    user = make.citizen("max@example.org", name="Max Beispielmann")
    return user, accounts.actor_of(user, now)


def test_values_are_kept_as_own_statements(erika, now):
    user, actor = erika
    values = {fim.GIVEN_NAMES: " Erika ", fim.FAMILY_NAME: DIN, fim.POSTAL_CODE: "06108"}
    save_profile(account_id=user.pk, values=values, actor=actor, now=now)
    got = accounts.prefill(user.pk)
    assert got[fim.GIVEN_NAMES] == accounts.Value("Erika", Source.SELF, TrustLevel.NONE, now)
    assert not got[fim.GIVEN_NAMES].proven
    assert got[fim.FAMILY_NAME].value == DIN
    assert got[fim.EMAIL].value == "erika@example.org"
    info = accounts.get_accounts([user.pk])[user.pk]
    assert (info.name, info.trust_level) == (f"Erika {DIN}", TrustLevel.NONE)


def test_an_empty_text_removes_and_unnamed_fields_stay(erika, now):
    user, actor = erika
    save_profile(account_id=user.pk, values={fim.TOWN: "Halle", fim.STREET: "Weg"}, actor=actor, now=now)
    save_profile(account_id=user.pk, values={fim.TOWN: ""}, actor=actor, now=now)
    assert set(accounts.prefill(user.pk)) == {fim.EMAIL, fim.STREET}


def test_the_audit_names_fields_not_values(erika, now):
    user, actor = erika
    save_profile(account_id=user.pk, values={fim.TOWN: "Halle"}, actor=actor, now=now)
    save_profile(account_id=user.pk, values={fim.TOWN: "Halle"}, actor=actor, now=now)  # nothing changed: no act
    (entry,) = audit.history(audit.Subject("account", user.pk))
    assert entry.payload == {"fields": [fim.TOWN]}


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({fim.POSTAL_CODE: "6108"}, fim.POSTAL_CODE),
        ({fim.ADDITION: "x" * 22}, fim.ADDITION),
        ({"F00000000000": "x"}, "F00000000000"),
    ],
)
def test_values_the_fim_field_does_not_take_are_refused(erika, now, values, field):
    user, actor = erika
    with pytest.raises(Invalid) as refusal:
        save_profile(account_id=user.pk, values={fim.TOWN: "Halle", **values}, actor=actor, now=now)
    assert set(refusal.value.fields) == {field}
    assert not ProfileValue.objects.exists()


def test_a_proven_value_is_not_overwritten(erika, now):
    user, actor = erika
    make.value(user, fim.FAMILY_NAME, "Mustermann", level=TrustLevel.HIGH, source=Source.IDENTITY)
    make.value(user, fim.GIVEN_NAMES, "Erika", level=TrustLevel.LOW, source=Source.COUNTER)
    with pytest.raises(Invalid, match="nachgewiesen"):
        save_profile(account_id=user.pk, values={fim.FAMILY_NAME: "Anders"}, actor=actor, now=now)
    save_profile(account_id=user.pk, values={fim.FAMILY_NAME: "Mustermann", fim.TOWN: "Halle"}, actor=actor, now=now)
    assert accounts.get_accounts([user.pk])[user.pk].trust_level == TrustLevel.LOW  # the lower of both names


def test_nobody_changes_the_profile_of_another(erika, maxi, now):
    with pytest.raises(Forbidden):
        save_profile(account_id=erika[0].pk, values={fim.TOWN: "x"}, actor=maxi[1], now=now)
    with pytest.raises(Forbidden):
        save_profile(account_id=erika[0].pk, values={fim.TOWN: "x"}, actor=GUEST, now=now)


def test_bulk_reads_cost_two_queries_and_leave_out_staff(erika, maxi, django_assert_num_queries):
    clerk = make.staff()
    make.value(erika[0], fim.TOWN, "Halle")
    with django_assert_num_queries(2):
        got = accounts.get_accounts([erika[0].pk, maxi[0].pk, clerk.pk, uuid.uuid4()])
    assert set(got) == {erika[0].pk, maxi[0].pk}


def test_the_letter_address_needs_street_and_town(erika):
    user, _ = erika
    for key, text in ((fim.STREET, "Weg"), (fim.HOUSE_NUMBER, "1a"), (fim.POSTAL_CODE, "06108"), (fim.ADDITION, "bei Muster")):
        make.value(user, key, text)
    assert accounts.letter_address(accounts.get_accounts([user.pk])[user.pk]) == ()
    make.value(user, fim.TOWN, "Halle (Saale)")
    lines = accounts.letter_address(accounts.get_accounts([user.pk])[user.pk])
    assert lines == ("Erika Mustermann", "bei Muster", "Weg 1a", "06108 Halle (Saale)")


def test_the_fields_are_those_of_the_official_schemas(standards):
    official = {}
    for path in (standards / "fim/xdf3").glob("*.xdf3.xml"):
        for element in etree.parse(path).iter("{*}datenfeld"):
            shape = element.find("{*}praezisierung")
            length = shape.get("maxLength") if shape is not None else None
            official[element.findtext("{*}identifikation/{*}id")] = (element.findtext("{*}bezeichnungEingabe"), length)
    for field in fim.FIELDS:
        assert official[field.fim_id] == (field.label, str(field.max_length))
    assert official[fim.EMAIL][0] == "E-Mail-Adresse"


@given(st.text(alphabet="0123456789", max_size=7))
def test_postal_codes(text):
    accepted = fim.BY_ID[fim.POSTAL_CODE].accepts(text)
    assert accepted == (len(text) == 5 and not text.startswith("00"))


# --- consents


def consent(user, actor, now, version="1", text="Ich willige ein."):
    return accounts.record_consent(
        account_id=user.pk, purpose="delivery.portal", version=version, text=text, actor=actor, now=now
    )


def test_a_consent_is_given_once_revoked_and_kept(erika, now):
    user, actor = erika
    first = consent(user, actor, now)
    assert consent(user, actor, now + dt.timedelta(hours=1)) == first
    assert accounts.has_consent(user.pk, "delivery.portal")
    assert accounts.revoke_consent(account_id=user.pk, purpose="delivery.portal", actor=actor, now=now + dt.timedelta(days=1))
    assert not accounts.revoke_consent(account_id=user.pk, purpose="delivery.portal", actor=actor, now=now)
    assert not accounts.has_consent(user.pk, "delivery.portal")
    (row,) = accounts.consents(user.pk)
    assert (row.text, row.given_at, row.revoked_at, row.in_force) == ("Ich willige ein.", now, now + dt.timedelta(days=1), False)


def test_a_new_wording_is_a_new_consent(erika, now):
    user, actor = erika
    consent(user, actor, now)
    consent(user, actor, now + dt.timedelta(days=1), version="2", text="Ich willige anders ein.")
    newest, oldest = accounts.consents(user.pk)
    assert (newest.version, newest.in_force, oldest.version, oldest.in_force) == ("2", True, "1", False)
    assert accounts.has_consent(user.pk, "delivery.portal", version="2")
    assert not accounts.has_consent(user.pk, "delivery.portal", version="1")


def test_nobody_consents_for_another_or_to_nothing(erika, maxi, now):
    with pytest.raises(Forbidden):
        consent(erika[0], maxi[1], now)
    with pytest.raises(Forbidden):
        accounts.revoke_consent(account_id=erika[0].pk, purpose="delivery.portal", actor=maxi[1], now=now)
    with pytest.raises(Invalid):
        consent(*erika, now, text="  ")
    assert not Consent.objects.exists()


# --- mandates


def mandate(actor, now, **fields):
    day = now.date()
    return give_mandate(
        **{"agent_email": "Max@Example.org", "valid_from": day, "valid_until": None, **fields}, actor=actor, now=now
    )


def test_a_mandate_works_once_it_is_accepted_until_either_side_ends_it(erika, maxi, now):
    day = now.date()
    number = mandate(erika[1], now)
    assert mandate(erika[1], now) == number
    assert accounts.mandates_for(maxi[0].pk, day) == ()
    accept_mandate(mandate_id=number, actor=maxi[1], now=now)
    accept_mandate(mandate_id=number, actor=maxi[1], now=now)
    (held,) = accounts.mandates_for(maxi[0].pk, day)
    assert (held.principal_id, held.principal_name, held.covers("x")) == (erika[0].pk, "Erika Mustermann", True)
    assert accounts.mandates_for(maxi[0].pk, day - dt.timedelta(1)) == ()
    end_mandate(mandate_id=number, actor=maxi[1], now=now)
    end_mandate(mandate_id=number, actor=erika[1], now=now)
    assert accounts.mandates_for(maxi[0].pk, day) == ()
    acts = [entry.act for entry in audit.history(audit.Subject("account", erika[0].pk))]
    assert acts == ["account.mandate_given", "account.mandate_accepted", "account.mandate_ended"]


def test_a_mandate_for_one_service_and_some_days(erika, maxi, now):
    day = now.date()
    number = mandate(erika[1], now, service_key="99108001020000", valid_until=day + dt.timedelta(1))
    accept_mandate(mandate_id=number, actor=maxi[1], now=now)
    assert len(accounts.mandates_for(maxi[0].pk, day, service_key="99108001020000")) == 1
    assert accounts.mandates_for(maxi[0].pk, day, service_key="99108001000000") == ()
    assert accounts.mandates_for(maxi[0].pk, day + dt.timedelta(2)) == ()


def test_mandates_are_nobody_elses_business(erika, maxi, now):
    stranger = make.citizen("fremd@example.org")
    actor = accounts.actor_of(stranger, now)
    number = mandate(erika[1], now)
    for act in (accept_mandate, end_mandate):
        with pytest.raises(NotFound):
            act(mandate_id=number, actor=actor, now=now)
        with pytest.raises(NotFound):
            act(mandate_id=number, actor=GUEST, now=now)
    with pytest.raises(NotFound):
        accept_mandate(mandate_id=number, actor=erika[1], now=now)  # not for oneself
    with pytest.raises(Forbidden):
        mandate(GUEST, now)


@pytest.mark.parametrize(
    ("fields", "name"),
    [
        ({"agent_email": "kein"}, "agent_email"),
        ({"agent_email": "erika@example.org"}, "agent_email"),
        ({"valid_until": dt.date(2020, 1, 1)}, "valid_until"),
    ],
)
def test_mandates_that_make_no_sense(erika, now, fields, name):
    with pytest.raises(Invalid) as refusal:
        mandate(erika[1], now, **fields)
    assert set(refusal.value.fields) == {name}
    assert not Mandate.objects.exists()


def test_whether_an_address_has_an_account_is_not_said(erika, maxi, now):
    known = mandate(erika[1], now)
    unknown = mandate(erika[1], now, agent_email="niemand@example.org")
    rows = Mandate.objects.in_bulk([known, unknown])
    assert {rows[known].agent_id, rows[unknown].agent_id} == {None}


def test_there_is_an_end_to_open_mandates(erika, now):
    for number in range(20):
        mandate(erika[1], now, agent_email=f"a{number}@example.org")
    with pytest.raises(Invalid, match="20"):
        mandate(erika[1], now)
