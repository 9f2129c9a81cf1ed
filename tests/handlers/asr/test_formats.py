"""Text, SubRip and WebVTT, and the stable part of a rolling window, letter by letter."""

import pytest

from asr.partial import agreed, stable
from asr.subtitles import cues, render
from asr.transcript import Segment, Transcript, Word


def segment(start: float, end: float, text: str, words: bool = False) -> Segment:
    parts = text.split()
    step = (end - start) / len(parts)
    made = [
        Word(start + index * step, start + (index + 1) * step, word, 0.9) for index, word in enumerate(parts)
    ]
    return Segment(start, end, text, -0.2, 1.0, 0.0, 0.0, tuple(made) if words else ())


SAID = Transcript(
    "en",
    1.0,
    3700.0,
    8.0,
    [segment(0.25, 2.0, "The gate opens."), segment(3599.9996, 3602.5, "Roll <two> dice & wait.")],
)


def test_plain_text_is_a_line_a_segment() -> None:
    assert render(SAID, "text") == "The gate opens.\nRoll <two> dice & wait.\n"


def test_srt_is_numbered_and_rounds_to_the_next_hour() -> None:
    assert render(SAID, "srt") == (
        "1\n00:00:00,250 --> 00:00:02,000\nThe gate opens.\n"
        "\n2\n01:00:00,000 --> 01:00:02,500\nRoll <two> dice & wait.\n"
    )


def test_vtt_escapes_what_would_be_markup() -> None:
    assert render(SAID, "vtt") == (
        "WEBVTT\n"
        "\n00:00:00.250 --> 00:00:02.000\nThe gate opens.\n"
        "\n01:00:00.000 --> 01:00:02.500\nRoll &lt;two&gt; dice &amp; wait.\n"
    )


def test_silence_renders_as_nothing() -> None:
    silent = Transcript("en", 1.0, 5.0, 0.0)
    assert [render(silent, form) for form in ("text", "srt", "vtt")] == ["", "", "WEBVTT\n"]


def test_a_long_segment_is_cut_between_words_into_cues_that_can_be_read() -> None:
    long = segment(0.0, 12.0, " ".join(f"word{number:02}" for number in range(30)), words=True)
    made = list(cues(long))
    assert " ".join(cue.text for cue in made) == long.text
    assert all(len(cue.text) <= 84 and cue.end - cue.start <= 6.0 for cue in made)
    assert [cue.start for cue in made] == sorted(cue.start for cue in made)


def test_words_that_ended_in_time_are_stable() -> None:
    rolling = Transcript(
        "en", 1.0, 6.0, 5.0, [segment(0, 2, "Roll two dice.", True), segment(3, 6, "They fall now", True)]
    )
    assert stable(rolling, None, 1.0) == "Roll two dice. They fall"
    assert stable(rolling, None, 2.5) == "Roll two dice."
    assert stable(rolling, None, 5.0) == "Roll"


@pytest.mark.parametrize(
    ("previous", "kept"),
    [
        ("roll two dice they run", "Roll two dice. They"),
        ("Roll two dice. They fall now and", "Roll two dice. They fall now"),
        ("Roll three", "Roll"),
        ("", ""),
    ],
)
def test_with_the_call_before_what_both_agree_on_is_stable(previous: str, kept: str) -> None:
    assert agreed("Roll two dice. They fall now", previous) == kept
    rolling = Transcript("en", 1.0, 6.0, 5.0, [segment(0, 6, "Roll two dice. They fall now", True)])
    assert stable(rolling, previous, 1.0) == kept
