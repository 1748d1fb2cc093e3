"""The two sides in turn, A B A B, so that a slow moment of the machine meets both."""

import statistics
from dataclasses import asdict, dataclass


@dataclass(frozen=True)
class Result:
    name: str
    ours: float | None
    baseline: float | None
    ratio: float | None
    unit: str
    goal: str
    kept: bool | None  # None: no goal, or not measured
    is_ratio: bool = False
    note: str = ""

    def as_json(self):
        return asdict(self)


def ratio(row, ours, baseline, *, rounds, scale=1.0):
    times = max(1, round(row.times * scale))
    ours.run(row.ours, max(1, times // 4))  # warm: the first request of a process is a figure of its own
    baseline.run(row.baseline, max(1, times // 4))
    mine, theirs, queries = [], [], 0.0
    for _ in range(rounds):
        answer = ours.run(row.ours, times)
        mine.append(statistics.median(answer["cpu"]))
        queries = max(queries, answer.get("queries", 0.0))
        theirs.append(statistics.median(baseline.run(row.baseline, times)["cpu"]))
    found = statistics.median(a / b for a, b in zip(mine, theirs, strict=True))
    goal = f"<= {row.goal:g}x" + (f", <= {row.most_queries} queries" if row.most_queries else "")
    kept = found <= row.goal and (not row.most_queries or queries <= row.most_queries)
    note = f"{queries:.0f} queries" if queries or row.most_queries else ""
    middle = statistics.median
    return Result(row.name, 1000 * middle(mine), 1000 * middle(theirs), found, "ms CPU", goal, kept, is_ratio=True, note=note)


def beside(baseline, milliseconds, *words, times=10):
    """A figure in milliseconds, said in pages of the baseline too: those hold on every machine."""
    page = 1000 * statistics.median(baseline.run("page", times)["cpu"])
    return "; ".join([f"{milliseconds / page:.1f} baseline pages of {page:.1f} ms", *words])


def p95(values):
    return sorted(values)[int(len(values) * 0.95)] if len(values) > 1 else values[0]


def figure(row, value, *, note="", **words):
    kept = None if value is None or row.goal is None else value <= row.goal
    goal = "" if row.goal is None else f"<= {row.goal:g} {row.unit}".strip()
    return Result(row.name.format(**words), value, None, None, row.unit, goal, kept, note=note)
