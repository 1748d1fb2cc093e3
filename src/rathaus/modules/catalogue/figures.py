"""Figures of the catalogue for the page of the councillor."""

import datetime as dt

from rathaus.foundation.statistics import public as statistics
from rathaus.modules.catalogue import queries


def online_share(now: dt.datetime) -> statistics.Reading:
    """Per life situation: described services with an online form, in per cent of the described ones. Four queries."""
    rows = tuple(
        statistics.Row(
            key=event.slug, label=event.name, value=statistics.share(event.online, event.described), count=event.described
        )
        for event in queries.life_events()
        if event.described
    )
    services = queries.completeness()
    online = sum(bool(service.online_slug or service.online_elsewhere) for service in services)
    return statistics.Reading(value=statistics.share(online, len(services)), count=len(services), rows=rows, as_of=now)


def complete_share(now: dt.datetime) -> statistics.Reading:
    """What the described services have, in per cent of them. One query."""
    services = queries.completeness()
    parts = (
        ("text", "Text", sum(service.has_text for service in services)),
        ("kosten", "Angabe zu den Kosten", sum(service.has_fee for service in services)),
        ("kosten-geprueft", "Kosten geprüft", sum(service.has_fee and not service.fees_unchecked for service in services)),
        ("stelle", "zuständige Stelle", sum(service.unit_id is not None for service in services)),
        ("papier", "Papierformular", sum(service.has_paper for service in services)),
        ("online", "Onlineantrag", sum(bool(service.online_slug or service.online_elsewhere) for service in services)),
    )
    rows = tuple(
        statistics.Row(key=key, label=label, value=statistics.share(number, len(services)), count=number)
        for key, label, number in parts
    )
    return statistics.Reading(value=float(len(services)), count=len(services), rows=rows, as_of=now)


statistics.register(
    statistics.Figure(
        key=statistics.ONLINE_SHARE,
        title="Was online geht, nach Lebenslage",
        definition=(
            "Gezählt werden die Leistungen, die die Stadt selbst beschreibt. „Online“ heißt: der ganze Antrag lässt sich hier "
            "im Portal oder bei einem Onlinedienst stellen, zu dem wir führen, ohne Ausdruck. Eine Leistung kann zu mehreren "
            "Lebenslagen gehören; die Zeile „Gesamt“ zählt sie einmal."
        ),
        compute=online_share,
        source="Leistungskatalog der Stadt, im Augenblick des Abrufs",
        unit="%",
        about_people=False,
        row_title="Lebenslage",
    )
)
statistics.register(
    statistics.Figure(
        key="leistungen-vollstaendig",
        title="Wie vollständig die Leistungen beschrieben sind",
        definition=(
            "Gesamt: Zahl der Leistungen, die die Stadt selbst beschreibt. Die Zeilen sagen, wie viel Prozent davon einen Text, "
            "eine Angabe zu den Kosten, eine zuständige Stelle, ein Papierformular oder einen Onlineantrag haben. "
            "„Kosten geprüft“ heißt: jede Angabe wurde mit Quelle und Datum geprüft."
        ),
        compute=complete_share,
        source="Leistungskatalog der Stadt, im Augenblick des Abrufs",
        unit="",
        about_people=False,
        row_title="Angabe (in Prozent)",
    )
)
