"""The main navigation: modules register their entries, the chrome draws those the person may use."""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from django.urls import NoReverseMatch, get_urlconf, reverse

from rathaus.foundation.permissions.public import Actor, ActorKind, allowed


class Realm(StrEnum):
    """Which half of the house a page belongs to."""

    CITIZEN = "citizen"
    STAFF = "staff"


@dataclass(frozen=True, slots=True)
class NavItem:
    """One entry.

    `right` (declared with `permissions.declare`) hides it from those who hold the right nowhere, `signed_in` from guests.
    """

    realm: str
    label: str
    url_name: str
    order: int = 100
    right: str | None = None
    signed_in: bool = False


@dataclass(frozen=True, slots=True)
class NavLink:
    label: str
    url: str
    current: bool


_ITEMS: dict[tuple[str, str], NavItem] = {}


def register(*items: NavItem) -> None:
    """Called by a module's `navigation.py`. A second registration of the same realm and URL name replaces the first."""
    for item in items:
        _ITEMS[item.realm, item.url_name] = item


_HELP: dict[tuple[str, str], NavItem] = {}


def register_help(*items: NavItem) -> None:
    """Ways to help in the footer of a realm's pages; the page one comes from goes along as `?seite=`, without its secrets.

    `order`, `right` and `signed_in` do not count there: help is for everybody.
    """
    for item in items:
        _HELP[item.realm, item.url_name] = item


def help_links(realm: str) -> list[tuple[str, str]]:
    """Label and address of the registered ways to help, in the order of registration."""
    found = ((item.label, address_of(item)) for item in _HELP.values() if item.realm == realm)
    return [(label, url) for label, url in found if url]


def items() -> list[NavItem]:
    return [*_ITEMS.values(), *_HELP.values()]


@lru_cache(maxsize=256)
def _reverse(url_name: str, urlconf: str | None) -> str | None:
    try:
        return reverse(url_name, urlconf)
    except NoReverseMatch:
        return None


def address_of(item: NavItem) -> str | None:
    """None for an entry that leads nowhere: `web.checks` finds it, a page goes on without it."""
    return _reverse(item.url_name, get_urlconf())


def realm_of(path: str) -> Realm:
    """Staff pages stand under `/amt/`, everything else belongs to citizens."""
    return Realm.STAFF if path.startswith("/amt/") else Realm.CITIZEN


def links(*, realm: str, actor: Actor, path: str, today: dt.date) -> list[NavLink]:
    """The entries this person may use, in their order; at most one is current: the longest address the path starts with."""
    entries = [item for item in _ITEMS.values() if item.realm == realm]
    entries.sort(key=lambda item: (item.order, item.label))
    guest = actor.kind is ActorKind.GUEST
    shown = [
        (item.label, url)
        for item in entries
        if not (item.signed_in and guest)
        and (item.right is None or allowed(actor, item.right, today=today))
        and (url := address_of(item))
    ]
    inside = [url for _, url in shown if path == url or (url not in {"/", "/amt/"} and path.startswith(url))]
    current = max(inside, key=len, default=None)
    return [NavLink(label, url, url == current) for label, url in shown]
