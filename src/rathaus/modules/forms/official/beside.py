"""What is supplied beside an official schema: FITKO's translated rules, code lists, the decisions of people."""

import hashlib
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Beside:
    """The bytes of the files, as they were handed over."""

    translation: bytes | None = None
    decisions: bytes | None = None

    def __bool__(self) -> bool:
        return self != NOTHING

    @property
    def digests(self) -> tuple[str, ...]:
        """SHA-256 of each file that is there, with its kind."""
        files = (("translation", self.translation), ("decisions", self.decisions))
        return tuple(f"{kind}:{hashlib.sha256(data).hexdigest()}" for kind, data in files if data is not None)


NOTHING = Beside()
