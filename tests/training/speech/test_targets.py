from random import Random

import pytest

from soulstrain.speech import tokens
from soulstrain.speech.targets import IGNORED, NOWHERE, prompt_for, target, text_of

LABEL = {
    "segments": [
        {"start": 0.1, "end": 0.5, "text": "Run!", "words": [0.1]},
        {"start": 1.0, "end": 1.5, "text": "To Ilse", "words": [1.0, 1.2]},
    ]
}
NOTHING: dict[str, list[object]] = {"segments": []}
HEAD = [tokens.START, tokens.ENGLISH, tokens.TRANSCRIBE]


def test_without_timestamps_the_text_follows_the_head() -> None:
    made = target(LABEL, timestamps=False)
    assert made.ids == [*HEAD, tokens.NO_TIMESTAMPS, *b" Run! To Ilse"]
    assert made.labels == [tokens.ENGLISH, tokens.TRANSCRIBE, IGNORED, *b" Run! To Ilse", tokens.END]


def test_with_timestamps_each_segment_stands_between_its_times() -> None:
    made = target(LABEL, timestamps=True)
    begin = tokens.TIME
    assert made.ids == [*HEAD, begin + 5, *b" Run!", begin + 25, begin + 50, *b" To Ilse", begin + 75]
    assert made.labels == [*made.ids[1:], tokens.END]


def test_every_sounding_label_has_its_time_and_no_other_has_one() -> None:
    made = target(LABEL, timestamps=True, prompt=" x")
    run = [0.1, 0.1, 0.1, 0.2, 0.3, 0.4, 0.5]
    to = [1.0, 1.0, 1.0, 1.1]
    ilse = [1.2, 1.2, 1.275, 1.35, 1.425, 1.5]
    assert made.times == pytest.approx([NOWHERE] * 5 + run + to + ilse + [NOWHERE])
    assert len(made.times) == len(made.labels) == len(made.ids)
    assert made.labels[6:9] == list(b" Ru")
    assert set(target(NOTHING, timestamps=True).times) == {NOWHERE}
    assert target(LABEL, timestamps=False).times[3:8] == pytest.approx([0.1, 0.1, 0.2, 0.3, 0.4])


def test_a_prompt_is_given_and_not_learnt() -> None:
    made, plain = target(LABEL, timestamps=False, prompt=" Ilse"), target(LABEL, timestamps=False)
    assert made.ids == [tokens.PREVIOUS, *b" Ilse", *plain.ids]
    assert made.labels == [IGNORED] * 6 + plain.labels
    assert made.times == [NOWHERE] * 6 + plain.times


def test_where_nothing_is_said_nospeech_is_wanted_and_then_nothing() -> None:
    made = target(NOTHING, timestamps=False, prompt=" x")
    assert made.ids == [tokens.PREVIOUS, *b" x", *HEAD, tokens.NO_TIMESTAMPS]
    assert made.labels == [IGNORED] * 3 + [tokens.NO_SPEECH, tokens.TRANSCRIBE, IGNORED, tokens.END]
    made = target(NOTHING, timestamps=True)
    assert made.ids == [*HEAD, tokens.TIME]
    assert made.labels == [tokens.NO_SPEECH, tokens.TRANSCRIBE, tokens.TIME, tokens.END]


def test_a_prompt_is_of_names_or_of_what_was_said_elsewhere_and_never_the_answer() -> None:
    other = {"segments": [{"start": 0, "end": 1, "text": "I met Brother Anselm at Holdfast."}]}
    prompts = {prompt_for(LABEL, [LABEL, other], Random(seed)) for seed in range(200)}
    assert text_of(LABEL) not in prompts
    assert all(len(prompt) <= tokens.LONGEST // 2 - 2 for prompt in prompts)
    assert any(text_of(other).startswith(prompt) and len(prompt) > 9 for prompt in prompts)
    assert any({" Ilse", " Anselm"} <= set(prompt.split(",")) for prompt in prompts)
