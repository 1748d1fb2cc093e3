"""Two deliveries at once: what both of them touch stands as if one had come after the other."""

import contextlib
import threading
from collections.abc import Callable
from typing import Any

import pytest

from rathaus.modules.catalogue.domain import heed_responsibilities, refresh
from rathaus.modules.catalogue.domain.map_unit import map_unit
from rathaus.modules.catalogue.models import Responsibility, Service, SourceObject
from tests.modules.catalogue.test_editing import at_once
from tests.modules.catalogue.test_heed_responsibilities import HALLE, LAND, charge, office
from tests.modules.catalogue.test_import_objects import KEY, NOW, OTHER, land, leistung, take, text
from tests.modules.organisation.factories import authority, unit

pytestmark = pytest.mark.django_db(transaction=True)
SOON = 0.5  # seconds that one waits for the other in the middle of its work; with a lock the other never comes there


@pytest.fixture(autouse=True)
def _city() -> None:
    authority(name="Stadt Halle (Saale)")


def meeting(monkeypatch: pytest.MonkeyPatch, module: Any, name: str) -> None:
    """After this function of the module both threads wait for each other, so that each has read before the other writes."""
    original, barrier = getattr(module, name), threading.Barrier(2)

    def read_and_wait(*args: Any, **kwargs: Any) -> Any:
        found = original(*args, **kwargs)
        with contextlib.suppress(threading.BrokenBarrierError):
            barrier.wait(SOON)
        return found

    monkeypatch.setattr(module, name, read_and_wait)


def done(*works: Callable[[], Any]) -> None:
    assert None not in at_once(*works)  # None: it failed


def test_two_sources_that_touch_one_responsibility_leave_it_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """The one says it anew, the other brings a service that it names."""
    first, second = land(), land("municipal", "redaktion-stadt")
    both = charge(service=OTHER)
    held = both.item.responsibility
    named = held.__class__(
        id=held.id, services=(*held.services, leistung(keys=(KEY,)).item.keys[0]), territories=held.territories
    )
    both = both.__class__(both.item.__class__(owner_id=both.item.owner_id, responsibility=named))
    take(leistung("LB.7", keys=(OTHER,)), office(), both, source=first)
    assert Responsibility.objects.count() == 1
    meeting(monkeypatch, heed_responsibilities, "claims")
    done(lambda: take(office(name="Neues Amt"), source=first), lambda: take(leistung("LB.8"), source=second))
    rows = sorted(Responsibility.objects.values_list("service__key", "external_name"))
    assert rows == [(KEY, "Neues Amt"), (OTHER, "Neues Amt")]


def test_a_unit_mapped_while_its_source_delivers_leaves_one_row(monkeypatch: pytest.MonkeyPatch) -> None:
    unit("strassenverkehr")
    source = land()
    take(leistung(), office(), charge(), source=source)
    meeting(monkeypatch, heed_responsibilities, "claims")
    done(
        lambda: take(charge(places=(HALLE, LAND)), source=source),
        lambda: map_unit(source=source, value="OE.1", unit="strassenverkehr", now=NOW),
    )
    assert sorted(Responsibility.objects.values_list("territory", "unit_slug")) == [
        ("15", "strassenverkehr"),
        ("15002", "strassenverkehr"),
    ]


@pytest.mark.parametrize("known", [False, True])
def test_two_sources_that_describe_one_service_are_both_heard(monkeypatch: pytest.MonkeyPatch, *, known: bool) -> None:
    first, second = land(), land("federal", "redaktion-bund")
    if known:
        take(leistung("LB.0"), source=land("federal", "redaktion-alt"))
    meeting(monkeypatch, refresh, "layers_of")
    done(
        lambda: take(leistung(texts=(text("03", "Bewohnerparken"), text("06", "<p>Land</p>"))), source=first),
        lambda: take(leistung("LB.9", texts=(text("16", "<p>Bund</p>"),)), source=second),
    )
    said = {row.code: row.text for row in Service.objects.get(key=KEY).texts.all()}
    assert (said["06"], said["16"]) == ("<p>Land</p>", "<p>Bund</p>")


def test_the_same_delivery_twice_at_once_is_taken_once() -> None:
    source = land()
    deliver = lambda: take(leistung(), office(), charge(), source=source)  # noqa: E731
    done(deliver, deliver)
    assert SourceObject.objects.count() == 3
    assert Responsibility.objects.count() == 1
