"""Damaged and hostile files: whatever the bytes, a table or one CorpusError, in little memory and time.

Valid files of every format are mutated where it hurts: counts, offsets, sizes, cuts and repeats.
"""

import re
import resource
import struct
import tempfile
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from game_containers import Packed, bnd3, bnd4, dcx
from soulscorpus.errors import CorpusError
from soulscorpus.gamefiles.binder import read_binder
from soulscorpus.gamefiles.dcx import decompress
from soulscorpus.gamefiles.fmg import read_fmg
from soulscorpus.gamefiles.fmg_writer import write_fmg
from soulscorpus.gamefiles.fmgxml import read_fmgxml, write_fmgxml
from soulscorpus.gamefiles.source import Skipped, walk
from soulscorpus.gamefiles.table import Table, Text
from waiting import LIMIT_S

SOME, MANY = 200, 20_000
SPARE_BYTES = 1024**3
STATM = Path("/proc/self/statm")

TEXTS = tuple(Text(at * 3 // 2, None if at % 5 == 0 else f"Ember {at}, ash.") for at in range(30))
OLD = write_fmg(Table("Old", TEXTS, 0, big_endian=True))
MIDDLE = write_fmg(Table("Middle", TEXTS, 1))
JAPANESE = write_fmg(Table("Japanese", (Text(1, "武器うんちく"), Text(2, "灰")), 1, unicode=False))
NEW = write_fmg(Table("New", TEXTS, 2))
XML = write_fmgxml(Table("New", TEXTS, 2))
FILES = [
    Packed(r"N:\GR\Old.fmg", 1, OLD),
    Packed(r"..\New.fmg", 2, NEW, dcx(NEW, "DFLT")),
    Packed("x", 3, b""),
]
BINDERS = [bnd3(FILES), bnd3(FILES, 0xE4), bnd4(FILES), bnd4(FILES, 0x2E, plain=True, big_endian=True)]
GAME = [dcx(BINDERS[0], "EDGE"), dcx(BINDERS[2], "ZSTD"), bnd4([Packed("a.dcx", 1, dcx(BINDERS[3], "DFLT"))])]


def walk_bytes(data: bytes, where: str) -> None:
    """Everything at once, as `soulsgen extract` meets it."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / where
        path.write_bytes(data)
        for item in walk(path):
            if isinstance(item, Skipped) and item.fault:
                assert PLACE.search(item.reason), item.reason


FORMATS: dict[str, tuple[list[bytes], Callable[[bytes, str], object]]] = {
    "fmg": ([OLD, MIDDLE, JAPANESE, NEW], read_fmg),
    "fmgxml": ([XML, XML.decode().encode("utf-16")], read_fmgxml),
    "bnd3": (BINDERS[:2], lambda data, where: list(read_binder(data, where))),
    "bnd4": (BINDERS[2:], lambda data, where: list(read_binder(data, where))),
    "dcx-dflt": ([dcx(NEW, "DFLT")], decompress),
    "dcx-edge": ([dcx(NEW * 30, "EDGE")], decompress),
    "dcx-zstd": ([dcx(NEW, "ZSTD")], decompress),
    "all": (GAME, walk_bytes),
}
WHERE = "file.dcx"
PLACE = re.compile(r"file\.dcx.*(?::\d+: |: byte 0x[0-9a-f]+: )")
# What an integer must be to hurt.
LIMITS = [2**bits - less for bits in (15, 16, 31, 32, 63, 64) for less in (0, 1)]
NUMBERS = (0, 1, 2, 3, 0x1C, 0x40, 0xFF, *LIMITS)


def mutated(data: bytes, random: Random) -> bytes:
    """`data` with one to four faults, three in four of them in its first 256 bytes."""
    changed = bytearray(data)
    for _ in range(random.randint(1, 4)):
        end = len(changed) if random.random() < 0.25 else min(256, len(changed))
        at = random.randrange(end + 1)
        random.choice((_number, _number, _byte, _cut, _repeat, _other_place))(changed, at, random)
    return bytes(changed)


def _number(data: bytearray, at: int, random: Random) -> None:
    layout = random.choice("<>") + random.choice("HIIQ")
    size = struct.calcsize(layout)
    at -= at % 4  # where the formats have theirs
    data[at : at + size] = struct.pack(layout, random.choice(NUMBERS) % 2 ** (8 * size))


def _byte(data: bytearray, at: int, random: Random) -> None:
    data[at : at + 1] = bytes([random.randrange(256)])


def _cut(data: bytearray, at: int, random: Random) -> None:
    del data[at : at + random.choice((1, 4, 16, len(data)))]


def _repeat(data: bytearray, at: int, random: Random) -> None:
    data[at:at] = data[at : at + random.choice((1, 4, 16, 256))] * random.choice((1, 3))


def _other_place(data: bytearray, at: int, random: Random) -> None:
    start = random.randrange(len(data) + 1)
    data[at : at + 8] = data[start : start + 8]


@pytest.fixture(autouse=True)
def _little_memory() -> Iterator[None]:
    """A file that makes a reader ask for more than a GiB ends in a MemoryError, which is no CorpusError."""
    if not STATM.exists():
        yield
        return
    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    used = int(STATM.read_text().split()[0]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_AS, (used + SPARE_BYTES, hard))
    yield
    resource.setrlimit(resource.RLIMIT_AS, (soft, hard))


def read_mutations(name: str, seed: int) -> None:
    """Read one mutated file of the format `name`; it ends in a value or in a CorpusError with a place."""
    random = Random(seed)
    bases, read = FORMATS[name]
    data = mutated(random.choice(bases), random)
    message = ""
    try:
        read(data, WHERE)
    except CorpusError as error:
        message = str(error)
    assert not message or PLACE.match(message), message


seeds = st.integers(0, 2**64)
patient = timedelta(seconds=LIMIT_S)  # a mutated file takes milliseconds


@pytest.mark.parametrize("name", FORMATS)
@settings(
    max_examples=SOME,
    derandomize=True,
    deadline=patient,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(seed=seeds)
def test_a_damaged_file_gives_a_value_or_a_placed_error(name: str, seed: int) -> None:
    read_mutations(name, seed)


@pytest.mark.slow
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("name", FORMATS)
@settings(
    max_examples=MANY,
    deadline=patient,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(seed=seeds)
def test_twenty_thousand_damaged_files_do_too(name: str, seed: int) -> None:
    read_mutations(name, seed)


@pytest.mark.parametrize("name", FORMATS)
def test_the_mutations_start_from_files_that_are_read(name: str) -> None:
    bases, read = FORMATS[name]
    for data in bases:
        read(data, WHERE)


magics = st.sampled_from([b"", b"BND3", b"BND4", b"DCX\0", b"\0\0\2\0", b"<fmg>"])


@given(data=st.binary(max_size=200), magic=magics)
def test_any_bytes_behind_a_magic_do_too(data: bytes, magic: bytes) -> None:
    walk_bytes(magic + data, WHERE)
