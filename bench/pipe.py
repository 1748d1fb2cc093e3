"""Talking to the processes of `bench.side`."""

import json
import subprocess
import sys
import tempfile

from bench import city


class Side:
    def __init__(self, name, folder, **settings):
        self.said = tempfile.TemporaryFile(mode="w+", encoding="utf-8")  # noqa: SIM115  (closed below)
        self.process = subprocess.Popen(
            [sys.executable, "-m", "bench.side", name],
            env=city.environment(folder) | settings,
            cwd=city.ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self.said,
            text=True,
            bufsize=1,
        )

    def __enter__(self):
        return self

    def __exit__(self, *error):
        self.process.stdin.close()
        self.process.wait(timeout=60)
        self.process.stdout.close()
        self.said.close()

    def order(self, name, times):
        self.process.stdin.write(json.dumps({"run": name, "times": times}) + "\n")

    def answer(self):
        line = self.process.stdout.readline()
        if not line:
            status = self.process.wait(timeout=60)
            self.said.seek(0)
            last = "".join(self.said.readlines()[-5:]).strip()
            raise RuntimeError(f"a side of the comparison has died with status {status} (negative: the signal); it said: {last}")
        found = json.loads(line)
        if "error" in found:
            raise RuntimeError(found["error"])
        return found

    def run(self, name, times):
        self.order(name, times)
        return self.answer()
