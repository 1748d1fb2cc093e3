"""`python -m rathaus.config.launcher`, called by `./run`."""

import sys

from rathaus.config.launcher.options import read_options
from rathaus.config.launcher.plain_words import Trouble
from rathaus.config.launcher.session import run

if __name__ == "__main__":
    try:
        sys.exit(run(read_options(sys.argv[1:])))
    except Trouble as trouble:
        sys.stderr.write(f"{trouble}\n")
        sys.exit(1)
