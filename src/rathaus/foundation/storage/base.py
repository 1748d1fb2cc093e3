"""What a blob store can do. A store keeps bytes under their SHA-256 and knows nothing of kinds, names or rights."""

from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, Protocol

from rathaus.foundation.plugins import Plugin


class BlobStore(Plugin, Protocol):
    def publish(self, path: Path, sha256: str) -> None:
        """Takes over the file at `path` (it is gone afterwards), durable and whole or not at all; twice is once.

        A blob that is there already counts as new for the grace period. Raises StorageFull.
        """

    def open(self, sha256: str) -> BinaryIO:
        """For reading, seekable. Raises BlobMissing."""

    def size(self, sha256: str) -> int | None:
        """Octets; None where there is no such blob."""

    def older_than(self, seconds: float) -> Iterator[str]:
        """The hashes published (last) at least this long ago, by the store's own clock."""

    def delete_if_older(self, sha256: str, seconds: float) -> bool:
        """Deletes unless the blob was published again in the meantime; False where it stays or is gone."""
