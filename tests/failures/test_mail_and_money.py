"""The mail server is away, the payment's message is lost, doubled or late: seen from the case."""

import datetime as dt

import pytest

from rathaus.foundation import clock
from rathaus.foundation.mail.models import Mail
from rathaus.foundation.permissions.public import SYSTEM
from rathaus.foundation.tasks import public as tasks
from rathaus.modules.cases import public as cases
from rathaus.modules.cases.models import Case
from rathaus.modules.payments import public as payments
from rathaus.modules.payments.contrib.demo import notify
from rathaus.modules.payments.contrib.demo.models import DemoTransaction
from rathaus.modules.payments.contrib.demo.provider import SIGNATURE, sign
from rathaus.modules.payments.domain.sweep import sweep_attempts
from rathaus.modules.payments.models import LedgerEntry, Refund
from tests.conftest import NOON
from tests.failures import small_city, way
from tests.failures.browser import Visitor
from tests.foundation.mail.factories import free_port, smtp_server
from tests.modules.applications import factories

pytestmark = pytest.mark.django_db


def later(**delta):
    """What the worker does at that time, the look after open payments included."""
    now = clock.now() + dt.timedelta(**delta)
    sweep_attempts(now=now)
    tasks.run_pending(now=now)


def test_with_the_mail_server_away_the_case_goes_on_and_the_mail_goes_out_once(settings):
    port = free_port()
    settings.RATHAUS_SMTP_URL = f"smtp://127.0.0.1:{port}"
    small_city.built()
    visitor = small_city.citizen()
    sent = way.submit_signed_in(visitor)
    assert "Ihr Antrag ist eingegangen" in sent.text
    small_city.work()
    waiting = Mail.objects.get()
    assert waiting.done_at is None
    assert Case.objects.get().number in visitor.get(f"/vorgang/{Case.objects.get().token}/").text
    with smtp_server(port) as post:
        later(minutes=2)
        later(minutes=30)
        (message,) = post.messages()
    assert message["Message-ID"] == waiting.message_id
    assert Mail.objects.get().done_at is not None


@pytest.fixture
def due(monkeypatch):
    """A case whose fee is due before the decision; the page of its applicant. The provider's messages wait in `posted`."""
    small_city.built()
    (table,) = factories.recipe()["fee_table"]
    payments.install_fee_table(table, now=NOON)
    procedure = {**factories.recipe()["procedure"], "slug": way.SLUG, "version": "2.0.0", "service_key": factories.KEY}
    cases.install_procedure(data={**procedure, "title": "Bewohnerparkausweis"}, actor=SYSTEM, now=NOON)
    factories.install_offer(data=offer_with([way.SLUG, "2.0.0"]), actor=SYSTEM, now=NOON)
    posted = []
    monkeypatch.setattr(notify.http.client, "HTTPConnection", lambda *_args, **_options: Post(posted))
    visitor = Visitor()
    case = small_city.sent_case(visitor)
    small_city.work()
    return visitor, visitor.get(f"/vorgang/{case.token}/"), posted


def offer_with(procedure):
    data = factories.recipe()
    named = {"slug": data["slug"], "version": "2.0.0", "service_key": factories.KEY, "title": data["title"]}
    form = ["bewohnerparkausweis-verlaengerung", "1.0.0"]
    return {**data["offer"], **named, "form": form, "procedure": procedure}


class Post:
    """The provider's line to the city: what it sends is noted and answered with 200."""

    status = 200

    def __init__(self, posted):
        self.posted = posted

    def request(self, _method, path, body, _headers):
        self.posted.append((path, body))

    def getresponse(self):
        return self

    def close(self):
        pass


def state():
    case = Case.objects.get()
    return case.fee_state, LedgerEntry.objects.count()


def deliver(visitor, body):
    return visitor.client.generic(
        "POST", "/zahlung/rueckmeldung/demo/", body, "application/json", headers={SIGNATURE: sign(body)}
    )


def test_the_message_is_lost_and_the_case_learns_of_the_money_all_the_same(due):
    visitor, page, posted = due
    left = way.pay(visitor, page, button="verlieren")
    assert "die Rückmeldung ging verloren" in left.text
    assert "bezahlt" not in visitor.get(page.address).text.replace("unbezahlt", "")
    assert posted == []
    later(minutes=3)
    assert state() == ("paid", 1)
    assert "bezahlt" in visitor.get(page.address).text


def test_the_message_comes_twice_and_late_and_is_booked_once(due):
    visitor, page, posted = due
    way.pay(visitor, page, button="doppelt")
    small_city.work()
    assert len(posted) == 2
    for _path, body in [*posted, posted[0]]:
        assert deliver(visitor, body).status_code == 200
        small_city.work()
    later(hours=5)
    assert deliver(visitor, posted[0][1]).status_code == 200
    small_city.work()
    assert state() == ("paid", 1)


def test_a_forged_message_changes_nothing(due):
    visitor, page, _posted = due
    way.pay(visitor, page, button="schliessen")
    body = notify.message_of(DemoTransaction.objects.get()).replace(b"pending", b"paid")
    forged = visitor.client.generic(
        "POST", "/zahlung/rueckmeldung/demo/", body, "application/json", headers={SIGNATURE: "0" * 64}
    )
    assert forged.status_code == 400
    assert deliver(visitor, body).status_code == 200, "signed, so the provider is asked: it says pending"
    small_city.work()
    assert state() == ("due", 0)


def test_cancelled_at_the_provider_can_be_paid_again(due):
    visitor, page, _posted = due
    way.pay(visitor, page, button="abbrechen")
    again = visitor.get(page.address)
    way.pay(visitor, again)
    small_city.work()
    assert state() == ("paid", 1)


def test_money_that_comes_after_the_withdrawal_is_proposed_for_refund(due):
    visitor, page, _posted = due
    payment = visitor.get(page.link("Jetzt bezahlen"))
    hosted = visitor.fill(payment, {}, has="bezahlen")
    visitor.fill(visitor.get(f"{page.address}zurueckziehen/"), {})
    small_city.work()
    visitor.fill(hosted, {"knopf": "bezahlen"})
    small_city.work()
    later(minutes=3)
    assert Case.objects.get().fee_state == "refund_proposed"
    assert Refund.objects.count() == 1
    assert "Sie bekommen es zurück" in visitor.get(page.address).text
