"""What machines ask the catalogue for. Public, without cookies."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from rathaus.foundation import clock
from rathaus.modules.catalogue.exchange import offering
from rathaus.standards import pvog, xzufi

VERSIONS = {str(version): version for version in (xzufi.Version.V220, xzufi.Version.V231)}


@require_safe
def feed(request: HttpRequest) -> HttpResponse:
    """`GET /leistungen/xzufi/?index=N&version=2.3.1`: what changed after position N, in the envelope that PVOG harvests.

    `xzufiObjekte` is a transfer message; `naechsteAnfrageUrl` is to be followed until `vollstaendig`.
    """
    index, version = request.GET.get("index", "0"), request.GET.get("version", "2.3.1")
    if not (index.isascii() and index.isdigit() and len(index) < 16):
        return JsonResponse({"fehler": "index ist eine ganze Zahl ab 0."}, status=400)
    if version not in VERSIONS:
        return JsonResponse({"fehler": f"version ist eine von {', '.join(VERSIONS)}."}, status=400)
    page = offering.page(after=int(index))
    header = xzufi.Header(product="Rathaus", maker="Rathaus", created_at=clock.now())
    losses: list[xzufi.Loss] = []
    message = b"".join(xzufi.write_transfer(page.operations, header=header, version=VERSIONS[version], losses=losses))
    following = f"{reverse('catalogue-xzufi')}?index={page.position}&version={version}"
    sent = pvog.Page(message, page.complete, page.position, request.build_absolute_uri(following))
    response = HttpResponse(pvog.write_page(sent), content_type="application/json")
    response["Cache-Control"] = "public, max-age=60"
    return response
