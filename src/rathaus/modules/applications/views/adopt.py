"""Taking a guest's draft along into the Servicekonto: asked once, done by POST, only in the browser that holds the draft."""

from collections.abc import Mapping

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from rathaus.foundation import clock
from rathaus.foundation.errors import Forbidden
from rathaus.foundation.permissions.public import ActorKind
from rathaus.modules.accounts import public as accounts
from rathaus.modules.applications import queries
from rathaus.modules.applications.domain.adopt_draft import adopt_draft, offered
from rathaus.modules.applications.enums import DraftState
from rathaus.modules.applications.views.desk import CITIZEN, actor_of
from rathaus.modules.applications.views.flow import opened_draft
from rathaus.modules.applications.views.holding import held
from rathaus.modules.forms import public as forms
from rathaus.web.components.lists import Row


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def adopt(request: HttpRequest, token: str) -> HttpResponse:
    """What goes along, and what the account could fill in."""
    actor = actor_of(request)
    if actor.kind is not ActorKind.CITIZEN:
        return accounts.to_sign_in(request, accounts.Realm.CITIZEN)
    opened = opened_draft(request, token, CITIZEN)
    if opened.draft.account_id == actor.id or opened.draft.state != DraftState.OPEN:
        return HttpResponseRedirect(CITIZEN.url("resume", token))
    if token not in held(request):
        raise Forbidden(
            "Öffnen Sie den Entwurf zuerst in diesem Browser, unter der Adresse, die Sie notiert haben. Dann nehmen Sie ihn mit."
        )
    if request.method == "POST":
        adopt_draft(token=token, fill="ausfuellen" in request.POST, actor=actor, now=clock.now())
        messages.success(request, "Der Entwurf gehört jetzt zu Ihrem Servicekonto.")
        return HttpResponseRedirect(CITIZEN.url("resume", token))
    context = {"draft": opened.draft, "rows": _rows(opened, *offered(opened.draft, actor)), "name": actor.name}
    return render(request, "applications/adopt.html", context)


def _rows(opened: queries.OpenDraft, answers: Mapping[str, str], told: Mapping[str, str]) -> list[Row]:
    pairs = [(opened.party_form, key, text) for key, text in told.items()]
    pairs += [(opened.form, key, text) for key, text in answers.items()]
    return [Row(key=forms.label_of(form, key), value=text) for form, key, text in pairs]
