"""From the sender to the office and back, over real HTTP."""

import dataclasses
import datetime as dt
import json
import uuid
from decimal import Decimal

import pytest

from rathaus.config.demo.deliveryservice.model import Status
from rathaus.foundation.fitconnect import answering, destinations, log, receiving, sending
from rathaus.foundation.fitconnect.errors import Declined, NotDeliverable, Unfit
from rathaus.standards.fitconnect import jwe, metadata
from rathaus.standards.fitconnect.errors import FitConnectError
from rathaus.standards.fitconnect.events import IssuerKind, Problem, Verb
from rathaus.standards.fitconnect.jwk import PublicKey, Purpose
from rathaus.standards.fitconnect.metadata import (
    AdditionalReferenceInfo,
    Attachment,
    Author,
    Data,
    EMail,
    MimeType,
    PaymentInformation,
    PaymentMethod,
    PaymentStatus,
    Product,
    ReplyChannel,
    SubmissionSchema,
    sha512,
)
from tests.config.demo.deliveryservice import world
from tests.foundation.fitconnect import town as towns
from tests.foundation.fitconnect.town import PHOTO, outgoing, ring
from tests.standards.fitconnect import keys

WHY = (Problem("about:blank", "Nicht zuständig", "Der Wohnort liegt in einer anderen Stadt."),)


@pytest.fixture
def town(settings):
    with towns.running(settings) as found:
        yield found


def deliver(town, made=None):
    return sending.send(town.sender, sending.prepare(town.sender, made or outgoing()), remember=lambda _announced: None)


def smuggle(town, *, record=None, data=None, files=None, data_kind="application/json"):
    """Sent by somebody whose metadata say something else than what is inside."""
    sealed = sending.seal(outgoing(), keys.encryption().public)
    changes = {}
    if record is not None:
        changes["metadata"] = world.encrypted(record)
    if data is not None:
        changes["data"] = world.encrypted(data, data_kind)
    if files is not None:
        changes["attachments"] = files
    sending.send(town.sender, dataclasses.replace(sealed, **changes), remember=lambda _announced: None)
    [waiting] = receiving.find_waiting(town.office)
    return waiting


def test_what_is_sent_arrives_whole_and_is_accepted(town):
    made = outgoing(
        payment=PaymentInformation(
            "2026-1", "t-1", PaymentMethod.CREDITCARD, PaymentStatus.BOOKED, gross_amount=Decimal("30.70")
        ),
        reply_channel=ReplyChannel(e_mail=EMail("erika@example.org")),
        reference=AdditionalReferenceInfo("V-1", dt.date(2026, 11, 20), consents_to_digital_notice=False),
        author=Author("Rathaus", Product("Rathaus", "0.1", "Musterstadt")),
    )
    sent = deliver(town, made)
    [waiting] = receiving.find_waiting(town.office)
    assert waiting == receiving.Waiting(world.DESTINATION, sent.announced.submission_id, sent.announced.case_id)
    received = receiving.fetch(town.office, waiting, ring())
    assert received.data == made.data
    assert received.attachments == {file.attachment_id: file.content for file in made.files}
    assert received.tags == sent.tags
    record = received.metadata
    assert record.additional_reference_info.consents_to_digital_notice is False
    assert record.reply_channel.e_mail.address == "erika@example.org"
    assert record.payment_information.gross_cents == 3070
    [first, second] = record.content_structure.attachments
    assert (first.filename, second.filename, second.purpose) == ("Antrag.pdf", "Łódź.png", metadata.Purpose.ATTACHMENT)
    proof = answering.accept(town.office, received, key=keys.signature(), token_id=uuid.uuid4())
    assert receiving.find_waiting(town.office) == ()
    entries = log.read_log(town.sender, sent.announced.submission_id, destination_id=world.DESTINATION)
    assert [entry.event.verb for entry in entries] == [Verb.CREATE, Verb.SUBMIT, Verb.NOTIFY, Verb.ACCEPT]
    assert entries[-1].token == proof
    assert entries[-1].event.issuer_kind is IssuerKind.DESTINATION
    assert entries[1].token == sent.proof


def test_a_submission_without_attachments(town):
    deliver(town, outgoing(files=()))
    [waiting] = receiving.find_waiting(town.office)
    assert receiving.fetch(town.office, waiting, ring()).attachments == {}


def test_a_rejection_reaches_the_sender_with_its_reasons(town):
    sent = deliver(town)
    [waiting] = receiving.find_waiting(town.office)
    answering.reject(town.office, waiting, WHY, key=keys.signature(), token_id=uuid.uuid4())
    entries = log.read_log(town.sender, sent.announced.submission_id, destination_id=world.DESTINATION)
    answer = log.find_event(entries, Verb.ACCEPT, Verb.REJECT)
    assert (answer.event.verb, answer.event.problems) == (Verb.REJECT, WHY)
    with pytest.raises(Declined) as declined:
        receiving.fetch(town.office, waiting, ring())
    assert declined.value.http_status == 404


def test_a_rejection_without_reasons_is_none(town):
    deliver(town)
    [waiting] = receiving.find_waiting(town.office)
    with pytest.raises(ValueError, match="names its reasons"):
        answering.reject(town.office, waiting, (), key=keys.signature(), token_id=uuid.uuid4())


def test_forwarding_is_not_yet_an_answer(town):
    deliver(town)
    [waiting] = receiving.find_waiting(town.office)
    received = receiving.fetch(town.office, waiting, ring())
    answering.forward(town.office, received, key=keys.signature(), token_id=uuid.uuid4())
    assert receiving.find_waiting(town.office) == (waiting,)
    answering.accept(town.office, received, key=keys.signature(), token_id=uuid.uuid4())
    assert town.verbs(waiting.case_id)[-2:] == ["forward", "accept"]


def test_many_that_wait_come_in_several_parts(town, monkeypatch):
    monkeypatch.setattr(log, "PAGE", 2)
    for _ in range(5):
        deliver(town, outgoing(files=()))
    found = receiving.find_waiting(town.office, world.DESTINATION)
    assert len(set(found)) == 5


def test_nothing_is_sent_to_a_destination_that_does_not_take_it(town):
    for made, said in [
        (outgoing(service="urn:de:fim:leika:leistung:99000000000000"), "bietet die Leistung"),
        (outgoing(schema=SubmissionSchema("https://schema.example.org/other.json", MimeType.JSON)), "verlangt Daten nach"),
    ]:
        with pytest.raises(NotDeliverable, match=said):
            sending.prepare(town.sender, made)
    town.state.destinations[world.DESTINATION].active = False
    with pytest.raises(NotDeliverable, match="zurzeit nichts"):
        sending.prepare(town.sender, outgoing())
    with pytest.raises(Declined) as declined:
        sending.prepare(town.sender, outgoing(destination_id=uuid.UUID(int=9)))
    assert declined.value.http_status == 404
    assert town.state.submissions == {}


def test_a_destination_that_lists_no_services_is_asked_nothing():
    found = destinations.Destination(world.DESTINATION, "active", "kid")
    destinations.check_offer(found, service="any", schema_uri="any")


def test_nothing_is_encrypted_for_a_key_that_has_run_out(town, monkeypatch):
    late = PublicKey(
        "destination-enc", Purpose.ENCRYPTION, keys.encryption().public.rsa, valid_until=world.START - dt.timedelta(days=1)
    )
    monkeypatch.setattr(destinations.jwk, "read_public", lambda *_: late)
    with pytest.raises(FitConnectError, match="gilt zurzeit nicht"):
        sending.prepare(town.sender, outgoing())


# what must be rejected


def unfit(town, waiting):
    with pytest.raises(Unfit) as found:
        receiving.fetch(town.office, waiting, ring())
    return [(entry.title, entry.instance) for entry in found.value.problems]


def test_a_ciphertext_exchanged_on_the_way_is_noticed(town):
    sent = deliver(town)
    [waiting] = receiving.find_waiting(town.office)
    kept = town.state.submissions[sent.announced.submission_id]
    originals = kept.metadata, kept.data, dict(kept.attachments)
    other = world.encrypted(b'{"kennzeichen": "HAL-XY 2"}')
    for put in (
        lambda: setattr(kept, "data", other),
        lambda: setattr(kept, "metadata", world.encrypted(metadata.write(world.record()))),
        lambda: kept.attachments.update({PHOTO: world.encrypted(b"another", "image/png")}),
    ):
        put()
        assert unfit(town, waiting) == [("Die Prüfwerte passen nicht zu den Inhalten.", "submission")]
        kept.metadata, kept.data, kept.attachments = originals[0], originals[1], dict(originals[2])
    assert receiving.fetch(town.office, waiting, ring()).data == world.DATA


def test_one_bit_turned_in_a_ciphertext_is_noticed(town):
    sent = deliver(town)
    [waiting] = receiving.find_waiting(town.office)
    kept = town.state.submissions[sent.announced.submission_id]
    head, key, nonce, ciphertext, tag = kept.data.split(b".")
    turned = (b"B" if ciphertext[:1] != b"B" else b"C") + ciphertext[1:]
    kept.data = b".".join((head, key, nonce, turned, tag))  # the tag, and with it the event, stays the same
    assert unfit(town, waiting) == [("Ein Inhalt lässt sich nicht entschlüsseln.", "data")]


def test_what_does_not_fit_its_own_metadata_is_noticed(town):
    files = outgoing().files
    record = world.record(
        attachments=tuple(Attachment(sha512(file.content), file.purpose, file.media_type, file.attachment_id) for file in files)
    )
    one_more = {**{file.attachment_id: world.encrypted(file.content) for file in files}, uuid.UUID(int=5): world.file_token()}
    other_kind, odd = (
        "Der Medientyp stimmt nicht mit den Metadaten überein.",
        "Die Anlagen stimmen nicht mit den Metadaten überein.",
    )
    cases = [
        ({"data": b"{}"}, [("Ein Hashwert stimmt nicht.", "data")]),
        ({"data": world.DATA, "data_kind": "application/xml"}, [(other_kind, "data")]),
        ({"record": b"{}"}, [("Die Metadaten entsprechen nicht dem Schema.", "metadata")]),
        ({"record": b"\xff"}, [("Die Metadaten entsprechen nicht dem Schema.", "metadata")]),
        (
            {"record": metadata.write(record), "files": {world.FILE: world.encrypted(world.PDF), PHOTO: world.encrypted(b"x")}},
            [("Ein Hashwert stimmt nicht.", f"attachment:{PHOTO}")],
        ),
        (
            {"record": metadata.write(record), "files": {world.FILE: world.encrypted(world.PDF)}},
            [(odd, f"attachment:{PHOTO}")],
        ),
        (
            {"files": one_more},
            [(odd, f"attachment:{uuid.UUID(int=5)}")],
        ),
    ]
    for changes, said in cases:
        waiting = smuggle(town, **changes)
        assert unfit(town, waiting) == said
        problems = (Problem("about:blank", said[0][0], instance=said[0][1]),)
        answering.reject(town.office, waiting, problems, key=keys.signature(), token_id=uuid.uuid4())
    assert {entry.status for entry in town.complete()} == {Status.REJECTED}


def test_data_announced_in_another_format_than_they_are(town):
    other = Data(sha512(world.DATA), SubmissionSchema(world.SCHEMA, MimeType.XML))
    waiting = smuggle(town, record=metadata.write(world.record(data=other)), files={world.FILE: world.file_token()})
    assert unfit(town, waiting) == [("Der Medientyp stimmt nicht mit den Metadaten überein.", "data")]


def test_a_key_missing_here_rejects_nothing(town):
    deliver(town)
    [waiting] = receiving.find_waiting(town.office)
    for held in ({}, {"another-key": keys.encryption()}):
        with pytest.raises(FitConnectError, match="destination-enc des Zustellpunkts fehlt hier"):
            receiving.fetch(town.office, waiting, held)
    assert town.verbs(waiting.case_id)[-1] == "notify"


# the log


def test_an_event_by_another_destination_is_not_believed(town):
    sent = deliver(town)
    [waiting] = receiving.find_waiting(town.office)
    answering.reject(town.office, waiting, WHY, key=keys.signature(), token_id=uuid.uuid4())
    with pytest.raises(FitConnectError, match="weder vom Zustelldienst"):
        log.read_log(town.sender, sent.announced.submission_id, destination_id=uuid.UUID(int=9))


def test_a_log_that_was_touched_is_not_believed(town):
    sent = deliver(town)
    entries = town.state.logs[sent.announced.case_id]
    head, body, signature = entries[1].token.split(".")
    entries[1] = dataclasses.replace(entries[1], token=f"{head}.{body}.{'A' * len(signature)}")
    with pytest.raises(FitConnectError, match="Signatur stimmt nicht"):
        log.read_log(town.sender, sent.announced.submission_id, destination_id=world.DESTINATION)


def test_an_event_about_something_else_is_not_believed(town):
    first, second = deliver(town, outgoing(files=())), deliver(town, outgoing(files=()))
    town.state.logs[first.announced.case_id][1] = dataclasses.replace(
        town.state.logs[first.announced.case_id][1], token=town.state.logs[second.announced.case_id][1].token
    )
    with pytest.raises(FitConnectError, match="zu einer anderen Einreichung"):
        log.read_log(town.sender, first.announced.submission_id, destination_id=world.DESTINATION)


def test_a_key_the_service_does_not_publish_is_not_believed(town):
    sent = deliver(town)
    town.state.key = dataclasses.replace(town.state.key, kid="renewed-key")
    with pytest.raises(FitConnectError, match="kennt den Schlüssel service-sig-key nicht"):
        log.read_log(town.sender, sent.announced.submission_id, destination_id=world.DESTINATION)


# the clock


def test_day_3_9_14_and_21(town):
    sent = deliver(town)
    seen = []
    for day in (2, 3, 9, 13, 14, 20, 21):
        town.now = world.START + dt.timedelta(days=day)
        waiting = receiving.find_waiting(town.office)
        seen.append((day, len(town.state.mails), len(waiting), str(town.complete()[0].status)))
    assert seen == [
        (2, 0, 1, "submitted"),
        (3, 1, 1, "submitted"),
        (9, 2, 1, "submitted"),
        (13, 2, 1, "submitted"),
        (14, 2, 0, "rejected"),
        (20, 2, 0, "rejected"),
        (21, 2, 0, "deleted"),
    ]
    entries = log.read_log(town.sender, sent.announced.submission_id, destination_id=world.DESTINATION)
    rejected = log.find_event(entries, Verb.REJECT)
    assert rejected.event.issuer_kind is IssuerKind.SERVICE
    assert rejected.event.problems


def test_whoever_answers_too_late_is_told(town):
    deliver(town)
    [waiting] = receiving.find_waiting(town.office)
    received = receiving.fetch(town.office, waiting, ring())
    town.pass_time(days=14)
    with pytest.raises(Declined) as declined:
        answering.accept(town.office, received, key=keys.signature(), token_id=uuid.uuid4())
    assert declined.value.http_status == 409


def test_the_data_of_the_service_hold_nothing_in_the_clear(town):
    sent = deliver(town)
    kept = town.state.submissions[sent.announced.submission_id]
    for token in (kept.metadata, kept.data, *kept.attachments.values()):
        assert jwe.read_header(token).kid == keys.encryption().kid
        for word in (b"kennzeichen", b"Antrag.pdf", json.dumps(world.SCHEMA).encode()):
            assert word not in token
