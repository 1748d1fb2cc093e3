"""Long lists, a part at a time."""

from collections.abc import Sequence
from typing import Any

from rathaus.config.demo.deliveryservice.messages import Refused, Request

MOST, USUAL = 500, 100


def window(request: Request, name: str, entries: Sequence[Any]) -> dict[str, Any]:
    """The part that `offset` and `limit` ask for. Raises Refused with 400."""
    offset, limit = _number(request, "offset", 0, 2**31 - 1, 0), _number(request, "limit", 1, MOST, USUAL)
    shown = list(entries[offset : offset + limit])
    return {"count": len(shown), "offset": offset, "totalCount": len(entries), name: shown}


def _number(request: Request, name: str, least: int, most: int, usual: int) -> int:
    text = request.query.get(name)
    if text is None:
        return usual
    if not text.isascii() or not text.isdecimal() or not least <= int(text) <= most:
        raise Refused(400, "Bad Request", detail=f"{name} must be a number from {least} to {most}.")
    return int(text)
