"""A script to a performance: each of its texts spoken by the tts archive, one after the other."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from soulsgen.avatar.performance import Line, Performance, Stage
from soulsgen.avatar.script import Mood, Pause, Spoken, Step
from soulsgen.errors import SoulsgenError
from soulsgen.motion.heard import of_reply, of_words
from soulsgen.motion.lips import Viseme
from soulsgen.voice.order import Order
from soulsgen.voice.recital import Recital
from soulsgen.voice.speaking import Speaker
from soulsgen.voice.stream import Chunk, Joined

# Between two texts, at a voice's own speed: as the archive leaves between two sentences.
BETWEEN_S = 0.4


def speak(
    steps: Sequence[Step],
    speaker: Speaker,
    manner: Order,
    emotion: str = "neutral",
    folder: Path | None = None,
    tell: Callable[[int], None] = lambda _: None,
) -> Performance:
    """The performance of a script; `manner` is how every text of it is spoken, whatever its own text.

    folder: as a `Stage` has it. tell: gets how many characters have been said. Raises as `Speaker` does,
    naming the line, and stops the archive when it is interrupted.
    """
    stage = Stage(emotion, folder)
    said, follows = 0, False
    for step in steps:
        if isinstance(step, Mood):
            stage.feel(step.emotion)
        elif isinstance(step, Pause):
            stage.wait(step.seconds)
            follows = False
        else:
            if follows:
                stage.wait(BETWEEN_S / (manner.speed or 1))
            _say(step, stage, Recital(speaker, replace(manner, text=step.text)))
            said, follows = said + len(step.text), True
            tell(said)
    return stage.finish()


def _say(step: Spoken, stage: Stage, recital: Recital) -> None:
    joined = Joined()
    began: float | None = None
    try:
        for part in recital.parts:
            for chunk in recital.chunks(part):
                at_s = stage.sound(joined.add(chunk), chunk.sample_rate_hz)
                began = at_s if began is None else began
                stage.see(visemes_of(chunk), began)
    except KeyboardInterrupt:
        recital.cancel()
        raise
    except SoulsgenError as error:
        raise type(error)(f"{step.where}: {error}") from error
    if began is not None:
        stage.lines.append(Line(began, stage.now_s, stage.emotion, step.text))


def visemes_of(chunk: Chunk) -> list[Viseme]:
    """Those that the archive told, else what its words look like; times as the chunk's."""
    told = chunk.times.get("visemes")
    return of_words(chunk.words) if told is None else of_reply(told)
