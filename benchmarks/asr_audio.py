"""What the speech engines hear: four voices at a table, synthesised, cut between sentences into parts.

Sentences and voices are those that the training of the default model keeps back. Without espeak-ng the same
number of seconds is a buzz with the rhythm of speech: enough to be timed by, nothing to be understood.
"""

import random
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from importlib.util import find_spec
from multiprocessing import get_context
from pathlib import Path

import numpy as np
from grown_lore import lore_sentences
from numpy.typing import NDArray

from soulsgen.session.sound import SAMPLE_RATE_HZ, flac

PART_S = 30.0  # most: what a published Whisper hears at once
PAUSE_S = (0.2, 0.8)  # between sentences
VOICES = 4
LEVEL = 0.4
HISS = 0.001  # of full scale

Samples = NDArray[np.float32]


@dataclass(frozen=True)
class Talk:
    """FLAC files of the whole talk and of its parts; `text` is what is said, None of a buzz."""

    whole: Path
    parts: tuple[Path, ...]
    seconds: float
    text: str | None


def record(folder: Path, parts: int, corpus: Path) -> Talk:
    """A talk of so many parts, written into `folder`; the sample lore's corpus is left in `corpus`."""
    folder.mkdir(parents=True)
    lore_sentences(corpus)
    if find_spec("espeakng_loader"):
        # espeak-ng in a process of its own, as in the training.
        with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
            said = pool.submit(_spoken, corpus, parts).result()
    else:
        said = [("", buzz(PART_S - PAUSE_S[1])) for _ in range(parts)]
    sounds = [_pcm(samples) for _, samples in said]
    paths = tuple(folder / f"part-{number:02}.flac" for number in range(parts))
    for path, sound in zip(paths, sounds, strict=True):
        path.write_bytes(flac(sound))
    whole = folder / "whole.flac"
    whole.write_bytes(flac(np.concatenate(sounds)))
    text = " ".join(text for text, _ in said).strip()
    return Talk(whole, paths, sum(map(len, sounds)) / SAMPLE_RATE_HZ, text or None)


def _spoken(corpus: Path, parts: int) -> list[tuple[str, Samples]]:
    """The text and the sound of each part."""
    from soulstrain.speech.espeak import Espeak
    from soulstrain.speech.texts import read_texts
    from soulstrain.speech.utterance import Utterance, speak
    from soulstrain.speech.voices import draw_voice

    texts, espeak, chance = read_texts(corpus), Espeak(), random.Random(1)
    voices = [draw_voice(chance, unheard=True) for _ in range(VOICES)]

    def say() -> Utterance:
        return speak(espeak, texts.talk(chance, unheard=True), chance.choice(voices))

    said, utterance = [], say()
    for _ in range(parts):
        words, sounds, room = [], [], round(PART_S * SAMPLE_RATE_HZ)
        while len(utterance.samples) <= room:
            pause = round(min(chance.uniform(*PAUSE_S) * SAMPLE_RATE_HZ, room - len(utterance.samples)))
            words.append(utterance.text)
            sounds += [utterance.samples, np.zeros(pause, np.float32)]
            room -= len(utterance.samples) + pause
            utterance = say()
        said.append((" ".join(words), np.concatenate(sounds)))
    return said


def buzz(seconds: float) -> Samples:
    """Harmonics of a pitch that wanders, four syllables a second, a pause every third second."""
    time = np.arange(round(seconds * SAMPLE_RATE_HZ)) / SAMPLE_RATE_HZ
    phase = 2 * np.pi * np.cumsum(120 + 20 * np.sin(2 * np.pi * 0.5 * time)) / SAMPLE_RATE_HZ
    voice = sum(np.sin(number * phase) / number for number in range(1, 20))
    syllables = np.sin(np.pi * 4 * time) ** 2 * (time % 3 < 2.5)
    return (voice * syllables / np.max(np.abs(voice))).astype(np.float32)


def _pcm(samples: Samples) -> NDArray[np.int16]:
    hiss = np.random.default_rng(0).normal(0, HISS, len(samples))
    return ((LEVEL * samples + hiss) * 32767).astype(np.int16)
