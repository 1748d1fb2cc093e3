"""The payer's pages behind an unguessable address."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from rathaus.foundation import clock
from rathaus.foundation.errors import NotFound
from rathaus.foundation.money import format_cents
from rathaus.modules.payments import queries, receipts, registry
from rathaus.modules.payments.domain.settle import pull_pending
from rathaus.modules.payments.domain.start_payment import start
from rathaus.modules.payments.models import PaymentRequest
from rathaus.modules.payments.types import info
from rathaus.web.components.tables import Column


def find(token: str) -> PaymentRequest:
    payment = PaymentRequest.objects.filter(token=token).first()
    if payment is None:
        raise NotFound("Diese Zahlung gibt es nicht. Öffnen Sie den Link aus Ihrer Nachricht oder Ihrem Bescheid noch einmal.")
    return payment


@never_cache
@require_GET
def page(request: HttpRequest, token: str) -> HttpResponse:
    """What is to be paid, why, how; what became of it."""
    payment = find(token)
    provider = registry.default_provider()
    context = {
        "payment": info(payment),
        "cancel_reason": payment.cancel_reason,
        "provider": provider,
        "columns": ("Posten", "Rechtsgrundlage", "Umsatzsteuer", Column("Betrag", numeric=True)),
        "lines": [(item["label"], item["basis"], item["tax"], format_cents(item["cents"])) for item in payment.items],
        "receipt_url": reverse("payments:receipt", args=[token]),
        "bookings": list(payment.bookings.all()),
        "refunds": list(payment.refunds.all()),
        "back_url": queries.subject_url(payment),
    }
    return render(request, "payments/page.html", context)


@require_POST
def pay(request: HttpRequest, token: str) -> HttpResponse:
    """Off to the provider. Asked twice, the same page is opened again."""
    del request
    payment = find(token)
    provider = registry.default_provider()
    identifier = provider.identifier if provider else ""
    return_url = settings.RATHAUS_BASE_URL + reverse("payments:back", args=[token])
    if provider and provider.identifier == "demo":  # it plays on our own pages, under the address the visitor used
        return_url = reverse("payments:back", args=[token])
    return redirect(start(payment_id=payment.pk, provider=identifier, return_url=return_url, now=clock.now()))


@never_cache
@require_GET
def back(request: HttpRequest, token: str) -> HttpResponse:
    """The way back from the provider. What the address says about success does not count: the provider is asked."""
    del request
    payment = find(token)
    pull_pending(payment_id=payment.pk, now=clock.now())
    return redirect("payments:page", token=token)


@never_cache
@require_GET
def receipt(request: HttpRequest, token: str) -> HttpResponse:
    """The receipt as PDF. Raises NotFound while nothing is paid."""
    del request
    payment = find(token)
    response = HttpResponse(receipts.receipt_pdf(payment), content_type="application/pdf")
    name = f"beleg-{payment.cash_reference.replace(' ', '')}.pdf"
    response["Content-Disposition"] = f'inline; filename="{name}"'
    return response
