"""What the child process does with a file in quarantine: find its true kind, check it, clean it. No Django here."""

import zipfile
from pathlib import Path
from typing import Any

from rathaus.foundation.storage.kinds import ACCEPTED, DISGUISED, OTHER, REFUSALS, Refused, image, pdf, plain

_HEAD = 8192


def handle(request: dict[str, Any]) -> dict[str, Any]:
    """`{path, extension, clean_path}` -> `{media_type, cleaned}` or `{refused: sentence}`."""
    path, target = Path(request["path"]), Path(request["clean_path"])
    try:
        media_type = _kind(path, request["extension"])
        cleaned = True
        if media_type == "application/pdf":
            pdf.check(path)
            cleaned = False
        elif media_type == "text/plain":
            cleaned = plain.clean(path, target)
        else:
            image.clean(path, target, form="JPEG" if media_type == "image/jpeg" else "PNG")
    except (Refused, MemoryError) as error:
        target.unlink(missing_ok=True)
        return {"refused": str(error) if isinstance(error, Refused) else DISGUISED}
    return {"media_type": media_type, "cleaned": cleaned}


def _kind(path: Path, extension: str) -> str:
    """The kind on which the ending, puremagic and filetype agree. Raises Refused."""
    if extension not in ACCEPTED:
        raise Refused(REFUSALS.get(extension, OTHER))
    expected = ACCEPTED[extension]
    with path.open("rb") as file:
        head = file.read(_HEAD)
    if not head.strip():
        raise Refused("Die Datei ist leer. Bitte prüfen Sie, ob Sie die richtige Datei gewählt haben.")
    if not _agree(expected, head) or zipfile.is_zipfile(path):
        raise Refused(DISGUISED)
    return expected


def _agree(expected: str, head: bytes) -> bool:
    import filetype  # the child alone
    import puremagic  # the child alone

    guess = filetype.guess_mime(head)
    try:
        found = puremagic.magic_string(head)
    except (puremagic.PureError, ValueError):
        found = []
    if expected == "text/plain":
        return guess is None and all(match.confidence < 0.5 or match.mime_type == "text/plain" for match in found)
    return guess == expected and any(match.mime_type == expected for match in found[:3])
