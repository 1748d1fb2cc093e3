"""Several applications from one set of answers: what is shared, carried as a prefill, seen and sent one by one."""

import datetime as dt
from pathlib import Path

import pytest

from rathaus.foundation.errors import Forbidden, Invalid
from rathaus.foundation.permissions.public import GUEST
from rathaus.modules.accounts import public as accounts
from rathaus.modules.applications import bundle
from rathaus.modules.applications.domain import drafts
from rathaus.modules.applications.domain.start_bundle import start_bundle
from rathaus.modules.applications.domain.submit import submit
from rathaus.modules.applications.enums import DraftState
from rathaus.modules.applications.models import Bundle, Draft, Offer
from tests.conftest import NOON
from tests.modules.accounts import factories as people
from tests.modules.applications import factories

pytestmark = pytest.mark.django_db
NAMES = {"F60000000228": "Erika", "F60000000227": "Mustermann"}
HOME = {"F60000000243": "Weg", "F60000000244": "2", "F60000000246": "06108", "F60000000247": "Musterstadt"}
DOG = (Path(__file__).parents[3] / "cookbook/hundesteuer-anmeldung/form.toml").read_bytes()
PAGE = "/antraege/gemeinsam/?aus=umzug&dienst=bewohnerparkausweis&dienst=hund"
ADDRESSED = """
format = 1
key = "mit-anschrift"
version = "1"
title = "Mit Anschrift"
[[page]]
id = "eins"
title = "Eins"
"""
FIELD = '[[page.element]]\nid = "{0}"\nkind = "{1}"\nlabel = "{0}"\nprefill = "{0}"\n'


@pytest.fixture
def offers():
    return [factories.installed(), factories.offer(DOG, slug="hund", title="Hund anmelden")]


def second(source, slug="zweiter", **changes):
    return factories.offer(source.encode() if isinstance(source, str) else source, slug=slug, title=slug, **changes)


def start(offers, answers=None, actor=GUEST, **changes):
    said = {**NAMES, **HOME} if answers is None else answers
    keys = {"offer_ids": [offer.pk for offer in offers], "title": "Umzug", "answers": said, "actor": actor, "now": NOON}
    return start_bundle(**(keys | changes))


def known_citizen():
    user = people.citizen("erika@example.org")
    for identifier, text in {**NAMES, **HOME}.items():
        people.value(user, identifier, text)
    return user


def ids(form):
    return list(form.fields)


def test_what_two_forms_take_is_asked_once_and_nothing_is_required(offers):
    form = bundle.shared_form(offers)
    assert ids(form) == [*NAMES, *HOME, "F60000000242"]
    assert {field.minimum for field in form.fields.values()} == {0}
    assert ids(bundle.shared_form(offers[:1])) == []


def test_a_field_with_a_fim_id_beyond_the_person_is_shared_where_two_forms_have_it(offers):
    source = ADDRESSED + FIELD.format("F60000099999", "date")
    two = [second(source), second(source.replace('"mit-anschrift"', '"anders"'), slug="dritter")]
    assert "F60000099999" in ids(bundle.shared_form(two))
    assert "F60000099999" not in ids(bundle.shared_form([two[0], offers[0]]))
    made = start(two, {**NAMES, "F60000099999.day": "3", "F60000099999.month": "4", "F60000099999.year": "1980"})
    answers = [draft.answers for draft in made.drafts.all()]
    assert answers == [{"F60000099999.day": "3", "F60000099999.month": "4", "F60000099999.year": "1980"}] * 2


def test_a_choice_is_left_to_each_form(offers):
    field = FIELD.format("F60000088888", "choice") + 'options = [{ code = "a", label = "A" }]\n'
    two = [second(ADDRESSED + field), second((ADDRESSED + field).replace('"mit-anschrift"', '"anders"'), slug="dritter")]
    assert "F60000088888" not in ids(bundle.shared_form(two))


def test_every_draft_begins_with_what_was_said_and_says_where_it_comes_from(offers):
    made = start(offers)
    rows = list(made.drafts.all())
    assert {row.offer.slug for row in rows} == {"bewohnerparkausweis", "hund"}
    for row in rows:
        assert row.party == {**NAMES, "local:strasse_hausnummer": "Weg 2", "local:plz_ort": "06108 Musterstadt"}
        assert set(row.provenance.values()) == {"bundle"}
        assert (row.state, row.answers) == (DraftState.OPEN, {})
    assert made.expires_at == max(row.expires_at for row in rows)


def test_an_address_of_parts_gets_the_parts(offers):
    group = "".join(FIELD.format(part, "text") for part in HOME)
    other = second(ADDRESSED + group)
    made = start([offers[0], other])
    assert made.drafts.get(offer=other).answers == HOME


def test_what_was_just_said_goes_before_what_the_account_knows(offers):
    user = known_citizen()
    actor = accounts.actor_of(user, NOON)
    made = start(offers, {"F60000000228": "Ida"}, actor=actor)
    row = made.drafts.first()
    assert row.party["F60000000228"] == "Ida"
    assert row.party["F60000000227"] == "Mustermann"
    assert (row.provenance["F60000000228"], row.provenance["F60000000227"]) == ("bundle", "account")
    assert made.account_id == user.pk


# refusals


def test_refusals(offers):
    with pytest.raises(Forbidden, match="Schalter"):
        start(offers, actor=factories.staff("berta"))
    with pytest.raises(Invalid, match="zwei bis"):
        start(offers[:1])
    with pytest.raises(Invalid, match="zwei bis"):
        start([offers[0], offers[0]])
    Offer.objects.filter(pk=offers[1].pk).update(active=False)
    with pytest.raises(Invalid, match="zwei bis"):
        start(offers)
    assert not Bundle.objects.exists()
    assert not Draft.objects.exists()


@pytest.mark.parametrize(
    ("answers", "field"),
    [
        ({**NAMES, **HOME, "F60000000246": "123"}, "F60000000246"),
        ({"F60000000242": "keine Adresse"}, "F60000000242"),
        ({"F60000000243": "Weg"}, "F60000000247"),
        ({"F60000000228": "x" * 81}, "F60000000228"),
    ],
)
def test_faulty_answers_begin_nothing(offers, answers, field):
    with pytest.raises(Invalid) as refused:
        start(offers, answers)
    assert field in refused.value.fields
    assert not Draft.objects.exists()


def test_one_that_needs_an_account_stops_all(offers):
    closed = second(ADDRESSED + FIELD.format("F60000000228", "text"), signed_in=True)
    with pytest.raises(Forbidden, match="Servicekonto"):
        start([*offers, closed])
    assert not Draft.objects.exists()
    assert not Bundle.objects.exists()


# the pages


def test_the_whole_way_as_a_guest(offers, client):
    body = client.get(PAGE).content.decode()
    assert "Umziehen nach Halle" in body
    assert body.count("<input") >= 7
    place = client.post(PAGE, {**NAMES, **HOME}).url
    body = client.get(place).content.decode()
    assert body.count("Entwurf") >= 2
    row = Draft.objects.get(offer__slug="bewohnerparkausweis")
    page = client.get(f"/antrag/e/{row.token}/person/").content.decode()
    assert "Das haben Sie für alle Anträge eingegeben" in page
    assert f'href="{place}"' in page
    Draft.objects.filter(pk=row.pk).update(answers=factories.ANSWERS, review=factories.DECLARED)
    review = client.get(f"/antrag/e/{row.token}/pruefen/").content.decode()
    assert "für alle Anträge eingegeben" in review
    submit(token=row.token, actor=GUEST, now=NOON)
    body = client.get(place).content.decode()
    assert "abgesendet" in body
    assert "Noch offen: 1" in body
    assert f'href="{place}"' in client.get(f"/antrag/e/{row.token}/gesendet/").content.decode()


def test_more_than_go_together_are_all_named_and_follow_in_the_next_step(offers, client):
    source = ADDRESSED + FIELD.format("F60000000228", "text")
    for number in range(10):
        second(source.replace('"mit-anschrift"', f'"form-{number}"'), slug=f"antrag-{number}")
    query = "&".join(f"dienst=antrag-{number}" for number in range(10))
    body = client.get(f"/antraege/gemeinsam/?aus=umzug&{query}").content.decode()
    assert all(f"antrag-{number}" in body for number in range(10))
    assert "Auf einmal gehen höchstens 8 Anträge" in body
    place = client.post(f"/antraege/gemeinsam/?aus=umzug&{query}", NAMES).url
    assert Draft.objects.count() == 8
    body = client.get(place).content.decode()
    assert "Noch nicht vorbereitet" in body
    rest = "/antraege/gemeinsam/?aus=umzug&amp;dienst=antrag-8&amp;dienst=antrag-9"
    assert f'href="{rest}"' in body
    place = client.post(rest.replace("&amp;", "&"), NAMES).url
    assert Draft.objects.count() == 10
    assert "Noch nicht vorbereitet" not in client.get(place).content.decode()


def test_a_single_one_that_is_left_is_begun_by_itself(offers, client):
    source = ADDRESSED + FIELD.format("F60000000228", "text")
    for number in range(9):
        second(source.replace('"mit-anschrift"', f'"form-{number}"'), slug=f"antrag-{number}")
    query = "&".join(f"dienst=antrag-{number}" for number in range(9))
    body = client.get(client.post(f"/antraege/gemeinsam/?{query}", NAMES).url).content.decode()
    assert 'href="/antrag/antrag-8/"' in body
    assert "Gemeinsam vorbereiten" not in body


def test_errors_stay_on_the_page_with_what_was_typed(offers, client):
    response = client.post(PAGE, {**NAMES, "F60000000246": "12"})
    assert response.status_code == 422
    body = response.content.decode()
    assert "Eine Postleitzahl hat fünf Ziffern." in body
    assert 'value="Erika"' in body
    assert not Draft.objects.exists()


def test_what_an_account_knows_stands_there(offers, client):
    people.sign_in(client, known_citizen())
    assert 'value="Mustermann"' in client.get(PAGE).content.decode()


def test_somebody_elses_bundle_is_closed(offers, client):
    user = people.citizen("erika@example.org")
    made = start(offers, actor=accounts.actor_of(user, NOON))
    place = f"/antraege/gemeinsam/{made.token}/"
    assert client.get(place).url.startswith("/konto/login/")
    people.sign_in(client, people.citizen("andere@example.org"))
    assert client.get(place).status_code == 404
    people.sign_in(client, user)
    assert "Hund anmelden" in client.get(place).content.decode()


def test_a_draft_taken_along_into_an_account_shows_its_title_alone(offers, client):
    made = start(offers)
    row = made.drafts.first()
    Draft.objects.filter(pk=row.pk).update(account_id=people.citizen("erika@example.org").pk)
    body = client.get(f"/antraege/gemeinsam/{made.token}/").content.decode()
    assert "in ein Servicekonto mitgenommen" in body
    assert row.token not in body


@pytest.mark.parametrize("query", ["", "?dienst=hund", "?dienst=fort&dienst=hund", "?dienst=hund&dienst=hund", "?aus=<script>"])
def test_with_less_than_two_offers_there_is_no_dead_end(offers, client, query):
    body = client.get("/antraege/gemeinsam/" + query).content.decode()
    assert "nichts gemeinsam vorzubereiten" in body
    assert "/checklisten/" in body
    assert client.post("/antraege/gemeinsam/" + query).status_code == 200
    assert not Bundle.objects.exists()


def test_offers_for_accounts_are_named_to_guests(offers, client):
    second(ADDRESSED + FIELD.format("F60000000228", "text"), slug="konto", signed_in=True)
    body = client.get(PAGE + "&dienst=konto").content.decode()
    assert "Nur mit Servicekonto: konto" in body
    client.post(PAGE + "&dienst=konto", NAMES)
    assert Draft.objects.count() == 2


def test_empty_bundles_go_with_their_drafts(offers):
    made = start(offers)
    drafts.sweep(now=made.expires_at - dt.timedelta(days=1))
    assert Bundle.objects.exists()
    drafts.sweep(now=made.expires_at + dt.timedelta(days=1))
    assert not Bundle.objects.exists()


def test_the_account_ends(offers):
    user = people.citizen("erika@example.org")
    start(offers, actor=accounts.actor_of(user, NOON))
    drafts.discard_all(account_id=user.pk)
    assert (Bundle.objects.count(), Draft.objects.count()) == (0, 0)
