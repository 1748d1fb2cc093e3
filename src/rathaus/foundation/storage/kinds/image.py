"""Photos and scans: drawn anew, so that nothing but the picture is kept (no place, no device, no hidden data)."""

import contextlib
import io
from pathlib import Path
from typing import Any

from rathaus.foundation.storage.kinds import Refused

MOST_PIXELS = 60_000_000  # a phone's 50-megapixel photo passes
_QUALITY = 90
_BROKEN = "Das Bild ist beschädigt. Bitte speichern oder fotografieren Sie es neu und laden Sie diese Fassung hoch."
_HUGE = "Das Bild hat zu viele Bildpunkte (erlaubt sind 60 Millionen). Bitte verkleinern Sie es und laden Sie es dann hoch."


def clean(path: Path, target: Path, *, form: str) -> None:
    """Writes the picture at `path` to `target`: turned upright as EXIF says, in sRGB, without metadata.

    `form` is JPEG or PNG. Raises Refused.
    """
    from PIL import Image, ImageOps  # heavy; the child alone

    Image.MAX_IMAGE_PIXELS = None  # our own limit stands below, before anything is decoded
    try:
        with Image.open(path, formats=(form,)) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise Refused(_HUGE)
            picture.seek(0)
            picture.load()
            upright = ImageOps.exif_transpose(picture)
            plain = _to_srgb(upright, picture.info.get("icc_profile"))
            if "transparency" in plain.info:
                plain = plain.convert("RGBA")
            plain.info.clear()
            if form == "JPEG":
                plain.convert("L" if plain.mode in {"1", "L"} else "RGB").save(target, "JPEG", quality=_QUALITY)
            else:
                plain.save(target, "PNG")
    except (OSError, ValueError, SyntaxError, ZeroDivisionError) as error:  # what Pillow raises on broken input
        raise Refused(_BROKEN) from error


def _to_srgb(picture: Any, profile: bytes | None) -> Any:
    from PIL import ImageCms  # heavy; the child alone

    if profile and picture.mode in {"RGB", "CMYK", "L"}:
        with contextlib.suppress(ImageCms.PyCMSError, OSError):
            mode = "L" if picture.mode == "L" else "RGB"
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            return ImageCms.profileToProfile(picture, source, ImageCms.createProfile("sRGB"), outputMode=mode) or picture
    return picture
