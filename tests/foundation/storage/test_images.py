"""Pictures are drawn anew: upright, without metadata, within limits."""

import io

import pytest

from rathaus.foundation.storage import public as storage
from tests.foundation.storage import factories as make


@pytest.fixture
def receive(now):
    return lambda data, name="a.jpg": storage.receive(io.BytesIO(data), filename=name, now=now)


def opened(blob):
    from PIL import Image

    return Image.open(io.BytesIO(storage.read(blob.sha256)))


def test_metadata_goes_and_the_picture_stands_upright(receive):
    from PIL import Image

    exif = Image.Exif()
    exif[0x0112] = 6  # turned by 90 degrees
    exif[0x010F] = "Kamera von Erika"
    exif.get_ifd(0x8825)[1] = "N"  # GPS
    blob = receive(make.picture(size=(40, 20), exif=exif, comment=b"geheim", dpi=(300, 300)))
    shown = opened(blob)
    assert shown.size == (20, 40)
    assert not shown.getexif()
    data = storage.read(blob.sha256)
    assert b"Erika" not in data
    assert b"geheim" not in data
    assert blob.received_sha256 != blob.sha256


def test_png_text_chunks_go(receive):
    from PIL import PngImagePlugin

    info = PngImagePlugin.PngInfo()
    info.add_text("Author", "Erika")
    blob = receive(make.picture("PNG", pnginfo=info), "a.png")
    assert b"Erika" not in storage.read(blob.sha256)
    assert opened(blob).format == "PNG"


@pytest.mark.parametrize(("mode", "kept"), [("L", "L"), ("CMYK", "RGB"), ("RGB", "RGB")])
def test_jpeg_modes(receive, mode, kept):
    assert opened(receive(make.picture(mode=mode))).mode == kept


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16"])
def test_png_modes(receive, mode):
    assert opened(receive(make.picture("PNG", mode=mode), "a.png")).size == (40, 20)


def test_a_transparent_palette_stays_transparent(receive):
    from PIL import Image

    target = io.BytesIO()
    picture = Image.new("P", (4, 4), 1)
    picture.putpalette([0, 0, 0, 255, 0, 0])
    picture.save(target, "PNG", transparency=1)
    blob = receive(target.getvalue(), "a.png")
    assert opened(blob).mode == "RGBA"
    assert opened(blob).getpixel((0, 0))[3] == 0


def test_colours_come_out_as_srgb(receive):
    from PIL import ImageCms

    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    shown = opened(receive(make.picture(icc_profile=profile)))
    assert "icc_profile" not in shown.info
    opened(receive(make.picture(icc_profile=b"no profile at all")))


@pytest.mark.parametrize("name", ["a.jpg", "a.JPEG"])
def test_both_endings_of_jpeg(receive, name):
    assert receive(make.picture(), name).media_type == "image/jpeg"


def test_too_many_pixels_are_refused_before_they_are_decoded(receive):
    bomb = make.picture("PNG", size=(30_000, 30_000), mode="1")
    assert len(bomb) < 300_000
    with pytest.raises(storage.Rejected, match="60 Millionen"):
        receive(bomb, "a.png")


def test_a_header_that_lies_about_its_size_is_refused(receive):
    data = bytearray(make.picture("PNG"))
    data[16:24] = (0xFFFFFFF).to_bytes(4) * 2
    with pytest.raises(storage.Rejected):
        receive(bytes(data), "a.png")


@pytest.mark.slow
def test_a_photo_of_fifty_megapixels_passes(receive):
    assert opened(receive(make.picture(size=(8160, 6120)))).size == (8160, 6120)
