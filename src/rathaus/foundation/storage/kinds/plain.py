"""Plain text: characters and line ends only, kept as UTF-8."""

import re
from pathlib import Path

from rathaus.foundation.storage.kinds import DISGUISED, Refused

_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f]")  # tab, line ends and form feed may stand


def clean(path: Path, target: Path) -> bool:
    """True where `target` was written, because the text came in another encoding (UTF-16, Windows-1252). Raises Refused."""
    data = path.read_bytes()
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = _decode(data, "utf-16")
    else:
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = _decode(data, "cp1252")
    if _CONTROLS.search(text):
        raise Refused(DISGUISED)
    encoded = text.encode()
    if encoded == data:
        return False
    target.write_bytes(encoded)
    return True


def _decode(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise Refused(DISGUISED) from error
