"""`python -m bench [--check] [--quick] [--json FILE]`: one table; with `--check` 1 where a ratio misses its goal."""

import argparse
import json
import os
import platform
import sys
import time
from pathlib import Path

from bench.run import Sizes, run

QUICK = Sizes(rounds=3, scale=0.3, requests=100, processes=2, each=5, objects=5_000)
OUT = Path(__file__).resolve().parent / "last.json"


def main(arguments=None):
    parser = argparse.ArgumentParser(prog="python -m bench", description="Measures against the frozen baseline.")
    parser.add_argument("--check", action="store_true", help="exit 1 when a ratio misses its goal")
    parser.add_argument("--quick", action="store_true", help="few rounds, small crowds: for a first look")
    parser.add_argument("--json", type=Path, default=OUT, help=f"where to write the results (default: {OUT.name})")
    given = parser.parse_args(arguments)
    begin = time.monotonic()
    print(HEAD)
    results = []
    for result in run(QUICK if given.quick else Sizes(), standards=os.environ.get("RATHAUS_STANDARDS"), say=_say):
        results.append(result)
        print(line(result), flush=True)
    body = {
        "at": time.strftime("%Y-%m-%d %H:%M", time.gmtime()) + " UTC",
        "machine": {"cores": os.cpu_count(), "python": platform.python_version(), "load": os.getloadavg()[1]},
        "seconds": round(time.monotonic() - begin),
        "results": [result.as_json() for result in results],
    }
    given.json.write_text(json.dumps(body, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    missed = [result.name for result in results if result.is_ratio and result.kept is False]
    if missed:
        print(f"missed: {', '.join(missed)}")
    return 1 if given.check and missed else 0


HEAD = f"| {'row':58} | {'ours':>8} | {'baseline':>8} | {'ratio':>6} | {'unit':6} | {'goal':22} | {'kept':6} | note"


def line(result):
    cells = [_number(value, 8) for value in (result.ours, result.baseline)]
    kept = {True: "kept", False: "MISSED", None: ""}[result.kept]
    factor = f"{result.ratio:6.2f}" if result.ratio is not None else " " * 6
    return f"| {result.name:58} | {' | '.join(cells)} | {factor} | {result.unit:6} | {result.goal:22} | {kept:6} | {result.note}"


def _number(value, width):
    return " " * width if value is None else f"{value:{width}.2f}"


def _say(text):
    print(f"... {text}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
