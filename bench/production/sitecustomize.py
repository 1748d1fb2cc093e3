"""Hides what only developers install (`requirements-dev.lock`) and a library would load where it finds it: structlog does."""

import sys

for name in ("rich", "pygments", "greenlet"):
    sys.modules[name] = None
