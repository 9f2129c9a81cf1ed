"""Times of words and phonemes from what a model tells: samples of each token, or nothing but the sound."""

from collections.abc import Sequence
from itertools import accumulate, pairwise

import numpy as np
from numpy.typing import NDArray

from tts.engines.spelled import SILENCE, Spelled
from tts.speech import Samples, Timed
from tts.text.sentence import Spoken

_FRAME_S = 0.01
# Frames quieter than this share of the loudest are silence.
_QUIET = 0.05
_LEAST_S = 0.02  # of an estimated phoneme beside the others


def word_spans(
    words: Sequence[Spoken], spelled: Spelled, samples: Sequence[int], rate: int
) -> tuple[Timed, ...]:
    """Each word from its first token to the end of its last; the tokens' `samples` add up to the sentence's.

    A word without tokens, of which nothing is heard, has no length where it would stand.
    """
    ends = list(accumulate(samples))
    timed: list[Timed] = []
    before = 0.0
    for number, word in enumerate(words):
        own = [place for place, owner in enumerate(spelled.words) if owner == number]
        start = (ends[own[0]] - samples[own[0]]) / rate if own else before
        before = ends[own[-1]] / rate if own else before
        timed.append(Timed(start, before, word.word, word.at))
    return tuple(timed)


def phoneme_spans(spelled: Spelled, samples: Sequence[int], rate: int) -> tuple[Timed, ...]:
    """Each token that has a sound, with the blank behind it; tokens without a word are silence."""
    timed: list[Timed] = []
    end = 0
    for sound, word, length in zip(spelled.sounds, spelled.words, samples, strict=True):
        start, end = end, end + length
        if sound:
            timed.append(Timed(start / rate, end / rate, sound))
        elif timed and word != SILENCE:
            timed[-1] = Timed(timed[-1].start_s, end / rate, timed[-1].text)
    return tuple(one for one in timed if one.end_s > one.start_s)


def estimated_phonemes(words: Sequence[Timed], sounds: Sequence[Sequence[Timed]]) -> tuple[Timed, ...]:
    """Each word's phonemes over its span; beside each other they are as long as where `sounds` were said.

    There one that ran into its neighbour has no length; here it has a little.
    """
    timed: list[Timed] = []
    for word, own in zip(words, sounds, strict=True):
        edges = [0.0, *accumulate(max(one.end_s - one.start_s, _LEAST_S) for one in own)]
        places = np.interp(edges, (0.0, edges[-1]), (word.start_s, word.end_s)).tolist()
        timed += [Timed(*span, one.text) for span, one in zip(pairwise(places), own, strict=True)]
    return tuple(one for one in timed if one.end_s > one.start_s)


def estimated_spans(words: Sequence[Spoken], samples: Samples, rate: int) -> tuple[Timed, ...]:
    """Words by their share of the characters, laid along the sound as it is heard and not along the clock.

    An estimate: a pause inside takes no character, and a loud part takes more of them than a quiet one.
    """
    shares = np.cumsum([0, *(max(1, len(word.said.replace(" ", ""))) for word in words)])
    heard = _heard(samples, rate)
    if not len(heard) or heard[-1] == 0:
        heard = np.arange(1.0, len(heard) + 1)
    told, places = np.insert(heard / heard[-1], 0, 0.0), np.arange(len(heard) + 1)
    # A hair apart: a word ends where a pause begins, and the next begins where the pause ends.
    begins, ends = (np.interp(shares / shares[-1] + hair, told, places) for hair in (1e-6, -1e-6))
    last = len(samples) / rate
    return tuple(
        Timed(min(float(begin) * _FRAME_S, last), min(float(end) * _FRAME_S, last), word.word, word.at)
        for begin, end, word in zip(begins[:-1], ends[1:], words, strict=True)
    )


def _heard(samples: Samples, rate: int) -> NDArray[np.float64]:
    """Of each 10 ms, how much has been heard up to its end: square roots of loudness added up."""
    size = round(_FRAME_S * rate)
    count = -(-len(samples) // size)
    frames = np.zeros(count * size)
    frames[: len(samples)] = samples
    loudness = np.sqrt(np.mean(np.square(frames.reshape(count, size)), axis=1))
    loudness[loudness < _QUIET * loudness.max(initial=0.0)] = 0.0
    heard: NDArray[np.float64] = np.cumsum(np.sqrt(loudness))
    return heard
