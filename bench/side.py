"""One side of the comparison as a process of its own: `python -m bench.side ours|baseline`, one JSON order a line.

`{"run": name, "times": n}` answers `{"cpu": [seconds, ...]}`; a scenario that measures something else answers with that.
"""

import gc
import importlib
import json
import os
import sys


def main():
    answers = os.fdopen(os.dup(1), "w", buffering=1)
    os.dup2(2, 1)  # what the product prints must not stand between the answers
    scenarios = importlib.import_module(f"bench.{sys.argv[1]}.scenarios").scenarios()
    prepared = {}
    for line in sys.stdin:
        order = json.loads(line)
        name = order["run"]
        try:
            if name not in prepared:
                prepared[name] = scenarios[name]()
            gc.collect()
            answer = prepared[name](order["times"])
        except Exception as error:  # noqa: BLE001  (the other side of the pipe tells it)
            answer = {"error": f"{name}: {type(error).__name__}: {error}"}
        answers.write(json.dumps(answer) + "\n")


if __name__ == "__main__":
    main()
