"""The line breaks at every step, before and after: nothing is sent twice, nothing answered twice, nothing lost."""

import itertools
import socket
import uuid

import pytest

from rathaus.config.demo.deliveryservice.server import Accident
from rathaus.foundation.fitconnect import answering, receiving, sending
from rathaus.foundation.fitconnect.errors import Declined, NotSignedIn, Unavailable
from rathaus.standards.fitconnect.errors import FitConnectError
from rathaus.standards.fitconnect.events import Problem
from tests.config.demo.deliveryservice import world
from tests.foundation.fitconnect import town as towns
from tests.foundation.fitconnect.town import outgoing, ring
from tests.standards.fitconnect import keys

STEPS = 9  # token, destination, key, announce, two attachments, submit, log, keys of the service
ACCIDENTS = [Accident.LOST, Accident.UNHEARD, Accident.BUSY, Accident.LIMITED]


@pytest.fixture
def town(settings):
    with towns.running(settings) as found:
        yield found


def break_at(town, step, accident, *, times=1):
    """The requests from `step` on, that many of them, go wrong."""
    counter = itertools.count()

    def interfere(_method, _path):
        return accident if step <= next(counter) < step + times else None

    town.service.interfere = interfere
    return counter


def deliver(town, **more):
    return sending.send(
        town.sender, sending.prepare(town.sender, outgoing()), remember=more.pop("remember", lambda _: None), **more
    )


def test_the_steps_of_sending_are_as_many_as_are_broken_below(town):
    counter = break_at(town, 99, Accident.LOST)
    deliver(town)
    assert next(counter) == STEPS


@pytest.mark.parametrize("accident", ACCIDENTS)
@pytest.mark.parametrize("step", range(STEPS))
def test_one_break_at_any_step_of_sending(town, step, accident):
    break_at(town, step, accident)
    sent = deliver(town)
    assert town.waits == [0.5]
    [submission] = town.complete()
    assert submission.identifier == sent.announced.submission_id
    assert submission.tags == sent.tags
    assert town.verbs(submission.case_id) == ["create", "submit"]
    town.service.interfere = lambda *_: None
    [waiting] = receiving.find_waiting(town.office)
    assert receiving.fetch(town.office, waiting, ring()).data == world.DATA


@pytest.mark.parametrize("accident", [Accident.LOST, Accident.UNHEARD])
@pytest.mark.parametrize("step", range(STEPS))
def test_a_long_break_at_any_step_and_going_on_later(town, step, accident):
    remembered = []
    break_at(town, step, accident, times=4)
    with pytest.raises(Unavailable):
        deliver(town, remember=remembered.append)
    assert town.waits == [0.5, 2.0, 8.0]
    town.service.interfere = lambda *_: None
    town.pass_time(hours=2)
    sent = deliver(town, announced=remembered[0] if remembered else None, remember=remembered.append)
    [submission] = town.complete()
    assert submission.identifier == sent.announced.submission_id
    assert len(remembered) == 1
    assert town.verbs(submission.case_id) == ["create", "submit"]
    [waiting] = receiving.find_waiting(town.office)
    assert receiving.fetch(town.office, waiting, ring()).attachments.keys() == {file.attachment_id for file in outgoing().files}


def test_an_announcement_that_was_lost_stays_empty_and_goes_after_a_day(town):
    break_at(town, 3, Accident.UNHEARD)
    deliver(town)
    assert len(town.state.submissions) == 2
    assert len(town.complete()) == 1
    town.pass_time(days=1)
    [waiting] = receiving.find_waiting(town.office)
    assert {str(entry.status) for entry in town.state.submissions.values()} == {"submitted", "deleted"}
    assert waiting.submission_id == town.complete()[0].identifier


@pytest.mark.parametrize("days", [1, 800])
def test_whoever_comes_back_after_days_announces_again(town, days):
    remembered = []
    break_at(town, 4, Accident.LOST, times=4)
    with pytest.raises(Unavailable):
        deliver(town, remember=remembered.append)
    town.service.interfere = lambda *_: None
    town.pass_time(days=days)
    sent = deliver(town, announced=remembered[0], remember=remembered.append)
    assert [entry.identifier for entry in town.complete()] == [sent.announced.submission_id]
    assert remembered[1] == sent.announced != remembered[0]


def test_sending_again_what_was_sent_sends_nothing(town):
    remembered = []
    first = deliver(town, remember=remembered.append)
    again = deliver(town, announced=remembered[0], remember=remembered.append)
    assert again == first
    assert len(town.complete()) == len(remembered) == 1


def test_a_service_that_confirms_something_else_is_not_believed(town):
    sealed = sending.prepare(town.sender, outgoing())
    other = sending.prepare(town.sender, outgoing())
    real = town.service.handle_request_of

    def swap(request):
        if request.method == "PUT" and "attachments" not in request.path:
            submission = next(iter(town.state.submissions.values()))
            submission.attachments = dict(other.attachments)
        return real(request)

    town.service.handle_request_of = swap
    with pytest.raises(FitConnectError, match="bestätigt andere Inhalte"):
        sending.send(town.sender, sealed, remember=lambda _: None)


def received(town):
    deliver(town)
    [waiting] = receiving.find_waiting(town.office)
    return receiving.fetch(town.office, waiting, ring())


@pytest.mark.parametrize("accident", ACCIDENTS)
def test_one_break_while_answering(town, accident):
    got = received(town)
    break_at(town, 0, accident)
    proof = answering.accept(town.office, got, key=keys.signature(), token_id=uuid.uuid4())
    log = town.state.logs[got.waiting.case_id]
    assert [entry.token for entry in log if str(entry.event.verb) == "accept"] == [proof]


@pytest.mark.parametrize("accident", [Accident.LOST, Accident.UNHEARD])
def test_an_answer_repeated_later_is_the_same_answer(town, accident):
    got, token_id = received(town), uuid.uuid4()
    break_at(town, 0, accident, times=4)
    with pytest.raises(Unavailable):
        answering.accept(town.office, got, key=keys.signature(), token_id=token_id)
    town.service.interfere = lambda *_: None
    town.pass_time(hours=3)
    proof = answering.accept(town.office, got, key=keys.signature(), token_id=token_id)
    log = town.state.logs[got.waiting.case_id]
    assert [entry.token for entry in log if str(entry.event.verb) == "accept"] == [proof]


def test_a_second_and_different_answer_is_declined(town):
    got = received(town)
    answering.accept(town.office, got, key=keys.signature(), token_id=uuid.uuid4())
    why = (Problem("about:blank", "Doch nicht"),)
    with pytest.raises(Declined) as declined:
        answering.reject(town.office, got.waiting, why, key=keys.signature(), token_id=uuid.uuid4())
    assert declined.value.http_status == 409
    assert town.verbs(got.waiting.case_id)[-1] == "accept"


@pytest.mark.parametrize("step", range(7))  # token, list, log, keys, submission, two attachments
def test_one_break_at_any_step_of_receiving(town, step):
    deliver(town)
    town.waits.clear()
    break_at(town, step, Accident.LOST)
    [waiting] = receiving.find_waiting(town.office)
    assert receiving.fetch(town.office, waiting, ring()).data == world.DATA
    assert town.waits == [0.5]


def test_offline_nothing_is_lost_and_everything_can_be_repeated(town):
    sealed = sending.prepare(town.sender, outgoing())
    town.service.interfere = lambda *_: Accident.LOST
    with pytest.raises(Unavailable, match="wird später fortgesetzt"):
        sending.send(town.sender, sealed, remember=lambda _: None)
    with pytest.raises(Unavailable):
        receiving.find_waiting(town.office)
    town.service.interfere = lambda *_: None
    sending.send(town.sender, sealed, remember=lambda _: None)
    assert len(receiving.find_waiting(town.office)) == 1


def test_where_nobody_listens(town, settings):
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        settings.RATHAUS_NET_ALLOW = [f"127.0.0.1:{unused.getsockname()[1]}"]
        lonely = town.connect("sender", port=unused.getsockname()[1])
        with pytest.raises(Unavailable) as failed:
            receiving.find_waiting(lonely)
    assert failed.value.reason


def test_wrong_credentials_name_the_remedy(town):
    stranger = town.connect("sender", secret="falsch")
    with pytest.raises(NotSignedIn, match="Prüfen Sie Client-ID und Geheimnis"):
        sending.prepare(stranger, outgoing())
    assert town.waits == []
