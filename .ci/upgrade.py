"""Bring the stored demonstration database of the release before to this version and prove its log.

`.ci/previous-demo.tar.gz` is what `rathaus backup` made of the demonstration of the last release; the keys in it belong to
invented data alone.
"""

import os
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
STORED = ROOT / ".ci" / "previous-demo.tar.gz"


def main() -> int:
    if not STORED.exists():
        sys.stdout.write("upgrade: no release before this one\n")
        return 0
    with tempfile.TemporaryDirectory(prefix="rathaus-upgrade-") as folder:
        with tarfile.open(STORED) as archive:
            archive.extractall(f"{folder}/backup", filter="data")
        env = {**os.environ, "RATHAUS_DATA": f"{folder}/data", "RATHAUS_DEMO": "1"}
        env.pop("RATHAUS_DATABASE_URL", None)
        for words in (["restore", f"{folder}/backup"], ["migrate", "--verbosity", "0"], ["audit", "verify"], ["check"]):
            done = subprocess.run([sys.executable, "-m", "rathaus", *words], env=env, cwd=ROOT, check=False)
            if done.returncode:
                sys.stdout.write(f"upgrade: `rathaus {' '.join(words)}` failed\n")
                return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
