"""The demonstration's last step: the default character says the line that was posted."""

from pathlib import Path

from soulsgen.avatar.animator import Animator
from soulsgen.avatar.backdrop import read_backdrop
from soulsgen.avatar.rendering import Rendering, frame_count, render
from soulsgen.avatar.script import Mood, Spoken
from soulsgen.avatar.speaking import speak
from soulsgen.torchserve import TorchServe
from soulsgen.voice.order import Order
from soulsgen.voice.speaking import Speaker

SIDE = 512
BACKGROUND = "#d6cdbe"
EMOTION = "curiosity"


def film_line(client: TorchServe, line: str, target: Path) -> float:
    """`target` anew: the line said by the archive's first character; its seconds."""
    animator = Animator(client, SIDE)
    height, width, _ = animator.shape
    how = Rendering(animator, read_backdrop(BACKGROUND, width, height))
    where = "the line"
    performance = speak([Mood(EMOTION, where), Spoken(line, where)], Speaker(client), Order(""))
    render(performance, animator.character(None), how, target, force=True)
    return frame_count(performance, how.fps) / how.fps
