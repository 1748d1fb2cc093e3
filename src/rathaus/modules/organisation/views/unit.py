"""An editor says how a unit can be visited and reached."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from rathaus.foundation import clock
from rathaus.foundation.errors import Conflict, NotFound
from rathaus.foundation.permissions.public import Scope, require
from rathaus.modules.organisation import rules
from rathaus.modules.organisation.details import read
from rathaus.modules.organisation.domain.describe_unit import describe_unit
from rathaus.modules.organisation.forms import UnitForm, initial_of
from rathaus.modules.organisation.models import Unit
from rathaus.modules.organisation.queries import NO_UNIT
from rathaus.web.context import actor_of


@require_http_methods(["GET", "POST"])
@never_cache
def edit(request: HttpRequest, unit_id: uuid.UUID) -> HttpResponse:
    now, actor = clock.now(), actor_of(request)
    require(actor, rules.DESCRIBE, today=clock.today(now))
    unit = Unit.objects.select_related("authority").filter(pk=unit_id).first()
    if unit is None:
        raise NotFound(NO_UNIT)
    require(actor, rules.DESCRIBE, scope=Scope(unit_id=unit_id), today=clock.today(now))
    form = UnitForm(request.POST or None, initial=initial_of(unit, read(unit.details)))
    present = None
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            describe_unit(
                unit_id=unit_id,
                details=form.details(),
                phone=data["phone"],
                email=data["email"],
                version=data["version"],
                actor=actor,
                now=now,
            )
        except Conflict as error:
            form = UnitForm(request.POST | {"version": str(unit.version)}, initial=form.initial)
            form.add_error(None, str(error))
            present = initial_of(unit, read(unit.details))
        else:
            messages.success(request, f"Die Angaben zu „{unit.name}“ sind gespeichert.")
            return HttpResponseRedirect(reverse("organisation"))
    shown = [(str(form.fields[name].label), present[name]) for name in form.changed_data if name in present] if present else []
    return render(request, "organisation/unit.html", {"form": form, "unit": unit, "present": shown})
