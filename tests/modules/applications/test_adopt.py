"""A guest's draft taken along into a Servicekonto."""

import re

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from rathaus.foundation.audit import public as audit
from rathaus.foundation.errors import Conflict, Forbidden
from rathaus.foundation.permissions.public import GUEST
from rathaus.modules.accounts import public as accounts
from rathaus.modules.applications.domain.adopt_draft import adopt_draft
from rathaus.modules.applications.domain.submit import submit
from rathaus.modules.applications.models import Draft
from tests.conftest import NOON
from tests.modules.accounts import factories as people
from tests.modules.accounts.test_sign_up import link, sign_up
from tests.modules.applications import factories

pytestmark = pytest.mark.django_db
KNOWN = {
    "F60000000228": "Erika",
    "F60000000227": "Mustermann",
    "F60000000243": "Weg",
    "F60000000244": "2",
    "F60000000246": "06108",
    "F60000000247": "Musterstadt",
}


@pytest.fixture(autouse=True)
def noon(monkeypatch):
    monkeypatch.setattr("rathaus.foundation.clock.now", lambda: NOON)


@pytest.fixture
def erika():
    user = people.citizen()
    for key, text in KNOWN.items():
        people.value(user, key, text)
    return user


def actor(user):
    return accounts.actor_of(user, NOON)


@pytest.mark.parametrize("fill", [True, False])
def test_empty_places_are_filled_where_wanted_and_nothing_is_written_over(erika, fill):
    row = factories.draft(factories.installed(), party={"F60000000228": "Ida"})
    adopted = adopt_draft(token=row.token, fill=fill, actor=actor(erika), now=NOON)
    row.refresh_from_db()
    assert (row.account_id, row.party["F60000000228"]) == (erika.pk, "Ida")
    assert (row.party.get("local:strasse_hausnummer"), row.party.get("F60000000227")) == (
        ("Weg 2", "Mustermann") if fill else (None, None)
    )
    assert ("F60000000227" in row.provenance, "F60000000228" in row.provenance) == (fill, False)
    assert adopt_draft(token=row.token, fill=True, actor=actor(erika), now=NOON).version == adopted.version  # twice is once
    (entry,) = audit.history(audit.Subject("account", erika.pk))
    assert (entry.act, entry.payload["filled"]) == ("account.draft_adopted", fill)


def test_a_begun_address_is_left_to_the_person(erika):
    row = factories.draft(factories.installed(), party={"local:plz_ort": "06110 Halle (Saale)"})
    adopt_draft(token=row.token, fill=True, actor=actor(erika), now=NOON)
    row.refresh_from_db()
    assert "local:strasse_hausnummer" not in row.party
    assert row.party["local:plz_ort"] == "06110 Halle (Saale)"


def test_refusals(erika):
    offer = factories.installed()
    row = factories.draft(offer)
    with pytest.raises(Forbidden):
        adopt_draft(token=row.token, fill=False, actor=GUEST, now=NOON)
    with pytest.raises(Forbidden):
        adopt_draft(token=row.token, fill=False, actor=factories.staff("clara"), now=NOON)
    adopt_draft(token=row.token, fill=False, actor=actor(erika), now=NOON)
    with pytest.raises(Forbidden):
        adopt_draft(token=row.token, fill=False, actor=actor(people.citizen("x@example.org")), now=NOON)
    with pytest.raises(Forbidden):
        adopt_draft(
            token=factories.draft(offer, actor=factories.staff("berta"), channel="counter").token,
            fill=False,
            actor=actor(erika),
            now=NOON,
        )
    sent = factories.ready(offer)
    submit(token=sent.token, actor=GUEST, now=NOON)
    with pytest.raises(Conflict):
        adopt_draft(token=sent.token, fill=False, actor=actor(erika), now=NOON)


def begun(client):
    factories.installed()
    client.post(reverse("applications:start", args=["bewohnerparkausweis"]), {"fuer": "self"})
    draft = Draft.objects.get()
    page = client.get(f"/antrag/e/{draft.token}/person/").content.decode()
    return draft, page


def test_the_way_over_the_sign_in(client, erika):
    draft, page = begun(client)
    url = re.search(r'href="(/antrag/e/[^"]+/uebernehmen/)"', page)[1]
    assert client.get(url)["Location"].startswith("/konto/login/?next=%2Fantrag%2Fe%2F")
    entered = client.post("/konto/login/", {"login": erika.email, "password": people.PASSWORD, "next": url})
    assert entered["Location"] == url
    page = client.get(url).content.decode()
    assert "Übernehmen und leere Felder ausfüllen" in page
    assert "Mustermann" in page
    done = client.post(url, {"ausfuellen": "1"})
    assert done["Location"] == f"/antrag/e/{draft.token}/"
    draft.refresh_from_db()
    assert draft.account_id == erika.pk
    assert client.get(url).status_code == 302
    assert Client().get(f"/antrag/e/{draft.token}/person/")["Location"].startswith("/konto/login/")


def test_only_the_browser_that_holds_the_draft_takes_it_along(client, erika):
    draft, _page = begun(client)
    other = people.sign_in(Client(enforce_csrf_checks=True), erika)
    url = f"/antrag/e/{draft.token}/uebernehmen/"
    refused = other.get(url)
    assert refused.status_code == 403
    assert "in diesem Browser" in refused.content.decode()
    other.cookies["entwuerfe"] = "gefälscht"
    assert other.get(url).status_code == 403
    other.cookies["entwuerfe"] = client.cookies["entwuerfe"].value
    assert other.get(url).status_code == 200
    assert other.post(url).status_code == 403  # no foreign page can make a browser take a draft along
    draft.refresh_from_db()
    assert draft.account_id is None


def test_a_draft_begun_here_stands_in_the_list_of_the_account(client, erika):
    draft, _page = begun(client)
    people.sign_in(client, erika)
    page = client.get("/konto/entwuerfe/").content.decode()
    assert f"/antrag/e/{draft.token}/uebernehmen/" in page
    people.sign_in(elsewhere := Client(), erika)
    assert draft.token not in elsewhere.get("/konto/entwuerfe/").content.decode()


def test_who_registers_half_way_finds_the_draft_again(client, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    draft, _page = begun(client)
    sign_up(client)
    client.post(link(mail.outbox[0].body))
    client.post("/konto/login/", {"login": "neu@example.org", "password": people.PASSWORD})
    url = f"/antrag/e/{draft.token}/uebernehmen/"
    assert url in client.get("/konto/entwuerfe/").content.decode()
    client.post(url)
    draft.refresh_from_db()
    assert draft.account_id is not None
