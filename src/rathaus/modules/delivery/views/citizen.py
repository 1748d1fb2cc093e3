"""The mailbox of an account, and the personal address of a guest."""

import uuid

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from rathaus.foundation import clock
from rathaus.foundation.errors import NotFound
from rathaus.foundation.permissions.public import Actor
from rathaus.modules.accounts import public as accounts
from rathaus.modules.accounts.public import account_required
from rathaus.modules.delivery import queries
from rathaus.modules.delivery.domain.retrieve import retrieve
from rathaus.modules.delivery.enums import ChannelId, DeliveryState
from rathaus.modules.delivery.models import Delivery
from rathaus.modules.delivery.views import _files

OPEN_STATES = {DeliveryState.RETRIEVED, DeliveryState.POSTED}


def _actor(request: HttpRequest) -> Actor:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return actor


def _own(request: HttpRequest, delivery_id: uuid.UUID) -> Delivery:
    return queries.own_delivery(account_id=_actor(request).id, delivery_id=delivery_id)


@require_safe
@never_cache
@account_required
def mailbox(request: HttpRequest) -> HttpResponse:
    """What lies in the mailbox, newest first."""
    account_id = _actor(request).id
    entries = queries.mailbox(account_id) if account_id else []
    return render(request, "delivery/mailbox.html", {"entries": entries})


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@account_required
def item(request: HttpRequest, delivery_id: uuid.UUID) -> HttpResponseBase:
    """One document; POST is the deliberate retrieval that starts the clock (§ 41 Abs. 2a VwVfG)."""
    delivery = _own(request, delivery_id)
    here = reverse("delivery-item", args=[delivery.id])
    if request.method == "POST":
        account_id = _actor(request).id
        account = accounts.get_accounts([account_id]).get(account_id) if account_id else None
        trust_level = f"signed in, {account.trust_level}" if account else ""
        retrieve(delivery_id=delivery.id, account_id=account_id, now=clock.now(), trust_level=trust_level)
        return HttpResponseRedirect(here)
    return _page(request, delivery, here)


@require_safe
@never_cache
@account_required
def item_file(request: HttpRequest, delivery_id: uuid.UUID) -> HttpResponseBase:
    return _file(request, _own(request, delivery_id))


@require_safe
@never_cache
@account_required
def item_proof(request: HttpRequest, delivery_id: uuid.UUID) -> HttpResponse:
    return _proof(_own(request, delivery_id))


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def guest(request: HttpRequest, token: str) -> HttpResponseBase:
    """The same page under an unguessable address."""
    delivery = queries.guest_delivery(token)
    here = reverse("delivery-guest", args=[token])
    if request.method == "POST":
        retrieve(delivery_id=delivery.id, token=token, now=clock.now())
        return HttpResponseRedirect(here)
    return _page(request, delivery, here)


@require_safe
@never_cache
def guest_file(request: HttpRequest, token: str) -> HttpResponseBase:
    return _file(request, queries.guest_delivery(token))


@require_safe
@never_cache
def guest_proof(_request: HttpRequest, token: str) -> HttpResponse:
    return _proof(queries.guest_delivery(token))


def _page(request: HttpRequest, delivery: Delivery, here: str) -> HttpResponse:
    context = {
        "delivery": delivery,
        "clock": queries.row_clock(delivery),
        "to_retrieve": queries.retrievable(delivery, today=clock.today(clock.now())),
        "is_letter": delivery.channel == ChannelId.LETTER,
        "is_open": delivery.state in OPEN_STATES,
        "here": here,
    }
    response = render(request, "delivery/item.html", context)
    response["Referrer-Policy"] = "same-origin"  # the address of a guest is a secret
    return response


def _file(request: HttpRequest, delivery: Delivery) -> HttpResponseBase:
    """Only what counts as handed over: looking first and letting the clock wait is not possible."""
    if delivery.state not in OPEN_STATES:
        raise NotFound("Diese Datei können Sie erst öffnen, wenn Sie das Schreiben abgerufen haben.")
    return _files.document(request, delivery)


def _proof(delivery: Delivery) -> HttpResponse:
    if delivery.state not in OPEN_STATES:
        raise NotFound("Den Nachweis gibt es, sobald Sie das Schreiben abgerufen haben.")
    return _files.proof(delivery)
