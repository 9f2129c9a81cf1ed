"""From a written evening to its transcript, scenes, page, posts and recap: the whole way, step by step."""

import shlex
import time
from dataclasses import dataclass
from pathlib import Path

from soulsgen.commands.session_recap import recap
from soulsgen.commands.session_transcribe import transcribe
from soulsgen.demo_steps import Tell, command_step, corpus_step, pack_step, serve
from soulsgen.errors import SoulsgenError
from soulsgen.launch import Addresses
from soulsgen.project import Project, from_here
from soulsgen.session.transcript import NAME, read_lines
from soulsgen.session_demo import recording
from soulsgen.session_demo.play import play
from soulsgen.session_demo.script import Script, read_script
from soulsgen.session_demo.word_errors import word_error_rate
from soulsgen.steps import Step, run_step

MODELS = ["asr", "agent", "painter"]
# Of the session: a scene of the script, and so a painted one.
WAIT_MINUTES = 1.25


@dataclass(frozen=True)
class SessionDemo:
    """`folder` is where everything goes; `speech_model` a Whisper directory."""

    project: Project
    folder: Path
    speed: float
    addresses: Addresses
    speech_model: Path


@dataclass(frozen=True)
class Shown:
    """What came of it. session: `illustrate`'s folder. told: the transcript with speakers, and the recap.

    picture: of the page. mixed_errors, told_errors: words wrong in the transcripts, None where not measured.
    """

    session: Path
    told: Path
    outbox: Path
    picture: Path
    key_file: Path
    mixed_errors: float | None
    told_errors: float | None


def run_session_demo(demo: SessionDemo, tell: Tell) -> Shown:
    """Run every step. Raises SoulsgenError naming the step and its log."""
    _refuse_missing(demo)
    project = demo.project
    script = read_script()
    if not (project.build / "corpus" / "manifest.json").is_file():
        run_step(corpus_step(project, project.root / "dataset" / "lore"), project.build, tell)
    run_step(_speech_step(demo, script), project.build, tell)
    for name in MODELS:
        given = {"weights": demo.speech_model} if name == "asr" else {}
        run_step(pack_step(f"pack-{name}", project, name, given), project.build, tell)
    here, running = serve(project, MODELS, demo.addresses, tell)
    server = ["--host", running.addresses.inference, "--key-file", str(from_here(here.key_file))]
    session = _played(demo, script, server, tell)
    told = _told(demo, script, session, server, tell)
    return _shown(demo, session, told, here.key_file)


def _refuse_missing(demo: SessionDemo) -> None:
    if not (demo.speech_model / "config.json").is_file():
        raise SoulsgenError(
            f"{from_here(demo.speech_model)} holds no speech model; `soulsgen train asr` trains the default "
            "one, --speech-model names any Whisper directory"
        )


def _speech(demo: SessionDemo) -> Path:
    return demo.folder / "speech"


def _speech_step(demo: SessionDemo, script: Script) -> Step:
    folder = _speech(demo)
    source = Path(recording.__file__).parent
    inputs = [source / name for name in ("script.toml", "recording.py", "speech.py")]
    return Step("speech", str(folder), inputs, [folder], lambda: recording.write_evening(script, folder))


def _played(demo: SessionDemo, script: Script, server: list[str], tell: Tell) -> Path:
    """The folder that `illustrate` made."""
    out = from_here(demo.folder)
    arguments = [
        str(from_here(_speech(demo) / recording.MIXED)),
        *("--speed", f"{demo.speed:g}", "--wait-minutes", f"{WAIT_MINUTES:g}", "--title", script.title),
        *("--data-dir", str(out / "evenings")),
        *("--to", "outbox", "--outbox", str(out / "outbox"), "--ledger", str(out / "ledger.db"), *server),
    ]
    for path in demo.folder.glob("ledger.db*"):
        path.unlink()  # else the same scenes, told anew, would count as posted
    before = _folders(demo)
    picture, log = demo.folder / "page.png", demo.folder / "illustrate.log"
    step = Step(
        "illustrate",
        f"{time.time_ns()}",  # played each time: it is what one came to see
        [_speech(demo)],
        [],
        lambda: play(arguments, from_here(picture), from_here(log), tell),
    )
    tell(f"$ illustrate {shlex.join(arguments)}")
    run_step(step, demo.project.build, tell)
    return max(_folders(demo) - before)


def _folders(demo: SessionDemo) -> set[Path]:
    evenings = demo.folder / "evenings"
    return set(evenings.iterdir()) if evenings.is_dir() else set()


def _told(demo: SessionDemo, script: Script, session: Path, server: list[str], tell: Tell) -> Path:
    """The evening again, from the tracks of its speakers: who said what, and the recap of it."""
    speech = from_here(_speech(demo))
    told = session / "told"
    names = ("--roster", speech / recording.ROSTER, "--glossary", speech / recording.GLOSSARY)
    listen = [str(speech / recording.CRAIG), *map(str, names), "-o", str(from_here(told)), *server]
    recount = [str(from_here(told)), "--title", script.title, *server]
    for name, command, arguments, made in (
        ("transcribe", transcribe, listen, NAME),
        ("recap", recap, recount, "recap.md"),
    ):
        tell(f"$ soulsgen session {name} {shlex.join(arguments)}")
        run_step(command_step(name, command, arguments, [speech], told / made), demo.project.build, tell)
    return told


def _shown(demo: SessionDemo, session: Path, told: Path, key_file: Path) -> Shown:
    said = read_lines(_speech(demo) / recording.SAID)
    mixed_errors, told_errors = (
        word_error_rate(said, read_lines(folder / NAME)) for folder in (session, told)
    )
    return Shown(
        session, told, demo.folder / "outbox", demo.folder / "page.png", key_file, mixed_errors, told_errors
    )
