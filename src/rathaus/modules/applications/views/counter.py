"""The counter starts an application for the person in front of it; the post room registers letters."""

import datetime as dt

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET, require_http_methods

from rathaus.foundation import clock, ids, text
from rathaus.foundation.errors import Invalid
from rathaus.foundation.storage import public as storage
from rathaus.modules.accounts import public as accounts
from rathaus.modules.applications import queries, rules, spec
from rathaus.modules.applications.domain.register_letter import Sender, register_letter
from rathaus.modules.applications.domain.start_draft import start_draft
from rathaus.modules.applications.enums import ActsFor
from rathaus.modules.applications.forms import LetterForm
from rathaus.modules.applications.models import Offer
from rathaus.modules.applications.views.desk import OFFICE, Desk, actor_of
from rathaus.modules.applications.views.flow import opened_draft
from rathaus.modules.forms import public as forms
from rathaus.modules.organisation import public as organisation


@accounts.staff_required(rules.COUNTER)
@require_http_methods(["GET", "HEAD", "POST"])
def counter(request: HttpRequest) -> HttpResponse:
    """Search a service, begin on behalf of the person at the counter."""
    if request.method == "POST":
        offer = get_object_or_404(Offer, slug=request.POST.get("slug", ""), active=True)
        chosen = ActsFor.OTHER if request.POST.get("fuer") == "other" else ActsFor.SELF
        draft = start_draft(offer_id=offer.pk, acts_for=chosen, channel=OFFICE.channel, actor=actor_of(request), now=clock.now())
        return HttpResponseRedirect(OFFICE.url("resume", draft.token))
    words = text.fold(request.GET.get("q", "")[:200]).split()
    found = [offer for offer in queries.all_offers() if all(word in text.fold(offer.title) for word in words)]
    return render(request, "applications/counter.html", {"offers": found, "q": request.GET.get("q", "")[:200]})


@accounts.staff_required(rules.COUNTER)
@require_GET
def signed_summary(request: HttpRequest, token: str, desk: Desk) -> HttpResponse:
    """The answers on paper with a line to sign, before or after sending."""
    opened = opened_draft(request, token, desk)
    unit = organisation.get_units([opened.draft.offer.unit_id])[opened.draft.offer.unit_id]
    authority = organisation.get_authorities([unit.authority_id])[unit.authority_id]
    chosen = spec.parse(opened.draft.offer.spec)
    head = forms.Letterhead(
        authority={"name": authority.name, "unit": unit.name, "lines": list(unit.address_lines)},
        code=opened.draft.offer.paper_code,
        declaration=(chosen.declaration,),
    )
    sections = (*forms.summary(opened.party_form, opened.party_checked), *forms.summary(opened.form, opened.checked))
    response = HttpResponse(forms.signed_summary_pdf(opened.form, head, sections), content_type="application/pdf")
    response["Content-Disposition"] = 'inline; filename="Antrag-zur-Unterschrift.pdf"'
    return response


@accounts.staff_required(rules.POST_ROOM)
@require_http_methods(["GET", "HEAD", "POST"])
def post_room(request: HttpRequest) -> HttpResponse:
    """Upload the scan, the true day of receipt, the code of the twin or the service, who wrote."""
    now = clock.now()
    offers = list(Offer.objects.filter(active=True).order_by("title"))
    if request.method != "POST":
        form = LetterForm(initial={"key": ids.token(), "received_on": clock.today(now)}, offers=offers, today=clock.today(now))
        letters = queries.letters_to_enter(actor_of(request), today=clock.today(now))
        done = next((case for case, _title in letters if str(case.id) == request.GET.get("vorgang")), None)
        return render(request, "applications/post_room.html", {"form": form, "done": done, "letters": letters})
    form = LetterForm(request.POST, request.FILES, offers=offers, today=clock.today(now))
    scans = storage.read_uploads(request, "scan", now=now)
    valid = form.is_valid()
    for scan in scans:
        if scan.problem:
            form.add_error("scan", scan.problem)
    if not valid or not form.is_valid():
        return render(request, "applications/post_room.html", {"form": form}, status=422)
    return _register(request, form, [scan.blob for scan in scans if scan.blob], now)


def _register(request: HttpRequest, form: LetterForm, scans: list[storage.StoredBlob], now: dt.datetime) -> HttpResponse:
    data = form.cleaned_data
    try:
        application = register_letter(
            offer_id=data["found"].pk,
            key=data["key"],
            sender=Sender(name=data["name"], address_lines=(data["street"], data["city"])),
            scans=scans,
            received_on=data["received_on"],
            actor=actor_of(request),
            now=now,
        )
    except Invalid as error:
        form.add_error(None, str(error))
        return render(request, "applications/post_room.html", {"form": form}, status=422)
    return HttpResponseRedirect(f"{request.path}?vorgang={application.case_id}")
