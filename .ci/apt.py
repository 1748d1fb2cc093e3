"""Installing Debian packages where that is allowed: as root, with apt."""

import os
import shutil
import subprocess


def install(*packages: str) -> bool:
    """Whether the packages are now there; False at once where this user may not install."""
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return False
    env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run(["apt-get", "update", "-q"], env=env, check=False)
    done = subprocess.run(["apt-get", "install", "-y", "-q", "--no-install-recommends", *packages], env=env, check=False)
    return done.returncode == 0
