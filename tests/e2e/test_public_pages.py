"""Every page a guest can reach without knowing an address: sound on a phone."""

import re

from django.test import Client
from django.urls import URLPattern, get_resolver

from tests.e2e.helpers import assert_sound


def plain_paths(patterns, prefix=""):
    """The addresses without parameters."""
    for entry in patterns:
        route = prefix + str(entry.pattern)
        if "<" in route or "(" in route or "^" in route:
            continue
        if isinstance(entry, URLPattern):
            yield "/" + route
        else:
            yield from plain_paths(entry.url_patterns, route)


PATHS = sorted({path for path in plain_paths(get_resolver().url_patterns) if not path.startswith(("/amt/", "/.well-known/"))})


def test_there_are_public_pages():
    assert {"/", "/impressum/", "/barriere-melden/"} <= set(PATHS)


def is_page(path):
    """A whole page, no redirect, no piece for htmx."""
    answer = Client(raise_request_exception=False).get(path, HTTP_ACCEPT="text/html")
    assert answer.status_code < 500, f"{path}: {answer.status_code}"
    return answer.status_code == 200 and answer.content[:15].lower() == b"<!doctype html>"


def test_pages_are_sound_on_a_phone(open_page):
    page, found, wrong = open_page(width=320), [], []
    for path in filter(is_page, PATHS):
        page.goto(path)
        found.append(path)
        try:
            assert_sound(page)
            assert page.locator("h1").count() == 1
            assert re.fullmatch(r".{3,} – .+", page.title())
        except AssertionError as error:
            wrong.append(f"{path}: {str(error)[:600]}")
    assert wrong == []
    assert len(found) >= 8
