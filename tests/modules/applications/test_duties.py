"""What hangs on a submission, and what the house may ask this room for."""

from datetime import timedelta

import pytest

from rathaus.foundation.events import public as events
from rathaus.foundation.permissions.public import GUEST, Actor, ActorKind
from rathaus.modules.accounts import public as account_face
from rathaus.modules.applications import duties, tasks
from rathaus.modules.applications.domain.save_page import change_answers
from rathaus.modules.applications.domain.submit import submit
from rathaus.modules.applications.models import Application, Draft, RegisterAnswer
from tests.conftest import NOON
from tests.modules.accounts import factories as accounts
from tests.modules.applications import factories

pytestmark = pytest.mark.django_db


def erika():
    user = accounts.citizen()
    for fim, text in (
        ("F60000000228", "Erika"),
        ("F60000000227", "Mustermann"),
        ("F60000000243", "Weg"),
        ("F60000000247", "Ort"),
    ):
        accounts.value(user, fim, text)
    return Actor(kind=ActorKind.CITIZEN, name="Erika", id=user.pk)


def test_a_submission_is_announced_once_and_the_job_asks_the_registers():
    draft = factories.ready(factories.installed())
    heard = []
    with events.isolated():
        from rathaus.modules.applications.events import ApplicationSubmitted

        events.subscribe(ApplicationSubmitted, name="test.applications")(lambda event, _meta: heard.append(event))
        application = submit(token=draft.token, actor=GUEST, now=NOON)
        submit(token=draft.token, actor=GUEST, now=NOON)
        events.dispatch_pending(now=NOON + timedelta(minutes=1))
    assert [(event.application_id, event.channel) for event in heard] == [(str(application.pk), "online")]
    tasks.check_registers.call(heard[0].application_id)
    assert RegisterAnswer.objects.count() == 2


def test_what_the_account_knows_is_filled_in_with_its_source_until_changed():
    actor = erika()
    draft = factories.draft(factories.installed(), actor=actor)
    assert draft.party["F60000000227"] == "Mustermann"
    assert draft.provenance["local:strasse_hausnummer"] == "account"
    changed = change_answers(
        token=draft.token, part="party", answers={**draft.party, "F60000000227": "Neu"}, actor=actor, now=NOON
    )
    assert "F60000000227" not in changed.provenance
    assert changed.provenance["F60000000228"] == "account"


def test_the_person_gets_a_copy_and_can_have_drafts_erased():
    actor, offer = erika(), factories.installed()
    sent = factories.draft(
        offer,
        actor=actor,
        party=factories.PARTY,
        answers=factories.ANSWERS,
        review={**factories.DECLARED, "local:zustellung": "letter"},
    )
    submit(token=sent.token, actor=actor, now=NOON)
    factories.draft(offer, actor=actor)
    data = duties.export(actor.id).data
    assert len(data["drafts"]) == len(data["applications"]) == 1
    assert len(duties.panel(actor.id, NOON)) == 1
    kept = duties.erase(actor.id, NOON)
    assert [entry.what for entry in kept] == ["Abgesendete Anträge"]
    assert Draft.objects.count() == Application.objects.count() == 1
    assert account_face.prefill(actor.id)["F60000000227"].value == "Mustermann"
