"""Fetch what a source has changed, page by page, and take it over."""

import datetime as dt
import os
from urllib.parse import urljoin, urlsplit

from rathaus.foundation.errors import Invalid
from rathaus.foundation.net import public as net
from rathaus.foundation.permissions.public import SYSTEM, Actor
from rathaus.modules.catalogue.domain.import_objects import Taken, import_objects
from rathaus.modules.catalogue.models import Source
from rathaus.standards import pvog, xzufi

MOST_PAGES = 5_000
MOST_BYTES = 64 * 1024 * 1024


def token_name(source: Source) -> str:
    """The environment variable with the bearer token of a source: secrets stand in no database."""
    return f"RATHAUS_FEED_TOKEN_{source.slug.upper().replace('-', '_')}"


def harvest(*, source: Source, now: dt.datetime, actor: Actor = SYSTEM, pages: int = MOST_PAGES) -> Taken:
    """Follows the source from where it stopped last until it says that everything was sent.

    Each page is read to its end before it is taken over, and its successor is kept with it: after a break the next harvest goes
    on there. Raises Invalid where the source answers with anything else than a page.
    """
    url = source.next_url or source.feed_url
    if not url:
        raise Invalid(
            f"Die Quelle {source.slug} hat keine Adresse. Tragen Sie sie ein: rathaus catalogue source {source.slug} --url ..."
        )
    total = Taken()
    for _ in range(pages):
        page = _page(source, url)
        operations = _operations(source, page, url)
        following = urljoin(url, page.next_url) if page.next_url else ""
        if following and urlsplit(following).netloc != urlsplit(source.feed_url).netloc:
            raise Invalid(
                f"{source.slug} verweist auf einen anderen Rechner ({urlsplit(following).netloc}); das wird nicht befolgt."
            )
        total.add(import_objects(source=source, operations=operations, now=now, actor=actor))
        if following:
            source.next_url = following
            source.save(update_fields=["next_url"])
        if page.complete or not following or following == url:
            return total
        url = following
    return total


def _page(source: Source, url: str) -> pvog.Page:
    token = os.environ.get(token_name(source), "")
    headers = {"accept": "application/json"} | ({"authorization": f"Bearer {token}"} if token else {})
    try:
        answer = net.request("GET", url, headers=headers, timeout=120, max_bytes=MOST_BYTES)
    except net.NetError as error:
        raise Invalid(f"{source.slug} ist nicht zu erreichen ({error}). Der nächste Abruf macht dort weiter.") from error
    if not answer.ok:
        hint = f" Prüfen Sie {token_name(source)}." if answer.status in {401, 403} else ""
        raise Invalid(f"{source.slug} antwortet mit {answer.status}.{hint}")
    try:
        return pvog.read_page(answer.body)
    except pvog.PvogError as error:
        raise Invalid(f"{source.slug} sendet keine Seite eines Bereitstelldienstes ({error}).") from error


def _operations(source: Source, page: pvog.Page, url: str) -> list[xzufi.Operation]:
    try:
        return list(page.reader() or ())
    except xzufi.XzufiError as error:
        raise Invalid(f"Es wurde nichts von dieser Seite übernommen. {source.slug}, {url}: {error}") from error
