"""Harmless and hostile files, made here: nothing dangerous stands in the repository."""

import io
import zipfile
from typing import Any

EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


def pdf(**root: Any) -> bytes:
    """One empty page; `root` entries go into the catalogue."""
    import pikepdf

    document = pikepdf.new()
    document.add_blank_page()
    for name, value in root.items():
        document.Root[f"/{name}"] = value
    return saved(document)


def saved(document: Any, **options: Any) -> bytes:
    target = io.BytesIO()
    document.save(target, **options)
    return target.getvalue()


def pdf_with(**attachments: bytes) -> bytes:
    import pikepdf

    document = pikepdf.new()
    document.add_blank_page()
    for name, data in attachments.items():
        document.attachments[name] = pikepdf.AttachedFileSpec(document, data, filename=name)
    return saved(document)


def picture(form: str = "JPEG", size: tuple[int, int] = (40, 20), mode: str = "RGB", **options: Any) -> bytes:
    from PIL import Image

    target = io.BytesIO()
    Image.new(mode, size, 128 if mode in {"L", "P"} else None).save(target, form, **options)
    return target.getvalue()


def archive(**files: bytes) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as packed:
        for name, data in files.items():
            packed.writestr(name, data)
    return target.getvalue()
