"""`python -m bench.catalogue`: a large catalogue end to end, taken over in a process of its own, served by two workers and asked.

Own texts and made names, no official key. Each delivery goes into a database of its own; the last one is served. Client and
server share the machine, so requests by the clock are less than the server alone could do: its CPU stands beside.
"""

import argparse
import http.client
import json
import multiprocessing
import os
import random
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bench import city, rows, xzufi
from bench.__main__ import HEAD, line
from bench.compare import figure
from bench.ours import many
from bench.processes import Web

SHORT = ("02", "03", "05")
PAGES = {"home page": "/", "search page": "/suche/?q=genehmigung+antrag", "services under S": "/leistungen/?buchstabe=s"}
TIMES = 10  # requests of each page, for the clock of a process counts hundredths of a second
MOST = 300_000  # bytes of a page that does not grow with the catalogue


def make_mixed(path, number):
    """As `bench.xzufi.make`, each service one of its own with its own name: of ten objects one service, one unit, one online
    service, seven responsibilities."""
    _write(path, (named(xzufi.object_at(at), at) for at in range(number)))


def make_services(path, number):
    """Services alone, each with its names and a short text."""
    _write(path, (named(xzufi.object_at(10 * at), at, SHORT) for at in range(number)))


def _write(path, items):
    from rathaus.standards.xzufi import Header, Version, Write, write_transfer

    with path.open("wb") as out:
        for piece in write_transfer(map(Write, items), header=Header(message="transfer"), version=Version.V220):
            out.write(piece)


def named(item, at, kept=None):
    """A service without a Leistungsschlüssel and with a name made of the words of real ones."""
    import msgspec

    from rathaus.standards.xzufi.model import basics, service

    if not isinstance(item, service.Service):
        return item
    name = (basics.LocalizedText("de", name_at(at)),)
    texts = [
        msgspec.structs.replace(text, content=name) if text.kind.code in {"02", "03"} else text
        for text in item.texts
        if kept is None or text.kind.code in kept
    ]
    return msgspec.structs.replace(item, keys=(), texts=tuple(texts))


def name_at(at):
    chance = random.Random(at)  # noqa: S311  (no secret)
    words = [title.split() for title in (chance.choice(many.names()[0]), chance.choice(many.names()[0]))]
    return " ".join(words[0][: chance.randint(1, 4)] + words[1][-chance.randint(1, 4) :])


def take(path):
    """What `rathaus catalogue import` does with a file: read it to its end, then take it over."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rathaus.config.settings")
    import django

    django.setup()
    from rathaus.foundation import clock
    from rathaus.modules.catalogue.domain.import_objects import import_objects
    from rathaus.modules.catalogue.domain.sources import enter_source
    from rathaus.modules.catalogue.exchange.reading import open_delivery
    from rathaus.modules.organisation.models import Authority

    Authority.objects.get_or_create(slug="stadt", defaults={"name": "Stadt", "land": "ST", "ars": "150020000000"})
    source = enter_source(slug="land", name="Redaktion des Landes", level="land")
    cpu, wall = time.process_time(), time.monotonic()
    delivery = open_delivery(path)
    assert not delivery.findings
    held = []
    taken = import_objects(source=source, operations=_watched(delivery.operations(), held), now=clock.now())
    found = {"cpu": time.process_time() - cpu, "wall": time.monotonic() - wall, "peak": max(held), "written": taken.written}
    print(json.dumps(found | {"services": len(taken.services), "responsibilities": taken.responsibilities}))


def _watched(operations, held):
    """Notes the megabytes the process itself holds between batches. What SQLite maps of its file belongs to the system."""
    for number, operation in enumerate(operations):
        if number % 500 == 499:
            held.append(_anonymous())
        yield operation
    held.append(_anonymous())


def _anonymous():
    return int(re.search(r"RssAnon:\s+(\d+) kB", Path("/proc/self/status").read_text(encoding="ascii"))[1]) / 1000


def imported(folder, make, number):
    """A fresh database in the folder, filled; what the process said."""
    folder.mkdir(parents=True)
    city.make_bare(folder)
    file = folder / "delivery.xml"
    make(file, number)
    words = [sys.executable, "-m", "bench.catalogue", "--take", str(file)]
    said = subprocess.run(words, cwd=city.ROOT, env=city.environment(folder), capture_output=True, text=True, check=False)
    if said.returncode:
        raise RuntimeError(said.stderr[-2000:])
    file.unlink()
    found = json.loads(said.stdout)
    assert found["written"] == number
    return found


def run(*, objects, services, requests):
    """The results, one by one as they come; none of what is 0. `objects` is a small and a large number."""
    with tempfile.TemporaryDirectory(prefix="rathaus-bench-") as name:
        folder = Path(name)
        if all(objects):
            yield from _taken_over(folder, objects)
        if services:
            yield from served(folder / "services", services, requests)


def _taken_over(folder, objects):
    small, large = (imported(folder / f"mixed-{number}", make_mixed, number) for number in objects)
    load = f"load {os.getloadavg()[0]:.1f}"
    rate = f"{objects[1] / large['cpu']:.0f} in a second of CPU, {objects[1] / large['wall']:.0f} in one by the clock, {load}"
    words = f"; {large['services']} services, {large['responsibilities']} responsibilities"
    yield figure(rows.IMPORT, 1e6 * large["cpu"] / objects[1], note=rate + words, number=f"{objects[1]:,}")
    note = f"peak {small['peak']:.0f} MB at {objects[0]:,}, {large['peak']:.0f} MB at {objects[1]:,}"
    yield figure(rows.IMPORT_MEMORY, large["peak"] - small["peak"], note=note)


def served(folder, services, requests):
    """So many services: taken over, then every page that could grow with them."""
    done = imported(folder, make_services, services)
    city.make_servable(folder)
    size, per_service = f"{services:,}", 1000 * done["cpu"] / services
    note = f"{services / done['cpu']:.0f} in a second of CPU, {done['wall']:.0f} s by the clock, peak {done['peak']:.0f} MB"
    yield figure(rows.LARGE_IMPORT, per_service, note=note, size=size)
    with Web(folder, workers=2) as web:
        listed = web.page(PAGES["services under S"]).decode()
        kept = re.search(r'href="(/leistungen/[^"?]+local:[^"]+)"', listed)[1]
        for title, path in {**PAGES, "service page": kept}.items():
            web.page(path)  # the first one of a process loads what it needs
            before, begin = web.used(), time.monotonic()
            for number in range(TIMES):  # another question each time: none of them is kept
                body = web.page(
                    f"{path}{'&' if '?' in path else '?'}q{number}=1" if title != "search page" else f"{path}+{number}"
                )
            wall = 1000 * (time.monotonic() - begin) / TIMES
            found = 1000 * (web.used() - before) / TIMES
            note = f"{len(body) / 1000:.0f} kB; {wall:.0f} ms by the clock" + ("" if len(body) < MOST else "; GROWS")
            yield figure(rows.LARGE_PAGE, found, note=note, title=title, size=size)
        yield _hammered(web, kept, requests)


def _hammered(web, path, requests):
    """Two clients of their own process, each on one connection kept alive; bounded by their number of requests and by time."""
    before, begin = web.used(), time.monotonic()
    with multiprocessing.get_context("spawn").Pool(2) as pool:
        answers = pool.starmap(_ask, [(web.port, path, requests, 60)] * 2)
    seconds = max(end for _, _, end in answers) - min(start for _, start, _ in answers)
    number = sum(count for count, _, _ in answers)
    cpu = (web.used() - before) / number
    note = f"{1 / cpu:.0f} a second of server CPU; {number / seconds:.0f} a second by the clock, client on the same cores; "
    note += f"{number} asked, load {os.getloadavg()[0]:.1f}, {time.monotonic() - begin:.0f} s"
    return figure(rows.KEPT_LOAD, 1000 * cpu, note=note)


def _ask(port, path, requests, seconds):
    connection, done, begin = http.client.HTTPConnection("127.0.0.1", port, timeout=30), 0, time.monotonic()
    while done < requests and time.monotonic() - begin < seconds:
        connection.request("GET", path, headers={"Accept": "text/html"})
        answer = connection.getresponse()
        answer.read()
        if answer.status != 200:
            raise RuntimeError(f"{path}: {answer.status}")
        done += 1
    return done, begin, time.monotonic()


def main(arguments=None):
    parser = argparse.ArgumentParser(prog="python -m bench.catalogue", description="A large catalogue, end to end.")
    parser.add_argument("--objects", type=int, nargs=2, default=(10_000, 100_000), help="a small and a large delivery")
    parser.add_argument("--services", type=int, default=100_000)
    parser.add_argument("--requests", type=int, default=5_000, help="of each of two clients to a kept page")
    parser.add_argument("--take", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args(arguments)
    if given.take:
        take(given.take)
        return 0
    print(f"{HEAD}  (load {os.getloadavg()[1]:.1f}, {os.cpu_count()} cores)", flush=True)
    for result in run(objects=given.objects, services=given.services, requests=given.requests):
        print(line(result), flush=True)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
