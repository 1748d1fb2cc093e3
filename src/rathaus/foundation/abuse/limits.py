"""Counting acts per source and window of time: one statement an act, the same on both databases."""

import datetime as dt
import hashlib
import hmac
import math
import os
from dataclasses import dataclass
from functools import lru_cache

from django.db import connection
from django.http import HttpRequest

from rathaus.foundation import clock
from rathaus.foundation.abuse.client import client_network
from rathaus.foundation.abuse.models import Counter, DailyKey
from rathaus.foundation.errors import Invalid

_COUNT = """
INSERT INTO abuse_counter (source, slot, count, expires_at) VALUES (%s, %s, 1, %s)
ON CONFLICT (source, slot) DO UPDATE SET count = abuse_counter.count + 1
RETURNING count, (SELECT before.count FROM abuse_counter AS before WHERE before.source = %s AND before.slot = %s)
"""


class TooMany(Invalid):
    """The limit is reached; the text says when to come back."""

    status = 429


def hit(request: HttpRequest, bucket: str, limit: int, window: dt.timedelta | int, *, key: str | None = None) -> bool:
    """Counts one act and says whether it is within `limit` acts per `window` (seconds or a timedelta): True means go on.

    The source is the client's network, or `key` where the act aims at something (an e-mail address): both only as a
    keyed hash. The window slides: acts of the last one count by the share of it that still lies within reach.
    """
    return count(bucket, client_network(request) if key is None else f"key:{key}", window=window, now=clock.real_now()) <= limit


def require_hit(request: HttpRequest, bucket: str, limit: int, window: dt.timedelta | int, *, key: str | None = None) -> None:
    """As `hit`; raises TooMany over the limit."""
    if not hit(request, bucket, limit, window, key=key):
        minutes = max(1, int(_seconds(window)) // 60)
        raise TooMany(
            f"Das war sehr oft in kurzer Zeit. Warten Sie {minutes} Minuten und versuchen Sie es dann noch einmal."
            if minutes > 1
            else "Das war sehr oft in kurzer Zeit. Warten Sie eine Minute und versuchen Sie es dann noch einmal."
        )


@dataclass(frozen=True, slots=True)
class Allowance:
    """What is left of a limit: acts in the present window, and the seconds until the window ends."""

    limit: int
    remaining: int
    reset: int
    within: bool


def allowance(request: HttpRequest, bucket: str, limit: int, window: dt.timedelta | int) -> Allowance:
    """As `hit`, for interfaces that tell the client what it has left."""
    now = clock.real_now()
    used = count(bucket, client_network(request), window=window, now=now)
    seconds = _seconds(window)
    reset = max(1, math.ceil(seconds - now.timestamp() % seconds))
    return Allowance(limit=limit, remaining=max(0, limit - used), reset=reset, within=used <= limit)


def count(bucket: str, source: str, *, window: dt.timedelta | int, now: dt.datetime) -> int:
    """Counts one act of this source; the number of acts within the sliding window, this one included, rounded down."""
    seconds = _seconds(window)
    slot, inside = divmod(now.timestamp(), seconds)
    name = _hashed(f"{bucket}|{seconds:g}|{source}", now)
    expires = now + dt.timedelta(seconds=2 * seconds)
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, [name, int(slot), connection.ops.adapt_datetimefield_value(expires), name, int(slot) - 1])
        current, before = cursor.fetchone()
    return int(current + (before or 0) * (1 - inside / seconds))


def _seconds(window: dt.timedelta | int) -> float:
    return window.total_seconds() if isinstance(window, dt.timedelta) else float(window)


def _hashed(text: str, now: dt.datetime) -> str:
    return hmac.new(_key_of(clock.today(now)), text.encode(), hashlib.sha256).hexdigest()


def _key_of(day: dt.date) -> bytes:
    return _cached_key(day, str(connection.settings_dict["NAME"]))


@lru_cache(maxsize=4)
def _cached_key(day: dt.date, database: str) -> bytes:
    del database  # part of the cache key: tests change databases within one process
    row, _ = DailyKey.objects.get_or_create(day=day, defaults={"secret": os.urandom(32)})
    return bytes(row.secret)


def sweep(*, now: dt.datetime) -> int:
    """Deletes what has expired and the keys of past days. How many counters."""
    DailyKey.objects.filter(day__lt=clock.today(now)).delete()
    gone, _ = Counter.objects.filter(expires_at__lt=now).delete()
    return gone
