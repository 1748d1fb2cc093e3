"""Several applications prepared together: one page for what they ask alike, then the list of the drafts with their state."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from rathaus.foundation import clock
from rathaus.foundation.abuse import public as abuse
from rathaus.foundation.errors import Invalid
from rathaus.foundation.permissions.public import ActorKind
from rathaus.modules.accounts import public as accounts
from rathaus.modules.applications import bundle, queries, spec
from rathaus.modules.applications.domain.start_bundle import MOST, start_bundle
from rathaus.modules.applications.enums import DraftState
from rathaus.modules.applications.models import Application, Bundle, Draft, Offer
from rathaus.modules.applications.views.desk import CITIZEN, actor_of
from rathaus.modules.catalogue import public as catalogue
from rathaus.modules.forms import public as forms

TITLE = "Mehrere Anträge"


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def prepare(request: HttpRequest) -> HttpResponse:
    """`?dienst=` names the offers, `?aus=` the checklist. Those that need a Servicekonto are left to whoever has one.

    More than go together follow afterwards: the page of the drafts leads back here with the rest.
    """
    actor = actor_of(request)
    named, closed = _offers(request, signed_in=actor.kind is ActorKind.CITIZEN)
    offers, later = named[:MOST], named[MOST:]
    origin = request.GET.get("aus", "")
    title = catalogue.bundle_title(origin) or TITLE
    form = bundle.shared_form(offers) if len(offers) >= bundle.LEAST else None
    errors: dict[str, str] = {}
    answers: dict[str, str] = {}
    if form is not None:
        page = form.form.pages[0]
        if request.method == "POST":
            abuse.require_hit(request, "draft", 40, 3600)
            answers = forms.read_page(form, page, {}, request.POST)
            try:
                made = start_bundle(
                    offer_ids=[offer.pk for offer in offers], title=title, answers=answers, actor=actor, now=clock.now()
                )
                return HttpResponseRedirect(reverse("applications:bundle", args=[made.token]) + _query(origin, later))
            except Invalid as error:
                errors = {str(key): str(text) for key, text in error.fields.items()}
                if not errors:
                    raise
        elif actor.id is not None and actor.kind is ActorKind.CITIZEN:
            answers = bundle.from_account(form, {key: one.value for key, one in accounts.prefill(actor.id).items()})
    context = {
        "title": title,
        "offers": offers,
        "later": later,
        "most": MOST,
        "closed": closed,
        "errors": errors,
        "signed_in": actor.kind is ActorKind.CITIZEN,
        "sign_in_url": f"/konto/login/?{urlencode({'next': request.get_full_path()})}",
        "back_url": f"/checklisten/{origin}/" if catalogue.bundle_title(origin) else "/checklisten/",
        **(_drawn(form, answers, errors) if form is not None and form.form.pages[0].elements else {}),
    }
    return render(request, "applications/prepare.html", context, status=422 if errors else 200)


def _offers(request: HttpRequest, *, signed_in: bool) -> tuple[list[Offer], list[Offer]]:
    """Those named in the address that are there, in its order; and those of them that this person cannot begin yet."""
    slugs = list(dict.fromkeys(request.GET.getlist("dienst")))
    rows = {offer.slug: offer for offer in Offer.objects.filter(slug__in=slugs, active=True)}
    found = [rows[slug] for slug in slugs if slug in rows]
    closed = [offer for offer in found if not signed_in and spec.parse(offer.spec).signed_in]
    return [offer for offer in found if offer not in closed], closed


def _query(origin: str, offers: list[Offer]) -> str:
    """The address of a page that begins these; empty for none."""
    known = {"aus": origin} if catalogue.bundle_title(origin) else {}
    return "?" + urlencode({**known, "dienst": [offer.slug for offer in offers]}, doseq=True) if offers else ""


def _drawn(form: forms.CompiledForm, answers: dict[str, str], errors: dict[str, str]) -> dict[str, object]:
    checked = forms.check(form, answers, today=clock.today(clock.now()))
    page = form.form.pages[0]
    return {
        "fields": forms.render_page(form=form, page=page, answers=answers, files={}, checked=checked, errors=errors),
        "summary": forms.error_summary_html(form, errors),
    }


@never_cache
@require_GET
def overview(request: HttpRequest, token: str) -> HttpResponse:
    """The drafts of a bundle, and with `?dienst=` what is still to prepare.

    A draft that another account took over meanwhile shows its title alone.
    """
    actor, today = actor_of(request), clock.today(clock.now())
    made = Bundle.objects.filter(token=token).first()
    if made is None:
        raise Http404(token)
    if made.account_id is not None and made.account_id != actor.id:
        if actor.kind is ActorKind.GUEST:
            return accounts.to_sign_in(request, accounts.Realm.CITIZEN)
        raise Http404(token)
    drafts = list(Draft.objects.filter(bundle=made).select_related("offer").order_by("created_at", "pk"))
    sent = dict(Application.objects.filter(draft__in=drafts).values_list("draft_id", "submitted_at"))
    lines = [
        {
            "title": draft.offer.title,
            "url": CITIZEN.url("sent" if draft.state == DraftState.SUBMITTED else "resume", draft.token),
            "sent_at": sent.get(draft.pk),
            "mine": queries.may_see(draft, actor, today=today),
            "expires_at": draft.expires_at,
        }
        for draft in drafts
    ]
    rest, _closed = _offers(request, signed_in=actor.kind is ActorKind.CITIZEN)
    context = {
        "bundle": made,
        "rest": rest,
        "rest_url": reverse("applications:prepare") + _query(request.GET.get("aus", ""), rest),
        "lines": lines,
        "open": sum(draft.state == DraftState.OPEN for draft in drafts),
        "address": request.build_absolute_uri(request.path),
    }
    return render(request, "applications/bundle.html", context)
