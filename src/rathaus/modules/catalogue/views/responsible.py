"""Who is responsible for your address? Works without JavaScript and remembers nothing.

The address travels in the body of a POST, never in a URL, and is only looked up. The answer is a redirect that names the
rule that decided, not the address: it may be bookmarked, and reloading asks nothing again. There is no session and no
token, so that the pages stay the same for everybody; a foreign site that sends this form learns nothing, because nothing
changes.
"""

import datetime as dt
import uuid
from collections.abc import Iterable
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from rathaus.foundation import clock
from rathaus.foundation.abuse import public as abuse
from rathaus.modules.catalogue import queries
from rathaus.modules.catalogue.addresses import split_tail
from rathaus.modules.catalogue.enums import PlaceOf, Slot
from rathaus.modules.catalogue.forms import ResponsibleForm
from rathaus.modules.catalogue.models import Service
from rathaus.modules.catalogue.responsibility import rows
from rathaus.modules.catalogue.responsibility.matching import Facts
from rathaus.modules.catalogue.responsibility.resolve import Resolution, resolve
from rathaus.modules.catalogue.responsibility.shown import bodies_of
from rathaus.modules.geo import public as geo

MOST_ROWS = 10
NOBODY = "keine"
PROBLEMS = {
    "no_street": ("street", "Geben Sie den Namen der Straße an."),
    "unknown_street": ("street", "Diese Straße steht nicht in unserem Verzeichnis. Prüfen Sie die Schreibweise."),
    "ambiguous": ("street", "Diese Anschrift ist bei uns nicht eindeutig. Rufen Sie bitte die 115 an."),
    "no_number": ("number", "Geben Sie auch die Hausnummer an."),
    "unknown_number": ("number", "Diese Hausnummer kennen wir nicht. Prüfen Sie sie, oder rufen Sie die 115 an."),
}


@csrf_exempt
@sensitive_post_parameters()
@never_cache
@require_http_methods(["GET", "POST"])
def responsible(request: HttpRequest, tail: str) -> HttpResponse:
    """`/leistungen/<slug>-<key>/zustaendig/`: the form, and with `?z=` the answer."""
    key = split_tail(tail)
    service = Service.objects.filter(key=key, valid_until=None).first() if key else None
    if service is None:
        raise Http404(tail)
    day = clock.today(clock.now())
    base = Facts(queries.home_ars())
    found = rows.at([service.key], base.ars, day).get(service.key, [])
    needs = resolve(found, base, day).in_charge.needs
    form = ResponsibleForm(needs, request.POST if request.method == "POST" else None)
    if request.method == "POST":
        abuse.require_hit(request, "catalogue.responsible", 60, 60)
        if form.is_valid() and (facts := _facts(form, base, day)) is not None:
            answer = urlencode({"z": _winners(resolve(found, facts, day)) or [NOBODY]}, doseq=True)
            return redirect(f"{_address(service)}?{answer}")
    asked = request.GET.getlist("z")[:MOST_ROWS]
    context = {
        "service": service,
        "service_url": reverse("service", args=[f"{service.slug}-{service.key}"]),
        "form": form,
        "needs": needs,
        "bodies": bodies_of(rows.by_ids(service.key, _ids(asked))) if asked else [],
        "nobody": asked == [NOBODY],
    }
    return render(request, "catalogue/responsible.html", context, status=422 if form.errors else 200)


def _winners(found: Resolution) -> list[str]:
    """The rules that decided, the one in charge first, then those for some; none where nobody is in charge."""
    some = [str(row.id) for row in found.in_charge.for_some]
    if found.in_charge.winner is None:
        return some
    bodies = [answer.winner for (_role, slot), answer in found.answers.items() if answer.winner and slot == Slot.BODY]
    first, *others = (str(row.id) for row in sorted(bodies, key=lambda row: row is not found.in_charge.winner))
    return [first, *some, *others]


def _address(service: Service) -> str:
    return reverse("responsible", args=[f"{service.slug}-{service.key}"])


def _ids(texts: Iterable[str]) -> list[uuid.UUID]:
    found = []
    for entry in texts:
        try:
            found.append(uuid.UUID(entry))
        except ValueError:
            continue
    return found


def _facts(form: ResponsibleForm, base: Facts, day: dt.date) -> Facts | None:
    """What the form says; None where the address is not found, with the error beside its field."""
    data = form.cleaned_data
    place = None
    if "street" in data:
        located = geo.locate(f"{data['street']} {data['number']}", ars=base.ars, day=day)
        if located.problem:
            field, message = PROBLEMS[located.problem]
            meant = f" Meinten Sie: {', '.join(located.suggestions)}?" if located.suggestions else ""
            form.add_error(field, message + meant)
            return None
        place = located.place
    kind = PlaceOf(data["place_of"]) if "place_of" in data else None
    return Facts(base.ars, place=place, name=data.get("name"), place_of=kind)
