"""PDF: no script, no launching, no password, no foreign files inside. The bytes stay as they are (signatures hold)."""

from pathlib import Path
from typing import Any

from rathaus.foundation.storage.kinds import Refused

_ENCRYPTED = (
    "Das PDF ist mit einem Kennwort oder einer Bearbeitungssperre geschützt. Bitte speichern Sie es ohne Schutz, zum Beispiel "
    "über „Drucken – als PDF speichern“, und laden Sie diese Fassung hoch."
)
_ACTIVE = (
    "Das PDF enthält ausführbare Teile. Bitte speichern Sie es über „Drucken – als PDF speichern“ neu und laden Sie diese "
    "Fassung hoch."
)
_FILES = "Im PDF stecken weitere Dateien. Bitte laden Sie jede Datei einzeln hoch."
_BROKEN = "Das PDF ist beschädigt. Bitte speichern Sie es neu und laden Sie diese Fassung hoch."

_ACTIVE_KEYS = {"/JS", "/JavaScript", "/XFA", "/RichMediaContent", "/RichMediaSettings"}
_ACTIVE_ACTIONS = {"/JavaScript", "/Launch", "/ImportData", "/SubmitForm", "/GoToE", "/RichMediaExecute", "/Rendition"}
_MOST_OBJECTS = 500_000
_LARGEST_DATA = 5 << 20


def check(path: Path) -> None:
    """Walks every object, those in object streams too. Raises Refused."""
    import pikepdf  # heavy; the child alone

    try:
        with pikepdf.open(path) as pdf:
            if pdf.is_encrypted:
                raise Refused(_ENCRYPTED)
            if len(pdf.objects) > _MOST_OBJECTS or not pdf.pages:
                raise Refused(_BROKEN)
            for item in pdf.objects:
                _walk(item, pikepdf)
    except pikepdf.PasswordError as error:
        raise Refused(_ENCRYPTED) from error
    except (pikepdf.PdfError, RecursionError, ValueError, TypeError) as error:
        raise Refused(_BROKEN) from error


def _walk(item: Any, pikepdf: Any) -> None:
    """Indirect objects are in the list of all objects themselves: only what stands directly inside is followed."""
    pending = [item]
    while pending:
        current = pending.pop()
        if isinstance(current, pikepdf.Stream):
            _dictionary(current, pikepdf)
            pending += [value for value in current.stream_dict.values() if _nested(value, pikepdf)]
        elif isinstance(current, pikepdf.Dictionary):
            _dictionary(current, pikepdf)
            pending += [value for value in current.values() if _nested(value, pikepdf)]
        elif isinstance(current, pikepdf.Array):
            pending += [value for value in current if _nested(value, pikepdf)]


def _nested(value: Any, pikepdf: Any) -> bool:
    return isinstance(value, (pikepdf.Dictionary, pikepdf.Array)) and not value.is_indirect


def _dictionary(item: Any, pikepdf: Any) -> None:
    keys = set(item.keys())
    if keys & _ACTIVE_KEYS or str(item.get("/S", "")) in _ACTIVE_ACTIONS:
        raise Refused(_ACTIVE)
    if str(item.get("/Subtype", "")) in {"/RichMedia", "/Movie", "/Screen", "/3D", "/FileAttachment"}:
        raise Refused(_FILES)
    if "/EF" in keys and not _is_data(item["/EF"], pikepdf):
        raise Refused(_FILES)


def _is_data(files: Any, pikepdf: Any) -> bool:
    """JSON or XML inside is how PDF/A-3 carries data: our own notices and E-Rechnungen must come back to us."""
    for stream in files.values():
        if not isinstance(stream, pikepdf.Stream):
            return False
        data = bytes(stream.read_bytes())
        if len(data) > _LARGEST_DATA or not data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith((b"{", b"[", b"<?xml")):
            return False
        try:
            data.decode()
        except UnicodeDecodeError:
            return False
    return True
