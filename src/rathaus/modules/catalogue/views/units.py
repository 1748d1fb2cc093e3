"""The offices of the city: which there are, where, when open, how to reach, what they do."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from rathaus.foundation import clock, text
from rathaus.foundation.errors import NotFound
from rathaus.modules.catalogue import queries
from rathaus.modules.organisation import public as organisation

ACCESS = {
    "step_free": "stufenlos",
    "lift": "Aufzug",
    "toilet": "barrierefreies WC",
    "parking": "Behindertenparkplatz",
    "guidance": "Leitsystem für blinde Menschen",
    "induction_loop": "Induktionsschleife",
    "sign_language": "Gebärdensprache nach Anmeldung",
}


@require_safe
def units(request: HttpRequest) -> HttpResponse:
    """All units of all authorities, with a filter by name and by "open now". Two queries."""
    now = clock.now()
    asked = text.clean(request.GET.get("q", ""))[:100]
    only_open = request.GET.get("offen") == "ja"
    found = organisation.units(clock.today(now))
    authorities = organisation.get_authorities()
    states = organisation.open_states(found, authorities=authorities, now=now)
    wanted = text.match_key(asked)
    groups: dict[str, list[dict[str, object]]] = {}
    for unit in found:
        if (wanted and wanted not in text.match_key(unit.name)) or (only_open and not states[unit.id].is_open):
            continue
        groups.setdefault(authorities[unit.authority_id].name, []).append({"unit": unit, "state": states[unit.id]})
    context = {"groups": list(groups.items()), "asked": asked, "only_open": only_open}
    return render(request, "catalogue/units.html", context)


@require_safe
def unit(request: HttpRequest, slug: str) -> HttpResponse:
    """One unit. Five queries at most."""
    now = clock.now()
    today = clock.today(now)
    try:
        found = organisation.find_unit(slug, day=today)
    except NotFound:
        raise Http404(slug) from None
    authority = organisation.get_authorities([found.authority_id])[found.authority_id]
    details = organisation.details_of(found)
    access = details.accessibility
    known = [(label, getattr(access, name)) for name, label in ACCESS.items() if getattr(access, name) is not None]
    context = {
        "unit": found,
        "authority": authority,
        "details": details,
        "state": organisation.open_state(details, land=authority.land, now=now),
        "week": organisation.week(details, land=authority.land, first=today),
        "addresses": [(kind_label(address.kind), address) for address in details.addresses],
        "payment": [str(organisation.PaymentKind(kind).label) for kind in details.payment],
        "there": [label for label, value in known if value],
        "not_there": [label for label, value in known if not value],
        "services": queries.services_of_unit(found.id, day=today),
        "most_services": queries.MOST_OF_UNIT,
    }
    return render(request, "catalogue/unit.html", context)


def kind_label(kind: str) -> str:
    return str(organisation.AddressKind(kind).label)
