"""What is supplied beside an official schema: FITKO's translated rules, code lists, the decisions of people."""

import hashlib
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SuppliedList:
    """A genericode file; `column` names the column people read, where the list leaves it open."""

    data: bytes
    column: str = ""


@dataclass(frozen=True, slots=True)
class Beside:
    """The bytes of the files, as they were handed over."""

    translation: bytes | None = None
    decisions: bytes | None = None
    code_lists: tuple[SuppliedList, ...] = ()

    def __bool__(self) -> bool:
        return self != NOTHING

    @property
    def digests(self) -> tuple[str, ...]:
        """SHA-256 of each file that is there, with its kind."""
        files = [("translation", self.translation), ("decisions", self.decisions)]
        files += sorted((f"code_list#{one.column}" if one.column else "code_list", one.data) for one in self.code_lists)
        return tuple(f"{kind}:{hashlib.sha256(data).hexdigest()}" for kind, data in files if data is not None)


NOTHING = Beside()
