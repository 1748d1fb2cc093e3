"""What of an address may be told to others: on pages behind an unguessable address, not the secret in it."""

import re
from urllib.parse import urlsplit

from django.http import HttpRequest
from django.urls import Resolver404, resolve

SECRET = frozenset({"token", "key", "uidb36", "reference"})
_LONG = re.compile(r"[A-Za-z0-9_-]{20,}")
HIDDEN = "..."
LONGEST = 200  # characters


def came_from(request: HttpRequest) -> str:
    """The page a person comes from, as far as it may be told: `?seite=`, else the house's own page that linked here; or empty."""
    path = request.GET.get("seite", "")
    if not path:
        try:
            referrer = urlsplit(request.headers.get("referer", ""))
        except ValueError:  # "http://[": no address at all
            return ""
        path = referrer.path if referrer.netloc == request.get_host() else ""
    if not path.startswith("/") or len(path) > LONGEST:
        return ""
    try:
        hidden = {str(value) for name, value in resolve(path).kwargs.items() if name in SECRET and value}
    except Resolver404:
        return _LONG.sub(HIDDEN, path)
    for value in hidden:
        path = path.replace(value, HIDDEN)
    return path


def tellable(request: HttpRequest) -> str:
    """The path with every secret part as `...`; whoever reads it learns which page it was and cannot open it."""
    match, path = getattr(request, "resolver_match", None), request.path
    if match is None:
        return _LONG.sub(HIDDEN, path)
    for name, value in match.kwargs.items():
        if name in SECRET and value:
            path = path.replace(str(value), HIDDEN)
    return path
