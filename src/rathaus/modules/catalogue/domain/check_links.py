"""Look after the links of published texts: know which there are, and ask each of them now and then. Never blocks publishing."""

import datetime as dt
import hashlib
from collections import defaultdict
from typing import TYPE_CHECKING

from django.db import transaction

from rathaus.foundation.net import public as net
from rathaus.modules.catalogue.enums import LinkState
from rathaus.modules.catalogue.links import BROKEN_AFTER, ONLINE_PLACE, host_of, standing_links, state_after
from rathaus.modules.catalogue.models import LinkPlace, WebLink

if TYPE_CHECKING:
    import uuid

EVERY = dt.timedelta(days=7)
AGAIN = dt.timedelta(days=1)  # for one that failed
WATCHED = dt.timedelta(minutes=15)  # for an online service
SOON, LATEST = dt.timedelta(minutes=5), dt.timedelta(hours=1)  # for one that failed: sooner first, then twice as late each time
HOSTS = 20  # asked in one run, one address each: a host hears from us once a run
TIMEOUT = 10.0  # seconds for one request
MOST_BYTES = 256 * 1024  # of a page: more says nothing more
NO_HEAD = frozenset({400, 403, 404, 405, 406, 500, 501, 503})  # what servers say that know no HEAD: ask again with GET
CLOSED = frozenset({401, 403, 405, 429})  # an online service that answers so is there; it wants a sign-in, or no robot
BATCH = 500


def collect_links(*, now: dt.datetime) -> int:
    """Brings the table of links in line with what is published; gives the number of links. What was found at them stays."""
    places: dict[str, set[tuple[uuid.UUID, str]]] = defaultdict(set)
    for address, service_id, place in standing_links():
        places[address].add((service_id, place))
    with transaction.atomic():
        digests = {hashlib.sha256(address.encode()).hexdigest(): address for address in places}
        watched = {digest for digest, address in digests.items() if any(place == ONLINE_PLACE for _, place in places[address])}
        known = dict(WebLink.objects.values_list("sha256", "id"))
        new = [
            WebLink(url=address, sha256=digest, host=host_of(address), due_at=now)
            for digest, address in digests.items()
            if digest not in known
        ]
        WebLink.objects.bulk_create(new, batch_size=BATCH, ignore_conflicts=True)
        gone = [known[digest] for digest in known.keys() - digests.keys()]
        for start in range(0, len(gone), BATCH):
            WebLink.objects.filter(id__in=gone[start : start + BATCH]).delete()
        _watch(watched, now)
        LinkPlace.objects.all().delete()
        ids = dict(WebLink.objects.values_list("sha256", "id"))
        LinkPlace.objects.bulk_create(
            (
                LinkPlace(link_id=ids[digest], service_id=service_id, place=place)
                for digest, address in digests.items()
                for service_id, place in sorted(places[address], key=str)
            ),
            batch_size=BATCH,
        )
    return len(digests)


def _watch(digests: set[str], now: dt.datetime) -> None:
    """Those are asked every few minutes from now on, no others."""
    before = set(WebLink.objects.filter(watched=True).values_list("sha256", flat=True))
    for wanted, known, state in ((digests, before, True), (before, digests, False)):
        new = sorted(wanted - known)
        for start in range(0, len(new), BATCH):
            WebLink.objects.filter(sha256__in=new[start : start + BATCH]).update(watched=state, due_at=now)


def check_links(*, now: dt.datetime) -> int:
    """Asks at most one address of each host that is due, online services first; the number asked. Outside any transaction."""
    chosen: dict[str, WebLink] = {}
    for link in WebLink.objects.filter(due_at__lte=now).order_by("-watched", "due_at", "id")[: 50 * HOSTS]:
        chosen.setdefault(link.host, link)
        if len(chosen) == HOSTS:
            break
    for link in chosen.values():
        _keep(link, _ask(link.url), now=now)
    return len(chosen)


def _ask(url: str) -> net.Response | net.NetError:
    try:
        answer = net.request("HEAD", url, timeout=TIMEOUT, max_bytes=MOST_BYTES)
        if answer.status not in NO_HEAD:
            return answer
    except net.Refused as refused:
        return refused
    except net.NetError:
        pass  # some servers break off at HEAD
    try:
        return net.request("GET", url, timeout=TIMEOUT, max_bytes=MOST_BYTES)
    except net.TooLarge:
        return net.Response(status=200, headers={}, body=b"", url=url)  # it is there, and long
    except net.NetError as error:
        return error


def _keep(link: WebLink, answer: net.Response | net.NetError, *, now: dt.datetime) -> None:
    link.checked_at, link.reason, link.leads_to, link.status = now, "", "", None
    if isinstance(answer, net.Refused):
        link.state, link.reason, link.failures = LinkState.REFUSED, answer.reason[:200], 0
    elif isinstance(answer, net.NetError):
        link.failures = min(link.failures + 1, 1000)
        link.state = LinkState.BROKEN if link.failures >= BROKEN_AFTER else LinkState.SHAKY
        link.reason = answer.reason[:200]
    else:
        good = answer.ok or (link.watched and answer.status in CLOSED)
        link.failures = 0 if good else min(link.failures + 1, 1000)
        link.status, link.leads_to = answer.status, answer.url if answer.url != link.url else ""
        status = 200 if good else answer.status
        link.state = state_after(status, moved=bool(link.leads_to), failures=link.failures)
        if good:
            link.seen_at = now
    link.failing_since = (link.failing_since or now) if link.failures else None
    link.due_at = now + _pause(link)
    link.save(
        update_fields=[
            "state", "status", "leads_to", "reason", "failures", "checked_at", "seen_at", "due_at", "failing_since",
        ]
    )  # fmt: skip


def _pause(link: WebLink) -> dt.timedelta:
    if not link.watched:
        return AGAIN if link.failures else EVERY
    return min(SOON * 2 ** min(link.failures - 1, 10), LATEST) if link.failures else WATCHED
