"""The question tree as pages of links: one question a page, at most three, with a way back from each."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from rathaus.foundation.errors import NotFound
from rathaus.modules.catalogue import errands as tree
from rathaus.modules.catalogue import queries
from rathaus.modules.catalogue.bundles import leading_from


@require_safe
def errands(request: HttpRequest, theme: str = "", situation: str = "") -> HttpResponse:
    """Themes, the situations of one, the services of one. Five queries at most."""
    themes = tree.offered()
    if not theme:
        return render(request, "catalogue/errands.html", {"themes": themes})
    try:
        chosen = tree.theme_named(themes, theme)
        if not situation:
            return render(request, "catalogue/errands_theme.html", {"theme": chosen})
        met = chosen.situation(situation)
    except NotFound:
        raise Http404(theme) from None
    services = queries.names(met.services)
    offered = [services[key] for key in met.services if key in services]
    return render(
        request,
        "catalogue/errands_situation.html",
        {"theme": chosen, "situation": met, "services": offered, "bundles": leading_from(situation=situation)},
    )
