"""BND3 and BND4 in every variant the games have, and faults named with their byte."""

import zlib
from functools import partial

import pytest

from game_containers import Packed, bnd3, bnd4, dcx
from soulscorpus.errors import CorpusError
from soulscorpus.gamefiles.binder import BinderFile, read_binder

FILES = [
    Packed(r"N:\FRPG\data\Msg\Data_ENGLISH\win32\武器名.fmg", 11, b"ember"),
    Packed("empty.fmg", -1, b""),
    Packed("ash.fmg", 100, b"ash"),
]


def named(*files: Packed, names: bool = True, ids: bool = True) -> list[BinderFile]:
    return [BinderFile(file.name if names else "", file.id if ids else -1, file.data) for file in files]


# The flag bytes that are known from games: ids, names, sizes; the last three with neither or one.
@pytest.mark.parametrize(
    ("flags", "options", "names", "ids"),
    [
        (0x74, {}, True, True),
        (0x54, {}, True, True),
        (0x70, {}, True, True),
        (0x2E, {"plain": True}, True, True),
        (0x26, {"plain": True, "big_endian": True}, True, True),
        (0x67, {}, True, True),  # plain without saying so, big-endian likewise
        (0xE4, {}, True, True),
        (0xF4, {"big_endian": True}, True, True),
        (0x7C, {}, True, True),  # offsets of 8 bytes
        (0x24, {"plain": True}, True, False),
        (0xA0, {}, True, False),
        (0x40, {}, False, True),
        (0x00, {}, False, False),
        (0x80, {}, False, False),
    ],
)
def test_bnd3_is_read_with_whatever_its_flags_say(
    flags: int, options: dict[str, bool], names: bool, ids: bool
) -> None:
    data = bnd3(FILES, flags, **options)
    assert list(read_binder(data, "item.msgbnd")) == named(*FILES, names=names, ids=ids)


@pytest.mark.parametrize(
    ("flags", "options", "names", "ids"),
    [
        (0x74, {}, True, True),
        (0x54, {}, True, True),
        (0x2E, {"plain": True, "big_endian": True}, True, True),
        (0x2E, {"plain": True}, True, True),
        (0x7C, {}, True, True),
        (0x74, {"lies": True}, True, True),
        (0x74, {"unicode": False}, True, True),
        (0x20, {}, True, True),  # a save's: the id behind the name
        (0x40, {}, False, True),
        (0x00, {}, False, False),
    ],
)
def test_bnd4_is_read_with_whatever_its_flags_say(
    flags: int, options: dict[str, bool], names: bool, ids: bool
) -> None:
    data = bnd4(FILES, flags, **options)
    assert list(read_binder(data, "item.msgbnd")) == named(*FILES, names=names, ids=ids)


@pytest.mark.parametrize("make", [bnd3, bnd4])
@pytest.mark.parametrize("pack", [zlib.compress, partial(dcx, codec="DFLT")])
def test_a_file_that_is_compressed_in_the_binder_is_unpacked(make: type, pack: type) -> None:
    data = make([Packed("a.fmg", 1, b"ash" * 99, pack(b"ash" * 99)), Packed("b.fmg", 2, b"ember")])
    assert [file.data for file in read_binder(data, "item.msgbnd")] == [b"ash" * 99, b"ember"]


def test_a_binder_of_nothing_has_no_files() -> None:
    assert list(read_binder(bnd3([]), "a.bnd")) == list(read_binder(bnd4([]), "a.bnd")) == []


ONE = bnd3([Packed("a", 1, b"ember")])
TWO = bnd4([Packed("a", 1, b"ember"), Packed("b", 2, b"ash")])


def patched(data: bytes, offset: int, value: str) -> bytes:
    new = bytes.fromhex(value)
    return data[:offset] + new + data[offset + len(new) :]


@pytest.mark.parametrize(
    ("data", "fault"),
    [
        (b"", "0x0: neither BND3 nor BND4; it begins with "),
        (b"BND3", "0xc: the header would end at byte 0xf of 0x4; the file is truncated or damaged"),
        (ONE[:-1], "0x20: a file of 5 bytes at 0x3a of 0x3e; the binder is truncated or damaged"),
        (patched(ONE, 0x10, "FFFFFFFF"), "0x10: -1 files; expected 0 to 20000"),
        (patched(ONE, 0x10, "FFFFFF7F"), "0x10: 2147483647 files; expected 0 to 20000"),
        (
            patched(ONE, 0x10, "FF000000"),
            "0x20: the list of 255 files would end at byte 0x1808 of 0x3f; the file is truncated or damaged",
        ),
        (
            patched(ONE, 0x30, "FFFFFFFF"),
            "0xffffffff: a name would end at byte 0x100000000 of 0x3f; the file is truncated or damaged",
        ),
        (patched(ONE, 0x30, "3A000000"), "0x3a: a name does not end within 1024 bytes"),
        (patched(ONE, 0x38, "81"), "0x38: a name is not cp932: incomplete multibyte sequence"),
        (
            patched(ONE, 0x20, "C0"),
            "0x3a: damaged deflate data: Error -3 while decompressing data: incorrect header check",
        ),
        (
            patched(patched(ONE, 0x20, "C0"), 0x34, "FFFFFFFF"),
            "0x20: compressed, and unpacks to 4294967295 bytes; expected 0 to 134217728",
        ),
        (patched(TWO, 0x31, "FF"), "0x31: the flags 0xff do not go with entries of 36 bytes"),
        (
            patched(TWO, 0x48, "FFFFFFFFFFFFFF7F"),
            "0x40: a file of 9223372036854775807 bytes at 0x90 of 0x98; the binder is truncated or damaged",
        ),
        (patched(TWO, 0x7C, "91000000"), "0x64: a file at 0x91 begins inside another"),
    ],
)
def test_a_fault_is_named_with_its_byte(data: bytes, fault: str) -> None:
    with pytest.raises(CorpusError) as caught:
        list(read_binder(data, "game/item.msgbnd"))
    assert str(caught.value) == f"game/item.msgbnd: byte {fault}"


def test_compressed_files_share_one_limit() -> None:
    big = bytes(600_000)
    packed = [Packed(str(number), number, big, zlib.compress(big)) for number in range(2)]
    files = read_binder(bnd4(packed), "a.bnd", max_bytes=1_000_000)
    assert next(files).data == big
    with pytest.raises(CorpusError, match="compressed, and unpacks to 600000 bytes; expected 0 to 400000"):
        next(files)
