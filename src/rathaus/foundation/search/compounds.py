"""German compounds: the known words one is made of."""

from collections.abc import Callable

_LINKS = ("s", "n", "en", "es", "e", "er")


def split(word: str, part: Callable[[str], str | None]) -> tuple[str, ...]:
    """What a compound is made of, from left to right; empty where it is no compound of known words.

    `part` gives the stem of a piece where it is a word. The fewest parts win, then the longest last part (the one that says
    what the thing is).
    """
    best: dict[int, tuple[str, ...]] = {len(word): ()}  # where the rest of the word splits -> its parts; from the end on
    for start in range(len(word) - 3, -1, -1):
        known = None
        for end, rest in best.items():
            if end - start < 3:
                break
            if start == 0 and end == len(word):
                continue
            if (known is None or len(rest) + 1 < len(known)) and (root := piece(word, start, end, part)):
                known = (root, *rest)
        if known:
            best[start] = known
    return best.get(0, ())


def piece(word: str, start: int, end: int, part: Callable[[str], str | None]) -> str | None:
    """The stem of a piece of the word, with the letters German puts between parts; the last part has none."""
    if root := part(word[start:end]):
        return root
    if end < len(word):
        for link in _LINKS:
            body = end - len(link)
            if body - start >= 3 and word.startswith(link, body) and (root := part(word[start:body])):
                return root
    return None
