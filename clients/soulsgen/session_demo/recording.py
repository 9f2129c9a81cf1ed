"""The evening's recordings: one microphone on the table, and a track a speaker as Craig's bot gives them."""

import io
import json
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from soulsgen.clock import clock
from soulsgen.files import write_bytes, write_text
from soulsgen.session.sound import SAMPLE_RATE_HZ, Samples, flac
from soulsgen.session.transcript import Line, encoded
from soulsgen.session_demo.script import Script, Speaker, Turn
from soulsgen.session_demo.speech import spoken

MIXED, CRAIG, ROSTER, GLOSSARY, SAID = "table.flac", "craig.zip", "roster.toml", "glossary.txt", "said.jsonl"
STARTED = "2026-11-21T19:00:00.000Z"
# Seconds of silence: before a turn, and after the last.
_PAUSE_S, _END_S = 0.9, 2.0
_NOISE = 20.0  # of the room, root mean square: -64 dBFS
_EPOCH = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True)
class Placed:
    """A turn and where on the evening's clock it is said, in samples."""

    turn: Turn
    begin: int
    samples: Samples

    @property
    def end(self) -> int:
        return self.begin + len(self.samples)


def write_evening(script: Script, folder: Path) -> None:
    """Everything that a table would bring: recordings, roster, glossary; and what was really said.

    Raises SoulsgenError where there is no synthesiser.
    """
    placed = place(script.turns, spoken(script.turns))
    length = placed[-1].end + round(_END_S * SAMPLE_RATE_HZ)
    tracks = {speaker.track: track(placed, speaker, length) for speaker in script.speakers}
    folder.mkdir(parents=True, exist_ok=True)
    write_bytes(folder / MIXED, flac(mixed(list(tracks.values()))))
    write_bytes(folder / CRAIG, craig(tracks, info(script, placed)))
    write_text(folder / ROSTER, "\n".join(map(roster_table, script.speakers)))
    write_text(folder / GLOSSARY, glossary(script))
    write_text(folder / SAID, b"".join(encoded(line_of(each)) for each in placed).decode())


def place(turns: Sequence[Turn], said: Sequence[Samples]) -> list[Placed]:
    """One turn after the other; a scene waits for its time."""
    placed: list[Placed] = []
    end = 0
    for turn, samples in zip(turns, said, strict=True):
        begin = max(end + round(_PAUSE_S * SAMPLE_RATE_HZ), round(turn.at * SAMPLE_RATE_HZ))
        placed.append(Placed(turn, begin, samples))
        end = placed[-1].end
    return placed


def track(placed: Sequence[Placed], speaker: Speaker, length: int) -> Samples:
    """What is heard of `speaker`, silence between."""
    samples = np.zeros(length, np.int16)
    for each in placed:
        if each.turn.speaker == speaker:
            samples[each.begin : each.end] = each.samples
    return samples


def mixed(tracks: Sequence[Samples]) -> Samples:
    """All of them in one room, which is never quite silent."""
    noise = np.random.default_rng(1).normal(0, _NOISE, len(tracks[0]))
    total = noise + np.sum(np.stack(tracks), 0, dtype=np.int32)
    return np.clip(total, -32768, 32767).astype(np.int16)


def craig(tracks: Mapping[str, Samples], about: str) -> bytes:
    """The zip, the same for the same sound."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr(zipfile.ZipInfo("info.txt", _EPOCH), about)
        for name, samples in tracks.items():
            archive.writestr(zipfile.ZipInfo(f"{name}.flac", _EPOCH), flac(samples))
    return file.getvalue()


def info(script: Script, placed: Sequence[Placed]) -> str:
    people = [f"\t{speaker.player.lower()}#0" for speaker in script.speakers]
    notes = [
        f"\t{clock(each.begin / SAMPLE_RATE_HZ)}: {each.turn.opens}" for each in placed if each.turn.opens
    ]
    head = [f"Recording of {script.title}", "", f"Start time:\t{STARTED}"]
    return "\n".join([*head, "", "Tracks:", *people, "", "Notes:", *notes, ""])


def roster_table(speaker: Speaker) -> str:
    """As `soulsgen.session.roster` reads it; a JSON string is a TOML one."""
    known = {
        name: value
        for name in ("player", "character", "pronouns", "role")
        if (value := getattr(speaker, name))
    }
    rows = [f"{name} = {json.dumps(value)}" for name, value in known.items()]
    return "\n".join([f"[tracks.{speaker.track}]", *rows, ""])


def glossary(script: Script) -> str:
    return "\n".join(["[characters]", *script.characters, "[places]", *script.places, ""])


def line_of(placed: Placed) -> Line:
    begin, end = placed.begin / SAMPLE_RATE_HZ, placed.end / SAMPLE_RATE_HZ
    speaker = placed.turn.speaker
    label = speaker.character or ("GM" if speaker.role == "gm" else speaker.player)
    return Line(round(begin, 3), round(end, 3), label, placed.turn.text, f"{speaker.track}.flac")
