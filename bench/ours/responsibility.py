"""Who is responsible, at the size of the country.

`python -m bench.ours.responsibility` measures it on the database of the settings, in a transaction that is rolled back. Every
service has a rule in each Land, every tenth one in counties too, and one of them in every municipality.
"""

import argparse
import datetime as dt
import os
import random
import statistics
import time

FULL = (10_000, 11_000)
SMALL = (30, 40)
DAY = dt.date(2026, 11, 20)
BATCH = 5_000
LANDS = range(1, 17)


def keys(count):
    """Municipalities with all five levels, spread over the Länder."""
    for number in range(count):
        land, rest = number % 16 + 1, number // 16
        county, inside = divmod(rest, 20)
        yield f"{land:02d}{county // 30 % 9 + 1}{county % 30 + 1:02d}{5000 + inside // 5:04d}{inside + 1:03d}"


def fill(services, territories):
    """How many rows of responsibility there are then."""
    from rathaus.foundation import ids
    from rathaus.modules.catalogue.models import Responsibility, Service

    made = [
        Service(
            key=f"local:bench-{number}",
            slug=f"b{number}",
            name=f"B{number}",
            sort_key=f"b{number}",
            source="bench",
            described=True,
        )
        for number in range(services)
    ]
    Service.objects.bulk_create(made, BATCH)
    places = list(keys(territories))
    counties = sorted({place[:5] for place in places})
    rows, total = [], 0
    for number, service in enumerate(made):
        around = [f"{land:02d}" for land in LANDS]
        around += random.Random(number).sample(counties, min(20, len(counties))) if number % 10 == 0 else []  # noqa: S311
        around += places if number == 0 else []
        rows += [Responsibility(service=service, territory=place, unit_id=ids.new_id(), unit_slug=place) for place in around]
        if len(rows) > BATCH or number == len(made) - 1:
            Responsibility.objects.bulk_create(rows, BATCH)
            total, rows = total + len(rows), []
    return total


def measure(services, territories, times):
    """CPU seconds of single look-ups, half of them of the service with a rule in every municipality; queries of each."""
    from django.db import connection

    from bench.ours.scenarios import Counted
    from rathaus.modules.catalogue import public as catalogue

    places, chance, found, queries = list(keys(territories)), random.Random(1), [], Counted()  # noqa: S311
    connection.ensure_connection()
    for number in range(times):
        key = f"local:bench-{0 if number % 2 else chance.randrange(services)}"
        place = chance.choice(places)
        with queries:
            begin = time.process_time()
            answer = catalogue.resolve_services([key], facts=catalogue.Facts(place), day=DAY)[key]
            found.append(time.process_time() - begin)
        winner = answer.in_charge.winner
        assert place.startswith(winner.territory)
        assert len(winner.territory) == 12 or key != "local:bench-0"
    return found, queries.count / times


def scenario(size):
    def make():
        total = fill(*size)

        def run(times):
            found, queries = measure(*size, times)
            return {"cpu": found, "queries": queries, "rows": total}

        return run

    return make


def main():
    parser = argparse.ArgumentParser(prog="python -m bench.ours.responsibility", description=__doc__)
    parser.add_argument("--services", type=int, default=FULL[0])
    parser.add_argument("--territories", type=int, default=FULL[1])
    parser.add_argument("--times", type=int, default=2_000)
    given = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rathaus.config.settings")
    import django

    django.setup()
    from django.db import connection, transaction

    with transaction.atomic():
        total = fill(given.services, given.territories)
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("ANALYZE catalogue_responsibility")
        measure(given.services, given.territories, 50)
        found, queries = measure(given.services, given.territories, given.times)
        transaction.set_rollback(True)
    slow = sorted(found)[int(len(found) * 0.95)]
    print(
        f"{connection.vendor}: {total} rows, {given.services} services x {given.territories} territories: median "
        f"{1000 * statistics.median(found):.2f} ms CPU, p95 {1000 * slow:.2f} ms CPU, {queries:g} query"
    )


if __name__ == "__main__":
    main()
