"""`/demo/post/`: the mails of the demonstration, so that nobody needs a mailbox of their own to play it."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from rathaus.foundation.mail import demo_mailbox


@require_safe
@never_cache
def mailbox(request: HttpRequest) -> HttpResponse:
    """Raises Http404 outside a demonstration."""
    _demonstration_only()
    return render(request, "mail/mailbox.html", {"mails": demo_mailbox.newest()})


@require_safe
@never_cache
def one_mail(request: HttpRequest, name: str) -> HttpResponse:
    """Raises Http404 where there is no such mail, or outside a demonstration."""
    _demonstration_only()
    mail = demo_mailbox.read(name)
    if mail is None:
        raise Http404
    return render(request, "mail/mail.html", {"mail": mail})


def _demonstration_only() -> None:
    if not settings.RATHAUS_DEMO:
        raise Http404
