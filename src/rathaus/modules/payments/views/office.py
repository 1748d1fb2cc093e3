"""The cash office: what is open, paid, unclear; refunds to approve."""

import uuid
from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.views.decorators.http import require_GET, require_POST

from rathaus.foundation import clock
from rathaus.foundation import text as texts
from rathaus.foundation.audit import public as audit
from rathaus.foundation.errors import Invalid, NotFound
from rathaus.foundation.money import format_cents, parse_cents
from rathaus.foundation.permissions.public import Actor, held
from rathaus.modules.accounts.public import staff_required
from rathaus.modules.organisation import public as organisation
from rathaus.modules.payments import references, rules
from rathaus.modules.payments.domain.cancel import cancel
from rathaus.modules.payments.domain.decide_refund import approve_refund, reject_refund
from rathaus.modules.payments.domain.propose_refund import propose_refund
from rathaus.modules.payments.domain.record_cash import record_cash
from rathaus.modules.payments.enums import ENDED, PAYABLE, SETTLED, RefundState, State
from rathaus.modules.payments.models import PaymentRequest, Refund
from rathaus.web.components.lists import Entry
from rathaus.web.components.tables import Column
from rathaus.web.components.text import status

VIEWS: dict[str, tuple[str, frozenset[State]]] = {
    "offen": ("Offen", PAYABLE | {State.STARTED}),
    "ungeklaert": ("Ungeklärt", frozenset({State.UNCLEAR})),
    "bezahlt": ("Bezahlt", frozenset({State.PAID})),
    "erstattet": ("Erstattet", frozenset({State.PART_REFUNDED, State.REFUNDED})),
    "aufgehoben": ("Aufgehoben", frozenset({State.CANCELLED})),
}
LEVELS = {State.PAID: "success", State.UNCLEAR: "warning", State.FAILED: "danger", State.CANCELLED: "info"}
COLUMNS = (
    "Kassenzeichen",
    "Wofür",
    "Zahlende Person",
    Column("Betrag", numeric=True),
    "Fällig",
    "Stand",
)


class ReasonForm(forms.Form):
    reason = forms.CharField(label="Grund", max_length=300)


class RefundForm(ReasonForm):
    amount = forms.CharField(
        label="Betrag", required=False, help_text="Leer lassen für den ganzen Betrag, sonst zum Beispiel 10,50"
    )

    def clean_amount(self) -> int | None:
        text = self.cleaned_data["amount"].strip()
        if not text:
            return None
        try:
            return parse_cents(text)
        except ValueError:
            raise forms.ValidationError("Das ist kein Betrag. Schreiben Sie zum Beispiel 10,50.") from None


def actor_of(request: HttpRequest) -> Actor:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return actor


def visible(request: HttpRequest) -> Any:
    return PaymentRequest.objects.filter(rules.visible(actor_of(request), today=clock.today(clock.now())))


def sections(request: HttpRequest) -> tuple[list[tuple[str, str]], str]:
    """The sections of the cash office and the present one."""
    office = reverse("payments:office")
    links = [(label, f"{office}?stand={key}") for key, (label, _states) in VIEWS.items()]
    links += [("Erstattungen freigeben", reverse("payments:refunds")), ("Abgleich", reverse("payments:reconciliation"))]
    current = f"{office}?stand={request.GET.get('stand', 'offen')}" if request.path == office else request.path
    return links, current


@require_GET
@staff_required(rules.VIEW)
def payment_list(request: HttpRequest) -> HttpResponse:
    key = request.GET.get("stand", "offen")
    label, states = VIEWS.get(key, VIEWS["offen"])
    query = texts.clean(request.GET.get("q", ""))[:100]
    rows, problem = visible(request), ""
    if query:
        reference = references.read_cash_reference(query)
        rows = rows.filter(cash_reference=reference) if reference else rows.filter(title__icontains=query)
        digits = sum(character.isdigit() for character in query)
        if reference is None and digits > 10:
            problem = (
                "Dieses Kassenzeichen enthält einen Tippfehler: Die Prüfziffern passen nicht. Vergleichen Sie es noch einmal."
            )
    else:
        rows = rows.filter(state__in=states)
    page = Paginator(rows.order_by("due", "pk"), 50).get_page(request.GET.get("seite"))
    links, current = sections(request)
    context = {
        "links": links,
        "current": current,
        "label": label,
        "query": query,
        "problem": problem,
        "columns": COLUMNS,
        "rows": [_line(payment) for payment in page],
        "page_object": page,
    }
    return render(request, "payments/office.html", context)


def _line(payment: PaymentRequest) -> tuple[object, ...]:
    url = reverse("payments:detail", args=[payment.pk])
    level = LEVELS.get(State(payment.state), "info")
    return (
        format_html('<a class="kern-link" href="{}">{}</a>', url, payment.cash_reference),
        payment.title,
        payment.payer_name,
        format_cents(payment.cents),
        f"{payment.due:%d.%m.%Y}",
        status(payment.get_state_display(), level),
    )


def find(request: HttpRequest, payment_id: uuid.UUID) -> PaymentRequest:
    payment: PaymentRequest | None = visible(request).filter(pk=payment_id).first()
    if payment is None:
        raise NotFound("Diese Zahlung gibt es nicht, oder sie gehört nicht zu Ihrer Stelle.")
    return payment


@require_GET
@staff_required(rules.VIEW)
def detail(request: HttpRequest, payment_id: uuid.UUID) -> HttpResponse:
    payment, now = find(request, payment_id), clock.now()
    audit.record_view(actor=actor_of(request), subject=audit.Subject("payment", payment.pk), purpose="Kasse", now=now)
    return _detail(request, payment, ReasonForm(), RefundForm())


def _detail(request: HttpRequest, payment: PaymentRequest, cancel_form: ReasonForm, refund_form: RefundForm) -> HttpResponse:
    rights = (rules.CASH, rules.CANCEL, rules.PROPOSE_REFUND)
    can = held(actor_of(request), rights, scope=rules.scope_of(payment), today=clock.today(clock.now()))
    bookings = list(payment.bookings.all())
    context = {
        "payment": payment,
        "facts": [
            ("Kassenzeichen", payment.cash_reference),
            ("Zahlende Person", payment.payer_name),
            ("Betrag", format_cents(payment.cents)),
            ("Rechtsgrundlage", payment.basis),
            ("Gebührentabelle", payment.fee_table),
            ("Fällig am", f"{payment.due:%d.%m.%Y}"),
            *([("Aufgehoben, weil", payment.cancel_reason)] if payment.cancel_reason else []),
        ],
        "booking_columns": ("Buchung", "Am", "Weg", "Quittung", Column("Betrag", numeric=True)),
        "bookings": [
            (
                entry.get_kind_display(),
                f"{clock.local(entry.at):%d.%m.%Y, %H:%M}",
                entry.provider,
                entry.number,
                format_cents(entry.cents),
            )
            for entry in bookings
        ],
        "balance": sum(entry.cents for entry in bookings),
        "entries": [Entry(title=str(entry), at=entry.at, text=entry.text) for entry in payment.history.all()],
        "refunds": list(payment.refunds.all()),
        "can_cash": payment.state not in ENDED and rules.CASH in can,
        "can_cancel": payment.state not in ENDED and rules.CANCEL in can,
        "can_refund": payment.state in SETTLED - {State.REFUNDED} and rules.PROPOSE_REFUND in can,
        "cancel_form": cancel_form,
        "refund_form": refund_form,
    }
    code = 422 if cancel_form.errors or refund_form.errors else 200
    return render(request, "payments/detail.html", context, status=code)


@require_POST
@staff_required(rules.CASH)
def cash(request: HttpRequest, payment_id: uuid.UUID) -> HttpResponse:
    number = record_cash(payment_id=find(request, payment_id).pk, actor=actor_of(request), now=clock.now())
    messages.success(request, f"Gebucht. Quittung {number}. Drucken Sie den Beleg für die zahlende Person aus.")
    return redirect("payments:detail", payment_id=payment_id)


@require_POST
@staff_required(rules.CANCEL)
def cancel_payment(request: HttpRequest, payment_id: uuid.UUID) -> HttpResponse:
    payment, form = find(request, payment_id), ReasonForm(request.POST)
    if not form.is_valid():
        return _detail(request, payment, form, RefundForm())
    cancel(payment_id=payment.pk, reason=form.cleaned_data["reason"], actor=actor_of(request), now=clock.now())
    messages.success(request, "Die Forderung ist aufgehoben.")
    return redirect("payments:detail", payment_id=payment_id)


@require_POST
@staff_required(rules.PROPOSE_REFUND)
def refund(request: HttpRequest, payment_id: uuid.UUID) -> HttpResponse:
    payment, form = find(request, payment_id), RefundForm(request.POST)
    if form.is_valid():
        cleaned = form.cleaned_data
        try:
            propose_refund(
                payment_id=payment.pk, cents=cleaned["amount"], reason=cleaned["reason"], actor=actor_of(request), now=clock.now()
            )
        except Invalid as error:
            form.add_error("amount" if "cents" in error.fields else "reason", str(error))
        else:
            messages.success(request, "Die Erstattung ist vorgeschlagen. Eine zweite Person muss sie freigeben.")
            return redirect("payments:detail", payment_id=payment_id)
    return _detail(request, payment, ReasonForm(), form)


@require_GET
@staff_required(rules.VIEW)
def refund_list(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    today = clock.today(clock.now())
    refunds = list(
        Refund.objects.filter(state=RefundState.PROPOSED, request__in=visible(request)).select_related("request", "booking")
    )
    approvable = PaymentRequest.objects.filter(rules.visible(actor, today=today, right=rules.APPROVE_REFUND))
    approvable_ids = set(approvable.filter(pk__in=[entry.request_id for entry in refunds]).values_list("pk", flat=True))
    people = organisation.get_persons([entry.proposed_by for entry in refunds if entry.proposed_by])
    links, current = sections(request)
    return render(
        request,
        "payments/refunds.html",
        {
            "links": links,
            "current": current,
            "proposals": [
                {
                    "refund": entry,
                    "proposer": people[entry.proposed_by].name if entry.proposed_by in people else "",
                    "can_decide": entry.proposed_by != actor.person_id and entry.request_id in approvable_ids,
                }
                for entry in refunds
            ],
        },
    )


@require_POST
@staff_required(rules.APPROVE_REFUND)
def decide(request: HttpRequest, refund_id: uuid.UUID) -> HttpResponse:
    if request.POST.get("entscheidung") == "freigeben":
        approve_refund(refund_id=refund_id, actor=actor_of(request), now=clock.now())
        messages.success(request, "Freigegeben. Das Geld geht in den nächsten Minuten zurück.")
    else:
        reject_refund(refund_id=refund_id, actor=actor_of(request), now=clock.now())
        messages.success(request, "Abgelehnt. Es wird nichts erstattet.")
    return redirect("payments:refunds")
