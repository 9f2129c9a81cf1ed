"""Tables out of any file: told by content, to any sensible depth, with the way to each in its name."""

import subprocess
import sys
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
import zstandard

from game_containers import Packed, bnd3, bnd4, dcx
from soulscorpus.errors import CorpusError
from soulscorpus.gamefiles.fmg import write_fmg
from soulscorpus.gamefiles.fmgxml import write_fmgxml
from soulscorpus.gamefiles.names import distinct, safe_name
from soulscorpus.gamefiles.source import FoundTable, Kind, Skipped, kind_of, tables_in, walk
from soulscorpus.gamefiles.table import Table, Text, table_name

WEAPONS = Table("WeaponName", (Text(1000, "Pale Lantern Sword"), Text(1001, None)), 1)
RINGS = Table("アクセサリ名", (Text(10, "Ring of Ash"),), 1)
MSGBND = bnd3(
    [
        Packed(r"N:\FRPG\data\Msg\Data_ENGLISH\WeaponName.fmg", 11, write_fmg(WEAPONS)),
        Packed(r"N:\FRPG\data\Msg\Data_ENGLISH\アクセサリ名.fmg", 13, write_fmg(RINGS)),
    ]
)


Put = Callable[[str, bytes], Path]


@pytest.fixture
def put(tmp_path: Path) -> Put:
    def put(name: str, data: bytes) -> Path:
        path = tmp_path / name
        path.write_bytes(data)
        return path

    return put


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (write_fmg(WEAPONS), "fmg"),
        (write_fmg(Table("Item", (), 0, big_endian=True)), "fmg"),
        (write_fmg(Table("Item", (), 2)), "fmg"),
        (write_fmgxml(WEAPONS), "fmgxml"),
        ("\ufeff\n<fmg/>".encode("utf-16-le"), "fmgxml"),
        ("\ufeff<!-- a note --><fmg>".encode(), "fmgxml"),
        (MSGBND, "bnd3"),
        (bnd4([]), "bnd4"),
        (dcx(MSGBND, "ZSTD"), "dcx"),
        (b"", None),
        (bytes(4096), None),
        (b"<html><body>fmg</body></html>", None),
        (b"PK\3\4", None),
        (write_fmg(WEAPONS)[:0x1B], None),
    ],
)
def test_a_kind_is_told_by_the_first_bytes(data: bytes, kind: Kind | None) -> None:
    assert kind_of(data) == kind


@pytest.mark.parametrize(
    ("name", "data", "found"),
    [
        ("WeaponName.fmg", write_fmg(WEAPONS), [(WEAPONS, "WeaponName.fmg")]),
        ("WeaponName.fmg.dcx", dcx(write_fmg(WEAPONS), "EDGE"), [(WEAPONS, "WeaponName.fmg.dcx")]),
        ("WeaponName.fmg.xml", write_fmgxml(WEAPONS), [(WEAPONS.with_nulls_spelled(), "WeaponName.fmg.xml")]),
        (
            "item.msgbnd.dcx",
            dcx(MSGBND, "DFLT"),
            [(WEAPONS, "item.msgbnd.dcx/WeaponName.fmg"), (RINGS, "item.msgbnd.dcx/アクセサリ名.fmg")],
        ),
        ("photo.jpg", MSGBND, [(WEAPONS, "photo.jpg/WeaponName.fmg"), (RINGS, "photo.jpg/アクセサリ名.fmg")]),
        ("readme.md", b"A game.", []),
    ],
)
def test_tables_are_found_whatever_the_file_is_called(
    name: str,
    data: bytes,
    found: list[tuple[Table, str]],
    put: Put,
) -> None:
    assert list(tables_in(put(name, data))) == [FoundTable(*pair) for pair in found]


def test_binders_lie_in_binders_with_their_way_in_the_name(put: Put) -> None:
    inner = dcx(bnd4([Packed("WeaponName.fmg", 1, write_fmg(WEAPONS))]), "ZSTD")
    path = put("all.bnd", bnd4([Packed("a/menu.msgbnd.dcx", 5, inner), Packed("x.tpf", 6, b"TPF")]))
    assert list(walk(path)) == [
        FoundTable(WEAPONS, "all.bnd/menu.msgbnd.dcx/WeaponName.fmg"),
        Skipped("all.bnd/x.tpf", f"{path}/x.tpf: holds no text table", fault=False),
    ]


def test_files_of_one_name_in_a_binder_get_numbers(put: Put) -> None:
    files = [Packed(name, 7, write_fmg(RINGS)) for name in (r"a\Ring.fmg", r"b\ring.fmg", "", "")]
    assert [found.source for found in tables_in(put("a.bnd", bnd3(files)))] == [
        "a.bnd/Ring.fmg",
        "a.bnd/ring-2.fmg",
        "a.bnd/file-7",
        "a.bnd/file-7-2",
    ]


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        (r"N:\FRPG\data\Msg\WeaponName.fmg", "WeaponName.fmg"),
        ("../../../etc/passwd", "passwd"),
        ("/etc/cron.d/x.fmg", "x.fmg"),
        ("C:evil.fmg", "C_evil.fmg"),
        ("..", "file-3"),
        ("a/..", "file-3"),
        ("", "file-3"),
        ("NUL.fmg", "file-3"),
        ("com1", "file-3"),
        ("red\x1b[31m\n.fmg", "red_[31m_.fmg"),
        ("gmf.\u202eeman", "gmf._eman"),
        ("ash. . ", "ash"),
        ("é" * 300 + ".fmg", "é" * 56 + ".fmg"),
        ("武器名.fmg", "武器名.fmg"),
    ],
)
def test_a_name_from_a_container_is_made_fit_to_be_a_files(name: str, kept: str) -> None:
    assert safe_name(name, 3) == kept


def test_distinct_names_are_so_in_any_case() -> None:
    assert list(distinct(["a.fmg", "A.fmg", "a-2.fmg", "b"])) == ["a.fmg", "A-2.fmg", "a-2-2.fmg", "b"]


def test_thousands_of_equal_names_are_told_apart_at_once() -> None:
    assert list(distinct(["a.fmg"] * 20_000))[-1] == "a-20000.fmg"


def test_a_tables_name_is_its_files_without_suffixes() -> None:
    names = ["x/Item.fmg.xml", r"N:\x\Item.FMG", "Item.fmg.dcx", "v1.5.fmg", "fmg", ".fmg"]
    assert [table_name(name) for name in names] == ["Item", "Item", "Item", "v1.5", "fmg", ".fmg"]


def nested(depth: int) -> bytes:
    data = write_fmg(RINGS)
    for _ in range(depth):
        data = dcx(data, "DFLT")
    return data


def test_containers_may_lie_six_deep_and_no_deeper(put: Put) -> None:
    assert len(list(tables_in(put("six.dcx", nested(6))))) == 1
    path = put("seven.dcx", nested(7))
    with pytest.raises(CorpusError) as caught:
        list(tables_in(path))
    assert str(caught.value) == f"{path}: byte 0x0: more than 6 containers inside each other"


def test_all_that_one_file_unpacks_to_shares_one_limit(put: Put) -> None:
    inner = [Packed(f"{number}.dcx", number, dcx(bytes(600_000), "DFLT")) for number in range(3)]
    path = put("a.bnd", bnd4(inner))
    first, second, third = walk(path, max_bytes=1_500_000)
    assert (first, second) == tuple(
        Skipped(f"a.bnd/{number}.dcx", f"{path}/{number}.dcx: holds no text table", fault=False)
        for number in range(2)
    )
    assert third == Skipped(
        "a.bnd/2.dcx",
        f"{path}/2.dcx: byte 0x1c: the file holds 600000 bytes; at most 234464 may be unpacked from one file",
        fault=True,
    )


NEITHER = "byte 0x0: named like a game's text, but neither FMG, .fmg.xml, BND3, BND4 nor DCX"


@pytest.mark.parametrize(
    ("name", "data", "fault"),
    [
        ("a.fmg", b"", f"{NEITHER}: it is empty"),
        ("a.msgbnd", b"SAVE", f"{NEITHER}: it begins with 53 41 56 45"),
        ("a.msgbnd.dcx", dcx(b"SAVE", "DFLT"), f"{NEITHER}: it begins with 53 41 56 45"),
        ("a.fmg", write_fmg(WEAPONS) + bytes(99), "byte 0x0: larger than 120 bytes"),
    ],
)  # fmt: skip
def test_a_file_that_is_not_what_its_name_says_is_a_fault(
    name: str,
    data: bytes,
    fault: str,
    put: Put,
) -> None:
    path = put(name, data)
    with pytest.raises(CorpusError) as caught:
        list(tables_in(path, max_bytes=120))
    assert str(caught.value) == f"{path}: {fault}"


def test_a_damaged_file_does_not_end_the_others(put: Put) -> None:
    damaged = write_fmg(WEAPONS)[:-1]
    path = put("a.bnd", bnd4([Packed("Bad.fmg", 1, damaged), Packed("Ring.fmg", 2, write_fmg(RINGS))]))
    bad, good = walk(path)
    assert isinstance(bad, Skipped)
    assert bad.fault
    assert bad.reason.startswith(f"{path}/Bad.fmg: byte 0x4: the file says it has {len(damaged) + 1} bytes")
    assert isinstance(good, FoundTable)


BOMBS = """
import resource, sys
from pathlib import Path
from soulscorpus.gamefiles.source import walk
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
for item in walk(Path(sys.argv[1])):
    print(item.reason.partition(": ")[2])
print((resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024, file=sys.stderr)
"""


@pytest.mark.parametrize("codec", ["DFLT", "ZSTD"])
def test_a_bomb_of_a_gibibyte_costs_no_memory(codec: str, put: Put) -> None:
    packer = zlib.compressobj(9) if codec == "DFLT" else zstandard.ZstdCompressor().compressobj()
    packed = b"".join(packer.compress(bytes(2**20)) for _ in range(1024)) + packer.flush()
    path = put("bomb.dcx", dcx(b"", codec, packed, size=100))
    result = subprocess.run([sys.executable, "-c", BOMBS, path], capture_output=True, text=True, check=True)
    assert result.stdout == "byte 0x4c: unpacks to more than the 100 bytes that were announced\n"
    assert int(result.stderr) < 50  # MiB
