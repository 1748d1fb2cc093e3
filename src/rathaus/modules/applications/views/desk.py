"""The same pages for three desks: the citizen's, the counter's, and that of a letter. Addresses, frame and channel differ."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse

from rathaus.foundation.errors import NotFound
from rathaus.foundation.permissions.public import Actor
from rathaus.modules.applications.models import Draft


@dataclass(frozen=True, slots=True)
class Desk:
    name: str
    frame: str
    channel: str
    prefix: str

    def url(self, view: str, token: str, *args: str) -> str:
        return reverse(f"applications:{self.prefix}{view}", args=[token, *args])

    def page_url(self, token: str, page_id: str, *, back: bool = False) -> str:
        if page_id == "pruefen":
            return self.url("review", token)
        return self.url("page", token, page_id) + (f"?{urlencode({'zurueck': 'pruefen'})}" if back else "")

    def demand(self, draft: Draft) -> None:
        """A letter's draft lies on its own desk alone, and no other draft there. Raises NotFound."""
        if (draft.case_id is not None) != (self.channel == "paper"):
            raise NotFound("Diese Seite gibt es an diesem Platz nicht. Öffnen Sie den Antrag dort, wo er begonnen wurde.")


CITIZEN = Desk("citizen", "web/citizen.html", "online", "")
OFFICE = Desk("office", "web/office.html", "counter", "office_")
LETTER = Desk("letter", "web/office.html", "paper", "letter_")


def actor_of(request: HttpRequest) -> Actor:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return actor
