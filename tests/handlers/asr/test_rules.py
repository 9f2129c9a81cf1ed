"""The rules of timestamps and suppressed tokens, one by one."""

from pathlib import Path

import pytest
import torch

from asr.rules import Rules
from asr.vocabulary import Vocabulary


@pytest.fixture(scope="module")
def vocabulary(whisper: Path) -> Vocabulary:
    return Vocabulary.read(whisper)


def allowed(vocabulary: Vocabulary, written: list[int], timed: bool = True) -> set[int]:
    """Ids that may follow `written` where all are equally likely but times together far less so."""
    rules = Rules(vocabulary, 1, torch.device("cpu"))
    rules.begin([timed])
    logits = torch.zeros(1, vocabulary.size)
    logits[:, vocabulary.timestamps] = -50.0
    for index, token in enumerate(written):
        rules.allowed(logits, first=index == 0)
        rules.took(torch.tensor([token]))
    left = rules.allowed(logits, first=not written)[0]
    return set(torch.nonzero(left > -torch.inf)[:, 0].tolist())


def text(vocabulary: Vocabulary) -> set[int]:
    every = set(range(vocabulary.tokenizer.get_vocab_size()))
    return every - set(vocabulary.timestamps) - vocabulary.controls - {vocabulary.end}


def test_a_text_with_times_begins_with_one_of_the_first_second(vocabulary: Vocabulary) -> None:
    assert allowed(vocabulary, []) == set(vocabulary.timestamps[:51])


def test_text_follows_the_first_time(vocabulary: Vocabulary) -> None:
    at = vocabulary.timestamps[5]
    assert allowed(vocabulary, [at]) == text(vocabulary) | {vocabulary.end}


def test_times_never_go_back_and_close_what_they_opened(vocabulary: Vocabulary) -> None:
    at, later = vocabulary.timestamps[5], vocabulary.timestamps[9]
    word = vocabulary.encode(" The")[0]
    assert allowed(vocabulary, [at, word]) == (
        text(vocabulary) | {vocabulary.end} | set(vocabulary.timestamps[6:])
    )
    assert allowed(vocabulary, [at, word, later]) == {vocabulary.end, *vocabulary.timestamps[9:]}
    assert allowed(vocabulary, [at, word, later, later]) == text(vocabulary) | {vocabulary.end}


def test_a_row_without_times_writes_none_and_no_control(vocabulary: Vocabulary) -> None:
    assert allowed(vocabulary, [], timed=False) == text(vocabulary)
    assert allowed(vocabulary, [40], timed=False) == text(vocabulary) | {vocabulary.end}


def test_a_time_is_written_when_all_together_are_likelier_than_any_word(vocabulary: Vocabulary) -> None:
    rules = Rules(vocabulary, 2, torch.device("cpu"))
    rules.begin([True, True])
    logits = torch.full((2, vocabulary.size), -20.0)
    word = vocabulary.encode(" The")[0]
    rules.allowed(logits, first=True)
    rules.took(torch.tensor([vocabulary.timestamps[0]] * 2))
    rules.took(torch.tensor([word] * 2))
    logits[:, word] = 0.0
    logits[0, vocabulary.timestamps] = -5.0  # 250 of them: together 0.5
    logits[1, vocabulary.timestamps] = -6.0  # together -0.5
    left = rules.allowed(logits, first=False)
    assert left[0, word] == -torch.inf
    assert left[1, word] == 0
