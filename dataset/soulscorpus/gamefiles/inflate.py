"""zlib and raw deflate with a known size: never a byte more in memory, and a fault has its place."""

import zlib

from soulscorpus.gamefiles.view import View

ZLIB, RAW = 15, -15  # zlib's wbits


def inflate(view: View, offset: int, packed: bytes, size: int, wbits: int = ZLIB) -> bytes:
    """The `size` bytes that `packed`, which stands at `offset` of `view`, unpacks to.

    Raises CorpusError when it is damaged, or unpacks to more or less.
    """
    stream = zlib.decompressobj(wbits)
    try:
        # One more than expected, so that the end of the stream is reached, and more shows.
        data = stream.decompress(packed, size + 1)
    except zlib.error as error:
        raise view.fault(offset, f"damaged deflate data: {error}") from error
    view.announced(offset, data, size)
    if not stream.eof:
        raise view.fault(offset, "the deflate data ends too early")
    return data
