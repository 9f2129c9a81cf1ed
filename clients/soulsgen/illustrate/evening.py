"""A whole evening, put together from what was asked for: `illustrate` and `oneshot`."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from threading import Event

from soulsgen.agent.answers import Agent
from soulsgen.agent_options import AgentChoice, open_agent
from soulsgen.channels.post import Channel
from soulsgen.errors import Unavailable
from soulsgen.illustrate.artist import Artist
from soulsgen.illustrate.backlog import Backlog
from soulsgen.illustrate.board import Board, Say
from soulsgen.illustrate.clock import real
from soulsgen.illustrate.feeder import Feeder
from soulsgen.illustrate.gallery import Gallery, Painted
from soulsgen.illustrate.illustrator import TRIES, Illustrator, Rhythm
from soulsgen.illustrate.listener import Listener
from soulsgen.illustrate.microphone import Microphone
from soulsgen.illustrate.oneshot import read_talk
from soulsgen.illustrate.place import open_folder
from soulsgen.illustrate.poster import Poster
from soulsgen.illustrate.progress import Progress
from soulsgen.illustrate.prompted import PromptedAgent
from soulsgen.illustrate.prompts import Prompts
from soulsgen.illustrate.sound_source import Recording, SoundSource
from soulsgen.illustrate.text_mirror import TextMirror
from soulsgen.illustrate.threads import Ending, Parts, run
from soulsgen.ledger.ledger import Ledger
from soulsgen.ledger.place import parse_place
from soulsgen.painting import Painter, PaintOrder, ServedPainter
from soulsgen.posting.writer import Writer
from soulsgen.session.folder import SessionFolder
from soulsgen.session.scribe import Listening, Scribe
from soulsgen.torchserve import Endpoint, TorchServe

# Talk without a pause is on the page no later than that, and well within what Whisper hears at once, 30 s.
LONGEST_PHRASE_S = 20.0
Show = Callable[[Path], None]


@dataclass(frozen=True)
class Models:
    """Names of the archives, and what is asked of them; `images` is the painter in the archive's place.

    image_usd: of a picture from there, None where nobody said.
    """

    endpoint: Endpoint
    agent: AgentChoice
    scribe: str = "asr"
    painter: str = "painter"
    listening: Listening = field(default_factory=Listening)
    canvas: PaintOrder = field(default_factory=lambda: PaintOrder(""))
    images: Painter | None = None
    image_usd: float | None = None

    def patient(self) -> Endpoint:
        """The parts try again by themselves and must hear of it when an evening ends."""
        return replace(self.endpoint, retries=min(self.endpoint.retries, 1))

    def artist(self, client: TorchServe) -> Artist:
        if self.images is None:
            return Artist(ServedPainter(client, self.painter), self.canvas)
        return Artist(self.images, self.canvas, seeded=False, usd=self.image_usd)


@dataclass(frozen=True)
class Posting:
    """The channels for the pictures and the ledger that keeps each from being posted twice."""

    channels: tuple[Channel, ...] = ()
    ledger: str = ""
    allow_url: bool = False


@dataclass(frozen=True)
class Evening:
    """`recording` None is the microphone `device`; `phrase_share` of the wait bounds a phrase."""

    models: Models
    data_dir: Path = Path("data")
    resume: Path | None = None
    title: str | None = None
    recording: Path | None = None
    device: str | None = None
    speed: float = 1.0
    rhythm: Rhythm = field(default_factory=Rhythm)
    phrase_share: float = 0.75
    posting: Posting = field(default_factory=Posting)
    flush_s: float = 60.0

    def folder(self) -> SessionFolder:
        settings = {"title": self.title} if self.title else {}
        return open_folder(self.data_dir, self.resume, settings, datetime.now().astimezone())


def illustrate(evening: Evening, folder: SessionFolder, ending: Ending, say: Say, show: Show) -> bool:
    """Play the evening in `folder`; whether nothing is left to do. `show` gets each picture's path.

    Raises SoulsgenError for a source that cannot be opened.
    """
    board = Board(folder.path, say)
    backlog = Backlog(folder.path, board)
    progress = Progress(folder.path)
    source = _source(evening, folder, backlog, progress, board)
    mirror = TextMirror(folder.path, folder.transcript.lines, board)
    client = TorchServe(evening.models.patient())
    scribe = Scribe(client, evening.models.listening, evening.models.scribe)
    longest_s = min(LONGEST_PHRASE_S, evening.rhythm.wait_s * evening.phrase_share)
    gallery = Gallery(folder.path)
    parts = Parts(
        Feeder(source, backlog, progress, longest_s, board),
        backlog,
        Listener(backlog, folder.transcript, scribe, source.name, progress, board, mirror.add),
        _illustrator(evening, folder, gallery, client, board, show),
        _poster(evening.posting, gallery, board, ending.now),
        board,
    )
    board.activity("listening", backlog.seconds())
    whole = run(parts, ending, evening.flush_s)
    board.activity("the session is over", backlog.seconds())
    return whole


def oneshot(evening: Evening, folder: SessionFolder, talk: Path, say: Say, show: Show) -> None:
    """One scene of a transcript's newest lines. Raises SoulsgenError when it cannot be made."""
    board = Board(folder.path, say)
    lines = [line for line in read_talk(talk) if line not in folder.transcript.lines]
    folder.transcript.append(lines)
    TextMirror(folder.path, folder.transcript.lines, board)
    gallery = Gallery(folder.path)
    client = TorchServe(evening.models.endpoint)
    illustrator = _illustrator(evening, folder, gallery, client, board, show)
    _finish(illustrator.flush, "no scene was made of it")
    poster = _poster(evening.posting, gallery, board)
    if poster:
        _finish(poster.step, "the scene is painted, and not posted everywhere")
    board.activity("the session is over")


def _finish(step: Callable[[], float | None], otherwise: str) -> None:
    """Until `step` has nothing more to do. Raises Unavailable with `otherwise` after a few pauses."""
    pauses = 0
    while (pause := step()) is not None:
        pauses += pause > 0
        if pauses > TRIES:
            raise Unavailable(otherwise)
        time.sleep(pause)


def _source(
    evening: Evening, folder: SessionFolder, backlog: Backlog, progress: Progress, board: Board
) -> SoundSource:
    if evening.recording is None:
        return Microphone(folder.started, board, evening.device)
    heard_s = max(progress.of(evening.recording.name), backlog.ends_s())
    return Recording(evening.recording, real, evening.speed, heard_s)


def _illustrator(
    evening: Evening, folder: SessionFolder, gallery: Gallery, client: TorchServe, board: Board, show: Show
) -> Illustrator:
    prompts = Prompts(folder.path, board)
    prompts.create()

    def painted(scene: Painted) -> None:
        if scene.image:
            show(folder.path / scene.image)
            board.say(f"{scene.scene} ({board.cost()})")

    artist = evening.models.artist(client)
    agent = _agent(evening.models, prompts)
    return Illustrator(
        evening.rhythm, folder.transcript.lines, gallery, agent, artist, prompts, board, painted
    )


def _agent(models: Models, prompts: Prompts) -> Agent:
    """A chat endpoint is instructed by the session's own prompt; the archive has its own."""
    agent = open_agent(models.agent, models.patient())
    if models.agent.kind == "torchserve":
        return agent
    from soulsgen.agent.openai import OpenAIAgent

    if not isinstance(agent, OpenAIAgent):
        return agent
    return PromptedAgent(agent.endpoint, prompts.scene, agent.price)


def _poster(posting: Posting, gallery: Gallery, board: Board, stop: Event | None = None) -> Poster | None:
    if not posting.channels:
        return None
    place = parse_place(posting.ledger)
    writer = Writer(Endpoint(), "", allow_url=posting.allow_url)  # of given lines it is never asked for one
    name = gallery.folder.name[:40]
    return Poster(gallery, posting.channels, lambda: Ledger(place), writer, name, board, stop)
