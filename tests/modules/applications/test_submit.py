"""The moment of submission: once, complete, with everything the case needs."""

import threading
from datetime import timedelta

import pytest
from django.db import connection

from rathaus.foundation.errors import Conflict, Forbidden, Invalid
from rathaus.foundation.permissions.public import GUEST, Actor, ActorKind
from rathaus.modules.accounts import public as account_face
from rathaus.modules.applications import queries, review
from rathaus.modules.applications.domain import drafts
from rathaus.modules.applications.domain.start_draft import start_draft
from rathaus.modules.applications.domain.submit import Declaration, fingerprint, submit
from rathaus.modules.applications.enums import ActsFor
from rathaus.modules.applications.models import Application, Draft
from rathaus.modules.applications.public import get_applications, offers
from rathaus.modules.cases.models import Case
from rathaus.modules.forms.public import PlainPost
from tests.conftest import NOON
from tests.modules.accounts import factories as accounts
from tests.modules.applications import factories

LATER = NOON + timedelta(minutes=3)


@pytest.mark.django_db
def test_what_was_declared_is_kept_as_it_was_sent():
    draft = factories.ready(factories.installed())
    application = submit(token=draft.token, actor=GUEST, now=LATER)
    case = Case.objects.select_related("content").get()
    assert (case.application_id, case.received_at, case.channel) == (application.pk, LATER, "online")
    assert case.subject_line == "Bewohnerparkausweis HAL-AB 123"
    assert case.content.facts == {"local:kennzeichen": "HAL-AB 123", "local:registerabfrage": True}
    assert case.content.summary[-1]["rows"][0][:2] == ["Kennzeichen", "HAL-AB 123"]
    assert case.content.choice == {"channel": "letter"}
    party = case.parties.get()
    assert (party.name, party.address_lines) == ("Erika Mustermann", ["Weg 2", "06108 Musterstadt"])
    kept = get_applications([case.pk])[case.pk]
    assert kept.declaration.startswith("Ich versichere")
    assert kept.sha256 == application.sha256
    assert case.checks.filter(key="zustaendigkeit").count() == 0


@pytest.mark.django_db
def test_the_fingerprint_is_of_the_content_alone():
    content = {"b": 1, "a": {"ü": [1, 2]}}
    assert fingerprint(content) == fingerprint({"a": {"ü": [1, 2]}, "b": 1})
    assert fingerprint(content) != fingerprint({**content, "b": 2})


@pytest.mark.django_db
def test_twice_is_once():
    draft = factories.ready(factories.installed())
    first = submit(token=draft.token, actor=GUEST, now=LATER)
    assert submit(token=draft.token, actor=GUEST, now=LATER + timedelta(hours=1)).pk == first.pk
    assert Case.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_clicks_at_the_same_time_open_one_case():
    draft = factories.ready(factories.installed())
    barrier, results, faults = threading.Barrier(2), [], []

    def click():
        try:
            barrier.wait(timeout=10)
            results.append(submit(token=draft.token, actor=GUEST, now=LATER).pk)
        except Exception as error:  # noqa: BLE001  (any fault of a thread fails the test)
            faults.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=click) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert not faults
    assert len(set(results)) == 1
    assert Case.objects.count() == Application.objects.count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    "fields",
    [{"answers": {}}, {"party": {}}, {"review": {}}, {"answers": {**factories.ANSWERS, "local:registerabfrage": "false"}}],
)
def test_an_incomplete_draft_is_refused_and_nothing_is_written(fields):
    draft = factories.ready(factories.installed(), **fields)
    with pytest.raises(Invalid):
        submit(token=draft.token, actor=GUEST, now=LATER)
    assert Case.objects.count() == Application.objects.count() == 0
    assert Draft.objects.get().state == "open"


@pytest.mark.django_db
def test_answers_no_longer_reachable_are_not_sent():
    offer = factories.installed(for_others=True)
    draft = factories.ready(offer, party={**factories.PARTY, "local:vertretene_person.F60000000227": "Rest"})
    submit(token=draft.token, actor=GUEST, now=LATER)
    application = Application.objects.get()
    assert "Rest" not in str(application.summary)
    assert [party["role"] for party in application.parties] == ["applicant"]


@pytest.mark.django_db
def test_applicant_represented_person_and_recipient_are_three():
    offer = factories.installed()
    other = "local:vertretene_person"
    party = {
        **factories.PARTY,
        f"{other}.F60000000228": "Ida",
        f"{other}.F60000000227": "Kind",
        f"{other}.local:strasse_hausnummer": "Weg 2",
        f"{other}.local:plz_ort": "06108 Musterstadt",
        f"{other}.local:grund": "sorgerecht",
        "local:empfang.local:name": "Kanzlei Probe",
        "local:empfang.local:strasse_hausnummer": "Markt 3",
        "local:empfang.local:plz_ort": "06100 Musterstadt",
    }
    draft = factories.draft(offer, acts_for=ActsFor.OTHER, party=party, answers=factories.ANSWERS, review=factories.DECLARED)
    submit(token=draft.token, actor=GUEST, now=LATER)
    roles = {party.role: party for party in Case.objects.get().parties.all()}
    assert {role: party.name for role, party in roles.items()} == {
        "applicant": "Erika Mustermann",
        "represented": "Ida Kind",
        "recipient": "Kanzlei Probe",
    }
    assert roles["represented"].identity == {"represented_by": "sorgerecht"}


@pytest.mark.django_db
def test_the_mailbox_needs_an_account_and_records_the_consent():
    offer = factories.installed()
    user = accounts.citizen()
    actor = Actor(kind=ActorKind.CITIZEN, name="Erika", id=user.pk)
    draft = factories.draft(
        offer,
        actor=actor,
        party=factories.PARTY,
        answers=factories.ANSWERS,
        review={**factories.DECLARED, review.CHOICE: "portal"},
    )
    submit(token=draft.token, actor=actor, now=LATER)
    case = Case.objects.select_related("content").get()
    assert case.content.choice["channel"] == "portal"
    assert case.account_id == user.pk
    consent = account_face.consents(user.pk)[0]
    assert (consent.purpose, consent.text) == (review.PURPOSE, review.CONSENT_TEXT)


@pytest.mark.django_db
def test_a_guest_cannot_choose_the_mailbox():
    draft = factories.ready(factories.installed(), review={**factories.DECLARED, review.CHOICE: "portal"})
    submit(token=draft.token, actor=GUEST, now=LATER)
    assert Case.objects.select_related("content").get().content.choice == {"channel": "letter"}


@pytest.mark.django_db
def test_the_draft_of_an_account_is_sent_by_that_account_alone():
    offer = factories.installed()
    user = accounts.citizen()
    draft = factories.draft(offer, actor=Actor(kind=ActorKind.CITIZEN, name="Erika", id=user.pk))
    with pytest.raises(Forbidden):
        submit(token=draft.token, actor=GUEST, now=LATER)


@pytest.mark.django_db
def test_an_offer_for_accounts_alone_refuses_guests():
    offer = factories.installed(signed_in=True)
    with pytest.raises(Forbidden, match="Servicekonto"):
        start_draft(offer_id=offer.pk, acts_for=ActsFor.SELF, channel="online", actor=GUEST, now=NOON)


@pytest.mark.django_db
def test_an_installed_version_never_changes_and_the_newest_answers():
    first = factories.installed()
    assert factories.offer().pk == first.pk
    with pytest.raises(Conflict, match="anderem Inhalt"):
        factories.offer(lead="Anderes")
    second = factories.offer(version="2.0.0", lead="Anderes")
    assert [offer.id for offer in offers([factories.KEY])[factories.KEY]] == [second.pk]
    assert second.paper_code != first.paper_code


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"form": ["gibtesnicht", "1"]}, "Das Formular gibtesnicht 1"),
        ({"procedure": ["gibtesnicht", "1"]}, "Das Verfahren gibtesnicht"),
        ({"unit": "gibtesnicht"}, "Organisationseinheit"),
        ({"registers": [{"register": "x", "question": "q", "check": "c", "basis": "b", "facts": {}}]}, "Register x"),
        ({"delivery": ["fax"]}, "Das Angebot im Rezept stimmt nicht"),
        ({"tippfehler": 1}, "Das Angebot im Rezept stimmt nicht"),
    ],
)
def test_an_offer_with_a_hole_does_not_install(changes, says):
    factories.installed()
    with pytest.raises((Invalid, Conflict), match=says):
        factories.offer(version="2.0.0", **changes)


@pytest.mark.django_db
def test_old_drafts_go_and_sent_ones_stay():
    offer = factories.installed()
    factories.draft(offer)
    sent = factories.ready(offer)
    submit(token=sent.token, actor=GUEST, now=LATER)
    assert drafts.sweep(now=NOON + timedelta(days=29)) == 0
    assert drafts.sweep(now=NOON + timedelta(days=31)) == 1
    assert Draft.objects.get().pk == sent.pk


@pytest.mark.django_db
def test_submission_asks_a_bounded_number_of_queries(django_assert_max_num_queries):
    offer = factories.installed()
    submit(token=factories.ready(offer).token, actor=GUEST, now=LATER)  # versions and the Land are read once a process
    draft = factories.ready(offer)
    with django_assert_max_num_queries(15):
        submit(token=draft.token, actor=GUEST, now=LATER)


def declared(draft, *, typed=factories.DECLARED, shown=None, admit=lambda _draft: None):
    seen = queries.OpenDraft(queries.find_draft(draft.token, actor=GUEST, today=NOON.date()), today=NOON.date()).fingerprint
    return Declaration(post=PlainPost(typed), shown=seen if shown is None else shown, admit=admit)


@pytest.mark.django_db
def test_what_the_last_page_says_is_sent_with_it():
    draft = factories.ready(factories.installed(), review={})
    application = submit(token=draft.token, actor=GUEST, now=LATER, declaration=declared(draft))
    kept = Draft.objects.get()
    assert (kept.state, kept.review, application.draft_id) == ("submitted", factories.DECLARED, kept.pk)


def refusing(_draft):
    raise Invalid("Zu oft")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("changes", "error"),
    [({"typed": {}}, Invalid), ({"shown": "anderes"}, Conflict), ({"admit": refusing}, Invalid)],
    ids=["undeclared", "another window", "robot"],
)
def test_a_declaration_that_is_refused_leaves_nothing(changes, error):
    draft = factories.ready(factories.installed(), review={})
    with pytest.raises(error):
        submit(token=draft.token, actor=GUEST, now=LATER, declaration=declared(draft, **changes))
    assert Case.objects.count() == Application.objects.count() == 0
    assert (Draft.objects.get().state, Draft.objects.get().review) == ("open", {})


@pytest.mark.django_db
def test_only_what_is_complete_is_admitted_and_only_once():
    offer, admitted = factories.installed(), []
    admit = lambda draft: admitted.append(draft.pk)  # noqa: E731
    lacking = factories.ready(offer, answers={})
    with pytest.raises(Invalid):
        submit(token=lacking.token, actor=GUEST, now=LATER, declaration=declared(lacking, admit=admit))
    draft = factories.ready(offer)
    for _ in range(2):
        submit(token=draft.token, actor=GUEST, now=LATER, declaration=declared(draft, admit=admit))
    assert admitted == [draft.pk]
