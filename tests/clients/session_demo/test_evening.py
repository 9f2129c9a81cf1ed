"""The demonstration's evening: its script, its voices, and what is measured of it."""

import re
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner

from soulsgen.commands.session import session
from soulsgen.errors import SoulsgenError
from soulsgen.session.glossary import Name, read_glossary
from soulsgen.session.roster import read_roster
from soulsgen.session.sound import SAMPLE_RATE_HZ, Samples, blocks
from soulsgen.session.tracks import Sources, find_tracks
from soulsgen.session.transcript import Line, read_lines
from soulsgen.session_demo import recording
from soulsgen.session_demo.evening import WAIT_MINUTES
from soulsgen.session_demo.script import read_script
from soulsgen.session_demo.word_errors import word_error_rate

LORE = Path(__file__).parents[3] / "dataset" / "lore"


@pytest.fixture(scope="module")
def evening(tmp_path_factory: pytest.TempPathFactory) -> Path:
    pytest.importorskip("espeakng_loader")
    folder = tmp_path_factory.mktemp("evening")
    recording.write_evening(read_script(), folder)
    return folder


@pytest.fixture(scope="module")
def sources(evening: Path) -> Sources:
    return find_tracks([evening / recording.CRAIG], read_roster(evening / recording.ROSTER))


def samples_of(path: Path) -> Samples:
    return np.concatenate(list(blocks(path, path.name)))


def test_it_is_five_minutes_of_four_people(evening: Path, sources: Sources) -> None:
    assert 280 <= len(samples_of(evening / recording.MIXED)) / SAMPLE_RATE_HZ <= 320
    assert [track.speaker for track in sources.tracks] == ["GM", "Harrow", "Fennel", "Bram"]
    voices = [tuple(speaker.voice.values()) for speaker in read_script().speakers]
    assert len({name for name, *_ in voices}) == 4


def test_each_scene_has_a_picture_of_its_own_time(evening: Path, sources: Sources) -> None:
    """A picture is due before the next scene begins, and after all that is said in its own."""
    begins = [at for at, _ in sources.notes]
    assert [name for _, name in sources.notes] == [turn.opens for turn in read_script().turns if turn.opens]
    said = [line.at for line in read_lines(evening / recording.SAID)]
    for number, begin in enumerate(begins[1:], 1):
        due = number * WAIT_MINUTES * 60
        assert max(at for at in said if at < int(begin)) < due <= begin


def test_the_tracks_are_what_the_table_hears(evening: Path, sources: Sources) -> None:
    mixed = samples_of(evening / recording.MIXED).astype(int)
    tracks = []
    for track in sources.tracks:
        with track.opened() as file:
            tracks.append(np.concatenate(list(blocks(file, track.name))).astype(int))
    # What is left is the room's own noise.
    assert np.abs(mixed - np.sum(tracks, 0)).max() < 200
    said = read_lines(evening / recording.SAID)
    for track, samples in zip(sources.tracks, tracks, strict=True):
        own = np.zeros(len(samples), bool)
        for line in said:
            if line.source == track.name:
                own[round(line.at * SAMPLE_RATE_HZ) - 20 : round(line.to * SAMPLE_RATE_HZ) + 20] = True
        assert np.abs(samples[own]).max() > 5000
        assert not samples[~own].any()


def test_written_twice_it_is_the_same(evening: Path, tmp_path: Path) -> None:
    recording.write_evening(read_script(), tmp_path)
    names = sorted(path.name for path in evening.iterdir())
    assert names == ["craig.zip", "glossary.txt", "roster.toml", "said.jsonl", "table.flac"]
    assert all((tmp_path / name).read_bytes() == (evening / name).read_bytes() for name in names)


def test_its_names_are_a_glossary_and_its_world_is_the_sample_corpus(evening: Path) -> None:
    script = read_script()
    lore = "".join(path.read_text("utf-8") for path in LORE.rglob("*.xml"))
    heroes = [speaker.character for speaker in script.speakers if speaker.character]
    for name in (*script.characters, *script.places):
        assert any(name in f"{turn.speaker.character}: {turn.text}" for turn in script.turns), name
        # The players' own characters are nobody of the corpus.
        assert bool(re.search(rf"\b{name}\b", lore)) is (name not in heroes), name
    read = read_glossary(evening / recording.GLOSSARY).names
    assert read[0] == Name("Keeper Tobin", "characters")
    assert [name.text for name in read] == [*script.characters, *script.places]


def line(speaker: str | None, at: float, text: str) -> Line:
    return Line(at, at + 1, speaker, text, "a")


def test_words_are_counted_by_speaker_where_speakers_are_known() -> None:
    said = [line("GM", 0, "The knight is asleep."), line("Kim", 5, "Leave him be!")]
    heard = [line(None, 5, "leave him be"), line(None, 0, "The night is asleep")]
    assert word_error_rate(said, heard) == 0.1429
    # What the one said and the other was heard to say is wrong twice.
    swapped = [line("GM", 0, "The knight is asleep."), line("GM", 5, "Leave him be!")]
    assert word_error_rate(said, swapped) == 0.8571


def test_without_a_synthesiser_it_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "espeakng_loader.py").write_text("raise ModuleNotFoundError('espeakng_loader')", "utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    with pytest.raises(SoulsgenError, match=r"needs espeakng-loader: pip install 'soulsgen\[speech\]'"):
        recording.write_evening(read_script(), tmp_path / "evening")
    assert not (tmp_path / "evening").exists()


def test_without_a_speech_model_it_says_how_to_come_by_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "serve-handlers").mkdir()
    (tmp_path / "serve-handlers" / "archives.toml").write_text("", "utf-8")
    monkeypatch.chdir(tmp_path)
    result = CliRunner().invoke(session, ["demo"])
    assert (result.exit_code, result.stderr) == (
        1,
        "Error: model_store/defaults/asr holds no speech model; `soulsgen train asr` trains the default one, "
        "--speech-model names any Whisper directory\n",
    )
    assert not (tmp_path / "build").exists()
