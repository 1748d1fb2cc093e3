"""Polygons as well-known binary, and whether a point lies in one. No library: integers of 1e-7 degree decide exactly.

Only polygons and multipolygons, longitude before latitude (EPSG:4326), two dimensions. The edge rule is half open: of two
areas that share an edge, exactly one contains a point on it.
"""

import itertools
import math
import struct
from collections.abc import Iterator, Sequence

E7 = 10_000_000
POLYGON, MULTIPOLYGON = 3, 6
MOST_POINTS = 200_000

Point = tuple[int, int]  # longitude, latitude in 1e-7 degree
Ring = list[Point]
Shape = list[list[Ring]]  # polygons, each an outer ring and its holes


class ShapeError(ValueError):
    """The bytes or numbers are no polygon; the text says why, in German."""


def from_degrees(polygons: Sequence[Sequence[Sequence[Sequence[float]]]]) -> Shape:
    """Polygons as GeoJSON writes the coordinates of a MultiPolygon. Raises ShapeError."""
    return [[_ring([(_e7(lon), _e7(lat)) for lon, lat in ring]) for ring in polygon] for polygon in polygons]


def _e7(degrees: float) -> int:
    if not isinstance(degrees, int | float) or not math.isfinite(degrees):
        raise ShapeError("eine Koordinate ist keine Zahl")
    return round(degrees * E7)


def _ring(points: Ring) -> Ring:
    if any(abs(lon) > 180 * E7 or abs(lat) > 90 * E7 for lon, lat in points):
        raise ShapeError("eine Koordinate liegt nicht auf der Erde (Länge vor Breite, in Grad)")
    if points and points[0] != points[-1]:
        points = [*points, points[0]]
    if len(set(points)) < 3:
        raise ShapeError("eine Fläche braucht mindestens drei verschiedene Punkte")
    return points


def to_wkb(shape: Shape) -> bytes:
    """Little endian; one polygon as Polygon, several as MultiPolygon."""
    parts = [_polygon_wkb(polygon) for polygon in shape]
    return parts[0] if len(parts) == 1 else struct.pack("<BII", 1, MULTIPOLYGON, len(parts)) + b"".join(parts)


def _polygon_wkb(polygon: list[Ring]) -> bytes:
    out = [struct.pack("<BII", 1, POLYGON, len(polygon))]
    for ring in polygon:
        out.append(struct.pack("<I", len(ring)))
        out += [struct.pack("<dd", lon / E7, lat / E7) for lon, lat in ring]
    return b"".join(out)


def from_wkb(data: bytes) -> Shape:
    """Both byte orders. Raises ShapeError for anything but a whole polygon or multipolygon of two dimensions."""
    reader = _Reader(data)
    kind, order = reader.head()
    if kind == POLYGON:
        shape = [reader.polygon(order)]
    elif kind == MULTIPOLYGON:
        shape = list(reader.polygons(order))
    else:
        raise ShapeError("nur Polygon und MultiPolygon mit zwei Dimensionen werden gelesen")
    if reader.at != len(data) or not shape:
        raise ShapeError("nach der Fläche folgen weitere Bytes, oder sie ist leer")
    return shape


class _Reader:
    def __init__(self, data: bytes) -> None:
        self.data = bytes(data)
        self.at = 0

    def take(self, layout: str) -> tuple[float, ...]:
        try:
            found = struct.unpack_from(layout, self.data, self.at)
        except struct.error:
            raise ShapeError("die Bytes enden vor der Fläche") from None
        self.at += struct.calcsize(layout)
        return found

    def head(self) -> tuple[int, str]:
        order = {0: ">", 1: "<"}.get(int(self.take("B")[0]))
        if order is None:
            raise ShapeError("die Bytefolge ist weder 0 noch 1")
        return int(self.take(f"{order}I")[0]), order

    def number(self, order: str) -> int:
        number = int(self.take(f"{order}I")[0])
        if number > MOST_POINTS:
            raise ShapeError(f"mehr als {MOST_POINTS} Teile")
        return number

    def polygon(self, order: str) -> list[Ring]:
        rings = []
        for _ in range(self.number(order)):
            count = self.number(order)
            numbers = self.take(f"{order}{2 * count}d")
            rings.append(_ring([(_e7(numbers[at]), _e7(numbers[at + 1])) for at in range(0, 2 * count, 2)]))
        if not rings:
            raise ShapeError("eine Fläche hat keinen Rand")
        return rings

    def polygons(self, order: str) -> Iterator[list[Ring]]:
        for _ in range(self.number(order)):
            kind, inner = self.head()
            if kind != POLYGON:
                raise ShapeError("in der Sammlung steht etwas anderes als eine Fläche")
            yield self.polygon(inner)


def bounds(shape: Shape) -> tuple[int, int, int, int]:
    """West, south, east, north."""
    points = [point for polygon in shape for ring in polygon for point in ring]
    lons, lats = [lon for lon, _ in points], [lat for _, lat in points]
    return min(lons), min(lats), max(lons), max(lats)


def contains(shape: Shape, lon: int, lat: int) -> bool:
    """Even-odd over all rings of each polygon, so that holes are outside."""
    return any(_inside(polygon, lon, lat) for polygon in shape)


def _inside(polygon: list[Ring], lon: int, lat: int) -> bool:
    inside = False
    for ring in polygon:
        for (x1, y1), (x2, y2) in itertools.pairwise(ring):
            if (y1 <= lat) != (y2 <= lat):
                # strictly left of the edge, by its cross product in integers
                cross = (x2 - x1) * (lat - y1) - (lon - x1) * (y2 - y1)
                if cross > 0 if y2 > y1 else cross < 0:
                    inside = not inside
    return inside
