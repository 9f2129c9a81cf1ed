"""Images against the limits of channels, with real files."""

import io
import random
import struct
import zlib
from pathlib import Path

import pytest
from PIL import Image as Pillow

from soulsgen.channels.image import MAX_FILE_BYTES, fit_image, fit_images, read_image
from soulsgen.channels.post import ImageLimit
from soulsgen.errors import Refused, SoulsgenError


def noise(size: tuple[int, int], path: Path, mode: str = "RGB", **options: object) -> Path:
    """Noise does not compress."""
    channels = len(mode)
    pixels = random.Random(1).randbytes(size[0] * size[1] * channels)
    Pillow.frombytes(mode, size, pixels).save(path, **options)  # type: ignore[arg-type]
    return path


def test_an_image_within_the_limits_is_sent_as_it_is(tmp_path: Path) -> None:
    path = noise((20, 10), tmp_path / "a.png")
    image = read_image(path, " Ash. ")
    assert (image.content, image.media_type, image.alt) == (path.read_bytes(), "image/png", "Ash.")
    assert (image.width, image.height) == (20, 10)
    assert fit_image(image, ImageLimit(10_000, 100)) is image


@pytest.mark.parametrize("most", [60_000, 20_000, 5_000])
def test_one_too_large_becomes_a_jpeg_that_fits_and_keeps_its_shape(tmp_path: Path, most: int) -> None:
    image = read_image(noise((400, 200), tmp_path / "a.png"), "Ash.")
    assert len(image.content) > 200_000
    fitted = fit_image(image, ImageLimit(most, 100))
    assert len(fitted.content) <= most
    assert (fitted.media_type, fitted.alt) == ("image/jpeg", "Ash.")
    with Pillow.open(io.BytesIO(fitted.content)) as pixels:
        assert (pixels.format, pixels.size) == ("JPEG", (fitted.width, fitted.height))
    assert fitted.width / fitted.height == pytest.approx(2, rel=0.03)


def test_one_of_too_many_pixels_is_made_smaller(tmp_path: Path) -> None:
    image = read_image(noise((400, 200), tmp_path / "a.png"), "")
    fitted = fit_image(image, ImageLimit(10_000_000, 100, max_pixels=20_000))
    assert (fitted.width, fitted.height) == (200, 100)


def test_a_kind_channels_do_not_take_is_encoded_anew_on_white_and_upright(tmp_path: Path) -> None:
    Pillow.new("LA", (70, 80), (0, 0)).save(tmp_path / "a.tiff")
    image = read_image(tmp_path / "a.tiff", "")
    assert image.media_type == "image/tiff"
    fitted = fit_image(image, ImageLimit(10_000, 100))
    with Pillow.open(io.BytesIO(fitted.content)) as pixels:
        assert (pixels.format, pixels.getpixel((5, 5))) == ("JPEG", (255, 255, 255))
    exif = Pillow.Exif()
    exif[0x0112] = 6  # the top is on the right
    turned = read_image(noise((200, 100), tmp_path / "b.jpg", exif=exif), "")
    assert fit_image(turned, ImageLimit(4_000, 100)).height > fit_image(turned, ImageLimit(4_000, 100)).width


def test_what_cannot_be_made_to_fit_is_refused(tmp_path: Path) -> None:
    image = read_image(noise((400, 200), tmp_path / "a.png"), "")
    with pytest.raises(Refused, match=r"an image of \d+ bytes cannot be made as small as the limit"):
        fit_image(image, ImageLimit(500, 100))


def test_too_many_images_and_too_long_an_alt_text_are_refused(tmp_path: Path) -> None:
    image = read_image(noise((5, 5), tmp_path / "a.png"), "x" * 11)
    with pytest.raises(Refused, match="5 images, X takes 4"):
        fit_images((image,) * 5, ImageLimit(1000, 100), "X")
    with pytest.raises(Refused, match="an alt text has 11 characters, X takes 10"):
        fit_images((image,), ImageLimit(1000, 10), "X")


@pytest.mark.parametrize("content", [b"", b"not an image", b"\x89PNG\r\n\x1a\n broken"])
def test_a_file_that_is_no_image_is_named(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "a.png").write_bytes(content)
    with pytest.raises(SoulsgenError, match=r"a\.png is not an image that can be read"):
        read_image(tmp_path / "a.png", "")


def bomb(width: int, height: int) -> bytes:
    """A PNG of a few bytes that claims to be that large."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        return (
            struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
        )

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(b"\0" * 1000))
        + chunk(b"IEND", b"")
    )


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("side", [8001, 10_000, 60_000])
def test_a_small_file_of_a_vast_picture_is_refused_before_it_is_decoded(tmp_path: Path, side: int) -> None:
    (tmp_path / "a.png").write_bytes(bomb(side, side))
    # Decoding would find it cut short.
    with pytest.raises(SoulsgenError, match=r"a\.png is not an image that can be read \(.*pixels"):
        read_image(tmp_path / "a.png", "")


def test_a_file_too_large_to_be_an_image_is_not_read(tmp_path: Path) -> None:
    with (tmp_path / "a.png").open("wb") as file:
        file.truncate(MAX_FILE_BYTES + 1)
    with pytest.raises(SoulsgenError, match=r"a\.png has 100000001 bytes; an image may have 100000000"):
        read_image(tmp_path / "a.png", "")


def test_16_bits_a_value_become_8_and_keep_their_greys(tmp_path: Path) -> None:
    grey = Pillow.new("I;16", (256, 100))
    grey.putdata([column << 8 for column in range(256)] * 100)
    grey.save(tmp_path / "a.png")
    fitted = fit_image(read_image(tmp_path / "a.png", ""), ImageLimit(10_000, 100, max_pixels=20_000))
    with Pillow.open(io.BytesIO(fitted.content)) as pixels:
        shades = [pixels.convert("L").getpixel((round(x * (pixels.width - 1)), 20)) for x in (0, 0.5, 1)]
    assert shades == pytest.approx([0, 127, 255], abs=4)


@pytest.mark.parametrize("mode", ["F", "I"])
def test_32_bits_a_value_are_refused(tmp_path: Path, mode: str) -> None:
    Pillow.new(mode, (8, 8)).save(tmp_path / "a.tiff")
    with pytest.raises(SoulsgenError, match=r"a\.tiff is not .*32 bits a value; save it with 8 or 16"):
        read_image(tmp_path / "a.tiff", "")


def test_one_wider_than_a_jpeg_can_be_is_refused(tmp_path: Path) -> None:
    Pillow.new("1", (65_501, 2)).save(tmp_path / "a.png")
    with pytest.raises(SoulsgenError, match=r"65501x2 pixels; a side may have 65500"):
        read_image(tmp_path / "a.png", "")


def test_postscript_reaches_no_program(tmp_path: Path) -> None:
    Pillow.new("RGB", (8, 8)).save(tmp_path / "a.eps")
    (tmp_path / "a.eps").rename(tmp_path / "a.png")
    with pytest.raises(SoulsgenError, match=r"a\.png is not an image that can be read \(cannot identify"):
        read_image(tmp_path / "a.png", "")


@pytest.mark.parametrize("kind", ["jpg", "png", "webp"])
def test_where_and_when_a_picture_was_taken_is_not_sent_and_it_stands_upright(
    tmp_path: Path, kind: str
) -> None:
    exif = Pillow.Exif()
    exif[0x0112] = 6  # the top is on the right
    exif[0x8825] = {1: "N", 2: (52.0, 30.0, 0.0)}
    path = noise((40, 20), tmp_path / f"a.{kind}", exif=exif)
    image = read_image(path, "")
    assert fit_image(image, ImageLimit(1_000_000, 100)) is image
    with Pillow.open(io.BytesIO(image.content)) as pixels:
        assert (pixels.size, image.width, image.height) == ((20, 40), 20, 40)
        assert (dict(pixels.getexif()), "exif" in pixels.info) == ({}, False)
    assert image.media_type == f"image/{kind.replace('jpg', 'jpeg')}"


def test_colours_and_transparency_outlast_the_metadata(tmp_path: Path) -> None:
    exif = Pillow.Exif()
    exif[0x010F] = "Lantern & Co."
    pixels = Pillow.new("RGBA", (8, 8), (200, 100, 0, 128))
    pixels.save(tmp_path / "a.png", exif=exif, icc_profile=b"a profile")
    with Pillow.open(io.BytesIO(read_image(tmp_path / "a.png", "").content)) as bare:
        assert (bare.getpixel((3, 3)), bare.info["icc_profile"]) == ((200, 100, 0, 128), b"a profile")
        assert dict(bare.getexif()) == {}
