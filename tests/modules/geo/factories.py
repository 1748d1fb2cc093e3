"""A small list of territories and a small register of streets."""

import datetime as dt
from pathlib import Path

from rathaus.modules.geo.domain.install_places import install_places

HALLE = "150020000000"
DAY = dt.date(2026, 11, 20)
LINES = (
    "010010000000,Kleinstadt am Meer,",
    "064350014014,Hanau,",
    "064355001001,Dorf in der Gemeinschaft,",
    "150020000000,Halle (Saale),",
    "031519501501,Heide (gemeindefrei),",
    "020000000000,Hamburg,",
    "021010101101,Altstadt OT 101,Stadt-/Ortsteil bzw. Stadtbezirk",
)


def write_list(folder: Path, *lines: str, day: str = "2024-10-31") -> Path:
    path = folder / f"schluessel_rs_{day}.csv"
    path.write_text("\n".join(["SCHLUESSEL,Bezeichnung,Hinweis", *(lines or LINES)]) + "\n", encoding="utf-8")
    return path


def square(west: float, south: float, east: float, north: float) -> list:
    return [[[[west, south], [east, south], [east, north], [west, north]]]]


def places(**changes):
    return {
        "ars": HALLE,
        "source": "Test",
        "district": [{"slug": "nord", "name": "Nord"}, {"slug": "sued", "name": "Süd"}],
        "area": [
            {"slug": "nord", "name": "Umriss Nord", "district": "nord", "rings": square(11, 51, 12, 52)},
            {"slug": "sued", "name": "Umriss Süd", "district": "sued", "rings": square(11, 50, 12, 51)},
            {"slug": "zone", "name": "Zone", "rings": square(11.4, 51.4, 11.6, 51.6)},
        ],
        "street": [
            {
                "name": "Große Ulrichstraße",
                "ranges": [
                    {"from": "1", "to": "12a", "district": "nord", "point": [51.5, 11.5]},
                    {"from": "12b", "to": "40", "side": "even", "district": "nord", "point": [51.9, 11.5]},
                    {"from": "13", "to": "41", "side": "odd", "district": "sued", "point": [50.5, 11.5]},
                ],
            },
            {"name": "Am Südhang", "district": "sued", "point": [50.1, 11.1]},
        ],
    } | changes


def install(now, **changes):
    return install_places(data=places(**changes), now=now)
