"""The organisation as staff see it: units, posts, who fills them, who looks after whom."""

import datetime as dt
import uuid
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from rathaus.foundation import clock
from rathaus.foundation.errors import Invalid
from rathaus.foundation.permissions.public import Actor, ActorKind, require
from rathaus.modules.organisation import rules
from rathaus.modules.organisation.domain.end_substitution import end_substitution
from rathaus.modules.organisation.domain.enter_substitution import enter_substitution
from rathaus.modules.organisation.overview import absent_choices, authorities_on, colleagues, substitutions_around
from rathaus.web.forms import DateField


class SubstitutionForm(forms.Form):
    absent = forms.ChoiceField(label="Wer ist abwesend?")
    substitute = forms.ChoiceField(label="Wer vertritt?")
    valid_from = DateField(label="Vom")
    valid_until = DateField(label="Bis einschließlich")

    def __init__(self, absent: list[tuple[str, str]], substitutes: list[tuple[str, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice: Any = self.fields["absent"]
        choice.choices = absent
        choice = self.fields["substitute"]
        choice.choices = [("", "Bitte wählen"), *substitutes]


def _staff(request: HttpRequest) -> Actor | None:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return actor if actor.kind is ActorKind.STAFF else None


def _to_sign_in(request: HttpRequest) -> HttpResponse:
    return HttpResponseRedirect(f"/amt/konto/login/?next={request.path}")


@require_http_methods(["GET", "POST"])
@never_cache
def organisation(request: HttpRequest) -> HttpResponse:
    actor = _staff(request)
    if actor is None:
        return _to_sign_in(request)
    now = clock.now()
    today = clock.today(now)
    require(actor, rules.VIEW, today=today)
    form = SubstitutionForm(absent_choices(actor, today), colleagues(actor, today), request.POST or None)
    if request.method == "POST" and form.is_valid() and _enter(form, actor, now):
        messages.success(request, "Die Vertretung ist eingetragen.")
        return HttpResponseRedirect(reverse("organisation"))
    context = {
        "form": form,
        "authorities": authorities_on(today, actor=actor),
        "substitutions": substitutions_around(actor, today),
        "today": today,
    }
    return render(request, "organisation/organisation.html", context)


def _enter(form: SubstitutionForm, actor: Actor, now: dt.datetime) -> bool:
    data = form.cleaned_data
    try:
        enter_substitution(
            absent_id=uuid.UUID(data["absent"]),
            substitute_id=uuid.UUID(data["substitute"]),
            valid_from=data["valid_from"],
            valid_until=data["valid_until"],
            actor=actor,
            now=now,
        )
    except Invalid as error:
        for name, text in (error.fields or {"": str(error)}).items():
            form.add_error(name or None, text)
        return False
    return True


@require_POST
def end(request: HttpRequest, substitution_id: uuid.UUID) -> HttpResponse:
    actor = _staff(request)
    if actor is None:
        return _to_sign_in(request)
    end_substitution(substitution_id=substitution_id, actor=actor, now=clock.now())
    messages.success(request, "Die Vertretung ist beendet.")
    return HttpResponseRedirect(reverse("organisation"))
