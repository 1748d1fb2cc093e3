"""A small catalogue: two files as the federation publishes them, and one described service."""

import csv
from pathlib import Path

from rathaus.modules.catalogue.domain.install_service import install_service

OZG = (
    ("10173", "Parken", "Kfz-Besitz", "Mobilität & Reisen"),
    ("10160", "Hundehaltung", "Tierhaltung", "Engagement & Hobby"),
    ("10038", "Kindergeld", "Geburt", "Familie & Kind"),
)
LEIKA = (
    ("99108001000000", "Bewohnerparkausweis", "2/3", "10173", "§ 45 StVO", "Straßenverkehrs-Ordnung", "StVO"),
    ("99108001001000", "Bewohnerparkausweis Erteilung", "2/3", "10173", "§ 45 StVO", "Straßenverkehrs-Ordnung", "StVO"),
    ("99108001020000", "Bewohnerparkausweis Verlängerung", "2/3", "10173", "§ 45 StVO", "Straßenverkehrs-Ordnung", "StVO"),
    ("99102013002000", "Hundesteuer Festsetzung", "4", "10160", "", "", ""),
    ("99041007017000", "Kindergeld Bewilligung", "1", "10038", "§ 62 EStG", "Einkommensteuergesetz", "EStG"),
)


def write_catalogue(folder: Path, *, ozg=OZG, leika=LEIKA) -> Path:
    for name, columns, rows in (
        ("ozg_services.csv", ("ozg_id", "name", "situation", "subject"), ozg),
        ("leika_services.csv", ("leika_key", "name", "type", "ozg_id", "legal_basis", "law", "law_short"), leika),
    ):
        with (folder / name).open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([columns, *rows])
    return folder


def service_data(**changes):
    return {
        "key": "99108001020000",
        "name": "Bewohnerparkausweis verlängern",
        "synonyms": ["Anwohnerparken verlängern"],
        "life_events": ["kfz-besitz"],
        "unit": "strassenverkehr",
        "channels": ["online", "counter", "paper"],
        "short": "Ihr Ausweis läuft ab.",
        "text": "Wir verlängern um ein Jahr.",
        "procedure": "Sie stellen den Antrag.",
        "documents": ["Fahrzeugschein", {"name": "Vollmacht", "text": "wenn nötig", "mandatory": False}],
        "deadline": "Vor dem Ablauf.",
        "promise_days": 3,
        "legal_basis": "§ 45 StVO",
        "fees": [{"kind": "fixed", "label": "ein Jahr", "cents": 3070, "legal_basis": "GebOSt"}],
        "prominence": 20,
    } | changes


def install(now, *, demo=True, source="Test", **changes):
    return install_service(data=service_data(**changes), source=source, demo=demo, now=now)
