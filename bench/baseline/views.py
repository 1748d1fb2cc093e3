"""A page of ten queries, a page with a form, an insert of three rows."""

import datetime as dt

from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.views.decorators.csrf import csrf_exempt

from bench.baseline.forms import PersonForm
from bench.baseline.models import Applicant, Application, Draft, Entry, Notice, Service


def service(request: HttpRequest, key: str) -> HttpResponse:
    found = get_object_or_404(Service, key=key)
    fees = list(found.fees.order_by("id"))
    for fee in fees:
        fee.euros = fee.cents / 100
    context = {
        "service": found,
        "unit": found.unit,
        "fees": fees,
        "documents": found.documents.order_by("id"),
        "legal_bases": found.legal_bases.order_by("id"),
        "life_events": found.life_events.order_by("name"),
        "same_unit": Service.objects.filter(unit=found.unit).order_by("name")[:8],
        "online": Service.objects.filter(online=True).order_by("name")[:8],
        "notices": Notice.objects.filter(until__gte=dt.date(2026, 1, 1)).order_by("until"),
        "applications": Application.objects.filter(service=found).count(),
    }
    return render(request, "service.html", context)


def form(request: HttpRequest, token: str) -> HttpResponse:
    draft = get_object_or_404(Draft, token=token)
    return render(request, "form.html", {"form": PersonForm(initial=draft.answers)})


@csrf_exempt
def submit(request: HttpRequest, key: str) -> HttpResponse:
    """The bare insert: what was sent is stored in three rows, nothing is asked twice."""
    sent = request.POST
    with transaction.atomic():
        application = Application.objects.create(service_id=int(key), answers=sent.dict())
        Applicant.objects.create(
            application=application,
            name=f"{sent['given']} {sent['family']}",
            email=sent["email"],
            street=sent["street"],
            city=sent["city"],
        )
        Entry.objects.create(application=application, text="Eingegangen")
    return HttpResponseRedirect(f"/antrag/{application.pk}/")
