"""The codec ZSTD of DCX: one Zstandard stream."""

import zstandard

from soulscorpus.gamefiles.view import View

MAX_WINDOW_BYTES = 2**27  # what Zstandard's highest level takes


def unpack(view: View, offset: int, packed: bytes, size: int) -> bytes:
    """The `size` bytes that `packed`, which stands at `offset` of `view`, unpacks to.

    Raises CorpusError when it is damaged, or unpacks to more or less.
    """
    decompressor = zstandard.ZstdDecompressor(max_window_size=MAX_WINDOW_BYTES)
    try:
        with decompressor.stream_reader(packed) as stream:
            data = stream.read(size + 1)
    except zstandard.ZstdError as error:
        raise view.fault(offset, f"damaged Zstandard data: {error}") from error
    return view.announced(offset, data, size)
