"""The pages of payer and cash office, and the endpoint of the provider."""

import http.server
import json
import threading
import uuid

import pytest
from django.contrib.auth.models import AnonymousUser
from django.contrib.messages.storage.cookie import CookieStorage
from django.contrib.sessions.backends.db import SessionStore
from django.test import Client, RequestFactory
from django.urls import reverse

from rathaus.foundation import clock
from rathaus.foundation.permissions.public import Role, Secrecy
from rathaus.modules.payments import public as payments
from rathaus.modules.payments.contrib.demo.models import DemoState, DemoTransaction
from rathaus.modules.payments.contrib.demo.notify import message_of, send_notice
from rathaus.modules.payments.contrib.demo.provider import SIGNATURE, sign
from rathaus.modules.payments.domain.settle import pull_pending
from rathaus.modules.payments.models import PaymentEvent, Refund
from rathaus.modules.payments.tasks import pull_status_job
from rathaus.modules.payments.views import ledger, office
from tests.modules.organisation import factories as organisations
from tests.modules.payments import factories

pytestmark = pytest.mark.django_db
CASHIER = factories.staff(Role.CASHIER)


@pytest.fixture
def payment():
    return factories.request(now=clock.now())


def open_demo(client, payment):
    response = client.post(reverse("payments:pay", args=[payment.token]))
    assert response.status_code == 302
    return response["Location"]


def show(client, payment):
    return client.get(payment.url).content.decode()


def test_the_page_says_what_how_much_and_why(client, payment, django_assert_max_num_queries):
    with django_assert_max_num_queries(6):
        text = show(client, payment)
    for part in (
        "Bewohnerparkausweis",
        "30,70",
        payment.cash_reference,
        "Nr. 265 GebOSt",
        "hoheitlich",
        "04.12.2026",
        "Jetzt bezahlen",
    ):
        assert part in text
    assert "Jana" not in text  # whoever has the address needs no name
    assert client.get("/zahlung/gibt-es-nicht/").status_code == 404


@pytest.mark.parametrize(
    ("button", "state", "sentence"),
    [
        ("bezahlen", "paid", "Bezahlt. Vielen Dank."),
        ("doppelt", "paid", "Bezahlt. Vielen Dank."),
        ("abbrechen", "aborted", "Sie haben die Zahlung abgebrochen."),
        ("ablaufen", "expired", "Die Zeit für die Zahlung ist abgelaufen."),
    ],
)
def test_the_way_there_and_back(client, payment, button, state, sentence):
    demo = open_demo(client, payment)
    assert "Dies ist eine Demonstration" in client.get(demo).content.decode()
    back = client.post(demo, {"knopf": button})
    assert back["Location"] == reverse("payments:back", args=[payment.token])
    page = client.get(back["Location"], follow=True).content.decode()
    assert sentence in page
    assert payments.get_payments([payment.id])[payment.id].state == state
    assert "nichts mehr zu tun" in client.get(demo).content.decode()


def test_a_lost_message_and_a_closed_window(client, payment):
    demo = open_demo(client, payment)
    assert "geschlossen, ohne zu bezahlen" in client.post(demo, {"knopf": "schliessen"}).content.decode()
    assert "noch nicht bei uns angekommen" in show(client, payment)
    assert "Rückmeldung ging verloren" in client.post(open_demo(client, payment), {"knopf": "verlieren"}).content.decode()
    assert "noch nicht bei uns angekommen" in show(client, payment)
    pull_pending(payment_id=payment.id, now=clock.now())
    assert "Bezahlt. Vielen Dank." in show(client, payment)


def test_the_address_bar_does_not_pay(client, payment):
    open_demo(client, payment)
    client.get(reverse("payments:back", args=[payment.token]), {"status": "paid", "amount": "3070"})
    assert payments.get_payments([payment.id])[payment.id].state == "started"


def test_the_endpoint_takes_signed_messages_alone(client, payment):
    page = DemoTransaction.objects.get(pk=open_demo(client, payment).rstrip("/").rpartition("/")[2])
    url, body = reverse("payments:notify", args=["demo"]), message_of(page)

    def send(body, signature, address=url):
        return client.post(address, body, content_type="application/json", headers={SIGNATURE: signature}).status_code

    assert send(body, sign(body)) == 200
    assert send(body, sign(body)) == 200
    assert PaymentEvent.objects.filter(kind="notified").count() == 1
    assert send(body, "") == 400
    assert send(body + b" ", sign(body)) == 400
    assert send(b"[]", sign(b"[]")) == 400
    stranger = json.dumps({"transaction_id": str(uuid.uuid4())}).encode()
    assert send(stranger, sign(stranger)) == 404
    nonsense = json.dumps({"transaction_id": "' OR 1=1"}).encode()
    assert send(nonsense, sign(nonsense)) == 404
    assert send(body, sign(body), reverse("payments:notify", args=["unbekannt"])) == 404
    long = b"x" * 70_000
    assert send(long, sign(long)) == 400
    assert client.get(url).status_code == 405
    assert payments.get_payments([payment.id])[payment.id].state == "started"  # the message alone books nothing


def test_a_message_that_lies_books_nothing(client, payment):
    """Signed, says paid; the provider itself says: still open."""
    page = DemoTransaction.objects.get(pk=open_demo(client, payment).rstrip("/").rpartition("/")[2])
    page.state = DemoState.PAID
    body = message_of(page)
    client.post(reverse("payments:notify", args=["demo"]), body, content_type="application/json", headers={SIGNATURE: sign(body)})
    attempt = PaymentEvent.objects.get(kind="notified").attempt
    pull_status_job.func(str(attempt.pk))
    assert payments.get_payments([payment.id])[payment.id].state == "started"


@pytest.mark.parametrize("answer", [200, 503])
def test_the_demo_provider_really_calls(client, payment, answer):
    heard = []

    class Merchant(http.server.BaseHTTPRequestHandler):
        def do_POST(self):
            heard.append((self.path, self.rfile.read(int(self.headers["Content-Length"])), self.headers[SIGNATURE]))
            self.send_response(answer)
            self.end_headers()

        def log_message(self, *_args):
            pass

    server = http.server.HTTPServer(("127.0.0.1", 0), Merchant)
    thread = threading.Thread(target=server.handle_request)
    thread.start()
    page = DemoTransaction.objects.get(pk=open_demo(client, payment).rstrip("/").rpartition("/")[2])
    page.notify_url = f"http://127.0.0.1:{server.server_port}/zahlung/rueckmeldung/demo/"
    page.save()
    if answer == 200:
        send_notice.func(page.pk)
    else:
        with pytest.raises(RuntimeError, match="503"):
            send_notice.func(page.pk)
    thread.join(10)
    server.server_close()
    assert heard == [("/zahlung/rueckmeldung/demo/", message_of(page), sign(message_of(page)))]


def test_the_receipt_comes_with_the_money(client, payment):
    organisations.authority()
    assert client.get(reverse("payments:receipt", args=[payment.token])).status_code == 404
    payments.record_cash(payment_id=payment.id, actor=CASHIER, now=clock.now())
    response = client.get(reverse("payments:receipt", args=[payment.token]))
    assert response["Content-Type"] == "application/pdf"
    assert response.content.startswith(b"%PDF-")


def test_every_change_is_a_post(client, payment):
    for name in ("pay",):
        assert client.get(reverse(f"payments:{name}", args=[payment.token])).status_code == 405
    assert Client(enforce_csrf_checks=True).post(reverse("payments:pay", args=[payment.token])).status_code == 403


def visit(view, actor, path="/amt/kasse/", data=None, method="get", **kwargs):
    request = getattr(RequestFactory(), method)(path, data or {})
    request.actor, request.user, request.session = actor, AnonymousUser(), SessionStore("probe")
    request._messages = CookieStorage(request)
    return view(request, **kwargs)


def test_the_office_needs_a_sign_in(client, payment):
    for name, args in (("office", []), ("refunds", []), ("reconciliation", []), ("export", []), ("detail", [payment.id])):
        response = client.get(reverse(f"payments:{name}", args=args))
        assert response.status_code == 302
        assert "/amt/konto/login/" in response["Location"]


def test_the_office_lists_finds_and_hides(payment):
    hidden = factories.request(secrecy=frozenset({Secrecy.BLOCKED}), title="Gesperrt", now=clock.now())
    text = visit(office.payment_list, CASHIER).content.decode()
    assert payment.cash_reference in text
    assert hidden.cash_reference not in text
    assert (
        hidden.cash_reference
        in visit(office.payment_list, factories.staff(Role.CASHIER, secrecy=frozenset({Secrecy.BLOCKED}))).content.decode()
    )
    assert (
        payment.cash_reference
        in visit(office.payment_list, CASHIER, data={"q": payment.cash_reference.replace(" ", "")}).content.decode()
    )
    assert hidden.cash_reference not in visit(office.payment_list, CASHIER, data={"q": "Gesperrt"}).content.decode()
    wrong = payment.cash_reference[:-1] + str((int(payment.cash_reference[-1]) + 1) % 10)
    assert "Tippfehler" in visit(office.payment_list, CASHIER, data={"q": wrong}).content.decode()


def test_the_list_does_not_grow_in_queries(django_assert_max_num_queries):
    for _ in range(20):
        factories.request(now=clock.now())
    with django_assert_max_num_queries(4):
        visit(office.payment_list, CASHIER)


def test_reconciliation_and_export_show_every_booking(payment):
    payments.record_cash(payment_id=payment.id, actor=CASHIER, now=clock.now())
    formula = factories.request(title='=HYPERLINK("http://x")', now=clock.now())
    payments.record_cash(payment_id=formula.id, actor=CASHIER, now=clock.now())
    text = visit(ledger.reconciliation, CASHIER).content.decode()
    assert payment.cash_reference in text
    assert "61,40" in text  # the sum of both
    lines = visit(ledger.export, CASHIER).content.decode("utf-8-sig").splitlines()
    assert lines[0].startswith("Kassenzeichen;Gebucht am;")
    assert len(lines) == 3
    assert any(f"{payment.cash_reference};" in line and ";30,70;bar;Q-" in line for line in lines)
    assert all(";=HYPERLINK" not in line and ';"=' not in line for line in lines)
    assert (
        "nichts gebucht"
        in visit(ledger.reconciliation, CASHIER, data={"von": "2020-01-01", "bis": "2020-01-02"}).content.decode()
    )


def test_the_detail_page_offers_what_is_possible(payment):
    before = visit(office.detail, CASHIER, payment_id=payment.id).content.decode()
    assert "Bar erhalten" in before
    assert "Erstattung vorschlagen" not in before
    visit(office.cash, CASHIER, method="post", payment_id=payment.id)
    after = visit(office.detail, CASHIER, payment_id=payment.id).content.decode()
    assert "Bar erhalten" not in after
    assert "Erstattung vorschlagen" in after
    assert "Quittung Q-" in after
    wrong = visit(office.refund, CASHIER, method="post", data={"reason": "x", "amount": "99,99"}, payment_id=payment.id)
    assert wrong.status_code == 422
    assert "30,70" in wrong.content.decode()
    nothing = visit(office.refund, CASHIER, method="post", data={"reason": "", "amount": "zehn"}, payment_id=payment.id)
    assert nothing.status_code == 422


def test_a_refund_is_decided_by_another_person(payment):
    visit(office.cash, CASHIER, method="post", payment_id=payment.id)
    assert (
        visit(
            office.refund, CASHIER, method="post", data={"reason": "zu viel", "amount": "10,00"}, payment_id=payment.id
        ).status_code
        == 302
    )
    assert "andere Person" in visit(office.refund_list, CASHIER, path="/amt/kasse/erstattungen/").content.decode()
    other = factories.staff(Role.LEAD)
    assert "Freigeben" in visit(office.refund_list, other, path="/amt/kasse/erstattungen/").content.decode()
    refund = Refund.objects.get()
    assert visit(office.decide, other, method="post", data={"entscheidung": "freigeben"}, refund_id=refund.pk).status_code == 302
    refund.refresh_from_db()
    assert refund.state == "approved"
