"""Craig zips, honest and hostile."""

import zipfile
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest

from clients.session.recordings import INFO, craig_zip, encoded, tones
from soulsgen.errors import SoulsgenError
from soulsgen.session.craig import Info, open_track, parse_info, read_info, track_names
from soulsgen.session.sound import blocks, duration


def test_info_tells_when_it_began_who_was_there_and_what_was_noted() -> None:
    assert parse_info(INFO) == Info(
        datetime(2026, 3, 7, 18, 30, tzinfo=UTC),
        ("sam#0 (1)", "kim#0 (2)"),
        ((5.0, "The gate opens"), (3723.0, "Break")),
    )


@pytest.mark.parametrize("text", ["", "Start time:\tsoon\n", "\x00\xff", "Notes:\n\tno time here\n"])
def test_an_info_that_says_nothing_of_use_is_none(text: str) -> None:
    assert parse_info(text) == Info()


def test_tracks_come_by_number_and_nothing_else_is_read(tmp_path: Path) -> None:
    path = craig_zip(tmp_path / "a.zip", {"10-lee.flac": tones({}, 1), "2-kim.flac": tones({}, 1)}, info="")
    with zipfile.ZipFile(path, "a") as archive:
        for name in ("raw.dat", "notes.txt", "../../etc/passwd", "/1-root/", "x-y.flac"):
            archive.writestr(name, b"x")
    assert track_names(path) == ["2-kim.flac", "10-lee.flac"]
    assert read_info(path) == Info()


@pytest.mark.parametrize("ending", ["flac", "ogg", "m4a"])
@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_a_track_is_decoded_out_of_the_zip(tmp_path: Path, ending: str, method: int) -> None:
    codec, container = {"flac": ("flac", "flac"), "ogg": ("libopus", "ogg"), "m4a": ("aac", "mp4")}[ending]
    name = f"1-sam.{ending}"
    with zipfile.ZipFile(tmp_path / "a.zip", "w", method) as archive:
        archive.writestr(name, encoded(tones({1: 300}, 3), codec, container))
    with open_track(tmp_path / "a.zip", name) as file:
        samples = np.concatenate(list(blocks(file, name)))
    assert len(samples) == pytest.approx(48_000, abs=2000)
    assert np.abs(samples[17_600:30_000]).max() > 5000
    assert np.abs(samples[:14_000]).max() < 500


def test_a_zip_that_unpacks_to_more_than_the_limit_is_read_no_further(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("soulsgen.session.craig._MOST_BYTES", 1000)
    rng = np.random.default_rng(0)
    noise = rng.integers(-9000, 9000, 32_000).astype(np.int16)
    path = craig_zip(tmp_path / "bomb.zip", {"1-sam.flac": noise})
    with pytest.raises(SoulsgenError, match="unpacks to more than"), open_track(path, "1-sam.flac") as file:
        list(blocks(file, "1-sam.flac"))


def test_what_is_no_recording_is_said(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    path.write_bytes(b"PK\x03\x04 and then nothing")
    with pytest.raises(SoulsgenError, match=r"a\.zip is not a zip that can be read"):
        track_names(path)
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("holiday.jpg", b"x")
    with pytest.raises(SoulsgenError, match=r"holds no track such as 1-name\.flac"):
        track_names(path)
    with zipfile.ZipFile(path, "w") as archive:
        for number in range(1001):
            archive.writestr(f"{number}-a.flac", b"")
    with pytest.raises(SoulsgenError, match="holds 1001 files"):
        track_names(path)


def test_an_encrypted_zip_says_what_to_do(tmp_path: Path) -> None:
    path = craig_zip(tmp_path / "a.zip", {"1-sam.flac": tones({}, 1)})
    content = bytearray(path.read_bytes())
    entry = content.rindex(b"PK\x01\x02")
    content[entry + 8] |= 1
    path.write_bytes(bytes(content))
    with pytest.raises(SoulsgenError, match="is encrypted; unpack it and give the folder"):
        track_names(path)


def test_a_damaged_member_is_named(tmp_path: Path) -> None:
    path = craig_zip(tmp_path / "a.zip", {"1-sam.flac": tones({1: 200}, 3)})
    content = bytearray(path.read_bytes())
    middle = content.index(b"fLaC") + 2000 if b"fLaC" in content else len(content) // 2
    content[middle : middle + 50] = b"\0" * 50
    path.write_bytes(bytes(content))
    with pytest.raises(SoulsgenError, match=r"1-sam\.flac"), open_track(path, "1-sam.flac") as file:
        list(blocks(file, "1-sam.flac"))
    with pytest.raises(SoulsgenError, match="cannot be decoded"):
        duration(tmp_path / "a.zip", "a.zip")
