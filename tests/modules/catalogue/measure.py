"""How good and how fast the search is: `python -m tests.modules.catalogue.measure` in the environment of an instance with the
catalogue loaded. Prints hit@3, MRR and CPU times beside plain FTS5 over the same names, first for our own questions, then
(where RATHAUS_STANDARDS names the official files) for the second names that federal editors gave their services: texts by
people who knew neither our analyser nor our synonyms."""

import csv
import os
import re
import sqlite3
import statistics
import time
from pathlib import Path

QUESTIONS = Path(__file__).with_name("questions.tsv")


def questions():
    for line in QUESTIONS.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            question, kind, keys = line.split("\t")
            yield question, kind, tuple(keys.split())


def second_names(folder, names):
    """`(second name, kind, (key,))` of the services of the federal list whose key the catalogue has and whose names differ."""
    found = {}
    with (Path(folder) / "fim/pvog/service-catalogue_ars_000000000000.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file, delimiter="|"):
            key, name = row["Leikaschlüssel"], row["Name2"].strip()
            if key in names and name and name.lower() != names[key].lower():
                found[key] = name
    return [(name, "second name", (key,)) for key, name in found.items()]


def rank(keys, acceptable):
    """The place of the first acceptable key, from 1; 0 where there is none."""
    return next((place for place, key in enumerate(keys, 1) if key.startswith(acceptable)), 0)


def plain_fts5(rows):
    """The database's own search without any of ours: all words, and where that finds nothing any word."""
    connection = sqlite3.connect(":memory:")
    connection.execute("CREATE VIRTUAL TABLE plain USING fts5(key UNINDEXED, name, tokenize='unicode61 remove_diacritics 2')")
    connection.executemany("INSERT INTO plain VALUES (?, ?)", rows)

    def search(question):
        words = re.findall(r"\w+", question)
        for joint in (" ", " OR "):
            match = joint.join(f'"{word}"' for word in words)
            found = connection.execute("SELECT key FROM plain WHERE plain MATCH ? ORDER BY rank LIMIT 10", (match,)).fetchall()
            if found:
                return [key for (key,) in found]
        return []

    return search


def measure(search, asked):
    places, times = [], []
    for question, kind, acceptable in asked:
        started = time.process_time()
        keys = search(question)
        times.append((time.process_time() - started) * 1000)
        places.append((question, kind, rank(keys, acceptable), keys))
    return places, times


def line(name, places, times):
    ranks = [place for _, _, place, _ in places]
    hits = sum(0 < place <= 3 for place in ranks) / len(ranks)
    mrr = statistics.fmean(1 / place if place else 0 for place in ranks)
    times = sorted(times)
    p95 = times[int(len(times) * 0.95)]
    middle = statistics.median(times)
    return f"{name:12} hit@3 {hits:.3f}  MRR {mrr:.3f}  median {middle:5.1f} ms  p95 {p95:5.1f} ms  max {times[-1]:5.1f} ms"


def main():
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rathaus.config.settings")
    django.setup()
    from rathaus.modules.catalogue.index import SERVICES
    from rathaus.modules.catalogue.models import Service

    def ours(question):
        return [hit.key for hit in SERVICES.query(question, limit=10).hits]

    ours("Reisepass")  # the vocabulary is read once a process
    names = dict(Service.objects.values_list("key", "name"))
    plain = plain_fts5(names.items())
    own = list(questions())
    places, times = measure(ours, own)
    print(f"{len(own)} questions")  # noqa: T201
    print(line("Rathaus", places, times))  # noqa: T201
    print(line("plain FTS5", *measure(plain, own)))  # noqa: T201
    if folder := os.environ.get("RATHAUS_STANDARDS"):
        others = second_names(folder, names)
        print(f"{len(others)} second names of federal editors (the one key itself counts)")  # noqa: T201
        print(line("Rathaus", *measure(ours, others)))  # noqa: T201
        print(line("plain FTS5", *measure(plain, others)))  # noqa: T201
    for kind in sorted({kind for _, kind, _, _ in places}):
        of_kind = [(p, 0 < p <= 3) for _, k, p, _ in places if k == kind]
        print(f"  {kind:10} {sum(hit for _, hit in of_kind)}/{len(of_kind)}")  # noqa: T201
    for question, _, place, keys in places:
        if not 0 < place <= 3:
            print(f"  - {question} ({place}): {'; '.join(names[key] for key in keys[:3])}")  # noqa: T201


if __name__ == "__main__":
    main()
