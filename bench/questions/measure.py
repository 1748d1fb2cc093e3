"""`python -m bench.questions.measure [--half tune|report|both] [--misses]`: how good the search is.

In the environment of an instance with the OZG catalogue. One table: our search as the page lists it, SQLite's FTS5 and
PostgreSQL's `german` (where --postgresql or RATHAUS_DATABASE_URL names a server) over the
same names. hit@3 with its 95 % interval (Wilson), MRR, everyday services on the first place, and honesty: how many of the
questions without an answer get none.
"""

import argparse
import json
import math
import os
import re
import sqlite3
import statistics
import sys
import tomllib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent
DEPTH = 10
Search = Callable[[str], Sequence[Sequence[str]]]  # for each hit the keys it stands for: the service and its variants


@dataclass(frozen=True, slots=True)
class Question:
    id: str
    query: str
    keys: frozenset[str]
    kind: str
    everyday: bool
    half: str


def questions(half: str = "both") -> list[Question]:
    newer = tomllib.loads((FOLDER / "newer.toml").read_text(encoding="utf-8"))
    found = []
    for line in (FOLDER / "questions.jsonl").read_text(encoding="utf-8").splitlines():
        row: dict[str, Any] = json.loads(line)
        keys = set(row["keys"])
        keys |= {key for key, older in newer.items() if keys & set(older)}
        if half in {"both", row["half"]}:
            found.append(Question(row["id"], row["query"], frozenset(keys), row["kind"], row["everyday"], row["half"]))
    return found


def rank(hits: Sequence[Sequence[str]], acceptable: frozenset[str]) -> int:
    """The place of the first right answer, from 1; 0 where there is none."""
    return next((place for place, keys in enumerate(hits, 1) if acceptable & set(keys)), 0)


def interval(hits: int, total: int) -> tuple[float, float]:
    """Wilson's 95 % interval of a share."""
    if not total:
        return 0.0, 0.0
    z, share = 1.96, hits / total
    middle = (share + z * z / (2 * total)) / (1 + z * z / total)
    reach = z / (1 + z * z / total) * math.sqrt(share * (1 - share) / total + z * z / (4 * total * total))
    return middle - reach, middle + reach


@dataclass(frozen=True, slots=True)
class Score:
    total: int
    hits: int
    mrr: float
    everyday_first: int
    everyday: int
    silent: int
    unanswerable: int

    def line(self, name: str) -> str:
        low, high = interval(self.hits, self.total)
        return (
            f"{name:<20} hit@3 {self.hits / self.total:.3f} [{low:.3f}-{high:.3f}]  MRR {self.mrr:.3f}  everyday first "
            f"{self.everyday_first}/{self.everyday}  silent where nothing fits {self.silent}/{self.unanswerable}"
        )


def score(search: Search, asked: Iterable[Question]) -> tuple[Score, dict[str, int]]:
    """The figures, and the place of the right answer of each question that has one."""
    places: dict[str, int] = {}
    everyday: list[int] = []
    silent: list[bool] = []
    for question in asked:
        hits = search(question.query)[:DEPTH]
        if not question.keys:
            silent.append(not hits)
            continue
        places[question.id] = rank(hits, question.keys)
        if question.everyday:
            everyday.append(places[question.id])
    hits_in_three = sum(0 < place <= 3 for place in places.values())
    mrr = statistics.fmean(1 / place if place else 0 for place in places.values())
    return Score(len(places), hits_in_three, mrr, everyday.count(1), len(everyday), sum(silent), len(silent)), places


def plain_fts5(names: Mapping[str, str]) -> Search:
    """All words, and where that finds nothing any word."""
    connection = sqlite3.connect(":memory:")
    connection.execute("CREATE VIRTUAL TABLE plain USING fts5(key UNINDEXED, name, tokenize='unicode61 remove_diacritics 2')")
    connection.executemany("INSERT INTO plain VALUES (?, ?)", names.items())

    def search(query: str) -> list[tuple[str]]:
        words = re.findall(r"\w+", query)
        for joint in (" ", " OR ") if words else ():
            match = joint.join(f'"{word}"' for word in words)
            rows = connection.execute("SELECT key FROM plain WHERE plain MATCH ? ORDER BY rank LIMIT ?", (match, DEPTH))
            if found := [(str(key),) for (key,) in rows]:
                return found
        return []

    return search


def postgres_german(names: Mapping[str, str], connection: Any) -> Search:
    """The same with PostgreSQL's own German configuration, `websearch_to_tsquery` and `ts_rank`, in a temporary table."""
    connection.execute("CREATE TEMPORARY TABLE plain (key text, words tsvector)")
    with connection.cursor() as cursor:
        cursor.executemany("INSERT INTO plain VALUES (%s, to_tsvector('german', %s))", list(names.items()))
    statement = (
        "SELECT key FROM plain, websearch_to_tsquery('german', %s) AS asked"
        " WHERE words @@ asked ORDER BY ts_rank(words, asked) DESC, key LIMIT %s"
    )

    def search(query: str) -> list[tuple[str]]:
        words = [word for word in re.findall(r"\w+", query) if word.lower() != "or"]  # which `websearch_to_tsquery` reads as such
        for joint in (" ", " or ") if words else ():
            if rows := connection.execute(statement, (joint.join(words), DEPTH)).fetchall():
                return [(str(key),) for (key,) in rows]
        return []

    return search


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--half", choices=["tune", "report", "both"], default="tune")
    parser.add_argument("--misses", action="store_true", help="name what was not found; for the half to tune on alone")
    parser.add_argument("--postgresql", default=os.environ.get("RATHAUS_DATABASE_URL"), help="postgresql://... of any server")
    options = parser.parse_args(arguments)
    if options.misses and options.half != "tune":
        parser.error("whoever looks at the misses of the other half tunes on it")
    import django
    import psycopg

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rathaus.config.settings")
    django.setup()
    from rathaus.modules.catalogue import public as catalogue
    from rathaus.modules.catalogue.models import Service

    names = dict(Service.objects.filter(valid_until=None).values_list("key", "name"))
    titles = {question.id: question.query for question in questions()}

    def ours(query: str) -> list[tuple[str, ...]]:
        return [hit.keys for hit in catalogue.find(query, limit=DEPTH).hits]

    def honest(asked: Sequence[Question], places: Mapping[str, int]) -> str:
        """How often the page says that it is unsure, where nothing fits and where the answer is among the first three."""
        unsure = {question.id: (found := catalogue.find(question.query)).unsure or not found.hits for question in asked}
        nothing = [unsure[question.id] for question in asked if not question.keys]
        right = [unsure[question_id] for question_id, place in places.items() if 0 < place <= 3]
        first = f"silent or unsure where nothing fits {sum(nothing)}/{len(nothing)}"
        return f"{first}, unsure though right {sum(right)}/{len(right)}"

    for half in ("tune", "report") if options.half == "both" else (options.half,):
        asked = questions(half)
        sys.stdout.write(f"{half}: {sum(bool(question.keys) for question in asked)} questions, {len(names)} services\n")
        result, places = score(ours, asked)
        sys.stdout.write(result.line("Rathaus") + "\n" + score(plain_fts5(names), asked)[0].line("SQLite FTS5") + "\n")
        sys.stdout.write(f"  {honest(asked, places)}\n")
        if options.postgresql:
            with psycopg.connect(options.postgresql, autocommit=True) as connection:
                german = score(postgres_german(names, connection), asked)[0]
            sys.stdout.write(german.line("PostgreSQL german") + "\n")
        for kind in sorted({question.kind for question in asked}):
            mine = [places[question.id] for question in asked if question.kind == kind and question.keys]
            sys.stdout.write(f"  {kind:<14} {sum(0 < place <= 3 for place in mine)}/{len(mine)}\n")
        if options.misses:
            for question_id, place in places.items():
                if not 0 < place <= 3:
                    best = "; ".join(names.get(keys[0], keys[0]) for keys in ours(titles[question_id])[:3])
                    sys.stdout.write(f"  - {question_id} {titles[question_id]} ({place}): {best}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
