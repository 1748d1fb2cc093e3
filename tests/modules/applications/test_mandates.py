"""Applying for another person: by a mandate of the Servicekonto, or by one that is declared and attached."""

import datetime as dt
import re

import pytest
from django.urls import reverse

from rathaus.foundation.audit import public as audit
from rathaus.foundation.errors import Forbidden, Invalid
from rathaus.foundation.events import public as events
from rathaus.foundation.permissions.public import GUEST
from rathaus.foundation.storage import public as storage
from rathaus.modules.accounts import public as accounts
from rathaus.modules.accounts.domain.mandates import accept_mandate, end_mandate, give_mandate
from rathaus.modules.accounts.models import Mandate
from rathaus.modules.applications.domain.files import add_file
from rathaus.modules.applications.domain.start_draft import start_draft
from rathaus.modules.applications.domain.submit import submit
from rathaus.modules.applications.enums import ActsFor
from rathaus.modules.applications.models import Application, Draft
from rathaus.modules.applications.queries import OpenDraft
from rathaus.modules.cases import notice, presenters
from rathaus.modules.cases.models import Case
from tests.conftest import NOON
from tests.modules.accounts import factories as people
from tests.modules.applications import factories

pytestmark = pytest.mark.django_db
DAY = NOON.date()
ADDRESS = {"F60000000243": "Gasse", "F60000000244": "3", "F60000000246": "06108", "F60000000247": "Musterstadt"}
REPRESENTED = "local:vertretene_person"
DECLARED_FOR = {
    f"{REPRESENTED}.F60000000228": "Max",
    f"{REPRESENTED}.F60000000227": "Beispielmann",
    f"{REPRESENTED}.local:strasse_hausnummer": "Gasse 3",
    f"{REPRESENTED}.local:plz_ort": "06108 Musterstadt",
    f"{REPRESENTED}.local:grund": "vollmacht",
}


@pytest.fixture(autouse=True)
def noon(monkeypatch):
    monkeypatch.setattr("rathaus.foundation.clock.now", lambda: NOON)


@pytest.fixture
def erika():
    """Acts for Max."""
    user = people.citizen()
    for key, text in {"F60000000228": "Erika", "F60000000227": "Mustermann", **ADDRESS}.items():
        people.value(user, key, text)
    return user


@pytest.fixture
def maxi():
    user = people.citizen("max@example.org", name="Max Beispielmann")
    for key, text in {**ADDRESS, "F60000000240": "0345 000-9"}.items():
        people.value(user, key, text)
    return user


def mandate(of, to, *, accepted=True, **fields):
    given = {"agent_email": to.email, "valid_from": DAY, "valid_until": None, "shares_address": True, **fields}
    number = give_mandate(**given, actor=accounts.actor_of(of, NOON), now=NOON)
    if accepted:
        accept_mandate(mandate_id=number, actor=accounts.actor_of(to, NOON), now=NOON)
    return number


def started(offer, user, number, now=NOON):
    return start_draft(
        offer_id=offer.pk,
        acts_for=ActsFor.OTHER,
        channel="online",
        actor=accounts.actor_of(user, now),
        now=now,
        mandate_id=number,
    )


def sent(offer, user, number, now=NOON):
    draft = started(offer, user, number)
    Draft.objects.filter(pk=draft.pk).update(
        answers=factories.ANSWERS,
        review={**factories.DECLARED, "local:zustellung": "letter"},
        party={**factories.PARTY, **draft.party},
    )
    return submit(token=draft.token, actor=accounts.actor_of(user, now), now=now)


def test_the_three_persons_with_a_mandate_of_the_account(erika, maxi):
    offer = factories.installed()
    number = mandate(maxi, erika, valid_until=DAY + dt.timedelta(9), service_key=factories.KEY)
    application = sent(offer, erika, number)
    case = Case.objects.get()
    applicant, represented = (case.parties.get(role=role) for role in ("applicant", "represented"))
    assert (applicant.name, applicant.account_id, case.account_id) == ("Erika Mustermann", erika.pk, erika.pk)
    assert (represented.name, represented.account_id) == ("Max Beispielmann", maxi.pk)
    assert represented.address_lines == ["Gasse 3", "06108 Musterstadt"]
    assert notice.addressee(list(case.parties.all())) == applicant  # § 14 (3) VwVfG: the representative
    kept = represented.identity["mandate"]
    assert (kept["id"], kept["service_key"], kept["valid_until"]) == (str(number), factories.KEY, "2026-11-29")
    assert (
        presenters.identity(represented.identity) == "Vollmacht im Servicekonto für diese Leistung, ab 20.11.2026 bis 29.11.2026"
    )
    assert not case.checks.filter(key="vertretung").exists()
    end_mandate(mandate_id=number, actor=accounts.actor_of(maxi, NOON), now=NOON)
    assert application.parties[1]["identity"]["mandate"] == kept  # as it was when it was used
    assert Application.objects.get().parties == application.parties


def test_both_see_what_was_done_by_it(erika, maxi, client):
    number = mandate(maxi, erika)
    sent(factories.installed(), erika, number)
    case = Case.objects.get()
    for user in (erika, maxi):
        page = people.sign_in(client, user).get("/konto/vollmachten/").content.decode()
        assert f"benutzt: Bewohnerparkausweis verlängern, Vorgang {case.number}" in page
    acts = [entry.act for entry in audit.history(audit.Subject("account", maxi.pk))]
    assert acts == ["account.mandate_given", "account.mandate_accepted", "account.mandate_used"]


@pytest.mark.parametrize(
    ("shared", "lines"), [(True, {"local:strasse_hausnummer": "Gasse 3", "local:plz_ort": "06108 Musterstadt"}), (False, {})]
)
def test_no_more_is_filled_in_than_the_mandate_shares(erika, maxi, shared, lines):
    draft = started(factories.installed(), erika, mandate(maxi, erika, shares_address=shared))
    told = {key.rpartition(".")[2]: text for key, text in draft.party.items() if key.startswith(REPRESENTED)}
    assert told == lines
    assert {source for key, source in draft.provenance.items() if key.startswith(REPRESENTED)} == (
        {"mandate"} if shared else set()
    )
    opened = OpenDraft(draft, today=DAY)
    assert opened.party_checked.values[f"{REPRESENTED}.local:vollmachtgeber"] == "Max Beispielmann"
    assert "0345" not in str(draft.party)


def test_who_is_represented_cannot_be_typed_over(erika, maxi):
    offer = factories.installed()
    draft = started(offer, erika, mandate(maxi, erika))
    forged = {
        f"{REPRESENTED}.F60000000228": "Karl",
        f"{REPRESENTED}.local:vollmachtgeber": "Karl König",
        f"{REPRESENTED}.local:grund": "sorgerecht",
    }
    Draft.objects.filter(pk=draft.pk).update(
        answers=factories.ANSWERS,
        review={**factories.DECLARED, "local:zustellung": "letter"},
        party={**factories.PARTY, **draft.party, **forged},
    )
    submit(token=draft.token, actor=accounts.actor_of(erika, NOON), now=NOON)
    assert Case.objects.get().parties.get(role="represented").name == "Max Beispielmann"


@pytest.mark.parametrize(
    ("fields", "text"),
    [
        ({"accepted": False}, "haben Sie nicht"),
        ({"service_key": "99108001000000"}, "gilt nicht für diese Leistung"),
        ({"valid_from": DAY + dt.timedelta(3)}, "gilt erst ab dem 23.11.2026"),
    ],
)
def test_a_mandate_that_does_not_hold_is_refused_with_a_remedy(erika, maxi, fields, text):
    offer = factories.installed()
    with pytest.raises(Forbidden, match=text):
        started(offer, erika, mandate(maxi, erika, **fields))


@pytest.mark.parametrize("later", [dt.timedelta(0), dt.timedelta(5)])
def test_a_mandate_that_ended_before_sending_is_refused(erika, maxi, later):
    offer = factories.installed()
    number = mandate(maxi, erika, valid_until=DAY + dt.timedelta(2))
    draft = started(offer, erika, number)
    Draft.objects.update(answers=factories.ANSWERS, review={**factories.DECLARED, "local:zustellung": "letter"})
    if not later:
        end_mandate(mandate_id=number, actor=accounts.actor_of(maxi, NOON), now=NOON)
    with pytest.raises(Forbidden, match="Bitten Sie die Person um eine neue Vollmacht"):
        submit(token=draft.token, actor=accounts.actor_of(erika, NOON + later), now=NOON + later)
    assert not Case.objects.exists()


def test_a_mandate_is_for_its_agent_alone(erika, maxi):
    offer = factories.installed()
    number = mandate(maxi, erika)
    for actor in (accounts.actor_of(maxi, NOON), accounts.actor_of(people.citizen("x@example.org"), NOON), GUEST):
        with pytest.raises(Forbidden):
            start_draft(offer_id=offer.pk, acts_for=ActsFor.OTHER, channel="online", actor=actor, now=NOON, mandate_id=number)


def test_an_expired_mandate_is_not_accepted(erika, maxi):
    number = mandate(maxi, erika, accepted=False, valid_until=DAY)
    late = NOON + dt.timedelta(1)
    with pytest.raises(Invalid, match="abgelaufen"):
        accept_mandate(mandate_id=number, actor=accounts.actor_of(erika, late), now=late)


def test_the_recipe_says_who_may_apply_for_whom(erika, maxi):
    offer = factories.installed(for_others=["custody", "guardianship"])
    with pytest.raises(Forbidden, match="nicht mit einer Vollmacht"):
        started(offer, erika, mandate(maxi, erika))
    draft = factories.draft(offer, acts_for=ActsFor.OTHER)
    opened = OpenDraft(draft, today=DAY)
    grounds = opened.party_form.fields[f"{REPRESENTED}.local:grund"].options
    assert [option.code for option in grounds] == ["sorgerecht", "betreuung"]
    nobody = factories.offer(version="2", for_others=False)
    with pytest.raises(Forbidden, match="für sich selbst"):
        factories.draft(nobody, acts_for=ActsFor.OTHER)


def test_a_declared_mandate_is_attached_and_looked_at():
    offer = factories.installed()
    draft = factories.ready(offer, acts_for=ActsFor.OTHER, party={**factories.PARTY, **DECLARED_FOR})
    key = f"{REPRESENTED}.local:nachweis"
    with pytest.raises(Invalid):
        submit(token=draft.token, actor=GUEST, now=NOON)
    assert OpenDraft(draft, today=DAY).party_checked.errors[key].startswith("Bitte fügen Sie eine Datei bei")
    field = OpenDraft(draft, today=DAY).party_form.fields[key]
    blob = storage.put_bytes(b"%PDF-1.4 x", media_type="application/pdf", filename="vollmacht.pdf")
    add_file(token=draft.token, key=key, field=field, blob=blob, actor=GUEST, now=NOON)
    submit(token=draft.token, actor=GUEST, now=NOON)
    case = Case.objects.select_related("content").get()
    assert [entry["filename"] for entry in case.content.attachments] == ["vollmacht.pdf"]
    check = case.checks.get(key="vertretung")
    assert check.label == "Vertretung: Vollmacht"
    assert "Max Beispielmann" in check.help_text


def test_the_counter_has_seen_the_paper():
    offer = factories.installed()
    party = {**factories.PARTY, **DECLARED_FOR, "local:identitaet.local:ausweis": "personalausweis"}
    draft = factories.ready(offer, actor=factories.staff("berta"), channel="counter", acts_for=ActsFor.OTHER, party=party)
    submit(token=draft.token, actor=factories.staff("berta"), now=NOON)
    assert Case.objects.get().checks.filter(key="vertretung").exists()


def test_a_case_learns_that_its_mandate_has_ended(erika, maxi):
    number = mandate(maxi, erika)
    sent(factories.installed(), erika, number)
    end_mandate(mandate_id=number, actor=accounts.actor_of(maxi, NOON), now=NOON)
    events.dispatch_pending(now=NOON)
    case = Case.objects.get()
    assert case.resubmit_on == DAY
    assert case.history.filter(text__startswith="Die Vollmacht, mit der").exists()


def test_for_whom_is_chosen_at_the_start(erika, maxi, client):
    offer = factories.installed()
    elsewhere = people.citizen("karl@example.org", name="Karl König")
    number = mandate(maxi, erika)
    mandate(elsewhere, erika, service_key="99108001000000")
    people.sign_in(client, erika)
    url = reverse("applications:start", args=[offer.slug])
    page = client.get(url).content.decode()
    assert "Für Max Beispielmann beantragen" in page
    assert "Ihre Vollmacht von Karl König gilt nicht für diese Leistung" in page
    begun = client.post(url, {"fuer": str(number)})
    draft = Draft.objects.get(account_id=erika.pk)
    assert (draft.mandate_id, begun.status_code) == (number, 302)
    page = client.get(f"/antrag/e/{draft.token}/person/").content.decode()
    assert "Max Beispielmann" in page
    assert "Familienname der vertretenen Person" not in page
    assert client.post(url, {"fuer": "unsinn"}).status_code == 422
    Mandate.objects.update(ended_at=NOON)
    assert client.post(url, {"fuer": str(number)}).status_code == 403
    assert client.get(f"/antrag/e/{draft.token}/person/").status_code == 200


def test_a_mandate_is_limited_and_taken_back_on_the_page(erika, maxi, client):
    factories.installed()
    people.sign_in(client, maxi)
    day = {"valid_from_day": "20", "valid_from_month": "11", "valid_from_year": "2026"}
    done = client.post(
        "/konto/vollmachten/", {"agent_email": erika.email, "service_key": factories.KEY, "shares_address": "on", **day}
    )
    assert done.status_code == 302
    row = Mandate.objects.get()
    assert (row.service_key, row.shares_address) == (factories.KEY, True)
    assert "Für Bewohnerparkausweis verlängern" in client.get("/konto/vollmachten/").content.decode()
    assert (
        client.post("/konto/vollmachten/", {"agent_email": "y@example.org", "service_key": "erfunden", **day}).status_code == 200
    )
    assert Mandate.objects.count() == 1
    client.post(f"/konto/vollmachten/{row.pk}/", {"beenden": "1"})
    page = re.sub(r"\s+", " ", client.get("/konto/vollmachten/").content.decode())
    assert "widerrufen" in page
    assert f'action="/konto/vollmachten/{row.pk}/"' not in page
