"""The same pages for two desks: the citizen's and the counter's. Addresses, frame and channel differ, nothing else."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse

from rathaus.foundation.permissions.public import Actor


@dataclass(frozen=True, slots=True)
class Desk:
    name: str
    frame: str
    channel: str

    def url(self, view: str, token: str, *args: str) -> str:
        prefix = "" if self.name == "citizen" else "office_"
        return reverse(f"applications:{prefix}{view}", args=[token, *args])

    def page_url(self, token: str, page_id: str, *, back: bool = False) -> str:
        if page_id == "pruefen":
            return self.url("review", token)
        return self.url("page", token, page_id) + (f"?{urlencode({'zurueck': 'pruefen'})}" if back else "")


CITIZEN = Desk("citizen", "web/citizen.html", "online")
OFFICE = Desk("office", "web/office.html", "counter")


def actor_of(request: HttpRequest) -> Actor:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return actor
