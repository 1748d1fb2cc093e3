"""The proof bundle: a ZIP whose every byte is decided, so that the same delivery always gives the same file."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from importlib.resources import files as package_files

from rathaus.standards.evidence import pruefen
from rathaus.standards.evidence.canonical import canonical

SIGNED_PREFIX = f"{pruefen.FORMAT}\n".encode()
_UNSAFE = re.compile(r'[\x00-\x1f\x7f/\\:*?"<>|]')
_RESERVED = re.compile(r"(?i)(con|prn|aux|nul|com\d|lpt\d)(\..*)?")


@dataclass(frozen=True, slots=True)
class Document:
    """A file that was delivered, under the name it was delivered with."""

    name: str
    data: bytes


@dataclass(frozen=True, slots=True)
class LoggedEvent:
    """An act in the log: the leaf's bytes, what opens its commitment, its place and its path to the root."""

    leaf: bytes
    payload: bytes
    salt: bytes
    index: int
    path: Sequence[bytes]


@dataclass(frozen=True, slots=True)
class LogHead:
    """A signed head; `statement` is what the signature covers."""

    size: int
    root: bytes
    key_id: str
    statement: bytes
    signature: bytes


@dataclass(frozen=True, slots=True)
class Draft:
    """A bundle that lacks its signature: sign `to_sign`, then `seal`."""

    parts: dict[str, bytes]
    statement: bytes

    @property
    def to_sign(self) -> bytes:
        return SIGNED_PREFIX + self.statement


def draft(
    *, documents: Sequence[Document], events: Sequence[LoggedEvent], head: LogHead, public_key: bytes, readme: str
) -> Draft:
    """Puts everything together. Raises ValueError where there is no event or no document."""
    if not events or not documents:
        raise ValueError("a proof needs an event and a document")
    parts = {"LIESMICH.txt": readme.encode(), "pruefen.py": script(), "schluessel.pem": pruefen.pem(public_key)}
    for document in documents:
        parts[_free(f"dokumente/{safe_name(document.name)}", parts)] = document.data
    statement = canonical(
        {
            "format": pruefen.FORMAT,
            "files": [{"path": path, "sha256": sha256(data).hexdigest(), "length": len(data)} for path, data in parts.items()],
            "events": [
                {
                    "leaf": event.leaf.decode(),
                    "payload": event.payload.decode(),
                    "salt": event.salt.hex(),
                    "index": event.index,
                    "path": [value.hex() for value in event.path],
                }
                for event in events
            ],
            "head": {
                "size": head.size,
                "root": head.root.hex(),
                "key": head.key_id,
                "statement": head.statement.decode("ascii"),
                "signature": head.signature.hex(),
            },
            "public_key": public_key.hex(),
        }
    )
    return Draft(parts, statement)


def seal(unsigned: Draft, signature: bytes) -> bytes:
    """The bundle's bytes, with the Ed25519 signature over `unsigned.to_sign`."""
    return pruefen.pack({"nachweis.json": unsigned.statement, "nachweis.sig": signature} | unsigned.parts)


def script() -> bytes:
    """The checking script, byte for byte as it lies in this package."""
    return (package_files(__package__) / "pruefen.py").read_bytes()


def safe_name(name: str) -> str:
    """A file name that every system unpacks: no path, no control or reserved characters, not empty, at most 120 characters."""
    stem, dot, ending = name.rpartition(".")
    plain = _UNSAFE.sub("_", name if len(name) <= 120 else f"{stem[: 119 - len(ending[:10])]}{dot}{ending[:10]}").strip(" .")
    return f"_{plain}" if not plain or _RESERVED.fullmatch(plain) else plain


def _free(path: str, taken: dict[str, bytes]) -> str:
    stem, dot, ending = path.rpartition(".") if "." in path.rsplit("/", 1)[-1] else (path, "", "")
    number, found = 1, path
    while found.casefold() in {name.casefold() for name in taken}:
        number += 1
        found = f"{stem} ({number}){dot}{ending}"
    return found
