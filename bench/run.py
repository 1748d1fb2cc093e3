"""All rows in their order; sizes are given, so that a smoke test can ask for little."""

import statistics
import tempfile
from dataclasses import dataclass
from pathlib import Path

from bench import city, processes, rows
from bench.compare import figure, ratio
from bench.pipe import Side


@dataclass(frozen=True)
class Sizes:
    rounds: int = 7
    scale: float = 1.0
    requests: int = 1000
    processes: int = 8
    each: int = 60
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


def _figures(ours, baseline, sizes, standards):
    times = max(1, round(10 * sizes.scale))

    def beside(milliseconds, *words):
        """A figure in milliseconds, said in pages of the baseline too: those hold on every machine."""
        page = 1000 * statistics.median(baseline.run("page", times)["cpu"])
        return "; ".join([f"{milliseconds / page:.1f} baseline pages of {page:.1f} ms", *words])

    middle = 1000 * statistics.median(ours.run("application", times)["cpu"])
    yield figure(rows.APPLICATION, middle, note=beside(middle))
    if city.catalogue_of(standards):
        searched = ours.run("search", max(1, round(5 * sizes.scale)))
        slow = 1000 * _p95(searched["cpu"])
        middle = 1000 * statistics.median(searched["cpu"])
        yield figure(rows.SEARCH, slow, note=beside(slow, f"median {middle:.1f} ms", f"{searched['services']} services"))
    else:
        yield figure(rows.SEARCH, None, note="skipped: RATHAUS_STANDARDS names no folder of official files")
    asked = ours.run("responsibility" if sizes.whole_country else "responsibility, small", max(2, round(400 * sizes.scale)))
    slow, middle = 1000 * _p95(asked["cpu"]), 1000 * statistics.median(asked["cpu"])
    words = (f"median {middle:.1f} ms", f"{asked['rows']} rows", f"{asked['queries']:g} query")
    yield figure(rows.RESPONSIBILITY, slow, note=beside(slow, *words))
    rendered = ours.run("notice", times)
    middle, wall = (1000 * statistics.median(rendered[kind]) for kind in ("cpu", "wall"))
    yield figure(rows.NOTICE, middle, note=beside(middle, "both processes", f"{wall:.0f} ms by the clock"))
    heavy = ours.run("heavy", 1)
    yield figure(rows.HEAVY, len(heavy["loaded"]), note=", ".join(heavy["loaded"]) or f"none of {heavy['asked']}")


def _p95(values):
    return sorted(values)[int(len(values) * 0.95)] if len(values) > 1 else values[0]
