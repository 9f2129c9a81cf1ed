"""DCX: each codec there and back, bombs and damage refused, and Oodle in a process that may die."""

import sys
import zlib
from importlib.util import find_spec

import pytest
import zstandard

from game_containers import dcx, raw_deflate
from soulscorpus.errors import CorpusError
from soulscorpus.gamefiles import krak, krak_decoder
from soulscorpus.gamefiles.dcx import decompress
from soulscorpus.gamefiles.view import View
from waiting import LIMIT_S

TEXT = bytes(range(256)) * 1100  # four blocks of EDGE and a rest
CODECS = ["DFLT", "EDGE", "ZSTD"]
ELSEWHERE = (
    "unpack the file with WitchyBND (free; it uses the oo2core dll that comes with the game) and extract "
    "what it wrote"
)


@pytest.mark.parametrize("codec", CODECS)
@pytest.mark.parametrize(
    "data", [TEXT, TEXT[: 2 * 0x10000], b"a", b""], ids=["long", "even", "short", "empty"]
)
def test_what_was_packed_is_unpacked(codec: str, data: bytes) -> None:
    assert decompress(dcx(data, codec), "item.msgbnd.dcx") == data


def test_a_block_of_edge_may_be_stored() -> None:
    whole = dcx(b"ash", "EDGE")
    stored = whole.replace(raw_deflate(b"ash"), b"ash").replace(b"\0\0\0\5\0\0\0\1", b"\0\0\0\3\0\0\0\0")
    assert decompress(stored, "a.dcx") == b"ash"


def test_what_stands_behind_the_data_is_left_alone() -> None:
    assert decompress(dcx(b"ash", "DFLT") + bytes(12), "a.dcx") == b"ash"


@pytest.mark.parametrize("codec", CODECS)
def test_more_than_the_limit_is_refused_before_it_is_unpacked(codec: str) -> None:
    with pytest.raises(CorpusError) as caught:
        decompress(dcx(b"a" * 101, codec), "a.dcx", max_bytes=100)
    assert str(caught.value) == (
        "a.dcx: byte 0x1c: the file holds 101 bytes; at most 100 may be unpacked from one file"
    )


ASH = dcx(b"ash", "DFLT")
MORE = "0x4c: unpacks to more than the 3 bytes that were announced"
BOMB = b"\0" * 10_000_000


@pytest.mark.parametrize(
    ("data", "fault"),
    [
        (ASH[:10], "0x0: the header would end at byte 0x10 of 0xa"),
        (b"DCP\0" + ASH[4:], "0x0: not a DCX; it begins with 44 43 50 00"),
        (ASH.replace(b"DCS\0", b"XXXX"), "0x18: expected the block DCS, found 58 58 58 58"),
        (ASH.replace(b"DCP\0", b"XXXX"), "0x24: expected the block DCP, found 58 58 58 58"),
        (ASH.replace(b"DCA\0", b"XXXX"), "0x44: expected the block DCA, found 58 58 58 58"),
        (ASH.replace(b"DFLT", b"LZMA"), "0x28: unknown codec 'LZMA'; known: DFLT, EDGE, "),
        (ASH.replace(b"DFLT", b"\xff\0\x1bT"), r"0x28: unknown codec '\\xff\x00\x1bT'; known: "),
        (dcx(b"ash", "DFLT", b"no zlib"), "0x4c: damaged deflate data: Error -3 while decompressing data"),
        (dcx(b"ash", "DFLT", zlib.compress(BOMB)), MORE),
        (dcx(b"ash", "DFLT", zlib.compress(b"ash")[:-4]), "0x4c: the deflate data ends too early"),
        (dcx(b"ash", "DFLT", size=4), "0x4c: unpacks to 3 bytes of the 4 that were announced"),
        (dcx(b"ash", "ZSTD", b"no zstd"), "0x4c: damaged Zstandard data: "),
        (dcx(b"ash", "ZSTD", zstandard.compress(BOMB)), MORE),
        (dcx(TEXT, "ZSTD", zstandard.compress(TEXT)[:-9]), "0x4c: unpacks to 262144 bytes of the 281600"),
        (dcx(b"ash", "EDGE").replace(b"EgdT", b"XXXX"), "0x4c: expected the block EgdT, found 58 58 58 58"),
        (dcx(b"ash", "EDGE", size=4), "0x68: 1 blocks make 3 bytes; 4 were announced"),
        (dcx(b"ash", "EDGE").replace(raw_deflate(b"ash"), raw_deflate(BOMB)[:5]), "0x80: "),
        (dcx(b"ash", "EDGE")[:-16], "0x80: a block's data would end at byte 0x85 of 0x80"),
    ],
)  # fmt: skip
def test_damage_is_named_with_its_byte(data: bytes, fault: str) -> None:
    with pytest.raises(CorpusError) as caught:
        decompress(data, "a.dcx")
    assert str(caught.value).startswith(f"a.dcx: byte {fault}")


def test_blocks_of_edge_too_small_or_too_many_are_refused() -> None:
    whole = dcx(b"ash", "EDGE")
    small = whole[:0x5C] + b"\0\0\0\1" + whole[0x60:]
    with pytest.raises(CorpusError, match="byte 0x5c: blocks of 1 bytes; expected 1024 to 16777216"):
        decompress(small, "a.dcx")
    many = whole[:0x68] + b"\xff\xff\xff\xff" + whole[0x6C:]
    with pytest.raises(CorpusError, match="byte 0x70: the list of 4294967295 blocks would end at byte"):
        decompress(many, "a.dcx")


needs_decoder = pytest.mark.skipif(find_spec("ooz") is None, reason="pyooz, which is optional")


@needs_decoder
def test_stored_oodle_data_is_read_by_the_optional_decoder() -> None:
    """Stored is the one form of Kraken that can be made without the Oodle library."""
    assert decompress(dcx(TEXT, "KRAK"), "item.msgbnd.dcx") == TEXT


def unpack_with(*decoder: str, packed: bytes = b"\xcc\x06ash") -> bytes:
    return krak.unpack(View(b"", "a.dcx"), 0x4C, packed, 3, decoder)


def test_without_the_decoder_a_tool_is_named() -> None:
    # -S: Python without its installed packages.
    with pytest.raises(CorpusError) as caught:
        unpack_with(sys.executable, "-S", krak_decoder.__file__)
    assert str(caught.value) == (
        "a.dcx: byte 0x4c: compressed with Oodle (KRAK), whose decoder is absent: pip install pyooz, "
        f"or {ELSEWHERE}"
    )


@needs_decoder
def test_damaged_oodle_data_is_refused() -> None:
    with pytest.raises(CorpusError) as caught:
        unpack_with(*krak.DECODER, packed=b"no oodle")
    assert str(caught.value) == (
        f"a.dcx: byte 0x4c: damaged Oodle data, or a kind that pyooz does not know; {ELSEWHERE}"
    )


@pytest.mark.parametrize(
    ("code", "sentence", "timeout_s"),
    [
        ("import ctypes; ctypes.string_at(0)", "the Oodle decoder crashed (signal 11)", LIMIT_S),
        ("print('too long')", "damaged Oodle data", LIMIT_S),
        ("import time; time.sleep(600)", "the decoder took more than 0.5 s", 0.5),
    ],
)
def test_a_decoder_that_dies_lies_or_hangs_takes_nothing_with_it(
    code: str, sentence: str, timeout_s: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(krak, "TIMEOUT_S", timeout_s)
    with pytest.raises(CorpusError) as caught:
        unpack_with(sys.executable, "-c", code)
    assert str(caught.value).startswith(f"a.dcx: byte 0x4c: {sentence}")


def test_the_decoder_is_never_loaded_here() -> None:
    assert "ooz" not in sys.modules
