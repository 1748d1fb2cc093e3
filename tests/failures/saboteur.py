"""Kills its own process with SIGKILL at a named point: `RATHAUS_KILL_AT=module:function:before|after`.

`python -m tests.failures.saboteur worker` is a worker with such a point; `tests.failures.saboteur:application` the web.
"""

import importlib
import os
import signal
import sys

from rathaus.config.wsgi import application as served


def die():
    os.kill(os.getpid(), signal.SIGKILL)


def arm(place):
    module_name, name, moment = place.split(":")
    module = importlib.import_module(module_name)
    real = getattr(module, name)

    def wrapped(*args, **kwargs):
        if moment == "before":
            die()
        result = real(*args, **kwargs)
        die()
        return result

    setattr(module, name, wrapped)


if place := os.environ.get("RATHAUS_KILL_AT"):
    arm(place)
application = served

if __name__ == "__main__":
    from rathaus.__main__ import main

    sys.exit(main())
