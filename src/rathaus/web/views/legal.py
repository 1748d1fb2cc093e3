"""Imprint, privacy, accessibility, easy language, sign language: the operator's data in our words."""

import datetime as dt

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from rathaus.foundation import clock
from rathaus.web.site import site


@require_safe
def imprint(request: HttpRequest) -> HttpResponse:
    """§ 5 DDG, § 18 Abs. 2 MStV."""
    return render(request, "web/legal/imprint.html")


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """Art. 13 DSGVO."""
    return render(request, "web/legal/privacy.html")


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """Richtlinie (EU) 2016/2102, Art. 7; the model statement of Durchführungsbeschluss (EU) 2018/1523."""
    return render(request, "web/legal/accessibility.html")


@require_safe
def easy_language(request: HttpRequest) -> HttpResponse:
    return render(request, "web/legal/easy_language.html")


@require_safe
def sign_language(request: HttpRequest) -> HttpResponse:
    return render(request, "web/legal/sign_language.html")


@require_safe
def security_txt(request: HttpRequest) -> HttpResponse:
    """RFC 9116; not there until the operator names a contact."""
    contact = site().security_contact
    if not contact:
        raise Http404
    expires = (clock.now() + dt.timedelta(days=180)).replace(hour=0, minute=0, second=0, microsecond=0)
    lines = (
        f"Contact: {contact}",
        f"Expires: {expires.isoformat().replace('+00:00', 'Z')}",
        "Preferred-Languages: de, en",
        f"Canonical: {settings.RATHAUS_BASE_URL}{request.path}",
    )
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
