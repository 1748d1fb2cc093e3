"""In the Servicekonto: how applications at online services of others stand."""

import uuid

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from rathaus.foundation import clock
from rathaus.foundation.abuse import public as abuse
from rathaus.foundation.permissions.public import Actor
from rathaus.modules.accounts import public as accounts
from rathaus.modules.catalogue import queries
from rathaus.modules.catalogue.domain import follow_status as follow
from rathaus.modules.catalogue.languages import GERMAN
from rathaus.modules.catalogue.models import Handover, OnlineService
from rathaus.modules.catalogue.online.entries import OnlineEntry, shown
from rathaus.modules.catalogue.online.facts import facts_of
from rathaus.modules.catalogue.responsibility.matching import Facts
from rathaus.modules.catalogue.responsibility.rows import resolve_services, valid
from rathaus.modules.organisation import public as organisation


def _me(request: HttpRequest) -> tuple[Actor, uuid.UUID]:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    if actor.id is None:
        raise TypeError("a page of the Servicekonto without an account")
    return actor, actor.id


@never_cache
@require_safe
@accounts.account_required
def following(request: HttpRequest) -> HttpResponse:
    rows = follow.followed_by(_me(request)[1])
    return render(request, "catalogue/following.html", {"rows": rows})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@accounts.account_required
def begin(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """What is told to whom, and the consent; then the hand-over."""
    (actor, me), now = _me(request), clock.now()
    rows = OnlineService.objects.filter(valid(clock.today(now)), slug=slug, sender__active=True).select_related("sender")
    online, service = rows.first(), queries.get_services([key]).get(key)
    if online is None or service is None:
        raise Http404(slug)
    consents = accounts.has_consent(me, follow.PURPOSE, version=follow.CONSENT_VERSION)
    if request.method == "POST":
        abuse.require_hit(request, "catalogue.follow", 30, 3600)
        if request.POST.get("einwilligung") == "ja":
            follow.consent(account_id=me, actor=actor, now=now)
        row = follow.follow_status(slug=slug, service_key=key, actor=actor, now=now)
        return HttpResponseRedirect(reverse("online-follow-one", args=[row.pk]))
    context = {"online": online, "service": service, "consents": consents, "text": follow.CONSENT_TEXT}
    return render(request, "catalogue/follow.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@accounts.account_required
def one(request: HttpRequest, handover_id: uuid.UUID) -> HttpResponse:
    """The way to the online service with the reference; later, how the application stands there."""
    actor, me = _me(request)
    row = follow.followed_by(me).filter(pk=handover_id).first()
    if row is None:
        raise Http404(str(handover_id))
    if request.method == "POST":
        follow.stop_following(handover_id=handover_id, actor=actor)
        messages.success(request, "Der Eintrag ist gelöscht. Ihr Antrag beim Anbieter läuft weiter.")
        return HttpResponseRedirect(reverse("online-following"))
    service = queries.get_services([row.service_key]).get(row.service_key)
    return render(request, "catalogue/follow_one.html", {"row": row, "entry": _entry(row), "service": service})


def _entry(row: Handover) -> OnlineEntry:
    home, day = organisation.main_authority(), clock.today(clock.now())
    winner = resolve_services([row.service_key], facts=Facts(home.ars), day=day)[row.service_key].in_charge.winner
    unit = organisation.get_units([winner.unit_id]).get(winner.unit_id) if winner and winner.unit_id else None
    facts = facts_of(row.service_key, home=home, unit=unit, language=GERMAN) | {"reference": row.reference}
    return shown([row.online_service], facts=facts)[row.online_service.slug]
