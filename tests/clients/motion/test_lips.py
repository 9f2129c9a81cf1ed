"""Lips: they close where they must, and no sound stands alone."""

from itertools import pairwise

import numpy as np
import pytest

from soulsgen.errors import SoulsgenError
from soulsgen.motion import heard, lips
from soulsgen.motion.lips import Viseme
from soulsgen.voice.said import Word

# "bomb": closed, open, closed.
BOMB = [Viseme(0.0, 0.08, "PP"), Viseme(0.08, 0.22, "aa"), Viseme(0.22, 0.30, "PP")]


def track(*sounds: tuple[str, float]) -> list[Viseme]:
    ends = np.cumsum([0.0, *(length for _, length in sounds)])
    return [Viseme(a, b, name) for (name, _), (a, b) in zip(sounds, pairwise(ends.tolist()), strict=True)]


def test_lips_are_closed_for_the_whole_of_a_closed_sound_and_open_between() -> None:
    times = np.arange(0, 0.3, 0.001)
    opened = lips.mouths(times, BOMB).sum(axis=1)
    closed = (times < 0.08) | (times >= 0.22)
    assert opened[closed].max() == 0.0
    assert opened[~closed].max() > 0.6


@pytest.mark.parametrize("rate", [12, 24, 25, 30, 60])
def test_every_closure_is_in_a_picture_however_short_it_is(rate: int) -> None:
    said = track(("aa", 0.1031), ("PP", 0.012), ("aa", 0.1177), ("PP", 0.02), ("O", 0.2))
    for phase in np.linspace(0, 1 / rate, 7):
        times = np.arange(phase, said[-1].end_s, 1 / rate)
        opened = lips.mouths(times, said, shown_s=1 / rate).sum(axis=1)
        for sound in said:
            if sound.name == "PP":
                middle = (sound.start_s + sound.end_s) / 2
                assert opened[abs(times - middle) <= 0.5 / rate + 1e-9].min() == 0.0


def test_a_vowel_is_ahead_in_the_consonant_before_it() -> None:
    """In `too` the lips are round before the t is over, in `tee` they are not."""
    at = np.array([0.07])
    too, tee = (lips.mouths(at, track(("DD", 0.08), (vowel, 0.2)))[0] for vowel in ("U", "I"))
    assert too[2] > 0.2
    assert tee[2] == 0.0
    assert tee[1] > too[1]


def test_the_mouth_moves_without_jumps_and_stays_a_mouth() -> None:
    said = track(*[(name, 0.07) for name in lips.VISEMES * 3])
    moved = lips.mouths(np.arange(-0.5, 4, 0.001), said)
    assert abs(np.diff(moved, axis=0)).max() < 0.06
    assert moved.min() >= 0
    assert moved.sum(axis=1).max() <= 1.0


def test_silence_gives_the_mouth_back() -> None:
    said = track(("sil", 1.0), ("aa", 0.3), ("sil", 1.0))
    share = lips.speaking(np.array([0.0, 0.7, 0.93, 1.15, 1.37, 1.6, 3.0]), said)
    assert share[[0, 1, 5, 6]].tolist() == [0, 0, 0, 0]
    assert (share[2:5] == 1).all()
    assert lips.speaking(np.array([1.0]), track(("sil", 2.0))).tolist() == [0.0]
    assert not lips.mouths(np.array([1.0]), []).any()


def test_a_reply_of_the_archive_becomes_a_track() -> None:
    reply = [{"start": 0, "end": 0.1, "viseme": "PP"}, {"start": 0.1, "end": 0.3, "viseme": "aa"}]
    assert heard.of_reply(reply) == [Viseme(0.0, 0.1, "PP"), Viseme(0.1, 0.3, "aa")]
    with pytest.raises(SoulsgenError, match="no visemes: Q; there are sil, PP"):
        heard.of_reply([{"start": 0, "end": 0.1, "viseme": "Q"}])
    with pytest.raises(SoulsgenError, match="are they the tts archive's"):
        heard.of_reply([{"start": 0, "viseme": "PP"}])


def test_words_without_phonemes_close_the_lips_by_their_letters() -> None:
    said = heard.of_words([Word(0.0, 0.4, "Bomb!"), Word(0.6, 0.9, "tooth"), Word(1.0, 1.1, "7")])
    assert [one.name for one in said] == ["PP", "O", "PP", "PP", "sil", "DD", "U", "TH", "sil", "sil"]
    assert (said[3].end_s, said[4].end_s, said[-1].end_s) == (0.4, 0.6, 1.1)


def test_sound_alone_opens_the_mouth_as_far_as_it_is_loud() -> None:
    rate = 24_000
    tone = np.sin(2 * np.pi * 200 * np.arange(rate) / rate).astype(np.float32)
    hiss = np.random.default_rng(1).normal(0, 0.2, rate).astype(np.float32)
    said = heard.of_sound(np.concatenate([tone * 0, tone * 0.02, tone, hiss]), rate)
    names = [one.name for one in said]
    second = [{*names[start + 1 : start + 32]} for start in range(0, 132, 33)]
    assert second == [{"sil"}, {"E"}, {"aa"}, {"SS"}]
    assert said[40].strength < 0.2
    assert said[80].strength == 1.0
    assert heard.of_sound(tone[:10], rate) == []
    assert {one.name for one in heard.of_sound(tone * 0, rate)} == {"sil"}


def test_sound_in_blocks_is_the_same_sound() -> None:
    sound = np.random.default_rng(2).normal(0, 0.1, 24_000).astype(np.float32)
    blocks = np.split(sound, [1, 700, 719, 720, 721, 9000])
    assert heard.of_blocks(blocks, 24_000) == heard.of_sound(sound, 24_000)
