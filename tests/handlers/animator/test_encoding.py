"""Frames as files, and many of them as one reply."""

import io
import struct
from http import HTTPStatus

import numpy as np
import pytest
from PIL import Image

from animator.encoding import encoded, framed
from animator.look import Look
from animator.order import Fault, Frames
from animator.reply import reply_of
from character_checkpoints import picture
from handlerkit.media import Media
from handlerkit.rows import RowError


def read(file: bytes, form: str) -> np.ndarray:
    with Image.open(io.BytesIO(file), formats=[form.upper()]) as image:
        return np.array(image)


@pytest.mark.parametrize("form", ["png", "qoi"])
@pytest.mark.parametrize("channels", [3, 4])
def test_what_is_kept_whole_is_read_again_to_the_byte(form: str, channels: int) -> None:
    # Pillow reads QOI in Python: a part is enough.
    pixels = picture()[40:80, 80:140, :channels]
    assert np.array_equal(read(encoded(pixels, form, 80), form), pixels)


def test_bare_pixels_are_four_bytes_each() -> None:
    pixels = picture()[40:80, 80:140]
    assert encoded(pixels, "rgba", 80) == pixels.tobytes()
    opaque = np.frombuffer(encoded(pixels[..., :3], "rgba", 80), np.uint8).reshape(40, 60, 4)
    assert np.array_equal(opaque[..., :3], pixels[..., :3])
    assert (opaque[..., 3] == 255).all()


@pytest.mark.parametrize(("form", "channels"), [("webp", 4), ("webp", 3), ("jpeg", 3)])
def test_what_is_not_kept_whole_is_near_and_nearer_with_more_quality(form: str, channels: int) -> None:
    pixels = picture()[..., :channels]
    files = [encoded(pixels, form, quality) for quality in (20, 95)]
    errors = [np.abs(read(file, form).astype(int) - pixels)[pixels[..., -1] > 0].mean() for file in files]
    assert errors[1] < errors[0] < 8
    assert len(files[0]) < len(files[1])
    if channels == 4:
        assert np.array_equal(read(files[0], form)[..., 3], pixels[..., 3])


def test_frames_follow_each_other_with_their_lengths() -> None:
    assert framed([b"one", b"", b"three"]) == b"\0\0\0\3one\0\0\0\0\0\0\0\5three"


def test_one_frame_is_the_image_itself_and_its_headers_tell_its_size() -> None:
    look = Look(size=256, crop=(0.25, 0.0, 0.75, 1.0), format="png")
    took = {"X-Draw-Ms": "21.3", "X-Encode-Ms": "100.0"}
    frames = Frames((b"file",), draw_s=0.0213, encode_s=0.1)
    assert reply_of(frames, look) == Media(
        b"file", "image/png", {"X-Size": "128 256", "X-Format": "png", **took}
    )
    assert reply_of(frames, Look(format="rgba")) == Media(
        b"file", "application/octet-stream", {"X-Size": "512 512", "X-Format": "rgba", **took}
    )


def test_many_frames_are_counted_in_a_header() -> None:
    reply = reply_of(Frames((b"a", b"bc"), draw_s=0.03, encode_s=0.1), Look())
    assert isinstance(reply, Media)
    assert reply.content_type == "application/x-frames"
    # Milliseconds a frame.
    took = {"X-Draw-Ms": "15.0", "X-Encode-Ms": "50.0"}
    assert reply.headers == {"X-Size": "512 512", "X-Format": "webp", **took, "X-Frames": "2"}
    assert struct.unpack_from(">I", reply.content) == (1,)


def test_faults_are_told() -> None:
    told = reply_of(Fault(HTTPStatus.BAD_REQUEST, "no such cel"), Look())
    assert isinstance(told, RowError)
    assert (told.status, str(told)) == (HTTPStatus.BAD_REQUEST, "no such cel")
