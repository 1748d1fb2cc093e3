"""Rate limits: exact at the limit, sliding, without raw addresses, together under threads."""

import datetime as dt
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, connections
from django.test import RequestFactory, override_settings
from hypothesis import given
from hypothesis import strategies as st

from rathaus.foundation.abuse import limits
from rathaus.foundation.abuse import public as abuse
from rathaus.foundation.abuse.client import client_network
from rathaus.foundation.abuse.models import Counter, DailyKey

T0 = dt.datetime(2026, 11, 20, 12, 0, tzinfo=dt.UTC)


def request(address="203.0.113.7", forwarded=None):
    headers = {"X-Forwarded-For": forwarded} if forwarded is not None else {}
    return RequestFactory().post("/", REMOTE_ADDR=address, headers=headers)


@pytest.mark.django_db
def test_the_limit_is_exact_and_per_source_and_bucket():
    assert [abuse.hit(request(), "a", 3, 3600) for _ in range(5)] == [True, True, True, False, False]
    assert abuse.hit(request("203.0.113.8"), "a", 3, 3600)
    assert abuse.hit(request(), "b", 3, 3600)
    assert abuse.hit(request(), "a", 3, 3600, key="someone@example.org")


@pytest.mark.django_db
def test_over_the_limit_the_refusal_says_when_to_come_back():
    abuse.require_hit(request(), "a", 1, dt.timedelta(minutes=5))
    with pytest.raises(abuse.TooMany, match="Warten Sie 5 Minuten") as refusal:
        abuse.require_hit(request(), "a", 1, dt.timedelta(minutes=5))
    assert refusal.value.status == 429


@pytest.mark.django_db
def test_the_window_slides():
    hour = dt.timedelta(hours=1)
    for _ in range(10):
        limits.count("a", "x", window=hour, now=T0 + dt.timedelta(minutes=59))
    assert limits.count("a", "x", window=hour, now=T0 + dt.timedelta(minutes=60)) == 11  # all ten still within reach
    assert limits.count("a", "x", window=hour, now=T0 + dt.timedelta(minutes=90)) == 7  # two, and half of ten
    assert limits.count("a", "x", window=hour, now=T0 + dt.timedelta(minutes=180)) == 1


@pytest.mark.django_db
def test_no_row_holds_the_address_and_the_key_of_yesterday_goes():
    limits.count("a", "203.0.113.7", window=60, now=T0)
    first = Counter.objects.get().source
    assert "203" not in first
    limits.count("a", "203.0.113.7", window=60, now=T0 + dt.timedelta(days=1))
    assert Counter.objects.exclude(source=first).count() == 1  # another day, another hash
    assert limits.sweep(now=T0 + dt.timedelta(days=1)) == 1
    assert list(DailyKey.objects.values_list("day", flat=True)) == [dt.date(2026, 11, 21)]


@pytest.mark.django_db
def test_a_hit_costs_one_query_once_the_key_is_known(django_assert_num_queries):
    abuse.hit(request(), "a", 3, 3600)
    with django_assert_num_queries(1):
        abuse.hit(request(), "a", 3, 3600)


@pytest.mark.django_db(transaction=True)
def test_threads_lose_no_hit():
    limits.count("a", "warm", window=3600, now=T0)

    def one(_):
        try:
            return limits.count("a", "x", window=3600, now=T0)
        finally:
            connections.close_all()

    if connection.vendor == "sqlite" and connection.is_in_memory_db():
        results = [one(number) for number in range(16)]
    else:
        with ThreadPoolExecutor(4) as pool:
            results = list(pool.map(one, range(16)))
    assert sorted(results) == list(range(1, 17))


@pytest.mark.parametrize(
    ("proxies", "address", "forwarded", "expected"),
    [
        (0, "203.0.113.7", "198.51.100.1", "203.0.113.7"),  # what the client writes counts for nothing
        (1, "10.0.0.1", "198.51.100.1", "198.51.100.1"),
        (1, "10.0.0.1", "1.2.3.4, 198.51.100.1", "198.51.100.1"),
        (2, "10.0.0.1", "9.9.9.9, 198.51.100.1, 10.0.0.2", "198.51.100.1"),
        (2, "10.0.0.1", "198.51.100.1", "10.0.0.1"),  # fewer entries than proxies: not believed
        (0, "2001:db8:1:2:3:4:5:6", None, "2001:db8:1:2::/64"),
        (0, "::ffff:203.0.113.7", None, "203.0.113.7"),
        (1, "10.0.0.1", "<script>", "unknown"),
        (0, "", None, "unknown"),
    ],
)
def test_the_network_of_the_client(proxies, address, forwarded, expected):
    with override_settings(RATHAUS_TRUSTED_PROXIES=proxies):
        assert client_network(request(address, forwarded)) == expected


@given(st.text(max_size=60), st.integers(0, 3))
def test_no_header_breaks_the_reading(header, proxies):
    made = RequestFactory().get("/", REMOTE_ADDR="203.0.113.7")
    made.META["HTTP_X_FORWARDED_FOR"] = header
    with override_settings(RATHAUS_TRUSTED_PROXIES=proxies):
        assert client_network(made)
