"""The options of `illustrate`, most of them the original's and under its names, in groups."""

import re
from dataclasses import dataclass
from pathlib import Path

import click

from soulsgen.commands.post_report import tell
from soulsgen.option_group import Command, handed_over

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
# What whisper calls its models; an archive is called otherwise.
_WHISPER = re.compile(r"(tiny|base|small|medium|large|turbo)([.-].*)?")


@dataclass(frozen=True)
class SessionChoice:
    """Where the talk comes from, and the folder that it goes to.

    `recording` None is the microphone `device`; `oneshot` is a transcript, for one scene of it.
    """

    recording: Path | None
    speed: float
    device: str | None
    oneshot: Path | None
    data_dir: Path
    resume: Path | None
    title: str | None


def session_options(command: Command) -> Command:
    """Add them; the command receives them as `session`."""
    decorators = [
        click.argument("recording", type=_FILE, required=False),
        click.option(
            "--speed",
            type=click.FloatRange(min=0),
            default=1.0,
            show_default=True,
            help="How fast RECORDING is played; 0: as fast as it can be read.",
        ),
        click.option("--device", help="Microphone, by PortAudio's name or number. [the system's default]"),
        click.option("--oneshot", type=_FILE, help="Paint one scene of this transcript and end."),
        click.option(
            "--data-dir",
            type=click.Path(file_okay=False, path_type=Path),
            default=Path("data"),
            show_default=True,
            help="Where the session's folder is made.",
        ),
        click.option(
            "--resume",
            type=click.Path(exists=True, file_okay=False, path_type=Path),
            help="Session folder to go on with.",
        ),
        click.option("--title", help="What the page calls the session. [its folder's name]"),
    ]
    return handed_over(command, "session", SessionChoice, decorators)


@dataclass(frozen=True)
class RhythmChoice:
    """How often a scene is made, and of how much talk; phrase_timeout: share of wait_minutes."""

    wait_minutes: float
    phrase_timeout: float
    max_context: int
    persistence_of_memory: float


def rhythm_options(command: Command) -> Command:
    """Add them; the command receives them as `rhythm`."""
    decorators = [
        click.option(
            "--wait-minutes",
            type=click.FloatRange(min=0, min_open=True),
            default=7.5,
            show_default=True,
            help="Minutes of the session from one scene to the next.",
        ),
        click.option(
            "--phrase-timeout",
            type=click.FloatRange(0, 1, min_open=True),
            default=0.75,
            show_default=True,
            help="Longest phrase without a pause as a share of --wait-minutes; never over 20 s.",
        ),
        click.option(
            "--max-context",
            type=click.IntRange(min=50),
            default=2000,
            show_default=True,
            help="Tokens of talk a scene is made of; 2000 are about ten minutes.",
        ),
        click.option(
            "--persistence-of-memory",
            type=click.FloatRange(0, 1),
            default=0.2,
            show_default=True,
            help="Share of the tokens in mind that stays there after a scene.",
        ),
    ]
    return handed_over(command, "rhythm", RhythmChoice, decorators)


@dataclass(frozen=True)
class HearingChoice:
    """Which archive transcribes, and what it listens for."""

    audio_model: str
    audio_compute_type: str | None
    language: str | None
    hotwords: tuple[str, ...]

    def archive(self) -> str:
        """Its name. Which Whisper it holds, and how it computes, was settled when it was packed."""
        if self.audio_compute_type:
            where = "`compute_type` of the archive's model-config.yaml says how"
            tell(f"--audio-compute-type {self.audio_compute_type}: {where}")
        if not _WHISPER.fullmatch(self.audio_model):
            return self.audio_model
        packed = "the archive asr transcribes with the model it was packed with"
        tell(f"--audio-model {self.audio_model}: {packed}")
        return "asr"


def hearing_options(command: Command) -> Command:
    """Add them; the command receives them as `hearing`."""
    decorators = [
        click.option("--audio-model", default="asr", show_default=True, help="Archive that transcribes."),
        click.option(
            "--audio-compute-type",
            type=click.Choice(["float16", "int8", "float32"]),
            help="Belongs to the archive's model-config.yaml; said here it is only pointed out.",
        ),
        click.option("--language", help="Language that is spoken, such as en. [heard]"),
        click.option(
            "--hotword", "hotwords", multiple=True, help="A name that is spoken; give it several times."
        ),
    ]
    return handed_over(command, "hearing", HearingChoice, decorators)
