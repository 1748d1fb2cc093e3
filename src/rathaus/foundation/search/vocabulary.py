"""What an index knows: its words, their stems, how many documents have them. It splits compounds and finds typing errors.

The vocabulary is read from the documents and kept in the process. It may be a little old: a word it does not know yet is
still looked up as it stands. Reading it again costs at most a twentieth of the time (see `current`).
"""

import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.db.models import Max

from rathaus.foundation.search.analyser import stem
from rathaus.foundation.search.models import Document

_LINKS = ("", "s", "n", "en", "es", "e", "er")
_SMALL_BUILD = 0.05  # seconds; a vocabulary read as fast as this is read whenever it changed


@dataclass(slots=True)
class Vocabulary:
    documents: int
    newest: int
    stems: dict[str, int]  # stem -> number of documents
    words: dict[str, str]  # word -> stem
    parts: dict[str, str]  # what may stand inside a compound -> stem
    long_words: str  # one a line, for searching inside them
    built_at: float = 0.0
    build_seconds: float = 0.0
    splits: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def frequency(self, root: str) -> int:
        return self.stems.get(root, 0)

    def split(self, word: str) -> tuple[str, ...]:
        """The stems a compound is made of, from left to right; empty where it is no compound of known words.

        The fewest parts win, then the longest last part (the one that says what the thing is).
        """
        if word not in self.splits:
            if len(self.splits) > 20_000:
                self.splits.clear()
            self.splits[word] = self._split(word)
        return self.splits[word]

    def _split(self, word: str) -> tuple[str, ...]:
        best: list[tuple[str, ...] | None] = [None] * (len(word) + 1)
        best[len(word)] = ()
        for start in range(len(word) - 3, -1, -1):
            for end in range(len(word), start + 2, -1):
                if start == 0 and end == len(word):
                    continue
                rest = best[end]
                root = self._part(word[start:end], last=end == len(word))
                if root is None or rest is None:
                    continue
                known = best[start]
                if known is None or len(rest) + 1 < len(known):
                    best[start] = (root, *rest)
        return best[0] or ()

    def _part(self, piece: str, *, last: bool) -> str | None:
        """The stem of a piece, with the letters German puts between parts."""
        for link in _LINKS[:1] if last else _LINKS:
            if link and not piece.endswith(link):
                continue
            body = piece[: len(piece) - len(link)] if link else piece
            if len(body) >= 3 and (root := self.parts.get(body)):
                return root
        return None

    def half_known(self, word: str) -> tuple[str, str]:
        """What is unknown of a compound, and the stem of what is known: `gaststatten` and `erlaub`, or two empty texts."""
        for start in range(5, len(word) - 3):
            if root := self._part(word[start:], last=True):
                return word[:start], root
        for end in range(len(word) - 5, 5, -1):
            if root := self._part(word[:end], last=False):
                return stem(word[end:]), root
        return "", ""

    def beginning_with(self, head: str) -> list[str]:
        """The stems of longer words that begin so."""
        return [self.words[long] for long in self._containing(head) if long.startswith(head) and len(long) > len(head)]

    def compounds_with(self, word: str, root: str) -> list[str]:
        """The stems of known compounds that have this word as a part.

        What is left must be known words too, unless the word is so long that it does not stand there by accident.
        """
        if len(root) < 4:
            return [self.words[long] for long in self._containing(word) if root in self.split(long)]
        found = []
        for long in self._containing(root):
            whole = self.words[long]
            if len(long) - len(root) < 3 or whole == root:
                continue
            at_end = long.endswith(word) or whole.endswith(root)
            at_edge = at_end or long.startswith(root)
            if root in self.split(long) or (len(root) >= 6 and at_edge) or (len(word) >= 6 and at_end):
                found.append(whole)
        return found

    def _containing(self, piece: str) -> Iterator[str]:
        """The long words with this piece, each once; one search over all of them is ten times faster than one a word."""
        at = self.long_words.find(piece)
        while at >= 0:
            end = self.long_words.find("\n", at)
            yield self.long_words[self.long_words.rfind("\n", 0, at) + 1 : end]
            at = self.long_words.find(piece, end)


_KEPT: dict[str, Vocabulary] = {}
_LOCK = threading.Lock()


def current(index: str) -> Vocabulary:
    """The vocabulary of an index; read again when documents came and twenty times the reading time has passed."""
    newest = Document.objects.filter(index=index).aggregate(newest=Max("id"))["newest"] or 0
    kept = _KEPT.get(index)
    if kept is not None and kept.newest == newest:
        return kept
    with _LOCK:
        kept = _KEPT.get(index)
        if kept is not None:
            age = time.monotonic() - kept.built_at
            if kept.newest == newest or (kept.build_seconds > _SMALL_BUILD and age < 20 * kept.build_seconds):
                return kept
        _KEPT[index] = fresh = _read(index, newest)
        return fresh


def forget(index: str) -> None:
    """Called where this process changed the index: the next question reads the vocabulary again."""
    _KEPT.pop(index, None)


def _read(index: str, newest: int) -> Vocabulary:
    started = time.monotonic()
    stems: dict[str, int] = {}
    words: dict[str, str] = {}
    documents = 0
    for (known,) in Document.objects.filter(index=index).order_by("id").values_list("words").iterator(chunk_size=2000):
        documents += 1
        words.update(known)
        for root in set(known.values()):
            stems[root] = stems.get(root, 0) + 1
    parts = {word: root for word, root in words.items() if len(word) >= 3} | {root: root for root in stems if len(root) >= 4}
    return Vocabulary(
        documents=documents,
        newest=newest,
        stems=stems,
        words=words,
        parts=parts,
        long_words="".join(f"{word}\n" for word in words if len(word) >= 7),
        built_at=time.monotonic(),
        build_seconds=time.monotonic() - started,
    )
