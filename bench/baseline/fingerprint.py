"""`python -m bench.baseline.fingerprint`: the SHA-256 of everything the baseline is made of."""

import hashlib
from pathlib import Path

HERE = Path(__file__).resolve().parent
FROZEN = HERE / "FROZEN"


def fingerprint():
    digest = hashlib.sha256()
    for path in sorted(path for path in HERE.rglob("*") if path.suffix in {".py", ".html"}):
        digest.update(f"{path.relative_to(HERE).as_posix()}\n".encode() + path.read_bytes())
    return digest.hexdigest()


if __name__ == "__main__":
    print(fingerprint())
