"""Addresses of this room. Citizens' draft pages carry no CSRF token: see `_unguessable`."""

from collections.abc import Callable

from django.http import HttpResponse
from django.urls import URLPattern, include, path
from django.views.decorators.csrf import csrf_exempt

from rathaus.modules.accounts import public as accounts
from rathaus.modules.applications import rules
from rathaus.modules.applications.views import adopt, bundle, counter, flow, letter, review, start
from rathaus.modules.applications.views.desk import CITIZEN, LETTER, OFFICE

View = Callable[..., HttpResponse]


def _unguessable(view: View) -> View:
    """The address itself is a secret of 160 bits that no foreign page can know: a stronger proof than a token in the page.

    So a page that lay open while the session ended can still be sent, and nothing typed is lost.
    """
    return csrf_exempt(view)


def _staff(view: View) -> View:
    return accounts.staff_required(rules.COUNTER)(view)  # type: ignore[return-value]


def _flow(base: str, prefix: str, desk: object, guard: Callable[[View], View]) -> list[URLPattern]:
    extra = {"desk": desk}
    return [
        path(f"{base}<str:token>/", flow.resume if prefix == "" else guard(flow.resume), extra, name=f"{prefix}resume"),
        path(f"{base}<str:token>/pruefen/", guard(review.review), extra, name=f"{prefix}review"),
        path(f"{base}<str:token>/gesendet/", guard(review.sent), extra, name=f"{prefix}sent"),
        path(f"{base}<str:token>/gespeichert/", guard(flow.saved), extra, name=f"{prefix}saved"),
        path(f"{base}<str:token>/kopie.pdf", guard(review.copy), extra, name=f"{prefix}copy"),
        path(f"{base}<str:token>/<slug:page_id>/", guard(flow.page), extra, name=f"{prefix}page"),
    ]


def _post_room(view: View) -> View:
    return accounts.staff_required(rules.POST_ROOM)(view)  # type: ignore[return-value]


citizen = [
    path("antrag/e/<str:token>/uebernehmen/", adopt.adopt, name="adopt"),
    path("antrag/e/<str:token>/adresse/", review.address, {"desk": CITIZEN}, name="address"),
    *_flow("antrag/e/", "", CITIZEN, _unguessable),
    path("antraege/gemeinsam/", bundle.prepare, name="prepare"),
    path("antraege/gemeinsam/<str:token>/", bundle.overview, name="bundle"),
    path("antrag/<slug:slug>/", start.start, name="start"),
    path("antrag/<slug:slug>/papier.pdf", start.paper, name="paper"),
    path("konto/entwuerfe/", start.drafts, name="drafts"),
]
office = [
    path("amt/antraege/neu/", counter.counter, name="counter"),
    path("amt/posteingang/", counter.post_room, name="post_room"),
    path("amt/antraege/e/<str:token>/unterschrift.pdf", counter.signed_summary, {"desk": OFFICE}, name="office_signed_summary"),
    *_flow("amt/antraege/e/", "office_", OFFICE, _staff),
    path("amt/briefe/<uuid:case_id>/", letter.begin, name="letter"),
    path("amt/briefe/<uuid:case_id>/scan/<str:sha256>/", letter.scan, name="letter_scan"),
    path("amt/briefe/e/<str:token>/", _post_room(flow.resume), {"desk": LETTER}, name="letter_resume"),
    path("amt/briefe/e/<str:token>/pruefen/", _post_room(letter.review), {"desk": LETTER}, name="letter_review"),
    path("amt/briefe/e/<str:token>/gesendet/", _post_room(letter.sent), {"desk": LETTER}, name="letter_sent"),
    path("amt/briefe/e/<str:token>/gespeichert/", _post_room(letter.saved), {"desk": LETTER}, name="letter_saved"),
    path("amt/briefe/e/<str:token>/<slug:page_id>/", _post_room(flow.page), {"desk": LETTER}, name="letter_page"),
]
urlpatterns = [path("", include((citizen + office, "applications")))]
