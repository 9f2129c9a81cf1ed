"""Phonemes to visemes and mouths: exact spans, every name of the chart and every name espeak-ng gives."""

import json
import subprocess
import sys
import unicodedata
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tts.mouth.shapes import ipa_of, mouth_of, visemes_of
from tts.mouth.table import ROWS, SHAPE_OF_VISEME, VISEME_OF_LETTER
from tts.speech import Timed

HERE = Path(__file__).parent
OCULUS = ["sil", "PP", "FF", "TH", "DD", "kk", "CH", "SS", "nn", "RR", "aa", "E", "I", "O", "U"]


def shapes(ipa: str) -> str:
    """The visemes of one sound that lasts a second."""
    return " ".join(one.text for one in visemes_of([Timed(0.0, 1.0, ipa)]))


@pytest.mark.parametrize(
    ("name", "ipa"),
    [
        ("ˈɜː", "ˈɜː"),
        ("tʃ", "tʃ"),
        ("a:", "aː"),  # Scottish
        ("ə-", "ə"),  # French
        ("ɐ̃ʊ", "ɐ̃ʊ"),
        ("b\0ɜː", "b"),  # what an earlier, longer name left behind
        ("", None),
        ("\0ɜː", None),
        ("(fr)", None),
    ],
)
def test_the_name_of_an_event_is_a_sound_or_none(name: str, ipa: str | None) -> None:
    assert ipa_of(name) == ipa


@pytest.mark.parametrize(
    ("ipa", "visemes"),
    [
        ("p", "PP"),
        ("ˈɜː", "E"),
        ("ˌaɪ", "aa I"),
        ("oʊ", "O U"),
        ("aɪɚ", "aa I RR"),
        ("ɔːɹ", "O RR"),
        ("tʃ", "CH"),
        ("t͡ʃ", "CH"),
        ("dʑ", "CH"),
        ("tʃʲ", "CH"),
        ("ts", "DD SS"),
        ("pf", "PP FF"),
        ("mʲ", "PP"),
        ("t̪", "DD"),
        ("n̩", "nn"),
        ("ç", "SS"),
        ("ɐ̃ʊ", "aa U"),
        ("õ", "O"),
        ("ä", "aa"),
        ("ɯᵝ", "U"),
        ("əl", "E nn"),
        ("ɾ", "DD"),
        ("θ", "TH"),
        ("ʍ", "U"),
        ("h", "sil"),
        ("\U0001d7d8", "sil"),
        ("", "sil"),
    ],
)
def test_a_sound_has_the_visemes_of_its_letters(ipa: str, visemes: str) -> None:
    assert shapes(ipa) == visemes


def test_the_table_has_the_fifteen_visemes_six_shapes_and_no_letter_twice() -> None:
    assert [row.viseme for row in ROWS] == OCULUS
    assert set(SHAPE_OF_VISEME.values()) == {"aaa", "iii", "uuu", "eee", "ooo", "closed"}
    assert len(VISEME_OF_LETTER) == sum(len(row.letters) for row in ROWS)
    assert [row.viseme for row in ROWS if row.shape == "closed"] == ["sil", "PP"]


def test_parts_of_a_sound_share_its_time_and_a_long_one_counts_twice() -> None:
    assert visemes_of([Timed(0.0, 0.25, "p"), Timed(0.25, 1.0, "ɑːɹ")]) == [
        Timed(0.0, 0.25, "PP"),
        Timed(0.25, 0.75, "aa"),
        Timed(0.75, 1.0, "RR"),
    ]


def test_neighbours_of_one_shape_are_one_and_pauses_are_silence() -> None:
    sounds = [Timed(0.5, 0.625, "b"), Timed(0.625, 0.75, "m"), Timed(1.0, 1.5, "iː"), Timed(1.5, 1.75, "s")]
    visemes = visemes_of(sounds, until_s=2.0)
    assert visemes == [
        Timed(0.0, 0.5, "sil"),
        Timed(0.5, 0.75, "PP"),
        Timed(0.75, 1.0, "sil"),
        Timed(1.0, 1.5, "I"),
        Timed(1.5, 1.75, "SS"),
        Timed(1.75, 2.0, "sil"),
    ]
    assert mouth_of(visemes) == [
        Timed(0.0, 1.0, "closed"),
        Timed(1.0, 1.75, "iii"),
        Timed(1.75, 2.0, "closed"),
    ]


def test_a_short_join_does_not_close_the_mouth() -> None:
    assert visemes_of([Timed(0.0, 0.25, "i"), Timed(0.3125, 0.5, "a")]) == [
        Timed(0.0, 0.25, "I"),
        Timed(0.25, 0.5, "aa"),
    ]


@pytest.mark.parametrize("shapeless", ["h", "ʔ", "5", "ʲ"])
def test_a_sound_without_a_shape_has_that_of_the_next_or_else_of_the_one_before(shapeless: str) -> None:
    assert visemes_of([Timed(0.0, 0.25, shapeless), Timed(0.25, 0.5, "uː"), Timed(0.5, 1.0, shapeless)]) == [
        Timed(0.0, 1.0, "U")
    ]


def test_nothing_said_is_silence_as_long_as_asked_for() -> None:
    assert visemes_of([]) == []
    assert visemes_of([], until_s=0.5) == [Timed(0.0, 0.5, "sil")]


TIMES = st.lists(st.tuples(st.floats(0, 9), st.text("pbhaɪʊːˈt͡ʃ\u0303ʲ5 x", max_size=4)), max_size=12)


@given(TIMES, st.floats(0, 20))
def test_visemes_and_mouths_leave_no_gap_and_no_two_neighbours_alike(
    begins: list[tuple[float, str]], until_s: float
) -> None:
    begins.sort()
    ends = [start for start, _ in begins[1:]] + [10.0]
    visemes = visemes_of(
        [Timed(start, end, ipa) for (start, ipa), end in zip(begins, ends, strict=False)], until_s
    )
    for spans in (visemes, mouth_of(visemes)):
        assert all(one.start_s < one.end_s for one in spans)
        assert all(one.end_s == after.start_s and one.text != after.text for one, after in pairwise(spans))
        assert not spans or (spans[0].start_s, spans[-1].end_s) == (0.0, max(until_s, 10.0 * bool(begins)))


def test_every_name_that_espeak_gives_a_phoneme_has_a_shape_or_is_known_to_have_none() -> None:
    texts = json.loads((HERE / "texts.json").read_text("utf-8"))
    by_voice = {voice: text for text in texts for voice in text["voices"]}
    spoken = subprocess.run(
        [sys.executable, str(HERE / "espeak_names.py")],
        input=json.dumps({voice: text["text"] for voice, text in by_voice.items()}),
        capture_output=True,
        text=True,
        check=True,
    )
    names = json.loads(spoken.stdout)
    assert list(names) == list(by_voice)
    assert min(map(len, names.values())) > 25
    sounds = {ipa for found in names.values() for name in found if (ipa := ipa_of(name))}
    shapeless = {ipa for ipa in sounds if shapes(ipa) == "sil"}
    assert shapeless == {"h", "ʔ", "ʲ"}
    known = set(VISEME_OF_LETTER) | set("ˈˌːʲᵝhʔ\u0303\u0308\u031e\u0329\u032a")
    assert {letter for ipa in sounds for letter in unicode_letters(ipa)} <= known


def unicode_letters(ipa: str) -> str:
    """`ipa` with its marks apart, except where the table knows a letter with its mark."""
    return "".join(
        letter if letter in VISEME_OF_LETTER else unicodedata.normalize("NFD", letter) for letter in ipa
    )
