"""The address of a service: `/leistungen/<slug>-<key>/` and what lies below it."""

import re

TAIL = re.compile(r"(?:(?P<slug>.*?)-)?(?P<key>99\d{12}|local:[a-z0-9-]+)", re.DOTALL)
_PAGE = re.compile(r"/leistungen/(?P<tail>[^/]+)/")


def split_tail(tail: str) -> str:
    """The key in `<slug>-<key>`; empty where there is none."""
    match = TAIL.fullmatch(tail)
    return match["key"] if match else ""


def key_at(path: str) -> str:
    """The key of the service whose page, or a page below it, this path is; else empty. Whether it exists is not asked."""
    match = _PAGE.match(path)
    return split_tail(match["tail"]) if match else ""
