"""The measurement of a large catalogue end to end runs, with a tiny one; no time is asserted here."""

import pytest
from bench.catalogue import make_mixed, name_at, run

from rathaus.modules.catalogue.exchange.reading import open_delivery


def test_made_names_are_the_same_every_time_and_differ():
    names = [name_at(at) for at in range(200)]
    assert names == [name_at(at) for at in range(200)]
    assert len(set(names)) > 150


def test_a_delivery_is_read_without_a_finding(tmp_path):
    make_mixed(tmp_path / "x.xml", 30)
    delivery = open_delivery(tmp_path / "x.xml")
    assert (delivery.count, delivery.findings) == (30, ())


@pytest.mark.slow
def test_every_row_runs():
    found = {result.name: result for result in run(objects=(20, 60), services=40, requests=5)}
    assert len(found) == 8
    taken = next(result for name, result in found.items() if "taken over: one" in name)
    assert taken.ours > 0
    assert "6 services, 42 responsibilities" in taken.note
    assert not [result for result in found.values() if "GROWS" in result.note]
    assert "10 asked" in found["kept service page from 2 workers, one"].note
