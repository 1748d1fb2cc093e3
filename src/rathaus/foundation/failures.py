"""What may be written down about an error: its type and the way to it, never its message.

Messages carry data (`Key (email)=(...) already exists`); the operator who reads dead letters sees no content.
"""

import traceback
from pathlib import Path

from django.conf import settings


def describe(error: BaseException) -> str:
    """Type and call path of an error and of what caused it, one frame a line, without any value."""
    parts: list[str] = []
    seen: set[int] = set()
    cause: BaseException | None = error
    while cause is not None and id(cause) not in seen:
        seen.add(id(cause))
        frames = [
            f"  {_short(frame.filename)}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(cause.__traceback__)
        ]
        parts.append("\n".join([f"{type(cause).__module__}.{type(cause).__qualname__}", *frames[-12:]]))
        cause = cause.__cause__ or (None if cause.__suppress_context__ else cause.__context__)
    return "\n".join(parts)


def _short(filename: str) -> str:
    path = Path(filename)
    for base in (settings.SOURCE_DIR, *path.parents):
        if base == settings.SOURCE_DIR or base.name == "site-packages":
            try:
                return str(path.relative_to(base))
            except ValueError:
                continue
    return path.name
