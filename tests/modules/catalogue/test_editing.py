"""The way of a text from a draft to the public: each step, each refusal, two people at once."""

import datetime as dt
import threading
import uuid

import msgspec
import pytest
from django.db import connection

from rathaus.foundation.audit import public as audit
from rathaus.foundation.errors import Conflict, Forbidden, Invalid, NotFound, RathausError
from rathaus.foundation.permissions.public import Actor, ActorKind, Grant, Role, declared
from rathaus.modules.catalogue import descriptions, rules
from rathaus.modules.catalogue.descriptions import Description, Text
from rathaus.modules.catalogue.domain.draft_edition import draft_edition
from rathaus.modules.catalogue.domain.edit_edition import edit_edition
from rathaus.modules.catalogue.domain.move_edition import move_edition
from rathaus.modules.catalogue.domain.publish_edition import publish_due, publish_edition, schedule_edition
from rathaus.modules.catalogue.enums import STEPS, EditionAct, EditionState, TextCode
from rathaus.modules.catalogue.models import Edition, EditionEntry, Service, ServiceScore
from tests.modules.catalogue.factories import ROLE_OF, act, edition_in, install, worker
from tests.modules.organisation import factories as organisation

KEY = "99108001020000"
STATES = list(EditionState)
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _service(request, now):
    if "django_db" in request.keywords:
        install(now)


@pytest.mark.parametrize("step", EditionAct)
@pytest.mark.parametrize("state", STATES)
def test_each_step_leads_where_the_table_says_or_is_refused(state, step, now):
    edition = edition_in(state, now)
    before = (edition.version, edition.entries.count())
    if state not in STEPS[step]:
        with pytest.raises(Invalid, match="Das geht nicht"):
            act(edition, step, now)
        edition.refresh_from_db()
        assert (edition.version, edition.entries.count()) == before
        assert edition.state == state
        return
    act(edition, step, now)
    edition.refresh_from_db()
    assert edition.state == STEPS[step][state]
    assert edition.version == before[0] + 1
    last = edition.entries.last()
    assert (last.act, last.person_id) == (step, worker(ROLE_OF[step]).person_id)
    assert audit.history(audit.Subject("service", KEY))[-1].act == f"catalogue.edition_{step}"


@pytest.mark.parametrize("step", EditionAct)
@pytest.mark.parametrize("role", Role)
def test_rights_matrix(step, role, now):
    edition = edition_in(next(iter(STEPS[step])), now)
    if role in declared()[rules.RIGHT_OF[step]]:
        act(edition, step, now, actor=worker(role))
        return
    with pytest.raises(Forbidden):
        act(edition, step, now, actor=worker(role))


def test_none_of_the_four_rights_comes_with_another():
    rights = [declared()[right] for right in (rules.DRAFT, rules.REVIEW, rules.RELEASE, rules.PUBLISH)]
    assert all(rights)
    assert sum(map(len, rights)) == len(frozenset().union(*rights))
    assert set(rules.RIGHT_OF) == set(EditionAct)


@pytest.mark.parametrize(("step", "role"), [(EditionAct.REVIEW, Role.CLERK), (EditionAct.RELEASE, Role.APPROVER)])
def test_who_has_written_neither_reviews_nor_releases(step, role, now):
    writer = worker(Role.EDITOR, role, name="beides")
    edition = draft_edition(service_key=KEY, actor=worker(Role.EDITOR, name="erste"), now=now)
    edition = act(edition, EditionAct.WRITE, now, actor=writer)
    edition = act(edition, EditionAct.WRITE, now, actor=worker(Role.EDITOR, name="dritte"))  # the last hand is another's
    for way in (EditionAct.SUBMIT, *((EditionAct.REVIEW,) if step is EditionAct.RELEASE else ())):
        edition = act(edition, way, now)
    with pytest.raises(Forbidden, match="selbst geschrieben"):
        act(edition, step, now, actor=writer)
    stand_in = worker(role, name="vertretung", substitute_for=writer.person_id)
    with pytest.raises(Forbidden, match="Vertretung"):
        act(edition, step, now, actor=stand_in)
    act(edition, step, now, actor=worker(role, name="frei"))


def test_a_right_reaches_as_far_as_its_unit_and_service(now):
    unit, other = organisation.unit("strassenverkehr"), organisation.unit("steuern")
    install(now, short="Anders")  # finds its unit now
    for grant, allowed in (
        ({"unit_id": unit.id}, True), ({"unit_id": other.id}, False), ({"service_key": KEY}, True), ({"service_key": "x"}, False),
    ):  # fmt: skip
        editor = worker(Role.EDITOR, name="reicht", **grant)
        if allowed:
            draft_edition(service_key=KEY, actor=editor, now=now)
        else:
            with pytest.raises(Forbidden):
                draft_edition(service_key=KEY, actor=editor, now=now)
    edition = Edition.objects.get(state=EditionState.DRAFT)
    moved = msgspec.structs.replace(descriptions.decode(edition.content), unit="steuern")
    inside = worker(Role.EDITOR, name="innen", unit_id=unit.id)
    edition = edit_edition(edition_id=edition.id, description=moved, version=edition.version, actor=inside, now=now)
    with pytest.raises(Forbidden):  # the unit that is in charge counts, not the one that the draft would like
        act(edition, EditionAct.SUBMIT, now, actor=worker(Role.EDITOR, unit_id=other.id))


def test_staff_without_a_person_write_nothing(now):
    nobody = Actor(ActorKind.STAFF, "Niemand", id=uuid.uuid4(), grants=(Grant(role=Role.EDITOR, unit_id=None),))
    with pytest.raises(Forbidden, match="nur eine Person"):
        draft_edition(service_key=KEY, actor=nobody, now=now)


def test_a_draft_begins_with_the_published_text_and_is_begun_once(now):
    first = draft_edition(service_key=KEY, actor=worker(Role.EDITOR), now=now)
    again = draft_edition(service_key=KEY, actor=worker(Role.EDITOR, name="zweite"), now=now)
    assert again == first
    assert (first.number, first.based_on) == (2, 1)
    assert descriptions.decode(first.content).name == "Bewohnerparkausweis verlängern"
    act(first, EditionAct.SUBMIT, now)
    with pytest.raises(Conflict, match="wird schon gearbeitet: Fassung 2 ist in Prüfung"):
        draft_edition(service_key=KEY, actor=worker(Role.EDITOR), now=now)


def test_an_old_edition_comes_back_as_a_new_draft(now):
    edition_in(EditionState.SUPERSEDED, now)
    old = Edition.objects.get(number=1)
    with pytest.raises(Invalid, match="Fassung 9 gibt es nicht"):
        draft_edition(service_key=KEY, actor=worker(Role.EDITOR), now=now, number=9)
    draft = draft_edition(service_key=KEY, actor=worker(Role.EDITOR), now=now, number=1)
    assert (draft.number, draft.based_on, draft.sha256, draft.state) == (3, 1, old.sha256, EditionState.DRAFT)
    assert draft.entries.get().note == "aus Fassung 1"


@pytest.mark.parametrize(
    ("key", "name", "good"),
    [("local:neu", "Neu", True), ("99999999999999", "Neu", True), ("local:neu", "", False), ("neu", "Neu", False)],
)
def test_a_new_service(key, name, good, now):
    if good:
        draft = draft_edition(service_key=key, name=name, actor=worker(Role.EDITOR), now=now)
        assert descriptions.decode(draft.content) == Description(key=key, name=name)
        with pytest.raises(Invalid, match="noch nichts"):
            act(draft, EditionAct.SUBMIT, now)
        return
    with pytest.raises(Invalid, match="braucht einen Namen"):
        draft_edition(service_key=key, name=name, actor=worker(Role.EDITOR), now=now)


def test_publishing_changes_what_the_public_reads_and_measures_it(now):
    draft = draft_edition(service_key=KEY, actor=worker(Role.EDITOR), now=now)
    said = msgspec.structs.replace(descriptions.decode(draft.content), name="Parkausweis erneuern")
    draft = edit_edition(edition_id=draft.id, description=said, version=draft.version, actor=worker(Role.EDITOR), now=now)
    for step in (EditionAct.SUBMIT, EditionAct.REVIEW, EditionAct.RELEASE):
        draft = act(draft, step, now)
        assert Service.objects.get().name == "Bewohnerparkausweis verlängern"
    act(draft, EditionAct.PUBLISH, now)
    assert Service.objects.get().name == "Parkausweis erneuern"
    assert set(Edition.objects.values_list("number", "state")) == {(1, "superseded"), (2, "published")}
    score = ServiceScore.objects.get()
    assert (score.version, score.as_of) == (Service.objects.get().version, now.date())
    assert score.completeness > 0


def test_a_withdrawn_text_ends_the_service_that_nobody_else_describes(now):
    edition = Edition.objects.get()
    with pytest.raises(Invalid, match="warum"):
        act(edition, EditionAct.WITHDRAW, now, note=" ")
    act(edition, EditionAct.WITHDRAW, now)
    assert Service.objects.get().valid_until is not None
    assert not ServiceScore.objects.exists()


@pytest.mark.parametrize("step", sorted(rules.NEEDS_REASON))
def test_who_sends_a_text_back_says_why(step, now):
    edition = edition_in(next(iter(STEPS[step])), now)
    with pytest.raises(Invalid) as refused:
        act(edition, step, now, note="")
    assert refused.value.fields == {"note": "Der Grund fehlt."}


def test_a_returned_text_is_reviewed_anew(now):
    edition = edition_in(EditionState.REVIEWED, now)
    assert edition.reviewed_by
    edition = act(edition, EditionAct.REFUSE, now, note="Betrag falsch")
    assert edition.reviewed_by is None
    assert edition.entries.last().note == "Betrag falsch"


def test_move_takes_only_its_own_steps(now):
    with pytest.raises(ValueError, match="use case of its own"):
        move_edition(edition_id=uuid.uuid4(), act=EditionAct.PUBLISH, version=1, actor=worker(Role.EDITOR), now=now)
    with pytest.raises(NotFound, match="gibt es nicht"):
        move_edition(edition_id=uuid.uuid4(), act=EditionAct.SUBMIT, version=1, actor=worker(Role.EDITOR), now=now)


# --- two people on one text


def test_the_second_of_two_writers_is_refused_and_nothing_is_lost(now):
    draft = draft_edition(service_key=KEY, actor=worker(Role.EDITOR), now=now)
    act(draft, EditionAct.WRITE, now, version=1)
    with pytest.raises(Conflict, match="jemand anders geändert"):
        act(draft, EditionAct.WRITE, now, version=1, actor=worker(Role.EDITOR, name="zweite"))
    draft.refresh_from_db()
    assert descriptions.decode(draft.content).name.endswith(" x")


def test_saving_the_same_again_changes_nothing(now):
    draft = draft_edition(service_key=KEY, actor=worker(Role.EDITOR), now=now)
    said = descriptions.decode(draft.content)
    same = edit_edition(edition_id=draft.id, description=said, version=draft.version, actor=worker(Role.EDITOR), now=now)
    assert (same.version, same.entries.count()) == (1, 1)


@pytest.mark.parametrize(("change", "said"), [({"key": "local:x"}, "Schlüssel"), ({"name": ""}, "Name")])
def test_what_a_draft_cannot_say(change, said, now):
    draft = draft_edition(service_key=KEY, actor=worker(Role.EDITOR), now=now)
    wrong = msgspec.structs.replace(descriptions.decode(draft.content), **change)
    with pytest.raises(Invalid, match=said):
        edit_edition(edition_id=draft.id, description=wrong, version=draft.version, actor=worker(Role.EDITOR), now=now)


def test_who_publishes_says_what_he_replaces(now):
    released = edition_in(EditionState.RELEASED, now)
    install(now, short="Aus einem Rezept, das inzwischen kam")
    key = {"edition_id": released.id, "version": released.version, "actor": worker(Role.PUBLISHER), "now": now}
    with pytest.raises(Conflict, match="wurde Fassung 3 veröffentlicht"):
        publish_edition(replaces=1, **key)
    publish_edition(replaces=3, **key)


def at_once(*works):
    """Runs all of them in threads; gives what each gave or raised."""
    results = [None] * len(works)
    start = threading.Barrier(len(works))

    def run(at, work):
        start.wait()
        try:
            results[at] = work()
        except RathausError as error:
            results[at] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(works)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


@pytest.mark.django_db(transaction=True)
def test_two_save_at_the_same_time_and_one_wins(now):
    draft = draft_edition(service_key=KEY, actor=worker(Role.EDITOR), now=now)
    save = lambda name: lambda: act(draft, EditionAct.WRITE, now, version=1, actor=worker(Role.EDITOR, name=name))  # noqa: E731
    results = at_once(save("eins"), save("zwei"))
    assert sorted(type(result).__name__ for result in results) == ["Conflict", "Edition"]


@pytest.mark.parametrize("key", [KEY, "local:neu"])
@pytest.mark.django_db(transaction=True)
def test_two_begin_a_draft_at_the_same_time_and_share_it(key, now):
    begin = lambda by: lambda: draft_edition(service_key=key, name="Neu", actor=worker(Role.EDITOR, name=by), now=now)  # noqa: E731
    first, second = at_once(begin("eins"), begin("zwei"))
    assert first == second
    assert EditionEntry.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_publish_at_the_same_time_and_it_happens_once(now):
    released = edition_in(EditionState.RELEASED, now)
    publish = lambda: act(released, EditionAct.PUBLISH, now)  # noqa: E731
    results = at_once(publish, publish)
    assert sorted(type(result).__name__ for result in results) == ["Conflict", "Edition"]
    assert Edition.objects.filter(state=EditionState.PUBLISHED).count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_recipe_and_an_editor_publish_at_the_same_time_and_neither_is_lost(now):
    released = edition_in(EditionState.RELEASED, now)
    results = at_once(
        lambda: act(released, EditionAct.PUBLISH, now), lambda: install(now, short="A"), lambda: install(now, short="B")
    )
    assert not [result for result in results if isinstance(result, Exception) and not isinstance(result, Conflict)]
    assert Edition.objects.filter(state=EditionState.PUBLISHED).count() == 1
    assert Edition.objects.exclude(state__in=["superseded", "published", "released"]).count() == 0


# --- on a day


def test_a_day_that_has_come_is_no_day_to_wait_for(now):
    released = edition_in(EditionState.RELEASED, now)
    key = {"edition_id": released.id, "version": released.version, "actor": worker(Role.PUBLISHER), "now": now}
    with pytest.raises(Invalid, match="schon da"):
        schedule_edition(publish_on=now.date(), **key)


def test_published_on_the_day_and_once(now):
    released = edition_in(EditionState.RELEASED, now)
    act(released, EditionAct.SCHEDULE, now)  # in three days
    before, then = now + dt.timedelta(days=2), now + dt.timedelta(days=3)
    assert publish_due(now=before, today=before.date()) == []
    assert [edition.number for edition in publish_due(now=then, today=then.date())] == [2]
    assert publish_due(now=then, today=then.date()) == []
    released.refresh_from_db()
    assert (released.state, released.publish_on, released.published_at) == (EditionState.PUBLISHED, None, then)
    assert released.entries.last().person_name == "System"


def test_a_day_can_be_taken_away_and_discarding_takes_it_too(now):
    released = edition_in(EditionState.RELEASED, now)
    released = act(released, EditionAct.SCHEDULE, now)
    key = {"edition_id": released.id, "actor": worker(Role.PUBLISHER), "now": now}
    released = schedule_edition(version=released.version, publish_on=None, **key)
    then = now + dt.timedelta(days=9)
    assert publish_due(now=then, today=then.date()) == []
    released = act(released, EditionAct.SCHEDULE, now)
    act(released, EditionAct.CANCEL, now)
    assert publish_due(now=then, today=then.date()) == []


def test_by_itself_nothing_newer_is_replaced(now):
    released = act(edition_in(EditionState.RELEASED, now), EditionAct.SCHEDULE, now)
    install(now + dt.timedelta(hours=1), short="Neuer als die Freigabe")
    then = now + dt.timedelta(days=3)
    assert publish_due(now=then, today=then.date()) == []
    released.refresh_from_db()
    assert (released.state, released.publish_on) == (EditionState.RELEASED, None)
    assert "neuer als die Freigabe" in released.entries.last().note


# --- machine translation


def english(machine, text="How to renew"):
    return Text(code=TextCode.SHORT, language="en", text=text, machine_translated=machine)


def save(draft, now, *texts, checked=()):
    said = descriptions.decode(draft.content)
    said = msgspec.structs.replace(said, texts=(*(text for text in said.texts if text.language == "de"), *texts))
    draft = edit_edition(
        edition_id=draft.id, description=said, version=draft.version, actor=worker(Role.EDITOR), now=now, checked=checked
    )
    return draft, next(text for text in descriptions.decode(draft.content).texts if text.language == "en")


def test_the_mark_of_a_machine_translation_stays_until_a_person_has_checked_it(now):
    draft = draft_edition(service_key=KEY, actor=worker(Role.EDITOR), now=now)
    draft, text = save(draft, now, english(machine=True))
    assert text.machine_translated
    draft, text = save(draft, now, english(machine=False, text="How to renew, retouched"))
    assert text.machine_translated
    draft, text = save(draft, now, english(machine=False), checked=[("05", "en")])
    assert not text.machine_translated
    assert draft.entries.last().note == "Übersetzung geprüft: Kurztext (en)"
    draft, text = save(draft, now, english(machine=False, text="Better"))
    assert not text.machine_translated
