"""What stands there after sending: number, time of the server, who answers by when, the copy."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from rathaus.foundation import clock
from rathaus.foundation.abuse import public as abuse
from rathaus.foundation.errors import Invalid, NotFound
from rathaus.foundation.permissions.public import ActorKind
from rathaus.modules.accounts import public as accounts
from rathaus.modules.cases import public as cases
from rathaus.modules.organisation import public as organisation
from rathaus.modules.servicecentre import queries, rules
from rathaus.modules.servicecentre.enums import Nature
from rathaus.modules.servicecentre.models import Inquiry
from rathaus.modules.servicecentre.views.contact import actor_of
from rathaus.web.components.lists import Row


def _reach(request: HttpRequest, token: str) -> Inquiry | HttpResponse:
    """The inquiry behind an unguessable address; one of a Servicekonto opens for that account alone."""
    inquiry = queries.find_inquiry(token)
    account = _case(inquiry).account_id
    if account is None:
        return inquiry
    actor = actor_of(request)
    if actor.kind is not ActorKind.CITIZEN:
        return accounts.to_sign_in(request, accounts.Realm.CITIZEN, back=reverse("servicecentre:receipt", args=[token]))
    if actor.id != account:
        raise NotFound("Diese Anfrage gibt es nicht in Ihrem Servicekonto.")
    return inquiry


def _case(inquiry: Inquiry) -> cases.CaseInfo:
    assert inquiry.case_id is not None  # noqa: S101  (find_inquiry and the transaction of send_inquiry)
    return cases.get_cases([inquiry.case_id])[inquiry.case_id]


@never_cache
@require_GET
def receipt(request: HttpRequest, token: str) -> HttpResponse:
    inquiry = _reach(request, token)
    if isinstance(inquiry, HttpResponse):
        return inquiry
    context = _context(inquiry)
    case: cases.CaseInfo = context["case"]
    address = reverse("cases:citizen", args=[case.token])
    context |= {
        "frame": "web/citizen.html",
        "case_url": address,
        "case_address": request.build_absolute_uri(address),
        "address": (state := cases.address_state(case.id)),
        "change_label": "Andere E-Mail-Adresse angeben" if state.email else "E-Mail-Adresse angeben",
    }
    return render(request, "servicecentre/receipt.html", context)


@require_POST
def address(request: HttpRequest, token: str) -> HttpResponse:
    """The e-mail address on the receipt: asked about once more, or corrected. What was sent stays as it is."""
    inquiry = _reach(request, token)
    if isinstance(inquiry, HttpResponse):
        return inquiry
    case_id, now = _case(inquiry).id, clock.now()
    try:
        abuse.require_hit(request, "receipt_address", 20, 3600)
        if "nochmal" in request.POST:
            cases.ask_again(case_id=case_id, now=now)
        else:
            cases.correct_address(case_id=case_id, email=request.POST.get("email", "")[:254], actor=actor_of(request), now=now)
    except Invalid as error:
        messages.error(request, str(error))
    else:
        messages.success(request, "Wir haben das übernommen. Sehen Sie bitte in Ihrem E-Mail-Postfach nach.")
    return redirect(f"{reverse('servicecentre:receipt', args=[token])}#adresse")


@never_cache
@require_GET
@accounts.staff_required(rules.TAKE)
def taken(request: HttpRequest, inquiry_id: uuid.UUID) -> HttpResponse:
    """For whoever took it in: what to tell the person. Nobody else finds it here; the case is in the worklist."""
    actor = actor_of(request)
    inquiry = get_object_or_404(Inquiry, pk=inquiry_id, taken_by=actor.person_id, case_id__isnull=False)
    context = _context(inquiry)
    case: cases.CaseInfo = context["case"]
    if cases.closed_to(case.id, actor, took_in=True):
        raise NotFound("Diese Anfrage gibt es nicht, oder sie ist für Sie nicht freigegeben.")
    may = cases.open_to(case.id, actor, today=clock.today(clock.now()))
    context |= {
        "frame": "web/office.html",
        "office": True,
        "case_url": reverse("cases:case", args=[case.id]) if may else "",
        "case_address": request.build_absolute_uri(reverse("cases:citizen", args=[case.token])),
    }
    return render(request, "servicecentre/receipt.html", context)


def _context(inquiry: Inquiry) -> dict[str, Any]:
    case = _case(inquiry)
    content = cases.contents([case.id])[case.id]
    spec = queries.setup_of(inquiry.setup_id).spec
    kind = next(kind for kind in spec.kind if kind.key == inquiry.kind)
    return {
        "inquiry": inquiry,
        "case": case,
        "kind": kind,
        "spec": spec,
        "objection": inquiry.nature == Nature.OBJECTION,
        "unit": organisation.get_units([case.unit_id]).get(case.unit_id),
        "blocks": [
            {"title": block["title"], "rows": [Row(key=row[0], value=row[1]) for row in block["rows"]]}
            for block in content.summary
        ],
        "attachments": content.attachments,
    }
