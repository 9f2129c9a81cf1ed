"""A script spoken by espeak-ng, in a process of its own.

espeak-ng is GPL-3: this process never loads it, and a new one says everything alike each time.
"""

from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

import numpy as np

from soulsgen.errors import SoulsgenError
from soulsgen.session.sound import Samples
from soulsgen.session_demo.script import Turn

_PEAK = 0.35


def spoken(turns: Sequence[Turn]) -> list[Samples]:
    """Each turn at 16 kHz. Raises SoulsgenError where there is no synthesiser."""
    from soulstrain.errors import TrainingError

    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as process:
        try:
            return process.submit(_say, list(turns)).result()
        except TrainingError as error:
            raise SoulsgenError(str(error)) from error


def _say(turns: list[Turn]) -> list[Samples]:
    from soulstrain.speech.espeak import Espeak
    from soulstrain.speech.utterance import speak
    from soulstrain.speech.voices import Voice

    espeak = Espeak()
    said = [speak(espeak, turn.text, Voice(**turn.speaker.voice)).samples for turn in turns]
    return [(samples * (_PEAK * np.iinfo(np.int16).max)).astype(np.int16) for samples in said]
