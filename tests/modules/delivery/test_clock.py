"""Retrieval, posting, expiry: what starts the legal clock and what does not."""

import datetime as dt
import threading
import uuid

import pytest
from django.db import connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from rathaus.foundation.audit import public as audit
from rathaus.foundation.errors import Conflict, Forbidden, Invalid, NotFound
from rathaus.foundation.events import public as events
from rathaus.foundation.events.models import Event
from rathaus.foundation.mail.events import MailFailed
from rathaus.foundation.permissions.public import GUEST, Actor, ActorKind, Grant, Role, Secrecy
from rathaus.modules.delivery import clocks
from rathaus.modules.delivery import public as delivery
from rathaus.modules.delivery.models import Delivery, Evidence, Posting
from tests.modules.delivery.factories import ACCOUNT, ADDRESS, citizen, document, send

pytestmark = pytest.mark.django_db
UNIT, OTHER_UNIT = uuid.UUID(int=0xA1), uuid.UUID(int=0xA2)


def staff(role=Role.POST_ROOM, unit=None, **grant):
    return Actor(ActorKind.STAFF, "P. Stelle", person_id=uuid.UUID(int=3), grants=(Grant(role, unit, **grant),))


def days(count):
    return dt.timedelta(days=count)


def published():
    return list(Event.objects.order_by("pk").values_list("type", flat=True))


def fetch(info, now, **who):
    return delivery.retrieve(delivery_id=info.id, now=now, **(who or {"account_id": ACCOUNT}))


def test_the_day_after_retrieval_it_counts_as_notified(now):
    # § 41 Abs. 2a VwVfG, § 70 VwGO: fetched on Friday 20.11., notified on Saturday 21.11., one month later is Monday 21.12.
    info = fetch(send(now), now)
    assert (info.state, info.notified_on, info.deadline_ends) == ("retrieved", dt.date(2026, 11, 21), dt.date(2026, 12, 21))
    assert info.clock_text == "Abgerufen im Postfach. Gilt als bekannt gegeben am 21.11.2026, Frist endet am 21.12.2026."
    law_text = delivery.clock(info).law_text
    assert "§ 41" in law_text
    assert "endet am 21.12.2026" in law_text
    assert published() == ["delivery.document_retrieved"]
    assert Evidence.objects.filter(delivery_id=info.id, event="ContentAccessTracking").count() == 1


def test_a_second_retrieval_changes_nothing(now):
    first = fetch(send(now), now)
    assert fetch(first, now + days(3)) == first
    assert published() == ["delivery.document_retrieved"]


def test_the_hour_counts_on_the_german_clock(now):
    late = dt.datetime(2026, 11, 20, 23, 30, tzinfo=dt.UTC)  # half past midnight on the 21st in Halle
    assert fetch(send(now), late).notified_on == dt.date(2026, 11, 22)


def test_only_the_recipient_retrieves(now):
    info = send(now)
    token = Delivery.objects.get().token
    for who in ({"account_id": uuid.UUID(int=5)}, {"token": token}, {"token": ""}, {"account_id": None}):
        with pytest.raises(NotFound):
            fetch(info, now, **who)
    with pytest.raises(NotFound):
        delivery.retrieve(delivery_id=uuid.UUID(int=1), account_id=ACCOUNT, now=now)
    assert published() == []


def test_a_guest_retrieves_by_the_personal_link(now):
    info = send(now, recipient=citizen(account_id=None, address_lines=()))
    with pytest.raises(NotFound):
        fetch(info, now, token="x" * 27)
    fetched = fetch(info, now, token=Delivery.objects.get().token)
    assert fetched.notified_on == dt.date(2026, 11, 21)
    payload = audit.history(audit.Subject("delivery", info.id))[-1].payload
    assert payload["recipient"]["trust_level"] == "personal link, not signed in"


@pytest.mark.parametrize(("after", "possible"), [(0, True), (10, True), (11, False)])
def test_ten_days_to_retrieve(now, after, possible):
    info = send(now)
    if possible:
        assert fetch(info, now + days(after)).state == "retrieved"
        return
    with pytest.raises(Invalid, match="als Brief"):
        fetch(info, now + days(after))


def test_after_ten_days_it_is_not_notified_and_a_letter_is_prepared(now):
    info = send(now)
    assert delivery.expire_unretrieved(now=now + days(10)) == 0
    assert delivery.expire_unretrieved(now=now + days(11)) == 1
    assert delivery.expire_unretrieved(now=now + days(11)) == 0
    expired = delivery.get_deliveries([info.id])[info.id]
    assert (expired.state, expired.notified_on) == ("not_retrieved", None)
    assert "nicht bekannt gegeben" in expired.clock_text
    letter = delivery.get_deliveries([expired.letter_id])[expired.letter_id]
    assert (letter.channel, letter.state) == ("letter", "to_post")
    assert Delivery.objects.get(id=letter.id).address_lines == list(ADDRESS)
    assert Event.objects.get(type="delivery.notification_failed").data["letter_id"] == str(letter.id)
    assert Evidence.objects.get(delivery_id=info.id, event="ContentHandoverFailure").at == now + days(11)
    assert Evidence.objects.filter(delivery_id=letter.id, event="RelayToNonERDS").exists()
    with pytest.raises(Invalid, match="als Brief"):
        fetch(info, now + days(12))


def test_without_address_the_clerk_is_told(now):
    info = send(now, recipient=citizen(address_lines=()))
    delivery.expire_unretrieved(now=now + days(11))
    assert delivery.get_deliveries([info.id])[info.id].letter_id is None
    assert Event.objects.get(type="delivery.notification_failed").data["letter_id"] == ""


def test_what_was_retrieved_does_not_expire(now):
    fetch(send(now), now)
    assert delivery.expire_unretrieved(now=now + days(30)) == 0


def test_the_fourth_day_after_posting(now):
    # § 41 Abs. 2 VwVfG: posted on Friday 20.11., notified on Tuesday 24.11.; the month ends on Thursday 24.12.
    info = send(now, recipient=citizen(choice="letter"))
    info = delivery.record_posting(delivery_id=info.id, posted_on=dt.date(2026, 11, 20), actor=staff(), now=now)
    assert (info.state, info.notified_on, info.deadline_ends) == ("posted", dt.date(2026, 11, 24), dt.date(2026, 12, 24))
    assert info.clock_text == (
        "Als Brief abgeschickt am 20.11.2026. Gilt als bekannt gegeben am 24.11.2026, Frist endet am 24.12.2026."
    )
    assert published() == ["delivery.posted"]
    assert audit.history(audit.Subject("delivery", info.id))[-1].payload["posted_on"] == "2026-11-20"


def test_the_same_day_again_changes_nothing_another_day_is_refused(now):
    info = send(now, recipient=citizen(choice="letter"))
    later = now + days(2)
    posted = delivery.record_posting(delivery_id=info.id, posted_on=dt.date(2026, 11, 21), actor=staff(), now=later)
    assert delivery.record_posting(delivery_id=info.id, posted_on=dt.date(2026, 11, 21), actor=staff(), now=later) == posted
    with pytest.raises(Conflict, match=r"am 21\.11\.2026"):
        delivery.record_posting(delivery_id=info.id, posted_on=dt.date(2026, 11, 22), actor=staff(), now=later)
    assert published() == ["delivery.posted"]


@pytest.mark.parametrize(("offset", "text"), [(1, "Zukunft"), (-1, "erst am 20.11.2026 vorbereitet")])
def test_impossible_days_are_refused(now, offset, text):
    info = send(now, recipient=citizen(choice="letter"))
    with pytest.raises(Invalid, match=text) as refusal:
        delivery.record_posting(delivery_id=info.id, posted_on=now.date() + days(offset), actor=staff(), now=now)
    assert "posted_on" in refusal.value.fields
    assert Posting.objects.get().posted_on is None


def test_a_portal_delivery_is_not_posted(now):
    with pytest.raises(Invalid, match="kein Brief"):
        delivery.record_posting(delivery_id=send(now).id, posted_on=now.date(), actor=staff(), now=now)


def test_a_letter_is_not_retrieved(now):
    with pytest.raises(Invalid, match="kommt als Brief"):
        fetch(send(now, recipient=citizen(choice="letter")), now)


@pytest.mark.parametrize(
    ("actor", "allowed"),
    [
        (staff(), True),
        (staff(unit=UNIT), True),
        (staff(Role.CLERK, UNIT), True),
        (staff(unit=OTHER_UNIT), False),
        (staff(Role.APPROVER), False),
        (staff(Role.OPERATOR), False),
        (staff(service_key="99000000000000"), False),
        (GUEST, False),
    ],
)
def test_who_keeps_the_posting_book(now, actor, allowed):
    info = send(now, recipient=citizen(choice="letter"), unit_id=UNIT, service_key="99108001020000")
    arguments = {"delivery_id": info.id, "posted_on": now.date(), "actor": actor, "now": now}
    if allowed:
        assert delivery.record_posting(**arguments).state == "posted"
        return
    with pytest.raises(Forbidden):
        delivery.record_posting(**arguments)


def test_secret_letters_need_the_grant_by_name(now):
    info = send(now, recipient=citizen(choice="letter"), secrecy=frozenset({Secrecy.TAX}))
    arguments = {"delivery_id": info.id, "posted_on": now.date(), "now": now}
    with pytest.raises(Forbidden):
        delivery.record_posting(actor=staff(), **arguments)
    assert delivery.record_posting(actor=staff(secrecy=frozenset({Secrecy.TAX})), **arguments).state == "posted"


@pytest.mark.django_db(transaction=True)
def test_two_tabs_retrieve_once(now):
    info = send(now)
    barrier, errors = threading.Barrier(2), []

    def work():
        try:
            barrier.wait(timeout=10)
            fetch(info, now)
        except Exception as error:  # noqa: BLE001  (carried to the test)
            errors.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert errors == []
    assert published() == ["delivery.document_retrieved"]
    assert Evidence.objects.filter(event="ContentAccessTracking").count() == 1


@pytest.mark.django_db(transaction=True)
def test_retrieval_and_expiry_meet(now):
    """On the last evening both may run; one of the two wins, never both."""
    infos = [send(now, document=document(number=number)) for number in range(1, 6)]
    barrier, errors = threading.Barrier(2), []

    def run(work):
        try:
            barrier.wait(timeout=10)
            work()
        except Exception as error:  # noqa: BLE001  (carried to the test)
            errors.append(error)
        finally:
            connection.close()

    def fetch_all():
        for info in infos:
            try:
                fetch(info, now + days(10))
            except Invalid:
                continue

    threads = [
        threading.Thread(target=run, args=[work]) for work in (fetch_all, lambda: delivery.expire_unretrieved(now=now + days(11)))
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert errors == []
    for info in delivery.get_deliveries([info.id for info in infos]).values():
        assert (info.state == "retrieved") == (info.notified_on is not None)
        assert (info.state == "not_retrieved") == (info.letter_id is not None)
        assert info.state != "available"


@given(st.dates(dt.date(2025, 1, 1), dt.date(2035, 12, 31)), st.sampled_from(["portal", "letter"]), st.sampled_from(["ST", "NW"]))
def test_the_deadline_never_ends_before_a_month_and_never_on_a_sunday(day, channel, land):
    row = Delivery(channel=channel, land=land, regime="vwvfg", act="permit")
    event = {"portal": clocks.law.Start.RETRIEVED, "letter": clocks.law.Start.POSTED}[channel]
    clocks.start_clock(row, event=event, day=day)
    assert row.notified_on > day
    assert row.deadline_ends >= row.notified_on + days(28)
    assert row.deadline_ends.weekday() < 5
    first = (row.notified_on, row.deadline_ends)
    clocks.start_clock(row, event=event, day=day + days(5))
    assert (row.notified_on, row.deadline_ends) == first


def bounce(info, now):
    with transaction.atomic():
        events.publish(
            MailFailed(mail_id="1", key=f"delivery-notice:{info.id}", reason="550 unknown"), aggregate=("mail", "1"), now=now
        )
    events.dispatch_pending(now=now)


def test_a_mail_that_bounces_prepares_the_letter_at_once(now):
    info = send(now)
    bounce(info, now + days(1))
    bounced = delivery.get_deliveries([info.id])[info.id]
    assert bounced.state == "not_retrieved"
    assert bounced.letter_id is not None
    assert Evidence.objects.filter(delivery_id=info.id, event="ConsignmentNotificationFailure").count() == 1


def test_a_late_bounce_changes_nothing_for_what_was_fetched(now):
    info = fetch(send(now), now)
    bounce(info, now + days(1))
    assert delivery.get_deliveries([info.id])[info.id] == info
    bounce(send(now, recipient=citizen(choice="letter"), document=document(number=9)), now)
    assert Evidence.objects.filter(event="ContentHandoverFailure").count() == 0


TAX = delivery.LegalFrame(land="ST", regime="ao_kag", act="tax_notice")


def test_a_tax_notice_counts_from_its_announcement(now):
    # § 122a Abs. 4 AO: announced on Friday 20.11., fourth day Tuesday 24.11.; fetching it changes nothing
    info = send(now, legal=TAX)
    assert (info.notified_on, info.window_ends) == (dt.date(2026, 11, 24), None)
    assert info.clock_text.startswith("Liegt im Postfach bereit. Gilt als bekannt gegeben am 24.11.2026")
    assert delivery.expire_unretrieved(now=now + days(100)) == 0
    fetched = fetch(info, now + days(30))
    assert (fetched.notified_on, fetched.deadline_ends) == (info.notified_on, info.deadline_ends)


def test_a_tax_notice_whose_announcement_bounced_is_not_notified(now):
    info = send(now, legal=TAX)
    bounce(info, now + days(1))
    bounced = delivery.get_deliveries([info.id])[info.id]
    assert (bounced.state, bounced.notified_on) == ("not_retrieved", None)
    letter = delivery.record_posting(
        delivery_id=bounced.letter_id, posted_on=now.date() + days(3), actor=staff(), now=now + days(3)
    )
    assert letter.notified_on == dt.date(2026, 11, 27)
