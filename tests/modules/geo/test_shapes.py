"""Polygons: read, written, and exactly one area for each point of a divided ground."""

import contextlib
import itertools
import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rathaus.modules.geo.shapes import E7, ShapeError, bounds, contains, from_degrees, from_wkb, to_wkb
from tests.modules.geo.factories import square

DEGREES = st.floats(-1, 11, allow_nan=False).map(lambda value: round(value, 7))
CUTS = st.lists(st.floats(0.1, 9.9).map(lambda value: round(value, 3)), min_size=1, max_size=5, unique=True).map(sorted)


def at(shape, lon, lat):
    return contains(shape, round(lon * E7), round(lat * E7))


@given(CUTS, st.sampled_from([0.0, 3.3, 5.0, 10.0]), DEGREES)
def test_of_neighbours_exactly_one_contains_a_point(cuts, lat, lon):
    """A ground from 0 to 10 in strips: points on a shared edge too. The upper and right rim of the ground belong to nobody."""
    edges = [0.0, *cuts, 10.0]
    strips = [from_degrees(square(west, 0, east, 10)) for west, east in itertools.pairwise(edges)]
    for where in (lon, *edges):
        inside = 0 <= where < 10 and 0 <= lat < 10
        assert sum(at(strip, where, lat) for strip in strips) == int(inside)


def test_slanted_edges_are_shared_too():
    left = from_degrees([[[[0, 0], [10, 10], [0, 10]]]])
    right = from_degrees([[[[0, 0], [10, 0], [10, 10]]]])
    for lon in range(10):
        for lat in range(10):
            assert at(left, lon, lat) + at(right, lon, lat) == 1


def test_a_hole_is_outside():
    ring = from_degrees([[*square(0, 0, 10, 10)[0], *square(4, 4, 6, 6)[0]]])
    assert at(ring, 1, 1)
    assert not at(ring, 5, 5)
    assert bounds(ring) == (0, 0, 10 * E7, 10 * E7)


@given(st.lists(st.tuples(DEGREES, DEGREES), min_size=3, max_size=8, unique=True), st.integers(1, 3))
def test_written_and_read_again(points, count):
    shape = from_degrees([[points]] * count)
    assert from_wkb(to_wkb(shape)) == shape


def test_both_byte_orders():
    points = [(0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 0.0)]
    data = struct.pack(">BII", 0, 3, 1) + struct.pack(">I", 4) + b"".join(struct.pack(">dd", *point) for point in points)
    assert from_wkb(data) == from_degrees([[points]])


@given(st.binary(max_size=120))
def test_any_bytes_are_a_shape_or_refused(data):
    with contextlib.suppress(ShapeError):
        assert from_wkb(data)


@pytest.mark.parametrize(
    "spoil",
    [
        lambda data: data[:-1],
        lambda data: data + b"\0",
        lambda data: b"\2" + data[1:],
        lambda data: data[:1] + struct.pack("<I", 1) + data[5:],
        lambda data: data[:5] + struct.pack("<I", 2**32 - 1) + data[9:],
        lambda data: data[:9] + struct.pack("<I", 2**31) + data[13:],
        lambda data: data[:13] + struct.pack("<d", float("nan")) + data[21:],
        lambda data: data[:13] + struct.pack("<d", 1e300) + data[21:],
        lambda data: data[:13] + data[13:29] * 5,
        lambda _data: b"",
    ],
)
def test_spoiled_bytes_are_refused(spoil):
    with pytest.raises(ShapeError):
        from_wkb(spoil(to_wkb(from_degrees(square(0, 0, 1, 1)))))
