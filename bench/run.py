"""All rows in their order; sizes are given, so that a smoke test can ask for little."""

import statistics
import tempfile
from dataclasses import dataclass
from pathlib import Path

from bench import city, processes, rows, xzufi
from bench.compare import beside, figure, p95, ratio
from bench.pipe import Side


@dataclass(frozen=True)
class Sizes:
    rounds: int = 7
    scale: float = 1.0
    requests: int = 1000
    processes: int = 8
    each: int = 60
    objects: int = 100_000
    whole_country: bool = True


def run(sizes, *, standards=None, say=lambda _text: None):
    """The results, one by one as they come."""
    with tempfile.TemporaryDirectory(prefix="rathaus-bench-") as name:
        folder = Path(name)
        say("making the city")
        city.make(folder, standards)
        for_web, for_crowd = (city.copy(folder, folder / part) for part in ("web", "crowd"))
        say("comparing")
        with Side("ours", folder) as ours, Side("baseline", folder) as baseline:
            first = ours.run("first application", 1)["cpu"][0]
            for row in rows.RATIOS:
                yield ratio(row, ours, baseline, rounds=sizes.rounds, scale=sizes.scale)
            yield figure(rows.FIRST, 1000 * first, note="what is loaded and compiled once")
            yield from _figures(ours, baseline, sizes, standards)
        say("starting the web")
        web = processes.start_and_memory(for_web, sizes.requests)
        yield figure(rows.START, web["cpu"], note=f"{web['wall']:.1f} s by the clock")
        yield figure(rows.MEMORY, web["memory"], requests=sizes.requests)
        say("submitting from several processes")
        done = processes.crowd(for_crowd, sizes.processes, sizes.each)
        note = f"{done['done']} done in {done['seconds']:.0f} s, record {'verified' if done['verified'] else 'BROKEN'}"
        note += f"; {done['errors'][0]}" if done["errors"] else ""
        errors = len(done["errors"]) + (not done["verified"])
        yield figure(rows.CROWD, errors, note=note, processes=sizes.processes, each=sizes.each)
        say("reading a delivery of an editorial system")
        yield from _delivery(folder, sizes)


def _figures(ours, baseline, sizes, standards):
    times = max(1, round(10 * sizes.scale))

    middle = 1000 * statistics.median(ours.run("application", times)["cpu"])
    yield figure(rows.APPLICATION, middle, note=beside(baseline, middle, times=times))
    searched = ours.run("search", max(1, round(5 * sizes.scale)))
    slow, middle = 1000 * p95(searched["cpu"]), 1000 * statistics.median(searched["cpu"])
    words = (f"median {middle:.1f} ms", f"{searched['services']} services")
    row = rows.SEARCH if city.catalogue_of(standards) else rows.SEARCH_FEW
    yield figure(row, slow, note=beside(baseline, slow, *words, times=times))
    asked = ours.run("responsibility" if sizes.whole_country else "responsibility, small", max(2, round(400 * sizes.scale)))
    slow, middle = 1000 * p95(asked["cpu"]), 1000 * statistics.median(asked["cpu"])
    words = (f"median {middle:.1f} ms", f"{asked['rows']} rows", f"{asked['queries']:g} query")
    yield figure(rows.RESPONSIBILITY, slow, note=beside(baseline, slow, *words, times=times))
    rendered = ours.run("notice", times)
    middle, wall = (1000 * statistics.median(rendered[kind]) for kind in ("cpu", "wall"))
    yield figure(rows.NOTICE, middle, note=beside(baseline, middle, "both processes", f"{wall:.0f} ms by the clock", times=times))
    heavy = ours.run("heavy", 1)
    yield figure(rows.HEAVY, len(heavy["loaded"]), note=", ".join(heavy["loaded"]) or f"none of {heavy['asked']}")


def _delivery(folder, sizes):
    """The codec alone: what a database makes of it is not in it."""
    whole, tenth = folder / "delivery.xml", folder / "tenth.xml"
    xzufi.make(whole, sizes.objects)
    xzufi.make(tenth, max(10, sizes.objects // 10))
    ours, bare, small = xzufi.Reading("ours", whole), xzufi.Reading("bare", whole), xzufi.Reading("ours", tenth)
    found = ratio(rows.XZUFI, ours, bare, rounds=min(3, sizes.rounds))
    yield found
    each = found.ours / sizes.objects
    note = f"{1000 / each:.0f} objects/s, {sizes.objects} objects, {whole.stat().st_size / 1e6:.0f} MB"
    yield figure(rows.XZUFI_RATE, 1000 * each, note=note)
    small.run("read", 1)
    grown = (ours.last["peak"] - small.last["peak"]) / 1024
    yield figure(
        rows.XZUFI_MEMORY, grown, note=f"peak {ours.last['peak'] / 1024:.0f} MB, iterparse {bare.last['peak'] / 1024:.0f} MB"
    )
