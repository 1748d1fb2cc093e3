"""Talking to the processes of `bench.side`."""

import json
import subprocess
import sys

from bench import city


class Side:
    def __init__(self, name, folder, **settings):
        self.process = subprocess.Popen(
            [sys.executable, "-m", "bench.side", name],
            env=city.environment(folder) | settings,
            cwd=city.ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            bufsize=1,
        )

    def __enter__(self):
        return self

    def __exit__(self, *error):
        self.process.stdin.close()
        self.process.wait(timeout=60)
        self.process.stdout.close()

    def order(self, name, times):
        self.process.stdin.write(json.dumps({"run": name, "times": times}) + "\n")

    def answer(self):
        line = self.process.stdout.readline()
        if not line:
            raise RuntimeError("a side of the comparison has died; run it by hand: python -m bench.side ours")
        found = json.loads(line)
        if "error" in found:
            raise RuntimeError(found["error"])
        return found

    def run(self, name, times):
        self.order(name, times)
        return self.answer()
