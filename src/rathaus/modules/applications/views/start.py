"""Before the first question: what it takes, what happens with the data, with or without a Servicekonto."""

import uuid

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import urlencode
from django.views.decorators.http import require_GET, require_http_methods

from rathaus.foundation import clock
from rathaus.foundation.abuse import public as abuse
from rathaus.foundation.errors import Invalid
from rathaus.foundation.permissions.public import ActorKind
from rathaus.modules.accounts import public as accounts
from rathaus.modules.applications import party, queries, spec
from rathaus.modules.applications.domain.start_draft import start_draft
from rathaus.modules.applications.enums import ActsFor, Ground
from rathaus.modules.applications.views.desk import CITIZEN, actor_of
from rathaus.modules.applications.views.holding import held
from rathaus.modules.forms import public as forms
from rathaus.modules.organisation import public as organisation


@require_http_methods(["GET", "HEAD", "POST"])
def start(request: HttpRequest, slug: str) -> HttpResponse:
    offer = queries.active_offer(slug)
    actor = actor_of(request)
    if request.method == "POST":
        abuse.require_hit(request, "draft", 40, 3600)
        chosen, mandate_id = _for_whom(request.POST.get("fuer", ""))
        draft = start_draft(
            offer_id=offer.pk,
            acts_for=chosen,
            channel=CITIZEN.channel,
            actor=actor,
            now=clock.now(),
            mandate_id=mandate_id,
        )
        opened = queries.OpenDraft(draft, today=clock.today(clock.now()))
        first = opened.pages[0]
        if first == queries.PARTY_PAGE and not opened.party_checked.errors:
            first = opened.pages[1]
        return HttpResponseRedirect(CITIZEN.page_url(draft.token, first))
    chosen_spec = spec.parse(offer.spec)
    form = forms.load(offer.form_version_id)
    unit = organisation.get_units([offer.unit_id]).get(offer.unit_id)
    context = {
        "offer": offer,
        "spec": chosen_spec,
        "form": form.form,
        "needed": chosen_spec.needed or form.form.needed,
        "minutes": chosen_spec.minutes or form.form.minutes,
        "unit": unit,
        "signed_in": actor.kind is ActorKind.CITIZEN,
        "sign_in_url": f"/konto/login/?{urlencode({'next': request.path})}",
        **_mandates(actor.id, chosen_spec),
        "drafts": [draft for draft in _drafts(actor.id) if draft.title == offer.title],
    }
    return render(request, "applications/start.html", context)


def _for_whom(posted: str) -> tuple[ActsFor, uuid.UUID | None]:
    """`self`, `other`, or the mandate of the Servicekonto by which somebody acts."""
    if posted in {"", "self", "other"}:
        return (ActsFor.OTHER if posted == "other" else ActsFor.SELF), None
    try:
        return ActsFor.OTHER, uuid.UUID(posted)
    except ValueError:
        raise Invalid("Bitte wählen Sie auf der Seite des Dienstes, für wen Sie den Antrag stellen.") from None


def _mandates(account_id: object, chosen: spec.OfferSpec) -> dict[str, object]:
    """Whom this account may apply for here, and whom only elsewhere."""
    if not isinstance(account_id, uuid.UUID) or Ground.MANDATE not in chosen.grounds:
        return {}
    held = accounts.mandates_for(account_id, clock.today(clock.now()))
    here = [row for row in held if row.covers(chosen.service_key)]
    known = {row.principal_id for row in here}
    return {"mandates": here, "elsewhere": [row for row in held if row not in here and row.principal_id not in known]}


def _drafts(account_id: object) -> list[queries.DraftInfo]:
    return queries.drafts_of(account_id) if isinstance(account_id, uuid.UUID) else []


@require_GET
def paper(request: HttpRequest, slug: str) -> HttpResponse:
    """The printable twin."""
    abuse.require_hit(request, "paper", 30, 3600)
    offer = queries.active_offer(slug)
    unit = organisation.get_units([offer.unit_id])[offer.unit_id]
    authority = organisation.get_authorities([unit.authority_id])[unit.authority_id]
    chosen = spec.parse(offer.spec)
    head = forms.Letterhead(
        authority={"name": authority.name, "unit": unit.name, "lines": list(unit.address_lines)},
        code=offer.paper_code,
        intro=(f"Bitte füllen Sie das Formular in Druckschrift aus und senden Sie es an: {authority.name}, {unit.name}.",),
        declaration=(chosen.declaration, chosen.privacy_notice),
    )
    form = forms.load(offer.form_version_id)
    persons = party.party_form(form, acts_for=ActsFor.SELF, channel=CITIZEN.channel)
    response = HttpResponse(forms.twin_pdf(form, head, first=persons), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{offer.slug}.pdf"'
    return response


@accounts.account_required
@require_GET
def drafts(request: HttpRequest) -> HttpResponse:
    account_id = actor_of(request).id
    context = {"drafts": _drafts(account_id), "held": queries.drafts_without_account(held(request))}
    return render(request, "applications/drafts.html", context)
