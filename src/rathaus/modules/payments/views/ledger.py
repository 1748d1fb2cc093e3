"""Reconciliation: every Kassenzeichen with its bookings, on the page and as CSV."""

import csv
import datetime as dt
import io

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.html import format_html
from django.views.decorators.http import require_GET

from rathaus.foundation import clock
from rathaus.foundation.money import format_cents
from rathaus.modules.accounts.public import staff_required
from rathaus.modules.payments import rules
from rathaus.modules.payments.enums import Booking
from rathaus.modules.payments.models import LedgerEntry
from rathaus.modules.payments.views.office import sections, visible
from rathaus.web.components.tables import Column

COLUMNS = ("Kassenzeichen", "Am", "Buchung", "Weg", "Quittung", Column("Betrag", numeric=True))
HEADER = [
    "Kassenzeichen",
    "Gebucht am",
    "Buchung",
    "Betrag in Euro",
    "Weg",
    "Quittung",
    "Wofür",
    "Rechtsgrundlage",
    "Buchungs-ID",
]
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def period(request: HttpRequest) -> tuple[dt.date, dt.date]:
    """From and to by `?von=2026-11-01&bis=2026-11-30`; unreadable or absent: the present month so far."""
    today = clock.today(clock.now())

    def read(name: str, otherwise: dt.date) -> dt.date:
        try:
            return dt.date.fromisoformat(request.GET.get(name, ""))
        except ValueError:
            return otherwise

    return read("von", today.replace(day=1)), read("bis", today)


def entries(request: HttpRequest) -> tuple[list[LedgerEntry], dt.date, dt.date]:
    first, last = period(request)
    begin, end = (dt.datetime.combine(day, dt.time(), tzinfo=clock.BERLIN) for day in (first, last + dt.timedelta(days=1)))
    found = LedgerEntry.objects.filter(request__in=visible(request), at__gte=begin, at__lt=end).select_related("request")
    return list(found.order_by("request__cash_reference", "at", "pk")), first, last


@require_GET
@staff_required(rules.VIEW)
def reconciliation(request: HttpRequest) -> HttpResponse:
    rows, first, last = entries(request)
    sums = {kind: sum(entry.cents for entry in rows if entry.kind == kind) for kind in Booking}
    links, current = sections(request)
    context = {
        "links": links,
        "current": current,
        "first": first,
        "last": last,
        "columns": COLUMNS,
        "rows": [_row(entry) for entry in rows],
        "sums": [(str(kind.label), format_cents(cents)) for kind, cents in sums.items()]
        + [("Summe aller Buchungen", format_cents(sum(sums.values())))],
    }
    return render(request, "payments/reconciliation.html", context)


def _row(entry: LedgerEntry) -> tuple[object, ...]:
    link = format_html('<a class="kern-link" href="/amt/kasse/{}/">{}</a>', entry.request_id, entry.request.cash_reference)
    return (
        link,
        f"{clock.local(entry.at):%d.%m.%Y, %H:%M}",
        entry.get_kind_display(),
        entry.provider,
        entry.number,
        format_cents(entry.cents),
    )


@require_GET
@staff_required(rules.VIEW)
def export(request: HttpRequest) -> HttpResponse:
    """Semicolons, decimal comma, UTF-8 with BOM: opens in the spreadsheets of a cash office. No cell starts a formula."""
    found, first, last = entries(request)
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";")
    writer.writerow(HEADER)
    for entry in found:
        payment = entry.request
        amount = f"{entry.cents / 100:.2f}".replace(".", ",")
        when = f"{clock.local(entry.at):%d.%m.%Y %H:%M:%S}"
        texts = [payment.title, payment.basis]
        writer.writerow(
            [
                payment.cash_reference,
                when,
                entry.get_kind_display(),
                amount,
                entry.provider,
                entry.number,
                *map(_safe, texts),
                entry.pk,
            ]
        )
    response = HttpResponse("\ufeff" + out.getvalue(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="buchungen-{first}-{last}.csv"'
    return response


def _safe(cell: str) -> str:
    return f"'{cell}" if cell.startswith(FORMULA) else cell
