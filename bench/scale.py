"""`python -m bench.scale [--sizes 10000 100000]`: the search over so many services, on SQLite and, where RATHAUS_DATABASE_URL
names a server, in a database of its own on PostgreSQL, which is dropped at the end."""

import argparse
import os
import statistics
import tempfile
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import psycopg

from bench import city, rows
from bench.__main__ import HEAD, line
from bench.compare import beside, figure, p95
from bench.pipe import Side

SIZES = (10_000, 100_000)


def main(arguments=None):
    parser = argparse.ArgumentParser(prog="python -m bench.scale", description="The search over many services.")
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES)
    parser.add_argument("--questions", type=int, default=200, help="at most 200")
    given = parser.parse_args(arguments)
    standards, url = os.environ.get("RATHAUS_STANDARDS"), os.environ.get("RATHAUS_DATABASE_URL")
    print(f"{HEAD}  (load {os.getloadavg()[1]:.1f}, {os.cpu_count()} cores)")
    for size in given.sizes:
        for result in run(size, given.questions, standards=standards, url=url):
            print(line(result), flush=True)
    return 0


def run(size, questions, *, standards=None, url=None):
    """The results, one by one as they come; each size has a database to itself."""
    with tempfile.TemporaryDirectory(prefix="rathaus-bench-") as name:
        folder = Path(name)
        catalogue = city.catalogue_of(standards)
        settings = {"BENCH_CATALOGUE": str(catalogue)} if catalogue else {}
        yield from _database("SQLite", folder, size, questions, settings)
        if url:
            with _own_database(url) as own:
                yield from _database("PostgreSQL", folder, size, questions, settings | {"RATHAUS_DATABASE_URL": own})


def _database(database, folder, size, questions, settings):
    words = {"size": f"{size:,}", "database": database}
    city.make_bare(folder, **settings)
    with Side("baseline", folder) as baseline:
        with Side("ours", folder, **settings) as ours:
            done = ours.run("index many", size)
        one = 1000 * done["cpu"][0]
        note = f"{1000 / one:.0f} in a second of CPU; {size / done['wall']:.0f} in one by the clock"
        yield figure(rows.MANY_INDEXED, one, note=beside(baseline, one, note), **words)
        yield figure(rows.MANY_MEMORY, done["grown"], **words)
        with Side("ours", folder, **settings) as ours:  # a new process: it has kept nothing of the indexing
            asked, typed = ours.run("ask many", questions), ours.run("type many", questions)
        first = 1000 * asked["first"]
        yield figure(rows.MANY_FIRST, first, note=beside(baseline, first, "the vocabulary and the documents are read"), **words)
        for row, found in ((rows.MANY_ASKED.get(size, rows.MANY_ASKED_ELSE), asked), (rows.MANY_TYPED, typed)):
            slow, middle = 1000 * p95(found["cpu"]), 1000 * statistics.median(found["cpu"])
            yield figure(row, slow, note=beside(baseline, slow, f"median {middle:.1f} ms", f"{len(found['cpu'])} asked"), **words)


@contextmanager
def _own_database(url):
    name = f"rathaus_bench_{os.getpid()}"
    with psycopg.connect(url, autocommit=True) as server:
        server.execute(f"CREATE DATABASE {name}")  # the name has no letter that needs a quote
        try:
            yield urlsplit(url)._replace(path=f"/{name}").geturl()
        finally:
            server.execute(f"DROP DATABASE {name} WITH (FORCE)")


if __name__ == "__main__":
    raise SystemExit(main())
