"""What is wrong, and where: paths as in the data, `G00000000001[0].F00000000002`. No message repeats what a person wrote."""

from dataclasses import dataclass

SHOWN = 5


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault. `message` is a German sentence for people; `path` is empty where the whole is meant."""

    message: str
    path: str = ""

    def __str__(self) -> str:
        return f"{self.message} (Stelle: {self.path})" if self.path else self.message


class XfallError(ValueError):
    """Schema, data or document cannot be used. `problems` holds every fault found, at least one."""

    def __init__(self, *problems: Problem) -> None:
        more = len(problems) - SHOWN
        rest = [f"Dazu {more} weitere Fehler."] if more > 0 else []
        super().__init__(" ".join([*map(str, problems[:SHOWN]), *rest]))
        self.problems = problems

    @property
    def path(self) -> str:
        """Where the first fault is."""
        return self.problems[0].path


def fault(message: str, path: str = "") -> XfallError:
    """The error of one fault."""
    return XfallError(Problem(message, path))


def below(path: str, key: str) -> str:
    """The path of an entry of a group."""
    return f"{path}.{key}" if path else key
