"""Report a barrier: from every page of both realms, signed in or not."""

import datetime as dt

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from rathaus.foundation import clock, ids
from rathaus.foundation.abuse import public as abuse
from rathaus.foundation.mail import public as mail
from rathaus.web.errors import error_page
from rathaus.web.site import site

HOURLY = 10
NO_ADDRESS = "Hier ist noch keine Adresse für Ihre Meldung eingetragen. Rufen Sie uns bitte an."


class BarrierForm(forms.Form):
    """`key` makes a second submission of the same page the same message; `website` is filled by robots alone."""

    page = forms.CharField(label="Auf welcher Seite?", max_length=500, help_text="Adresse oder Name der Seite")
    text = forms.CharField(
        label="Was hindert Sie?",
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text="Schreiben Sie auch, womit Sie unsere Seiten bedienen, zum Beispiel Tastatur, Vorlesehilfe oder Vergrößerung.",
    )
    email = forms.EmailField(
        label="Ihre E-Mail-Adresse",
        required=False,
        help_text="Nur wenn Sie eine Antwort wünschen",
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    key = forms.CharField(widget=forms.HiddenInput, max_length=64)
    website = forms.CharField(required=False, widget=forms.HiddenInput)


def message_of(data: dict[str, str], *, now: dt.datetime) -> str:
    lines = (
        f"Gemeldet am {clock.local(now):%d.%m.%Y um %H:%M} Uhr",
        f"Seite: {data['page']}",
        f"Antwort an: {data['email'] or 'keine Antwort gewünscht'}",
        "",
        data["text"],
    )
    return "\n".join(lines)


def _send(data: dict[str, str], *, to: str, now: dt.datetime) -> None:
    mail.send(to=to, subject="Barriere gemeldet", text=message_of(data, now=now), key=f"barrier:{data['key']}", now=now)


@require_http_methods(["GET", "HEAD", "POST"])
def report_barrier(request: HttpRequest) -> HttpResponse:
    """Goes as one mail to the operator's contact for accessibility (Feedback-Mechanismus)."""
    to = site().accessibility_email
    if request.method != "POST":
        initial = {"page": request.GET.get("seite", "")[:500], "key": ids.token()}
        return render(request, "web/legal/barrier.html", {"form": BarrierForm(initial=initial) if to else None})
    if not to:
        return error_page(request, status=503, text=NO_ADDRESS)
    form = BarrierForm(request.POST)
    if form.is_valid() and not abuse.hit(request, "barrier", HOURLY, dt.timedelta(hours=1)):
        form.add_error(None, "Von Ihrem Anschluss kamen gerade viele Meldungen. Versuchen Sie es in einer Stunde noch einmal.")
    if not form.is_valid():
        return render(request, "web/legal/barrier.html", {"form": form}, status=422)
    if not form.cleaned_data["website"]:
        _send(form.cleaned_data, to=to, now=clock.now())
    messages.success(request, "Danke. Ihre Meldung ist bei uns angekommen.")
    return redirect(request.path)
