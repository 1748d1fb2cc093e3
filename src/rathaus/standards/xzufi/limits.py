"""What the reader takes at most. Sizes in bytes or characters."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """`object_bytes` bounds the memory: so much may come without a finished object in it."""

    object_bytes: int = 4 * 1024 * 1024
    total_bytes: int = 8 * 1024 * 1024 * 1024
    text: int = 500_000
    chunk: int = 64 * 1024


MAX_DEPTH = 8
"""Publishers within territories within publishers."""
