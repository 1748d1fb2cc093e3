"""A catalogue of any size, made from the words of real names: indexing it, questions, suggestions while typing."""

import csv
import os
import random
import time
from functools import lru_cache
from pathlib import Path

from bench.ours.figures import QUESTIONS

SEED = 20261127
INDEX = "bench.many"
ASKED = 200  # questions at most; each is asked once, so that no word has been met before


@lru_cache
def names():
    """`(names of services, names of bundles)`: of the official catalogue at `BENCH_CATALOGUE`, else of the demonstration."""
    if folder := os.environ.get("BENCH_CATALOGUE"):
        return tuple(_column(Path(folder) / file) for file in ("leika_services.csv", "ozg_services.csv"))
    import tomllib

    from rathaus.modules import catalogue

    files = sorted((Path(catalogue.__file__).parent / "demo").glob("services_*.toml"))
    found = [service["name"] for file in files for service in tomllib.loads(file.read_text(encoding="utf-8"))["service"]]
    return found, found[::5]


def _column(path):
    with path.open(encoding="utf-8-sig", newline="") as file:
        return [row["name"] for row in csv.DictReader(file)]


def entries(size):
    """As the catalogue indexes a service nobody has described yet: the beginning of one name and the end of another."""
    from rathaus.foundation.search import public as search

    chance = random.Random(SEED)  # noqa: S311  (no secret)
    titles, bundles = names()
    words = [title.split() for title in titles]
    for number in range(size):
        head, tail = chance.choice(words), chance.choice(words)
        title = " ".join(head[: chance.randint(1, len(head))] + tail[-chance.randint(1, len(tail)) :])
        yield search.Entry(
            key=f"local:{number:06}",
            title=title[:300],
            fields={"official": "", "terms": "", "bundle": chance.choice(bundles), "short": "", "text": ""},
            facets={
                "described": ["nein"],
                "online": ["ja" if number % 20 == 0 else "nein"],
                "level": [chance.choice(("federal", "land", "municipal", "unknown"))],
                "life_event": [f"situation-{chance.randint(1, 55)}"],
            },
            boost=chance.choice((-0.1, -0.05, 0.0, 0.05)),
        )


def questions(number):
    """The ones people type, then two to four words of made names, every tenth with a slip of the finger."""
    chance = random.Random(SEED + 1)  # noqa: S311  (no secret)
    titles, _ = names()
    found = list(QUESTIONS)
    while len(found) < number:
        words = chance.choice(titles).split()[:1] + chance.choice(titles).split()[-chance.randint(1, 3) :]
        text = " ".join(words).lower()
        at = len(text) // 3
        found.append(text[:at] + text[at + 1] + text[at] + text[at + 2 :] if len(found) % 10 == 0 and at else text)
    return found[:number]


def index():
    """`times` is the size. CPU of both sides a service, and what the process grew by after the first tenth."""
    made = _index()

    def run(size):
        grown = []

        def watched():
            for number, entry in enumerate(entries(size)):
                if number % max(1, size // 10) == 0:
                    grown.append(_resident())
                yield entry

        begin, wall = _cpu(), time.perf_counter()
        made.replace_many(watched())
        spent, wall = _cpu() - begin, time.perf_counter() - wall
        grown.append(_resident())
        return {"cpu": [spent / size], "wall": wall, "grown": max(grown[1:]) - grown[1], "server": _backend() is not None}

    return run


def ask():
    made = _index()

    def run(number):
        begin = _cpu()
        made.query("Reisepass")
        first = _cpu() - begin
        asked = questions(min(number, ASKED))
        return {"first": first, "cpu": [_spent(lambda text=text: made.query(text, limit=20)) for text in asked]}

    return run


def suggest():
    """The field asks after each letter from the second on."""
    made = _index()

    def run(number):
        words = [text.split()[0] for text in questions(min(number, ASKED))]
        beginnings = list(dict.fromkeys(word[:letters] for word in words for letters in range(2, 7) if len(word) >= letters))
        return {"cpu": [_spent(lambda text=text: made.suggest(text)) for text in beginnings]}

    return run


def _index():
    from rathaus.foundation.search import public as search
    from rathaus.modules.catalogue.index import SERVICES

    made = search.Index(INDEX, weights=SERVICES.weights)
    made.thesaurus = SERVICES.thesaurus
    return made


def _spent(act):
    begin = _cpu()
    act()
    return _cpu() - begin


def _cpu():
    """Seconds of this process and of the database's process that works for it, where that runs on this machine."""
    backend = _backend()
    return time.process_time() + (int(backend.read_text(encoding="ascii").split()[0]) / 1e9 if backend else 0)


def _backend():
    from django.db import connection

    if connection.vendor != "postgresql":
        return None
    connection.ensure_connection()
    file = Path(f"/proc/{connection.connection.info.backend_pid}/schedstat")
    local = connection.settings_dict["HOST"] in {"", "localhost", "127.0.0.1", "::1"}
    return file if local and file.exists() else None


def _resident():
    """Megabytes of this process."""
    return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6
