"""What a recogniser is scored on: sentences that no training heard, by voices it heard and others."""

from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from random import Random

import numpy as np
from numpy.typing import NDArray

from soulstrain.speech import room
from soulstrain.speech.espeak import Espeak
from soulstrain.speech.mel import SAMPLES, log_mel
from soulstrain.speech.noise import Noises, make_noises
from soulstrain.speech.resample import RATE_HZ
from soulstrain.speech.texts import Texts, read_texts
from soulstrain.speech.utterance import Utterance, speak
from soulstrain.speech.voices import draw_voice
from soulstrain.speech.window import noisy

Samples = NDArray[np.float32]
BEFORE = RATE_HZ // 5  # samples of silence before the first word
LEVEL = 0.5
# Name of a set, whether its voices were kept back, whether it is spoiled by noise and rooms.
SETS = (
    ("voices of the training, clean", False, False),
    ("voices of the training, noise and rooms", False, True),
    ("voices never heard, clean", True, False),
    ("voices never heard, noise and rooms", True, True),
)
KINDS = ("written by hand", "grammar", "lore")


@dataclass(frozen=True)
class Question:
    """`features` [bands, frames] float16 of a window in which `text` is said; `kind` is one of `KINDS`.

    `words` are the seconds at which the words of `text` begin.
    """

    kind: str
    text: str
    features: NDArray[np.float16]
    words: tuple[float, ...]


@dataclass(frozen=True)
class Exam:
    """`sets` by name, the same sentences in each; `nothing` are windows in which nothing is said."""

    sets: dict[str, tuple[Question, ...]]
    nothing: tuple[NDArray[np.float16], ...]


def make_exam(corpus_dir: Path, seed: int, questions: int) -> Exam:
    """`questions` sentences in every set, made in a process of its own for espeak-ng's sake."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        return pool.submit(_exam, corpus_dir, seed, questions).result()


def _exam(corpus_dir: Path, seed: int, questions: int) -> Exam:
    texts, espeak = read_texts(corpus_dir), Espeak()
    chance, dice = Random(f"exam/{seed}"), np.random.default_rng([seed, 1_000_000])
    sentences = sentences_of(texts, chance, questions)
    babble = [speak(espeak, texts.talk(chance, unheard=True), draw_voice(chance)).samples for _ in range(24)]
    noises = make_noises(dice, babble)
    sets = {}
    for name, unheard, spoiled in SETS:
        asked = []
        for kind, text in sentences:
            utterance = speak(espeak, text, draw_voice(chance, unheard=unheard))
            asked.append(_question(kind, utterance, noises if spoiled else None, dice))
        sets[name] = tuple(asked)
    nothing = [noises.stretch(dice, SAMPLES) * 10 ** dice.uniform(-4, -0.7) for _ in range(questions // 3)]
    return Exam(sets, tuple(log_mel(np.asarray(sound, np.float32)).astype(np.float16) for sound in nothing))


def sentences_of(texts: Texts, chance: Random, count: int) -> list[tuple[str, str]]:
    """(kind, sentence) that no training has: a third of each kind."""
    third = count // 3
    by_hand = chance.sample(texts.unheard_talk, min(third, len(texts.unheard_talk)))
    lore = chance.sample(texts.unheard_lore, min(third, len(texts.unheard_lore)))
    said = [texts.talk(chance, unheard=True) for _ in range(count - len(by_hand) - len(lore))]
    return [
        *((KINDS[0], text) for text in by_hand),
        *((KINDS[1], text) for text in said),
        *((KINDS[2], text) for text in lore),
    ]


def _question(kind: str, whole: Utterance, noises: Noises | None, dice: np.random.Generator) -> Question:
    """The utterance, up to the last word that fits, in a window."""
    part = whole.part(0, whole.fitting(0, SAMPLES - BEFORE))
    samples = np.zeros(SAMPLES, np.float32)
    samples[BEFORE : BEFORE + len(part.samples)] = part.samples
    if noises:
        if dice.random() < 0.5:
            samples = room.through(samples, room.impulse(dice))
        samples = noisy(samples, noises, dice, dice.uniform(5, 30))
    samples *= LEVEL / float(np.max(np.abs(samples)))
    return Question(
        kind,
        part.text,
        log_mel(samples).astype(np.float16),
        tuple((BEFORE + start) / RATE_HZ for start in part.starts[:-1]),
    )
