"""The desk of the data protection officer: who looked at what, and what each part of the house keeps."""

import uuid
from collections.abc import Iterable

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from rathaus.foundation import clock
from rathaus.foundation.audit import public as audit
from rathaus.foundation.permissions.public import Actor, ActorKind
from rathaus.foundation.privacy import public as privacy
from rathaus.modules.accounts import rules
from rathaus.modules.accounts.guards import staff_required
from rathaus.modules.organisation import public as organisation

KINDS = [("case", "Vorgang"), ("document", "Dokument"), ("account", "Servicekonto"), ("delivery", "Zustellung")]
PURPOSE = "Auswertung des Zugriffsprotokolls durch den Datenschutz"


class ViewLogForm(forms.Form):
    kind = forms.ChoiceField(label="Wozu", choices=KINDS)
    number = forms.UUIDField(label="Kennung", help_text="Die lange Kennung aus der Adresse der Seite")


@require_GET
@never_cache
@staff_required(rules.DATA_PROTECTION)
def desk(request: HttpRequest) -> HttpResponse:
    form = ViewLogForm(request.GET if "number" in request.GET else None)
    rows: list[tuple[object, ...]] | None = None
    if form.is_bound and form.is_valid():
        rows = _views(request.actor, form.cleaned_data["kind"], form.cleaned_data["number"])  # type: ignore[attr-defined]
    areas = [(entry.label, "ja", "ja" if entry.retention else "nein") for entry in privacy.registered()]
    return render(request, "accounts/data_protection.html", {"form": form, "rows": rows, "areas": areas})


def _views(actor: Actor, kind: str, number: uuid.UUID) -> list[tuple[object, ...]]:
    now = clock.now()
    subject = audit.Subject(kind, number)
    found = audit.views_of(subject, actor=actor, today=clock.today(now))
    audit.record_view(actor=actor, subject=subject, purpose=PURPOSE, now=now)
    names = _names(view.actor for view in found)
    return [(f"{clock.local(view.at):%d.%m.%Y, %H:%M} Uhr", names.get(view.actor, view.actor), view.purpose) for view in found]


def _names(labels: Iterable[str]) -> dict[str, str]:
    """Persons of the organisation by the label of their acts; others stay labels (no names of citizens here)."""
    ids: dict[str, uuid.UUID] = {}
    for label in labels:
        kind, _, number = label.partition(":")
        if kind == ActorKind.STAFF and number != "-":
            ids[label] = uuid.UUID(number)
    people = organisation.get_persons(ids.values())
    return {label: people[number].name for label, number in ids.items() if number in people}
