"""Keys of rows: version 7, and in the order in which they were made."""

import time
import uuid

from rathaus.foundation import ids


def test_a_key_is_a_uuid_of_version_7_with_the_time_in_front(monkeypatch):
    monkeypatch.setattr(time, "time_ns", lambda: 0x0190_0000_0000 * 1_000_000 + 999_999)
    key = ids.new_id()
    assert (key.version, key.variant) == (7, uuid.RFC_4122)
    assert (key.int >> 80, key.int >> 64 & 0xFFF) == (0x0190_0000_0000, 0xFFF)
    assert ids.new_id() != key


def test_keys_of_one_millisecond_sort_as_they_were_made(monkeypatch):
    ticks = iter(range(1_800_000_000_000_000_000, 1_800_000_000_001_000_000, 1_000))
    monkeypatch.setattr(time, "time_ns", lambda: next(ticks))
    made = [ids.new_id() for _ in range(1_000)]
    assert made == sorted(made)
