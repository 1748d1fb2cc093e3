"""The posting book and a delivery's page for staff."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import format_html
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from rathaus.foundation import clock
from rathaus.foundation.audit import public as audit
from rathaus.foundation.errors import Conflict, Invalid
from rathaus.foundation.permissions.public import Actor
from rathaus.modules.accounts.public import staff_required
from rathaus.modules.delivery import queries, rules
from rathaus.modules.delivery.clocks import german
from rathaus.modules.delivery.domain.record_posting import record_posting
from rathaus.modules.delivery.forms import PostingForm
from rathaus.modules.delivery.letter import cover_letter
from rathaus.modules.delivery.models import Delivery
from rathaus.modules.delivery.proof import WORDS
from rathaus.modules.delivery.views import _files
from rathaus.web.components.lists import Entry


def _actor(request: HttpRequest) -> Actor:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return actor


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@staff_required(rules.POST)
def posting_book(request: HttpRequest) -> HttpResponseBase:
    """Letters to print; what was handed to the post is entered here, several at once."""
    now = clock.now()
    today = clock.today(now)
    waiting = queries.letters_to_post(_actor(request), today=today)
    form = PostingForm(request.POST if request.method == "POST" else None, letters=waiting, initial={"posted_on": today})
    if request.method == "POST" and form.is_valid() and _enter(request, form):
        return HttpResponseRedirect(reverse("delivery-posting-book"))
    context: dict[str, Any] = {
        "form": form,
        "columns_waiting": ("Empfänger", "Schreiben", "Vorbereitet am", "Warum als Brief", "Drucken (PDF)"),
        "columns_posted": ("Empfänger", "Schreiben", "Abgeschickt am", "Gilt als bekannt gegeben am"),
        "waiting": [_row(row) for row in waiting],
        "posted": [_posted(row) for row in queries.letters_posted(_actor(request), today=today)],
    }
    return render(request, "delivery/posting_book.html", context, status=422 if form.errors else 200)


def _enter(request: HttpRequest, form: PostingForm) -> bool:
    count = 0
    try:
        for letter in form.cleaned_data["letters"]:
            record_posting(
                delivery_id=uuid.UUID(letter), posted_on=form.cleaned_data["posted_on"], actor=_actor(request), now=clock.now()
            )
            count += 1
    except (Invalid, Conflict) as refusal:
        form.add_error("posted_on", str(refusal))
        return False
    messages.success(request, "Ein Brief ist vermerkt." if count == 1 else f"{count} Briefe sind vermerkt.")
    return True


def _link(row: Delivery) -> str:
    return format_html('<a class="kern-link" href="{}">{}</a>', reverse("delivery-office", args=[row.id]), row.recipient_name)


def _row(row: Delivery) -> tuple[object, ...]:
    reason = "Postfach nicht abgerufen" if row.replaces_id else "Brief gewünscht"
    return (_link(row), row.title, german(clock.today(row.posting.prepared_at)), reason, _print_links(row))


def _print_links(row: Delivery) -> str:
    """The cover letter only where the document itself carries no address for the window: after a failed retrieval."""
    url = reverse("delivery-letter", args=[row.id])
    cover = format_html('<a class="kern-link" href="{}?teil=anschreiben">Anschreiben</a> und ', url) if row.replaces_id else ""
    return format_html(
        '{}<a class="kern-link" href="{}">Schreiben<span class="kern-sr-only"> an {}</span></a>', cover, url, row.recipient_name
    )


def _posted(row: Delivery) -> tuple[object, ...]:
    days = (row.posting.posted_on, row.notified_on)
    return (_link(row), row.title, *(german(day) if day else "–" for day in days))


@require_safe
@never_cache
@staff_required(rules.READ)
def delivery_page(request: HttpRequest, delivery_id: uuid.UUID) -> HttpResponse:
    """State, clock, what happened, proof; for a letter the files to print."""
    now = clock.now()
    today = clock.today(now)
    delivery = queries.office_delivery(_actor(request), delivery_id, today=today)
    subject = audit.Subject("delivery", delivery.id)
    audit.record_view(actor=_actor(request), subject=subject, purpose="Zustellung ansehen", now=now)
    history = [Entry(WORDS[item.act], item.at) for item in audit.history(subject) if item.act in WORDS]
    may_post = rules.may(_actor(request), rules.POST, rules.scope_of(delivery), today=today)
    context = {
        "delivery": delivery,
        "clock": queries.row_clock(delivery),
        "history": history,
        "fallback": getattr(delivery, "fallback", None),
        "posting": getattr(delivery, "posting", None),
        "may_post": may_post,
    }
    return render(request, "delivery/office_delivery.html", context)


@require_safe
@never_cache
@staff_required(rules.POST)
def letter_file(request: HttpRequest, delivery_id: uuid.UUID) -> HttpResponseBase:
    """What is printed: the document, or with `?teil=anschreiben` the cover letter."""
    now = clock.now()
    delivery = queries.office_delivery(_actor(request), delivery_id, right=rules.POST, today=clock.today(now))
    if not hasattr(delivery, "posting"):
        raise Invalid("Diese Zustellung ist kein Brief. Sie liegt im Postfach der Person.")
    audit.record_view(actor=_actor(request), subject=audit.Subject("delivery", delivery.id), purpose="Brief drucken", now=now)
    if request.GET.get("teil") == "anschreiben":
        return _files.attachment(cover_letter(delivery), "application/pdf", f"Anschreiben {delivery.title[:60]}.pdf")
    return _files.document(request, delivery)


@require_safe
@never_cache
@staff_required(rules.READ)
def proof_file(request: HttpRequest, delivery_id: uuid.UUID) -> HttpResponse:
    now = clock.now()
    delivery = queries.office_delivery(_actor(request), delivery_id, today=clock.today(now))
    audit.record_view(actor=_actor(request), subject=audit.Subject("delivery", delivery.id), purpose="Nachweis laden", now=now)
    return _files.proof(delivery)
