"""Which way a document takes, what it costs, what it leaves behind."""

import datetime as dt
import uuid

import pytest

from rathaus.foundation.audit import public as audit
from rathaus.foundation.errors import Invalid, NotFound
from rathaus.foundation.mail.models import Mail
from rathaus.foundation.storage import public as storage
from rathaus.modules.delivery import public as delivery
from rathaus.modules.delivery.models import Delivery, Evidence, MailboxItem, Posting
from tests.modules.accounts import factories as accounts
from tests.modules.delivery.factories import ACCOUNT, CASE, PDF, Document, citizen, document, send

pytestmark = pytest.mark.django_db


def events(info):
    return list(Evidence.objects.filter(delivery_id=info.id).order_by("id").values_list("event", flat=True))


def test_an_account_that_chose_the_portal_gets_it_in_the_mailbox(now):
    info = send(now)
    assert (info.channel, info.state) == ("portal", "available")
    assert info.window_ends == dt.date(2026, 11, 30)
    assert info.notified_on is None
    assert "bis 30.11.2026 abgerufen werden" in info.clock_text
    assert info.url == f"/postfach/{info.id}/"
    assert MailboxItem.objects.get().account_id == ACCOUNT
    assert events(info) == ["ContentConsignment", "ConsignmentNotification"]


def test_the_mail_says_that_not_what(now):
    info = send(now)
    mail = Mail.objects.get()
    assert mail.to_address == "erika@example.org"
    assert f"/postfach/{info.id}/" in mail.text
    assert "30.11.2026" in mail.text
    for secret in ("Bewohnerparkausweis", "Bescheid", "Mustermann"):
        assert secret not in mail.text + mail.subject


def test_a_letter_goes_to_the_posting_book(now):
    info = send(now, recipient=citizen(choice="letter"))
    assert (info.channel, info.state) == ("letter", "to_post")
    assert Posting.objects.get().delivery_id == info.id
    assert not Mail.objects.exists()
    assert not MailboxItem.objects.exists()
    assert events(info) == ["RelayToNonERDS"]


def test_a_guest_gets_a_letter(now):
    assert send(now, recipient=citizen(account_id=None)).channel == "letter"


def test_a_guest_without_address_gets_a_personal_link(now):
    info = send(now, recipient=citizen(account_id=None, address_lines=()))
    assert info.channel == "portal"
    token = Delivery.objects.get().token
    assert info.url == f"/abruf/{token}/"
    assert token in Mail.objects.get().text
    assert len(token) >= 26


@pytest.mark.parametrize(
    "recipient", [{"account_id": None, "address_lines": (), "email": ""}, {"choice": "letter", "address_lines": ()}]
)
def test_nobody_to_reach_is_refused_with_a_remedy(now, recipient):
    with pytest.raises(Invalid, match="Tragen Sie im Vorgang die Anschrift"):
        send(now, recipient=citizen(**recipient))
    assert not Delivery.objects.exists()


def test_the_same_document_twice_is_one_delivery(now):
    assert send(now).id == send(now + dt.timedelta(hours=1)).id
    assert Mail.objects.count() == 1
    assert send(now, document=document(number=2)).id != send(now).id


def test_where_nobody_can_be_told_the_letter_is_prepared_at_once(now):
    info = send(now, recipient=citizen(email="keine adresse"))
    assert info.state == "not_retrieved"
    assert delivery.get_deliveries([info.letter_id])[info.letter_id].state == "to_post"
    assert events(info) == ["ContentConsignment", "ContentHandoverFailure"]


def test_what_is_no_legal_act_waits_in_the_mailbox_unannounced(now):
    info = send(now, recipient=citizen(email="keine adresse"), legal=None)
    assert (info.state, events(info)) == ("available", ["ContentConsignment"])


def test_the_mail_goes_to_the_account_where_none_is_given(now):
    user = accounts.citizen("konto@example.org")
    send(now, recipient=citizen(account_id=user.pk, email=""))
    assert Mail.objects.get().to_address == "konto@example.org"


def test_a_document_without_file_is_refused(now):
    with pytest.raises(storage.BlobMissing):
        send(now, document=Document(uuid.UUID(int=9), 1, "0" * 64))


@pytest.mark.parametrize(
    ("frame", "error"), [({"land": "BY"}, NotFound), ({"regime": "owig"}, NotFound), ({"act": "unbekannt"}, Invalid)]
)
def test_an_unknown_legal_frame_is_refused_before_anything_leaves(now, frame, error):
    values = {"land": "ST", "regime": "vwvfg", "act": "permit"} | frame
    with pytest.raises(error):
        send(now, legal=delivery.LegalFrame(**values))
    assert not Delivery.objects.exists()


def test_without_legal_frame_no_clock_runs(now):
    info = send(now, legal=None)
    assert info.window_ends is None
    info = delivery.retrieve(delivery_id=info.id, account_id=ACCOUNT, now=now)
    assert (info.notified_on, info.deadline_ends) == (None, None)
    assert info.clock_text == "Abgerufen im Postfach."


def test_reads_are_bulk(now, django_assert_num_queries):
    first, second = send(now), send(now, document=document(number=2))
    with django_assert_num_queries(1):
        assert set(delivery.get_deliveries([first.id, second.id, uuid.UUID(int=1)])) == {first.id, second.id}
    with django_assert_num_queries(1):
        assert [info.id for info in delivery.deliveries_for(CASE)] == [first.id, second.id]
    assert delivery.deliveries_for(audit.Subject(*CASE)) == delivery.deliveries_for(CASE)


def test_the_clock_of_one_delivery(now):
    info = send(now)
    assert delivery.clock(info.id).text == delivery.clock(info).text == info.clock_text


def test_evidence_stands_in_the_chain(now):
    info = send(now)
    items = audit.history(audit.Subject("delivery", info.id))
    assert [item.act for item in items] == ["delivery.ContentConsignment", "delivery.ConsignmentNotification"]
    assert items[0].payload["event"] == "http://uri.etsi.org/19522/Event/ContentConsignment"
    assert items[0].payload["files"] == [
        {"name": "Bescheid Bewohnerparkausweis.pdf", "sha256": document().sha256, "length": len(PDF)}
    ]
