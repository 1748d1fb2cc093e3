"""The hosted page of the demonstration provider. It behaves as another company's page would, faults included."""

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from rathaus.foundation import clock
from rathaus.foundation.errors import NotFound
from rathaus.modules.payments.contrib.demo.models import DemoState, DemoTransaction
from rathaus.modules.payments.contrib.demo.notify import send_notice
from rathaus.modules.payments.contrib.demo.provider import OPEN_FOR, press

# button -> new state, how many messages to the merchant, whether the visitor is led back
BUTTONS: dict[str, tuple[DemoState | None, int, bool]] = {
    "bezahlen": (DemoState.PAID, 1, True),
    "abbrechen": (DemoState.ABORTED, 1, True),
    "ablaufen": (DemoState.EXPIRED, 1, True),
    "schliessen": (None, 0, False),
    "verlieren": (DemoState.PAID, 0, False),
    "doppelt": (DemoState.PAID, 2, True),
}
LEFT = {
    "schliessen": "Sie haben das Fenster geschlossen, ohne zu bezahlen. Die Stadt erfährt davon nichts.",
    "verlieren": "Sie haben bezahlt, und die Rückmeldung ging verloren. Die Stadt fragt in spätestens einer Minute selbst nach.",
}


@never_cache
@require_http_methods(["GET", "POST"])
def page(request: HttpRequest, reference: str) -> HttpResponse:
    found = DemoTransaction.objects.filter(pk=reference).first() if settings.RATHAUS_DEMO else None
    if found is None:
        raise NotFound("Diese Demo-Zahlung gibt es nicht. Beginnen Sie die Zahlung noch einmal.")
    if found.state == DemoState.PENDING and clock.now() - found.opened_at > OPEN_FOR:
        press(found.pk, DemoState.EXPIRED)
        found.refresh_from_db()
    if request.method == "GET":
        return render(request, "payments/demo.html", {"page": found, "open": found.state == DemoState.PENDING, "minutes": 30})
    button = request.POST.get("knopf", "")
    state, notices, leads_back = BUTTONS.get(button, BUTTONS["schliessen"])
    if state is not None:
        _press(found, state, notices)
    if leads_back:
        return redirect(found.return_url)
    return render(request, "payments/demo_left.html", {"text": LEFT.get(button, LEFT["schliessen"])})


def _press(found: DemoTransaction, state: DemoState, notices: int) -> None:
    with transaction.atomic():
        if press(found.pk, state):
            for _ in range(notices):
                send_notice.enqueue(found.pk)
