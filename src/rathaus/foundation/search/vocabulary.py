"""What an index knows: its words, their stems, how many documents have them. It splits compounds and finds typing errors.

The vocabulary is read from the documents and kept in the process. It may count a little too much: documents taken out of a
large index stay in its numbers for a while (see `current`). A word it does not know is still looked up as it stands.
"""

import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

import msgspec
from django.db import connection
from django.db.models import TextField
from django.db.models.functions import Cast

from rathaus.foundation.search import compounds
from rathaus.foundation.search.analyser import stem
from rathaus.foundation.search.models import Document

_PREFIXES = frozenset(["be", "ent", "er", "ge", "ver", "zer"])  # with them a verb is another verb: teilen, erteilen
_SMALL_BUILD = 0.05  # seconds; a vocabulary read as fast as this is read whenever it changed
_REST = 100.0  # times the reading time between two full readings of a large one
_WORDS = msgspec.json.Decoder(dict[str, str])


@dataclass(slots=True)
class Vocabulary:
    documents: int = 0
    newest: int = 0
    stems: dict[str, int] = field(default_factory=dict)  # stem -> number of documents
    words: dict[str, str] = field(default_factory=dict)  # word -> stem
    parts: dict[str, str] = field(default_factory=dict)  # what may stand inside a compound -> stem
    long_words: str = ""  # one a line, for searching inside them
    by_length: dict[int, list[str]] = field(default_factory=dict)
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
            self.splits[word] = compounds.split(word, self.parts.get)
        return self.splits[word]

    def of_about(self, length: int, slips: int) -> list[str]:
        """The words that so many letters more or less make from a word of this length."""
        return [word for near in range(length - slips, length + slips + 1) for word in self.by_length.get(near, ())]

    def half_known(self, word: str) -> tuple[str, str]:
        """What is unknown of a compound, and the stem of what is known: `gaststatten` and `erlaub`, or two empty texts."""
        for start in range(5, len(word) - 3):
            if root := compounds.piece(word, start, len(word), self.parts.get):
                return word[:start], root
        for end in range(len(word) - 5, 5, -1):
            if root := compounds.piece(word, 0, end, self.parts.get):
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
            if len(long) - len(root) < 3 or whole == root or whole.removesuffix(root) in _PREFIXES:
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
    """The vocabulary of an index as the database has it. One query where nothing changed.

    A small one is read again when documents came. To a large one the new documents are added; what went is taken out with
    the next full reading, after a hundred times the time that takes.
    """
    newest = _newest(index)
    kept = _KEPT.get(index)
    if kept is not None and kept.newest == newest:
        return kept
    if connection.in_atomic_block:  # may be rolled back
        return _changed(index, kept, newest)
    with _LOCK:
        _KEPT[index] = fresh = _changed(index, _KEPT.get(index), newest)
        return fresh


def forget(index: str) -> None:
    """Called where this process took documents out: the next question reads the vocabulary again."""
    _KEPT.pop(index, None)


def _newest(index: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute('SELECT max(id) FROM search_document WHERE "index" = %s', [index])
        return cursor.fetchone()[0] or 0


def _changed(index: str, kept: Vocabulary | None, newest: int) -> Vocabulary:
    if kept is not None and kept.newest == newest:
        return kept
    if kept is None or kept.build_seconds < _SMALL_BUILD or time.monotonic() - kept.built_at > _REST * kept.build_seconds:
        started = time.thread_time()
        fresh = _read(index, newest, Vocabulary())
        return replace(fresh, built_at=time.monotonic(), build_seconds=time.thread_time() - started)
    if newest < kept.newest:
        return kept
    return _read(index, newest, kept)


def _read(index: str, newest: int, known: Vocabulary) -> Vocabulary:
    """What is known and the newer documents."""
    stems, words, documents = dict(known.stems), dict(known.words), known.documents
    rows = Document.objects.filter(index=index, id__gt=known.newest).order_by("id").annotate(raw=Cast("words", TextField()))
    for (raw,) in rows.values_list("raw").iterator(chunk_size=2000):
        documents += 1
        found = _WORDS.decode(raw)
        words.update(found)
        for root in set(found.values()):
            stems[root] = stems.get(root, 0) + 1
    parts = {word: root for word, root in words.items() if len(word) >= 3} | {root: root for root in stems if len(root) >= 4}
    by_length: dict[int, list[str]] = {}
    for word in words:
        by_length.setdefault(len(word), []).append(word)
    return replace(
        known,
        documents=documents,
        newest=newest,
        stems=stems,
        words=words,
        parts=parts,
        long_words="".join(f"{word}\n" for word in words if len(word) >= 7),
        by_length=by_length,
        splits={},
    )
