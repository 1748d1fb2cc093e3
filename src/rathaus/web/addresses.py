"""What of an address may be told to others: on pages behind an unguessable address, not the secret in it."""

import re

from django.http import HttpRequest

SECRET = frozenset({"token", "key", "uidb36", "reference"})
_LONG = re.compile(r"[A-Za-z0-9_-]{20,}")
HIDDEN = "..."


def tellable(request: HttpRequest) -> str:
    """The path with every secret part as `...`; whoever reads it learns which page it was and cannot open it."""
    match, path = getattr(request, "resolver_match", None), request.path
    if match is None:
        return _LONG.sub(HIDDEN, path)
    for name, value in match.kwargs.items():
        if name in SECRET and value:
            path = path.replace(str(value), HIDDEN)
    return path
