"""The Servicekonto: overview, profile, consents, mandates, own data."""

import datetime as dt
import uuid
from typing import Any

from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from rathaus.foundation import clock
from rathaus.foundation.errors import Invalid
from rathaus.foundation.permissions.public import Actor
from rathaus.foundation.privacy import public as privacy
from rathaus.modules.accounts import fim
from rathaus.modules.accounts.domain import mandates as mandate_acts
from rathaus.modules.accounts.domain.record_consent import record_consent, revoke_consent
from rathaus.modules.accounts.domain.save_profile import save_profile
from rathaus.modules.accounts.enums import Side, Source, TrustLevel
from rathaus.modules.accounts.guards import account_required
from rathaus.modules.accounts.pages import DeleteForm, MandateForm, ProfileForm
from rathaus.modules.accounts.queries import consents, mandates_for, mandates_given, mandates_offered, prefill
from rathaus.modules.accounts.registry import panels, purpose_of, purposes, services
from rathaus.modules.accounts.types import MandateInfo, Value
from rathaus.web.components.lists import Row


def _me(request: HttpRequest) -> tuple[Actor, uuid.UUID]:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    if actor.id is None:
        raise TypeError("a page of the Servicekonto without an account")
    return actor, actor.id


@require_GET
@never_cache
@account_required
def overview(request: HttpRequest) -> HttpResponse:
    actor, me = _me(request)
    now = clock.now()
    shown = [(panel, panel.items(me, now)) for panel in panels()]
    acting_for = mandates_for(me, clock.today(now))
    return render(request, "accounts/overview.html", {"panels": shown, "name": actor.name, "acting_for": acting_for})


@require_http_methods(["GET", "POST"])
@never_cache
@account_required
def profile(request: HttpRequest) -> HttpResponse:
    actor, me = _me(request)
    values = prefill(me)
    form = ProfileForm(values, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            save_profile(account_id=me, values=form.cleaned_data, actor=actor, now=clock.now())
        except Invalid as error:
            _show(form, error)
        else:
            messages.success(request, "Ihre Angaben sind gespeichert.")
            return HttpResponseRedirect(reverse("accounts_profile"))
    rows = [Row(key=field.label, value=value.value, note=provenance(value)) for field, value in _known(values)]
    email = values.get(fim.EMAIL)
    return render(request, "accounts/profile.html", {"form": form, "rows": rows, "email": email.value if email else ""})


def provenance(value: Value) -> str:
    """`von Ihnen angegeben, nicht nachgewiesen`."""
    return f"{Source(value.source).label}, {_level(TrustLevel(value.trust_level))}"


def _level(level: TrustLevel) -> str:
    return str(level.label) if level is TrustLevel.NONE else f"nachgewiesen, Vertrauensniveau {level.label}"


def _known(values: dict[str, Value]) -> list[tuple[fim.Field, Value]]:
    return [(field, values[field.fim_id]) for field in fim.FIELDS if field.fim_id in values]


def _show(form: Any, error: Invalid) -> None:
    """The refusal of a use case beside the fields it names."""
    named = {name: text for name, text in error.fields.items() if name in form.fields}
    for name, text in named.items():
        form.add_error(name, text)
    if not named:
        form.add_error(None, str(error))


@require_GET
@never_cache
@account_required
def consent_list(request: HttpRequest) -> HttpResponse:
    _, me = _me(request)
    given = consents(me)
    in_force = {row.purpose: row for row in given if row.in_force}
    choices = [(purpose, in_force.get(purpose.key)) for purpose in purposes()]
    names = {purpose.key: purpose.title for purpose in purposes()}
    history = [(names.get(row.purpose, row.purpose), row) for row in given]
    unlisted = [row for row in given if row.in_force and row.purpose not in names]
    return render(request, "accounts/consents.html", {"choices": choices, "history": history, "unlisted": unlisted})


@require_POST
@account_required
def consent_change(request: HttpRequest) -> HttpResponse:
    actor, me = _me(request)
    key = request.POST.get("zweck", "")
    if "widerrufen" in request.POST:
        revoke_consent(account_id=me, purpose=key, actor=actor, now=clock.now())
        messages.success(request, "Ihre Einwilligung ist widerrufen. Das gilt ab jetzt.")
    elif purpose := purpose_of(key):
        record_consent(account_id=me, purpose=key, version=purpose.version, text=purpose.text, actor=actor, now=clock.now())
        messages.success(request, "Ihre Einwilligung ist gespeichert. Sie können sie jederzeit widerrufen.")
    return HttpResponseRedirect(reverse("accounts_consents"))


@require_http_methods(["GET", "POST"])
@never_cache
@account_required
def mandates(request: HttpRequest) -> HttpResponse:
    actor, me = _me(request)
    now = clock.now()
    form = MandateForm(services(), request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            mandate_acts.give_mandate(**form.cleaned_data, actor=actor, now=now)
        except Invalid as error:
            _show(form, error)
        else:
            messages.success(
                request,
                "Die Vollmacht ist erteilt. Sagen Sie der Person Bescheid: Sie muss sie in ihrem Servicekonto annehmen.",
            )
            return HttpResponseRedirect(reverse("accounts_mandates"))
    names = dict(services())
    given, offered = mandates_given(me), mandates_offered(request.user)  # type: ignore[arg-type]
    context = {
        "form": form,
        "given": [_shown_mandate(row, names, clock.today(now)) for row in given],
        "offered": [_shown_mandate(row, names, clock.today(now)) for row in offered],
    }
    return render(request, "accounts/mandates.html", context)


def _shown_mandate(row: MandateInfo, names: dict[str, str], day: dt.date) -> dict[str, Any]:
    """A mandate as both sides read it: for what, since when, where it stands, and what was done by it."""
    scope = names.get(row.service_key, f"Leistung {row.service_key}") if row.service_key else "alle Leistungen"
    state, level = "gilt", "success"
    if row.ended_at is not None:
        state, level = str(Side(row.ended_by).label) if row.ended_by else "beendet", "info"
    elif row.expired(day):
        state, level = "abgelaufen", "info"
    elif row.accepted_at is None:
        state, level = "noch nicht angenommen", "warning"
    elif day < row.valid_from:
        state = f"gilt ab {row.valid_from:%d.%m.%Y}"
    events = [(row.created_at, "erteilt"), (row.accepted_at, "angenommen")]
    events += [(use.at, f"benutzt: {use.title}, Vorgang {use.reference}") for use in row.uses]
    events += [(row.ended_at, state)]
    history = [(at, text) for at, text in events if at is not None]
    open_now = row.ended_at is None and not row.expired(day)
    return {"row": row, "scope": scope, "state": state, "level": level, "history": history, "open": open_now}


@require_POST
@account_required
def mandate_change(request: HttpRequest, mandate_id: uuid.UUID) -> HttpResponse:
    actor, _ = _me(request)
    if "annehmen" in request.POST:
        mandate_acts.accept_mandate(mandate_id=mandate_id, actor=actor, now=clock.now())
        messages.success(request, "Sie haben die Vollmacht angenommen.")
    else:
        mandate_acts.end_mandate(mandate_id=mandate_id, actor=actor, now=clock.now())
        messages.success(request, "Die Vollmacht gilt ab jetzt nicht mehr.")
    return HttpResponseRedirect(reverse("accounts_mandates"))


@require_http_methods(["GET", "POST"])
@never_cache
@account_required
def own_data(request: HttpRequest) -> HttpResponse:
    _, me = _me(request)
    if request.method == "POST":
        now = clock.now()
        content = privacy.person_pack(me, now=now)
        headers = {"Content-Disposition": f'attachment; filename="meine-daten-{clock.today(now):%Y-%m-%d}.zip"'}
        return HttpResponse(content, content_type="application/zip", headers=headers)
    return render(request, "accounts/own_data.html", {"areas": [entry.label for entry in privacy.registered()]})


@require_http_methods(["GET", "POST"])
@never_cache
@account_required
def delete(request: HttpRequest) -> HttpResponse:
    actor, me = _me(request)
    form = DeleteForm(request.user, request.POST or None)  # type: ignore[arg-type]
    if request.method == "POST" and form.is_valid():
        report = privacy.erase_person(me, actor=actor, now=clock.now())
        logout(request)
        return render(request, "accounts/deleted.html", {"report": report})
    return render(request, "accounts/delete.html", {"form": form})
