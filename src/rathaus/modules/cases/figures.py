"""The figures of the cases for the public: how long it took, how often a promise was missed."""

import datetime as dt
from collections import defaultdict

from rathaus.foundation import clock
from rathaus.foundation.permissions.public import Secrecy, with_class
from rathaus.foundation.statistics import public as statistics
from rathaus.modules.cases.enums import ANSWERED
from rathaus.modules.cases.models import Case

WINDOW = dt.timedelta(days=365)


def _decided(now: dt.datetime) -> list[tuple[str, str, dt.datetime, dt.datetime, int, dt.date | None]]:
    """Cases decided in the last twelve months; blocked ones do not count, not even in a sum."""
    rows = Case.objects.filter(decided_at__gt=now - WINDOW, decided_at__lte=now).exclude(with_class(Secrecy.BLOCKED))
    fields = ("service_key", "title", "received_at", "decided_at", "waited_days", "promise_due")
    return list(rows.order_by("title").values_list(*fields))


def processing_days(now: dt.datetime) -> statistics.Reading:
    groups: dict[tuple[str, str], list[float]] = defaultdict(list)
    for key, title, received, decided, waited, _due in _decided(now):
        days = (clock.today(decided) - clock.today(received)).days - waited
        groups[key, title].append(max(0, days))
    every = [value for values in groups.values() for value in values]
    rows = statistics.rows_of((key, title, values) for (key, title), values in groups.items())
    return statistics.Reading(value=statistics.median(every), count=len(every), rows=rows, as_of=now)


def missed_deadlines(now: dt.datetime) -> statistics.Reading:
    groups: dict[tuple[str, str], list[bool]] = defaultdict(list)
    for key, title, _received, decided, _waited, due in _decided(now):
        groups[key, title].append(due is not None and clock.today(decided) > due)
    rows = tuple(
        statistics.Row(key=key, label=title, value=statistics.share(sum(missed), len(missed)), count=len(missed))
        for (key, title), missed in groups.items()
    )
    every = [value for values in groups.values() for value in values]
    return statistics.Reading(value=statistics.share(sum(every), len(every)), count=len(every), rows=rows, as_of=now)


def answer_days(now: dt.datetime) -> statistics.Reading:
    rows = Case.objects.filter(closed_at__gt=now - WINDOW, closed_at__lte=now, outcome=ANSWERED)
    groups: dict[tuple[str, str], list[float]] = defaultdict(list)
    fields = ("title", "received_at", "closed_at", "waited_days")
    for title, received, closed, waited in rows.exclude(with_class(Secrecy.BLOCKED)).order_by("title").values_list(*fields):
        groups[title, title].append(max(0, (clock.today(closed) - clock.today(received)).days - waited))
    every = [value for values in groups.values() for value in values]
    named = statistics.rows_of((key, title, values) for (key, title), values in groups.items())
    return statistics.Reading(value=statistics.median(every), count=len(every), rows=named, as_of=now)


statistics.register(
    statistics.Figure(
        key="antwort-tage",
        title="So schnell antworten wir auf Anfragen",
        definition=(
            "Mittlerer Wert (Median) der Kalendertage vom Eingang einer Anfrage bis zur Antwort, für Anfragen, die in den "
            "letzten zwölf Monaten beantwortet wurden, und wie viele es waren. Tage, "
            "an denen wir auf eine Rückmeldung gewartet haben, zählen nicht mit."
        ),
        compute=answer_days,
        source="Vorgänge: Eingang, Antwort, Wartezeit",
        unit="Tage",
        row_title="Art der Anfrage",
    )
)
statistics.register(
    statistics.Figure(
        key=statistics.PROCESSING_DAYS,
        title="So lange dauert es",
        definition=(
            "Mittlerer Wert (Median) der Kalendertage vom Eingang bis zur Entscheidung, für Anträge, über die in den letzten "
            "zwölf Monaten entschieden wurde. Tage, an denen wir auf eine Antwort der antragstellenden Person gewartet haben, "
            "zählen nicht mit."
        ),
        compute=processing_days,
        source="Vorgänge: Eingang, Entscheidung, Wartezeit",
        unit="Tage",
        row_title="Leistung",
    )
)
statistics.register(
    statistics.Figure(
        key=statistics.MISSED_DEADLINES,
        title="Zusage verpasst",
        definition=(
            "Anteil der Anträge, über die in den letzten zwölf Monaten später entschieden wurde, als wir es zugesagt hatten. "
            "Die Zusage verschiebt sich um die Arbeitstage, an denen wir auf eine Antwort gewartet haben."
        ),
        compute=missed_deadlines,
        source="Vorgänge: Zusage, Entscheidung",
        unit="%",
        row_title="Leistung",
    )
)
