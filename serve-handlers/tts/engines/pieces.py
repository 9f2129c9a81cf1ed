"""The pieces of a SentencePiece model file, without the library: a protocol buffer of (text, score, kind).

Message and fields: sentencepiece_model.proto of google/sentencepiece (ModelProto.pieces = 1, its piece = 1).
A model of characters needs no more; one of longer pieces would need the search that the library does.
"""

from collections.abc import Iterator
from pathlib import Path

from handlerkit.checks import SettingsError

_PIECES, _TEXT = 1, 1
_VARINT, _EIGHT, _LENGTH, _FOUR = 0, 1, 2, 5


def read_pieces(path: Path) -> dict[str, int]:
    """Piece to id. Raises SettingsError naming the file when it is not a model of characters."""
    if not path.is_file():
        raise SettingsError(f"{path}: not found; it holds the characters that the model reads")
    try:
        pieces = [
            next(bytes(text) for inner, text in _fields(memoryview(content)) if inner == _TEXT)
            for field, content in _fields(memoryview(path.read_bytes()))
            if field == _PIECES
        ]
        names = [piece.decode() for piece in pieces]
    except (ValueError, IndexError, StopIteration) as error:
        raise SettingsError(f"{path}: not a SentencePiece model") from error
    long = [name for name in names if len(name) > 1 and not name.startswith("<")]
    if long or "</s>" not in names:
        raise SettingsError(f"{path}: not a SentencePiece model of single characters with an end (</s>)")
    return {name: number for number, name in enumerate(names)}


def _fields(message: memoryview) -> Iterator[tuple[int, memoryview]]:
    """(number, content) of each field; a number's content is empty, for none is asked for."""
    place = 0
    while place < len(message):
        key, place = _varint(message, place)
        kind, size = key & 7, 0
        if kind == _VARINT:
            _, place = _varint(message, place)
        elif kind == _LENGTH:
            size, place = _varint(message, place)
        elif kind in (_EIGHT, _FOUR):
            size = 8 if kind == _EIGHT else 4
        else:
            raise ValueError(f"field of kind {kind}")
        if place + size > len(message):
            raise ValueError("cut off")
        yield key >> 3, message[place : place + size]
        place += size


def _varint(message: memoryview, place: int) -> tuple[int, int]:
    """A number of seven bits a byte, and the place behind it. Raises IndexError."""
    number = shift = 0
    while True:
        byte = message[place]
        number |= (byte & 0x7F) << shift
        place, shift = place + 1, shift + 7
        if byte < 0x80:
            return number, place
